import { DirectedGraph } from "graphology";
import { compile } from "../compile/compile.ts";
import type { GraphInput } from "../compile/graph-input.ts";
import { ENCODING, ENCODING_ATTRIBUTE, encodeKey } from "./encode-key.ts";

/** What {@link toGraphology} writes besides nodes and edges. */
export interface ToGraphologyOptions<N> {
  /** Attributes of a node. @default none */
  readonly nodeAttributes?: ((node: N) => Record<string, unknown>) | undefined;
  /** Attributes of an edge. @default none */
  readonly edgeAttributes?: ((source: N, target: N) => Record<string, unknown>) | undefined;
}

/**
 * A graphology `DirectedGraph` with the same nodes and edges, inserted by key. Ordinary strings keep
 * their names; what graphology cannot hold safely is written by `encodeKey`, noted in the graph
 * attribute `keyEncoding`, and read back by every function here. Objects are written as their key.
 *
 * @throws GraphError `key-missing` for objects without a key.
 */
export function toGraphology<N>(
  input: GraphInput<N>,
  { nodeAttributes, edgeAttributes }: ToGraphologyOptions<N> = {},
): DirectedGraph {
  const { nodes, out, key } = compile(input);
  const graph = new DirectedGraph({ allowSelfLoops: true });
  graph.setAttribute(ENCODING_ATTRIBUTE, ENCODING);
  const names = nodes.map((node) => encodeKey(key === undefined ? node : key(node)));
  nodes.forEach((node, i) => {
    graph.addNode(names[i], nodeAttributes?.(node));
  });
  for (let u = 0; u < nodes.length; u++) {
    for (let e = out.offsets[u] as number; e < (out.offsets[u + 1] as number); e++) {
      const v = out.targets[e] as number;
      graph.addDirectedEdge(names[u], names[v], edgeAttributes?.(nodes[u] as N, nodes[v] as N));
    }
  }
  return graph;
}
