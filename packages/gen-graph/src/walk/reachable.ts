import { compile } from "../compile/compile.ts";
import type { CompiledGraph } from "../compile/compiled-graph.ts";
import type { GraphInput } from "../compile/graph-input.ts";
import { ranksOf } from "../compile/index-of.ts";
import type { Csr } from "../csr/csr.ts";
import { reachIndices } from "../csr/reach.ts";
import { explore } from "./explore.ts";
import { isWalkable, rowsOf, type WalkInput } from "./rows.ts";

/** Settings of {@link reachable} and {@link impact}. */
export interface ReachOptions<N> {
  /**
   * An early cut-off: a node that fails is part of the answer, but nothing is followed from it.
   * The start nodes themselves are always followed.
   */
  readonly through?: ((node: N) => boolean) | undefined;
}

/**
 * The nodes that some path of at least one edge leads to, from any of `from`; by key. A start node
 * is among them only when it lies on a cycle or behind another start. Accessor functions are asked
 * only about what is reached.
 *
 * @throws GraphError `unknown-node` (all that are not in the graph), and as `compile`.
 */
export function reachable<N>(
  graph: WalkInput<N>,
  from: Iterable<N>,
  { through }: ReachOptions<N> = {},
): N[] {
  const explored = explore(graph, from, { through });
  // What accessors were not asked about is not there to be followed.
  const cut = isWalkable(graph) ? undefined : through;
  return collect(explored.graph, explored.graph.out, explored.starts, cut);
}

/**
 * The reverse of {@link reachable}: the nodes from which some path of at least one edge leads to any
 * of `of`; by key. When edges say “is used by”, ask `reachable`; when they say “depends on”, this
 * is what a change touches.
 *
 * @throws GraphError `unknown-node` (all that are not in the graph), and as `compile`.
 */
export function impact<N>(
  graph: GraphInput<N>,
  of: Iterable<N>,
  { through }: ReachOptions<N> = {},
): N[] {
  const compiled = compile(graph);
  return collect(compiled, compiled.incoming(), ranksOf(compiled, of), through);
}

function collect<N>(
  { nodes }: CompiledGraph<N>,
  csr: Csr,
  starts: readonly number[],
  through: ((node: N) => boolean) | undefined,
): N[] {
  const follow = through === undefined ? undefined : (i: number) => through(nodes[i] as N);
  return Array.from(reachIndices(csr, starts, follow), (i) => nodes[i] as N);
}

/**
 * Does a path of at least one edge lead from `from` to `to`? `canReach(g, a, a)` asks for a cycle
 * through `a`. Stops as soon as it knows.
 */
export function canReach<N>(graph: WalkInput<N>, from: N, to: N): boolean {
  const rows = rowsOf(graph, false);
  const [start, goal] = rows.between(from, to);
  const queue = [start];
  const seen = new Set<number>();
  for (let head = 0; head < queue.length; head++) {
    const row = rows.row(queue[head] as number);
    for (let i = 0; i < row.length; i++) {
      const next = row[i] as number;
      if (next === goal) return true;
      if (!seen.has(next)) {
        seen.add(next);
        queue.push(next);
      }
    }
  }
  return false;
}
