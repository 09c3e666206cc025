import { DEAD } from "../labels/build-table.ts";
import type { LabelAutomaton } from "../labels/compile-labels.ts";
import type { LabelledEdge, LabelledGraph } from "./labelled-graph.ts";
import { edgesOf } from "./product.ts";
import type { Step, Witness } from "./query.ts";

/** Bounds on queries: whole numbers, or Infinity. */
export interface PathBounds {
  /** Walks with at most this many edges. @default Infinity */
  readonly maxLength?: number | undefined;
  /** Stop after this many answers (for `queryPaths`: paths). @default Infinity */
  readonly limit?: number | undefined;
}

/** A query whose expression is compiled and whose bounds are checked. */
export interface PreparedQuery<N> {
  readonly from: N;
  readonly automaton: LabelAutomaton;
  readonly where: (node: N) => boolean;
  readonly maxLength: number;
  readonly limit: number;
}

interface Frame<N> {
  readonly node: N;
  readonly state: number;
  readonly edges: readonly LabelledEdge<N>[];
  next: number;
}

/** Depth first over paths without repeated nodes, explicit stack. */
export function* simpleWitnesses<N>(
  graph: LabelledGraph<N>,
  { from, automaton, where, maxLength, limit }: PreparedQuery<N>,
): Generator<Witness<N>, void> {
  let left = limit;
  if (automaton.isEmpty || left === 0) return;
  const onPath = new Set<N>([from]);
  const path: Step<N>[] = [];
  const enter = (node: N, state: number): Frame<N> => ({
    node,
    state,
    edges: path.length < maxLength && automaton.leadsOn(state) ? edgesOf(graph, node) : [],
    next: 0,
  });
  const answer = (node: N, state: number): boolean => automaton.accepts(state) && where(node);
  if (answer(from, automaton.start)) {
    yield { node: from, path: [] };
    if (--left <= 0) return;
  }
  const stack = [enter(from, automaton.start)];
  for (let top = stack[0]; top !== undefined; top = stack[stack.length - 1]) {
    const edge = top.edges[top.next++];
    if (edge === undefined) {
      stack.pop();
      onPath.delete(top.node);
      path.pop();
      continue;
    }
    const state = automaton.step(top.state, edge.label);
    if (state === DEAD || onPath.has(edge.target)) continue;
    path.push({ source: top.node, label: edge.label, target: edge.target });
    onPath.add(edge.target);
    stack.push(enter(edge.target, state));
    if (answer(edge.target, state)) {
      // Copies: the steps go on being part of further paths.
      yield { node: edge.target, path: path.map((step) => ({ ...step })) };
      if (--left <= 0) return;
    }
  }
}
