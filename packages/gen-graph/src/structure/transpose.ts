import { compile } from "../compile/compile.ts";
import { compiledGraph } from "../compile/compiled-graph.ts";
import { dataOf, type GraphData } from "../compile/graph-data.ts";
import type { GraphInput } from "../compile/graph-input.ts";

/** Every edge the other way round. `transpose(transpose(g))` is `g`. */
export function transpose<N>(graph: GraphInput<N>): GraphData<N> {
  const { nodes, out, incoming, indexOf, key } = compile(graph);
  return dataOf(compiledGraph(nodes, incoming(), key, indexOf, out));
}
