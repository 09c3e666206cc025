import { compile } from "../compile/compile.ts";
import type { GraphInput } from "../compile/graph-input.ts";
import type { Csr } from "../csr/csr.ts";
import { inDegrees } from "../csr/in-degrees.ts";

/** The nodes that no edge ends in, by key. A node with an edge to itself is none. */
export function roots<N>(graph: GraphInput<N>): N[] {
  const { nodes, out } = compile(graph);
  const degrees = inDegrees(out);
  return nodes.filter((_, i) => degrees[i] === 0);
}

/** The nodes that no edge starts from, by key. */
export function leaves<N>(graph: GraphInput<N>): N[] {
  const { nodes, out } = compile(graph);
  return nodes.filter((_, i) => isLeaf(out, i));
}

function isLeaf({ offsets }: Csr, index: number): boolean {
  return offsets[index] === offsets[index + 1];
}
