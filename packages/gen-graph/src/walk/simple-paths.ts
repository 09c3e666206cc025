import { compile } from "../compile/compile.ts";
import { ranksOf } from "../compile/index-of.ts";
import { plainZero } from "../compile/plain-zero.ts";
import { bound } from "./bound.ts";
import { detours, distancesTo } from "./detour.ts";
import { explore } from "./explore.ts";
import { isWalkable, type WalkInput } from "./rows.ts";

/** Bounds of {@link simplePaths}. */
export interface SimplePathOptions {
  /** Paths with at most this many edges. @default Infinity */
  readonly maxLength?: number | undefined;
  /** Stop after this many paths. @default Infinity */
  readonly limit?: number | undefined;
}

/**
 * All paths from `from` to `to` that visit no node twice, both ends included, one at a time in the
 * order of their keys. A step is taken only when the goal can still be reached from there without
 * touching the path and within the bound (Read & Tarjan 1975), so there are no dead ends: the time
 * to the next path is polynomial even where the number of paths is not. `from === to` gives `[from]`.
 *
 * @throws GraphError `bound-invalid` at once; `unknown-node` when the first path is asked for.
 */
export function simplePaths<N>(
  graph: WalkInput<N>,
  from: N,
  to: N,
  options: SimplePathOptions = {},
): Generator<N[], void> {
  const maxLength = bound("maxLength", options.maxLength);
  return search(graph, from, to, maxLength, bound("limit", options.limit));
}

function* search<N>(
  graph: WalkInput<N>,
  from: N,
  to: N,
  maxLength: number,
  limit: number,
): Generator<N[], void> {
  let left = limit;
  if (left === 0) return;
  const input = isWalkable(graph) ? graph : compile(graph);
  if (!isWalkable(input)) ranksOf(input, [from, to]);
  if (sameNode(from, to)) {
    yield [plainZero(from)];
    return;
  }
  const { graph: compiled, starts } = explore(input, [from], { maxDepth: maxLength });
  const start = starts[0] as number;
  const goal = compiled.indexOf(to);
  if (goal === -1) return;
  const { offsets, targets } = compiled.out;
  const distance = distancesTo(compiled.incoming(), goal);
  const onPath = new Uint8Array(compiled.order);
  const { mayStep, leave } = detours(compiled.out, goal, distance, onPath);
  const path = [start];
  const cursors = [offsets[start] as number];
  onPath[start] = 1;
  while (path.length > 0) {
    const u = path[path.length - 1] as number;
    const e = cursors[cursors.length - 1] as number;
    const remaining = maxLength - path.length;
    if (e === offsets[u + 1] || remaining < 0) {
      onPath[u] = 0;
      leave();
      path.pop();
      cursors.pop();
      continue;
    }
    cursors[cursors.length - 1] = e + 1;
    const v = targets[e] as number;
    if (v === goal) {
      yield [...path, goal].map((i) => compiled.nodes[i] as N);
      if (--left <= 0) return;
    } else if (
      onPath[v] === 0 &&
      distance[v] !== -1 &&
      (distance[v] as number) <= remaining &&
      mayStep(u, v, remaining)
    ) {
      onPath[v] = 1;
      path.push(v);
      cursors.push(offsets[v] as number);
    }
  }
}

/** `Map` identity: NaN is itself, and 0 is -0. */
function sameNode(a: unknown, b: unknown): boolean {
  return a === b || Object.is(a, b);
}
