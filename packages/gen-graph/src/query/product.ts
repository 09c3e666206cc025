import type { Key } from "../compile/graph-input.ts";
import { plainZero } from "../compile/plain-zero.ts";
import { sortNodes } from "../compile/sort-nodes.ts";
import { DEAD } from "../labels/build-table.ts";
import type { LabelAutomaton } from "../labels/compile-labels.ts";
import type { LabelledEdge, LabelledGraph } from "./labelled-graph.ts";

/** A pair of graph node and automaton state, and how it was first reached. */
export interface ProductNode<N> {
  readonly node: N;
  readonly state: number;
  readonly label: string;
  readonly parent: ProductNode<N> | undefined;
}

/**
 * Breadth first over pairs (node, state): the product of graph and automaton (Mendelzon & Wood 1995).
 * Yields the pairs level by level, each level by key of the node; a pair is entered once. Dead states
 * are not entered, so the nodes behind them are never asked for.
 */
export function* searchProduct<N>(
  graph: LabelledGraph<N>,
  automaton: LabelAutomaton,
  from: N,
  maxLength: number,
): Generator<readonly ProductNode<N>[], void> {
  if (automaton.isEmpty) return;
  const seen = new Map<N, Set<number>>([[from, new Set([automaton.start])]]);
  let level: ProductNode<N>[] = [
    { node: from, state: automaton.start, label: "", parent: undefined },
  ];
  for (let length = 0; level.length > 0; length++) {
    yield level;
    if (length >= maxLength) return;
    const next: ProductNode<N>[] = [];
    for (const parent of level) {
      if (!automaton.leadsOn(parent.state)) continue;
      for (const { label, target } of edgesOf(graph, parent.node)) {
        const state = automaton.step(parent.state, label);
        if (state === DEAD) continue;
        let states = seen.get(target);
        if (states === undefined) {
          states = new Set();
          seen.set(target, states);
        }
        if (states.has(state)) continue;
        states.add(state);
        next.push({ node: target, state, label, parent });
      }
    }
    level = byNode(next, graph.key);
  }
}

/** The edges of a node by label, then by key of the target; parallel ones of one label count once. */
export function edgesOf<N>(graph: LabelledGraph<N>, node: N): readonly LabelledEdge<N>[] {
  const edges = Array.from(graph.labelled(node) ?? [], ({ label, target }) => ({
    label,
    target: plainZero(target),
  }));
  if (edges.length < 2) return edges;
  const rank = ranks(
    edges.map((edge) => edge.target),
    graph.key,
  );
  const placed = edges.map((edge) => ({ edge, at: rank.get(edge.target) as number }));
  placed.sort((a, b) =>
    a.edge.label === b.edge.label ? a.at - b.at : a.edge.label < b.edge.label ? -1 : 1,
  );
  return placed
    .filter(({ edge, at }, i) => {
      const before = placed[i - 1];
      return before === undefined || before.at !== at || before.edge.label !== edge.label;
    })
    .map(({ edge }) => edge);
}

function byNode<N>(level: ProductNode<N>[], key: Key<N> | undefined): ProductNode<N>[] {
  if (level.length < 2) return level;
  const rank = ranks(
    level.map((pair) => pair.node),
    key,
  );
  return level.sort((a, b) => (rank.get(a.node) as number) - (rank.get(b.node) as number));
}

function ranks<N>(nodes: readonly N[], key: Key<N> | undefined): Map<N, number> {
  return new Map(sortNodes(new Set(nodes), key).map((node, i) => [node, i]));
}
