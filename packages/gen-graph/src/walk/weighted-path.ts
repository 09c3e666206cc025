import { GraphError } from "../error/graph-error.ts";
import { show } from "../error/show.ts";
import { createHeap } from "./heap.ts";
import { rowsOf, type WalkInput } from "./rows.ts";

/** A path and the sum of its weights. */
export interface WeightedPath<N> {
  readonly path: readonly N[];
  readonly weight: number;
}

/**
 * A path with the least total weight (Dijkstra 1959, binary heap, O(m log n)), or `undefined`.
 * Weights are asked for once per edge, when it is reached.
 *
 * @throws GraphError `bound-invalid` for a weight that is negative or not a number.
 */
export function weightedPath<N>(
  graph: WalkInput<N>,
  from: N,
  to: N,
  weight: (source: N, target: N) => number,
): WeightedPath<N> | undefined {
  const rows = rowsOf(graph, true);
  const [start, goal] = rows.between(from, to);
  const best = new Map<number, number>([[start, 0]]);
  const parent = new Map<number, number>();
  const done = new Set<number>();
  const heap = createHeap();
  heap.push(0, start);
  for (let u = heap.pop(); u !== undefined; u = heap.pop()) {
    if (done.has(u)) continue;
    done.add(u);
    if (u === goal) break;
    const row = rows.row(u);
    for (let i = 0; i < row.length; i++) {
      const v = row[i] as number;
      if (done.has(v)) continue;
      const total = (best.get(u) as number) + checked(weight, rows.node(u), rows.node(v));
      if (total < (best.get(v) ?? Number.POSITIVE_INFINITY)) {
        best.set(v, total);
        parent.set(v, u);
        heap.push(total, v);
      }
    }
  }
  if (!done.has(goal)) return undefined;
  const path = [goal];
  for (let v = parent.get(goal); v !== undefined; v = parent.get(v)) path.push(v);
  return { path: path.reverse().map(rows.node), weight: best.get(goal) as number };
}

function checked<N>(weight: (source: N, target: N) => number, source: N, target: N): number {
  const value = weight(source, target);
  if (value >= 0) return value;
  throw new GraphError([
    {
      code: "bound-invalid",
      message: `The weight of ${show(source)} → ${show(target)} is ${String(value)}.`,
      remedy: "Weights must be numbers of at least 0.",
      culprits: [source, target],
    },
  ]);
}
