import { GraphError } from "../error/graph-error.ts";
import { nearest, SUGGESTIONS } from "../error/nearest.ts";
import { show } from "../error/show.ts";
import type { CompiledGraph } from "./compiled-graph.ts";

/** The ranks of nodes that a caller named. @throws GraphError `unknown-node`, all of them. */
export function ranksOf<N>(graph: CompiledGraph<N>, nodes: Iterable<N>): number[] {
  const asked = [...nodes];
  const ranks = asked.map((node) => graph.indexOf(node));
  const unknown = asked.filter((_, i) => ranks[i] === -1);
  if (unknown.length > 0) {
    const names = graph.nodes.filter((node) => typeof node === "string");
    const [first, ...rest] = unknown.map((node, i) => {
      const suggestion =
        typeof node === "string" && i < SUGGESTIONS ? nearest(node, names) : undefined;
      return {
        code: "unknown-node" as const,
        message: `There is no node ${show(node, graph.key)}.`,
        remedy: "Name a node of the graph.",
        culprits: [node],
        ...(suggestion === undefined ? {} : { suggestion: JSON.stringify(suggestion) }),
      };
    });
    if (first !== undefined) throw new GraphError([first, ...rest]);
  }
  return ranks;
}
