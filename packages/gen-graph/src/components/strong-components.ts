import { compile } from "../compile/compile.ts";
import type { GraphInput } from "../compile/graph-input.ts";
import { strongComponents as indexComponents } from "../csr/tarjan.ts";

/**
 * The strong components: two nodes are in one when each is reachable from the other. Members by key,
 * components by their smallest member. Any depth of graph; O(n + m).
 */
export function strongComponents<N>(graph: GraphInput<N>): N[][] {
  const { nodes, out, inDegree } = compile(graph);
  const { componentOf, count } = indexComponents(out, inDegree);
  if (count === nodes.length) return nodes.map((node) => [node]);
  const result: N[][] = [];
  // Numbered by smallest member and visited in order: each number appears when it is next.
  for (let i = 0; i < nodes.length; i++) {
    const component = componentOf[i] as number;
    if (component === result.length) result.push([nodes[i] as N]);
    else (result[component] as N[]).push(nodes[i] as N);
  }
  return result;
}
