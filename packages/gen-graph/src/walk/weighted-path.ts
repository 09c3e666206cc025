import { GraphError } from "../error/graph-error.ts";
import { show } from "../error/show.ts";
import { createHeap } from "./heap.ts";
import { type Rows, rowsOf, type WalkInput } from "./rows.ts";

/** A path and the sum of its weights. */
export interface WeightedPath<N> {
  readonly path: readonly N[];
  readonly weight: number;
}

/** The best known way to a node: its weight and edges, and every node that is last but one on such a way. */
interface Arrival {
  weight: number;
  edges: number;
  parents: number[];
}

/**
 * A path with the least total weight (Dijkstra 1959, binary heap, O(m log n)), or `undefined`. Among
 * equally light ones it is one of the fewest edges, and of those the smallest by key, node by node.
 * Weights are asked for once per edge, when it is reached; an edge that weighs Infinity is none.
 *
 * @throws GraphError `bound-invalid` for a weight that is negative or not a number; `unknown-node`.
 */
export function weightedPath<N>(
  graph: WalkInput<N>,
  from: N,
  to: N,
  weight: (source: N, target: N) => number,
): WeightedPath<N> | undefined {
  const rows = rowsOf(graph, true);
  const [start, goal] = rows.between(from, to);
  const arrivals = new Map<number, Arrival>([[start, { weight: 0, edges: 0, parents: [] }]]);
  const done = new Set<number>();
  const heap = createHeap();
  heap.push(0, 0, start);
  for (let u = heap.pop(); u !== undefined && u !== goal; u = heap.pop()) {
    if (done.has(u)) continue;
    done.add(u);
    const here = arrivals.get(u) as Arrival;
    const edges = here.edges + 1;
    const row = rows.row(u);
    for (let i = 0; i < row.length; i++) {
      const v = row[i] as number;
      if (done.has(v)) continue;
      const total = here.weight + checked(weight, rows, u, v);
      if (total === Number.POSITIVE_INFINITY) continue;
      const known = arrivals.get(v);
      if (known?.weight === total && known.edges === edges) known.parents.push(u);
      else if (
        known === undefined ||
        total < known.weight ||
        (total === known.weight && edges < known.edges)
      ) {
        arrivals.set(v, { weight: total, edges, parents: [u] });
        heap.push(total, edges, v);
      }
    }
  }
  const found = arrivals.get(goal);
  if (found === undefined) return undefined;
  return { path: smallest(rows, arrivals, start, goal).map(rows.node), weight: found.weight };
}

/**
 * Of all best ways to `goal` the smallest: whatever lies on one is collected from the goal back; then
 * the first such neighbour is taken from the start on.
 */
function smallest<N>(
  rows: Rows<N>,
  arrivals: ReadonlyMap<number, Arrival>,
  start: number,
  goal: number,
): number[] {
  const onward = new Map<number, Set<number>>();
  const todo = [goal];
  for (let v = todo.pop(); v !== undefined; v = todo.pop()) {
    for (const u of (arrivals.get(v) as Arrival).parents) {
      const known = onward.get(u);
      if (known !== undefined) known.add(v);
      else {
        onward.set(u, new Set([v]));
        todo.push(u);
      }
    }
  }
  const path = [start];
  for (let u = start; u !== goal; u = path[path.length - 1] as number) {
    const next = onward.get(u) as ReadonlySet<number>;
    path.push(next.size === 1 ? only(next) : firstOf(rows.row(u), next));
  }
  return path;
}

function only(set: ReadonlySet<number>): number {
  const [item] = set;
  return item as number;
}

/** The first of a row that is in the set, as one is. */
function firstOf(row: ArrayLike<number>, set: ReadonlySet<number>): number {
  let i = 0;
  while (!set.has(row[i] as number)) i++;
  return row[i] as number;
}

function checked<N>(
  weight: (source: N, target: N) => number,
  rows: Rows<N>,
  from: number,
  to: number,
): number {
  const [source, target] = [rows.node(from), rows.node(to)];
  const value = weight(source, target);
  if (value >= 0) return value;
  throw new GraphError([
    {
      code: "bound-invalid",
      message: `The weight of ${show(source, rows.key)} → ${show(target, rows.key)} is ${show(value)}.`,
      remedy: "Weights must be numbers of at least 0.",
      culprits: [source, target],
    },
  ]);
}
