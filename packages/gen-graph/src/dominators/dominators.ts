import { lengauerTarjan } from "../csr/lengauer-tarjan.ts";
import { explore } from "../walk/explore.ts";
import type { WalkInput } from "../walk/rows.ts";

/**
 * The immediate dominator of each node: the last node that **every** path from the roots to it goes
 * through (besides itself). Nodes without one are absent: the roots, what cannot be reached, and
 * with several roots whatever has no node in common to all its paths. By key of the node.
 * Lengauer & Tarjan 1979, the simple version, O(m log n), without recursion.
 *
 * @throws GraphError `unknown-node`, and as `compile`.
 */
export function dominators<N>(graph: WalkInput<N>, roots: Iterable<N>): Map<N, N> {
  const { graph: compiled, starts } = explore(graph, roots);
  const immediate = lengauerTarjan(compiled.out, compiled.incoming(), starts);
  const result = new Map<N, N>();
  immediate.forEach((dominator, v) => {
    if (dominator >= 0) result.set(compiled.nodes[v] as N, compiled.nodes[dominator] as N);
  });
  return result;
}
