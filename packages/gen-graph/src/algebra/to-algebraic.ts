import { compile } from "../compile/compile.ts";
import { dataOf } from "../compile/graph-data.ts";
import type { GraphInput } from "../compile/graph-input.ts";
import type { Algebraic } from "./algebraic.ts";
import { graph as graphOf } from "./derived.ts";

/** Any graph as an algebraic one: its vertices laid over its edges. */
export function toAlgebraic<N>(graph: GraphInput<N>): Algebraic<N> {
  const { nodes, edges } = dataOf(compile(graph));
  return graphOf(nodes, edges);
}
