import { compile } from "../compile/compile.ts";
import { compiledGraph } from "../compile/compiled-graph.ts";
import { dataOf, type GraphData } from "../compile/graph-data.ts";
import type { GraphInput } from "../compile/graph-input.ts";
import { inDegrees } from "../csr/in-degrees.ts";

/** Every edge the other way round. `transpose(transpose(g))` is `g`. */
export function transpose<N>(graph: GraphInput<N>): GraphData<N> {
  const { nodes, out, incoming, indexOf, key } = compile(graph);
  const back = incoming();
  return dataOf(compiledGraph(nodes, { out: back, inDegree: inDegrees(back) }, key, indexOf, out));
}
