import { type CompiledGraph, freeze } from "../compile/compiled-graph.ts";
import type { GraphologyLike, Key } from "../compile/graph-input.ts";
import { createLoader } from "../compile/loader.ts";
import { GraphError } from "../error/graph-error.ts";
import { decodeKey, ENCODING, ENCODING_ATTRIBUTE } from "./encode-key.ts";

/**
 * Reads a graphology graph. Keys written by `toGraphology` are decoded (the graph says so in an
 * attribute), all others stay as they are.
 *
 * @throws GraphError `not-directed` when there are undirected edges.
 */
export function compileGraphology<N>(
  graph: GraphologyLike<N>,
  key: Key<N> | undefined,
): CompiledGraph<N> {
  if (graph.undirectedSize !== 0) {
    throw new GraphError([
      {
        code: "not-directed",
        message: `The graphology graph has ${graph.undirectedSize} undirected edges.`,
        remedy: "Use a directed graph, or add each such edge in both directions.",
        culprits: [],
      },
    ]);
  }
  const decoded = graph.getAttribute(ENCODING_ATTRIBUTE) === ENCODING;
  const loader = createLoader<N>(graph.size);
  graph.forEachNode((node) => {
    loader.intern(node);
  });
  const keys = loader.nodes.slice();
  for (let id = 0; id < keys.length; id++) {
    graph.forEachOutboundNeighbor(keys[id] as N, (neighbour) => {
      loader.edge(id, loader.intern(neighbour));
    });
  }
  if (!decoded) return freeze(loader, key);
  loader.ids.clear();
  loader.nodes.forEach((node, id) => {
    const original = decodeKey(String(node)) as N;
    loader.nodes[id] = original;
    loader.ids.set(original, id);
  });
  return freeze(loader, key);
}
