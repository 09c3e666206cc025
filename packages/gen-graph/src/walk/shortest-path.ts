import { bound } from "./bound.ts";
import { rowsOf, type WalkInput } from "./rows.ts";

/** Settings of {@link shortestPath}. */
export interface ShortestPathOptions {
  /** Give up beyond this many edges. @default Infinity */
  readonly maxLength?: number | undefined;
}

/**
 * A path with the fewest edges, both ends included, or `undefined`. Among equally short ones the
 * smallest by key, node by node. `shortestPath(g, a, a)` is `[a]`. Breadth first; stops at the goal.
 *
 * @throws GraphError `unknown-node`, `bound-invalid`.
 */
export function shortestPath<N>(
  graph: WalkInput<N>,
  from: N,
  to: N,
  options: ShortestPathOptions = {},
): N[] | undefined {
  const maxLength = bound("maxLength", options.maxLength);
  const rows = rowsOf(graph, true);
  const [start, goal] = rows.between(from, to);
  if (start === goal) return [rows.node(start)];
  const parent = new Map<number, number>([[start, -1]]);
  let level = [start];
  // Each level is in order of the smallest path to its nodes, so the first parent is the best one.
  for (let length = 1; level.length > 0 && length <= maxLength; length++) {
    const next: number[] = [];
    for (const u of level) {
      const row = rows.row(u);
      for (let i = 0; i < row.length; i++) {
        const v = row[i] as number;
        if (parent.has(v)) continue;
        parent.set(v, u);
        if (v === goal) return trace(goal, parent).map(rows.node);
        next.push(v);
      }
    }
    level = next;
  }
  return undefined;
}

function trace(goal: number, parent: ReadonlyMap<number, number>): number[] {
  const path: number[] = [];
  for (let v = goal; v !== -1; v = parent.get(v) as number) path.push(v);
  return path.reverse();
}
