import type { LabelledEdge, LabelledGraph } from "../query/labelled-graph.ts";
import { decodeKey, ENCODING, ENCODING_ATTRIBUTE, encodeKey, isEncodable } from "./encode-key.ts";

/** The part of a graphology graph that {@link labelledFromGraphology} needs. */
export interface LabelledGraphologyLike {
  getAttribute(name: string): unknown;
  hasNode(node: unknown): boolean;
  forEachOutboundEdge(
    node: unknown,
    callback: (
      edge: string,
      attributes: { [name: string]: unknown },
      source: string,
      target: string,
    ) => void,
  ): void;
  opposite(node: unknown, edge: unknown): string;
}

/**
 * A graphology graph as a labelled one: the label is an edge attribute. Edges without it (or with
 * something other than a string) have no label and are not followed. Undirected edges are followed
 * both ways. Read lazily, at each query.
 */
export function labelledFromGraphology<N = string>(
  graph: LabelledGraphologyLike,
  attribute = "label",
): LabelledGraph<N> {
  const encoded = graph.getAttribute(ENCODING_ATTRIBUTE) === ENCODING;
  /** graphology would take 1 for "1": other nodes than those that it gives are not in the graph. */
  const nameOf = (node: unknown): string | undefined => {
    if (!encoded) return typeof node === "string" ? node : undefined;
    return isEncodable(node) ? encodeKey(node) : undefined;
  };
  return {
    labelled: (node) => {
      const name = nameOf(node);
      const edges: LabelledEdge<N>[] = [];
      if (name === undefined || !graph.hasNode(name)) return edges;
      graph.forEachOutboundEdge(name, (edge, attributes) => {
        const label = Object.hasOwn(attributes, attribute) ? attributes[attribute] : undefined;
        if (typeof label !== "string") return;
        const target = graph.opposite(name, edge);
        edges.push({ label, target: (encoded ? decodeKey(target) : target) as N });
      });
      return edges;
    },
  };
}
