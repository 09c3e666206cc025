import { compile } from "../compile/compile.ts";
import type { CompiledGraph } from "../compile/compiled-graph.ts";
import type { GraphInput } from "../compile/graph-input.ts";
import { smallestOrder } from "../csr/kahn.ts";
import { type Cycle, cycleError, cyclesOf } from "./cycle.ts";

/** What {@link tryTopologicalOrder} answers. */
export type OrderResult<N> =
  | { readonly ok: true; readonly order: readonly N[] }
  | { readonly ok: false; readonly cycles: readonly Cycle<N>[] };

/**
 * All nodes, each source before its targets. Of the many such orders it is the one that is smallest
 * by key, position by position: at each step the smallest node whose sources are all placed. So it
 * depends on the graph and the key only, not on any order of insertion. O(n log₃₂ n + m), Kahn 1962.
 *
 * @throws GraphError `cycle`, with one issue for **each** cyclic strong component.
 */
export function topologicalOrder<N>(graph: GraphInput<N>): N[] {
  const compiled = compile(graph);
  const order = orderOf(compiled);
  if (order === undefined) throw cycleError(cyclesOf(compiled), compiled.key);
  return order;
}

/** {@link topologicalOrder} without the throw: the order, or all cyclic components. */
export function tryTopologicalOrder<N>(graph: GraphInput<N>): OrderResult<N> {
  const compiled = compile(graph);
  const order = orderOf(compiled);
  return order === undefined ? { ok: false, cycles: cyclesOf(compiled) } : { ok: true, order };
}

/**
 * Every cyclic strong component with one ordered simple cycle each; empty exactly when the graph has
 * a topological order.
 */
export function findCycles<N>(graph: GraphInput<N>): Cycle<N>[] {
  return cyclesOf(compile(graph));
}

function orderOf<N>(graph: CompiledGraph<N>): N[] | undefined {
  const ranks = smallestOrder(graph.out, graph.inDegree);
  if (ranks.length < graph.order) return undefined;
  const nodes = graph.nodes;
  const result = new Array<N>(ranks.length);
  for (let i = 0; i < ranks.length; i++) result[i] = nodes[ranks[i] as number] as N;
  return result;
}
