import type { CompiledGraph } from "../compile/compiled-graph.ts";
import type { Key } from "../compile/graph-input.ts";
import { indexCycles } from "../csr/cycles.ts";
import { GraphError, type GraphIssue } from "../error/graph-error.ts";
import { show } from "../error/show.ts";

/** A cyclic strong component. */
export interface Cycle<N> {
  /** All its nodes, by key. */
  readonly members: readonly N[];
  /**
   * One simple cycle in it, in the order of the edges, each node once: the last one has an edge to
   * the first. It is a shortest one through the smallest member.
   */
  readonly path: readonly N[];
}

/** How many nodes of a cycle the message spells out; `culprits` has them all. */
const SHOWN = 20;

/** All cyclic components of a compiled graph, by smallest member. */
export function cyclesOf<N>(graph: CompiledGraph<N>): Cycle<N>[] {
  const at = (index: number): N => graph.nodes[index] as N;
  return indexCycles(graph.out).map(({ members, path }) => ({
    members: Array.from(members, at),
    path: path.map(at),
  }));
}

/** The refusal of an algorithm that needs an acyclic graph: one issue for each cyclic component. */
export function cycleError<N>(cycles: readonly Cycle<N>[], key: Key<N> | undefined): GraphError {
  const issues = cycles.map(({ members, path }): GraphIssue => {
    const named = (nodes: readonly N[]): string[] => nodes.map((node) => show(node, key));
    const inside =
      path.length <= SHOWN
        ? named(path)
        : [...named(path.slice(0, SHOWN - 1)), "…", ...named(path.slice(-1))];
    const shown = [...inside, ...named(path.slice(0, 1))].join(" → ");
    const others = members.length - path.length;
    const entangled = others === 1 ? "1 more node is" : `${others} more nodes are`;
    return {
      code: "cycle",
      message: `Cycle: ${shown}${others > 0 ? ` (${entangled} entangled)` : ""}.`,
      remedy: "Remove one of these edges.",
      culprits: path,
      members,
    };
  });
  return new GraphError(issues as [GraphIssue, ...GraphIssue[]]);
}
