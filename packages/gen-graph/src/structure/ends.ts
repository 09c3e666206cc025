import { compile } from "../compile/compile.ts";
import type { GraphInput } from "../compile/graph-input.ts";
import type { Csr } from "../csr/csr.ts";

/** The nodes that no edge ends in, by key. A node with an edge to itself is none. */
export function roots<N>(graph: GraphInput<N>): N[] {
  const { nodes, inDegree } = compile(graph);
  return nodes.filter((_, i) => inDegree[i] === 0);
}

/** The nodes that no edge starts from, by key. */
export function leaves<N>(graph: GraphInput<N>): N[] {
  const { nodes, out } = compile(graph);
  return nodes.filter((_, i) => isLeaf(out, i));
}

function isLeaf({ offsets }: Csr, index: number): boolean {
  return offsets[index] === offsets[index + 1];
}
