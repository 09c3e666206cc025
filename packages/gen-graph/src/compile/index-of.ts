import { type GraphIssue, refuse } from "../error/graph-error.ts";
import { nearest, suggestions } from "../error/nearest.ts";
import { show } from "../error/show.ts";
import type { CompiledGraph } from "./compiled-graph.ts";
import type { Key } from "./graph-input.ts";

/** The ranks of nodes that a caller named. @throws GraphError `unknown-node`, all of them. */
export function ranksOf<N>(graph: CompiledGraph<N>, nodes: Iterable<N>): number[] {
  const asked = [...nodes];
  const ranks = asked.map((node) => graph.indexOf(node));
  const unknown = asked.filter((_, i) => ranks[i] === -1);
  refuseUnknown(unknown, graph.nodes, graph.key, "Name a node of the graph.");
  return ranks;
}

/** @throws GraphError `unknown-node` for each of `unknown` (once), with the nearest of `nodes`. */
export function refuseUnknown<N>(
  unknown: readonly N[],
  nodes: Iterable<N>,
  key: Key<N> | undefined,
  remedy: string,
): void {
  if (unknown.length === 0) return;
  const names = [...nodes].filter((node) => typeof node === "string");
  const suggested = suggestions(names.length);
  refuse(
    [...new Set(unknown)].map((node, i): GraphIssue => {
      const suggestion =
        typeof node === "string" && i < suggested ? nearest(node, names) : undefined;
      return {
        code: "unknown-node",
        message: `There is no node ${show(node, key)}.`,
        remedy,
        culprits: [node],
        ...(suggestion === undefined ? {} : { suggestion: JSON.stringify(suggestion) }),
      };
    }),
  );
}
