import { compile } from "../compile/compile.ts";
import { dataOf, type GraphData } from "../compile/graph-data.ts";
import type { GraphInput } from "../compile/graph-input.ts";

/** Any graph as plain data: nodes by key, edges by source and target, each once. */
export function toData<N>(graph: GraphInput<N>): GraphData<N> {
  return dataOf(compile(graph));
}
