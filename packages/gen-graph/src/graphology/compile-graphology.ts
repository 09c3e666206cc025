import { type CompiledGraph, freeze } from "../compile/compiled-graph.ts";
import type { GraphInput, GraphologyLike, Key } from "../compile/graph-input.ts";
import type { Loose } from "../compile/loader.ts";
import { GraphError, type GraphIssue, refuse } from "../error/graph-error.ts";
import { show } from "../error/show.ts";
import type { Walkable } from "../walk/rows.ts";
import { decodeKey, ENCODING, ENCODING_ATTRIBUTE } from "./encode-key.ts";

/**
 * Is it a graphology graph, or looks like one? Only functions count: the data of other graphs is their
 * owner's business.
 */
export function isGraphology<N>(graph: GraphInput<N> | Walkable<N>): graph is GraphologyLike<N> {
  return "forEachDirectedEdge" in graph && typeof graph.forEachDirectedEdge === "function";
}

/**
 * Reads a graphology graph. Keys written by `toGraphology` are decoded (the graph says so in an
 * attribute), all others stay as they are.
 *
 * @throws GraphError `not-directed` when there are undirected edges; `key-duplicate`.
 */
export function compileGraphology<N>(
  graph: GraphologyLike<N>,
  key: Key<N> | undefined,
): CompiledGraph<N> {
  if (graph.undirectedSize !== 0) {
    throw new GraphError([
      {
        code: "not-directed",
        message: `The graphology graph has ${graph.undirectedSize} undirected edge${graph.undirectedSize === 1 ? "" : "s"}.`,
        remedy: "Use a directed graph, or add each such edge in both directions.",
        culprits: [],
      },
    ]);
  }
  const ids = new Map<N, number>();
  const nodes = graph.nodes();
  for (let id = 0; id < nodes.length; id++) ids.set(nodes[id] as N, id);
  const sources = new Int32Array(graph.size);
  const targets = new Int32Array(graph.size);
  let count = 0;
  // Edges come grouped by source, in the order of nodes: then sources need not be looked up.
  let last: N | undefined;
  let lastId = -1;
  graph.forEachDirectedEdge((_edge, _attributes, source, target) => {
    if (source !== last) {
      last = source;
      lastId = nodes[lastId + 1] === source ? lastId + 1 : (ids.get(source) as number);
    }
    sources[count] = lastId;
    targets[count++] = ids.get(target) as number;
  });
  const loose = { ids, nodes, sources, targets, count };
  if (graph.getAttribute(ENCODING_ATTRIBUTE) === ENCODING) decodeAll(loose);
  return freeze(loose, key);
}

/** Puts the nodes that `toGraphology` wrote in the place of their keys. */
function decodeAll<N>({ ids, nodes }: Loose<N>): void {
  ids.clear();
  const issues: GraphIssue[] = [];
  nodes.forEach((node, id) => {
    const original = decodeKey(String(node)) as N;
    if (ids.has(original)) {
      // Only a key that `toGraphology` did not write can meet another one.
      issues.push({
        code: "key-duplicate",
        message: `Two keys of the graphology graph mean the node ${show(original)}.`,
        remedy: "Write the keys of added nodes by `encodeKey`.",
        culprits: [original],
      });
    }
    nodes[id] = original;
    ids.set(original, id);
  });
  refuse(issues);
}
