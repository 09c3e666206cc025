import {
  decodeKey,
  encodeKey,
  type LabelledGraphologyLike,
  labelledFromGraphology,
} from "gen-graph";
import { unknown, type View } from "./view.ts";

/** The part of a graphology graph that {@link graphologyView} needs. Any graphology `Graph` fits. */
export interface GraphologyNodes extends LabelledGraphologyLike {
  nodes(): string[];
  getNodeAttributes(node: unknown): { [name: string]: unknown };
  forEachInboundEdge: LabelledGraphologyLike["forEachOutboundEdge"];
}

/** Which attributes mean what. */
export interface GraphologyViewOptions {
  /** The node attribute with the kind. @default "kind" */
  readonly kind?: string;
  /** The node attribute with the name; nodes without it are named by their key. @default "name" */
  readonly name?: string;
  /** The node attribute with the list of tags. @default "tags" */
  readonly tags?: string;
  /** The edge attribute with the label. @default "label" */
  readonly label?: string;
  /** The label of edges from a node to its parent. @default "P" */
  readonly parent?: string;
}

/**
 * A graphology graph as a view, read lazily. All node attributes can be tested, nested ones by path.
 * A node with several parent edges has an unknown parent. Graphs written by gen-graph's `toGraphology`
 * are read with their original keys.
 */
export function graphologyView(graph: GraphologyNodes, options: GraphologyViewOptions = {}): View {
  const { kind = "kind", name = "name", tags = "tags", label = "label", parent = "P" } = options;
  const { labelled } = labelledFromGraphology(graph, label);
  // gen-graph notes in the graph that it wrote the keys.
  const encoded = graph.getAttribute("keyEncoding") === "gen-graph/1";
  const keyOf = (id: string): string => (encoded ? encodeKey(id) : id);
  const idOf = (key: string): string => (encoded ? String(decodeKey(key)) : key);
  const read = (id: string, path: readonly string[]): unknown => {
    const key = keyOf(id);
    let value: unknown = graph.hasNode(key) ? graph.getNodeAttributes(key) : undefined;
    for (const part of path) {
      if (typeof value !== "object" || value === null || !Object.hasOwn(value, part))
        return undefined;
      value = (value as Record<string, unknown>)[part];
    }
    return value;
  };
  const text = (value: unknown): string | undefined =>
    typeof value === "string" ? value : undefined;
  const edges = (id: string): { label: string; to: string }[] =>
    Array.from(labelled(id) ?? [], (edge) => ({ label: edge.label, to: edge.target }));
  return {
    nodes: () => graph.nodes().map(idOf),
    kind: (id) => text(read(id, [kind])),
    name: (id) => text(read(id, [name])) ?? id,
    tags: (id) => {
      const list = read(id, [tags]);
      return Array.isArray(list) ? list.filter((tag) => typeof tag === "string") : [];
    },
    attr: read,
    parent: (id) => {
      const above = new Set(
        edges(id)
          .filter((edge) => edge.label === parent)
          .map((edge) => edge.to),
      );
      if (above.size > 1)
        return unknown(`${id} has several parents: ${[...above].sort().join(", ")}`);
      return [...above][0];
    },
    children: (id) => {
      const below: string[] = [];
      const key = keyOf(id);
      if (!graph.hasNode(key)) return below;
      graph.forEachInboundEdge(key, (edge, attributes) => {
        if (Object.hasOwn(attributes, label) && attributes[label] === parent)
          below.push(idOf(graph.opposite(key, edge)));
      });
      return below;
    },
    edges,
  };
}
