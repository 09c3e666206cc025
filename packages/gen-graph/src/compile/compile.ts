import { isAlgebraic } from "../algebra/algebraic.ts";
import { compileAlgebraic } from "../algebra/compile-algebraic.ts";
import { type GraphIssue, refuse } from "../error/graph-error.ts";
import { nearest, suggestions } from "../error/nearest.ts";
import { show } from "../error/show.ts";
import { compileGraphology, isGraphology } from "../graphology/compile-graphology.ts";
import { type CompiledGraph, freeze } from "./compiled-graph.ts";
import { dataOf } from "./graph-data.ts";
import type {
  Accessors,
  EdgeList,
  GraphInput,
  Key,
  Keyed,
  ReverseAccessors,
} from "./graph-input.ts";
import { createLoader, internNode } from "./loader.ts";
import { brokenEdges, isPair, iterable, notAGraph } from "./not-a-graph.ts";

/**
 * Freezes any graph into typed arrays (a compiled graph is returned as it is). Do it once when
 * several questions follow; every algorithm does it by itself otherwise.
 *
 * `key` takes the place of the graph's own. O(n log n + m): each key is compared while
 * sorting, each edge is touched four times.
 *
 * @throws GraphError `dangling-edge` (edges to nodes that are not there, all of them),
 * `key-missing`, `key-invalid`, `key-duplicate`, `not-directed`, `not-a-graph`.
 */
export function compile<N>(graph: GraphInput<N>, { key }: Keyed<N> = {}): CompiledGraph<N> {
  if (typeof graph === "object" && graph !== null) {
    if ("kind" in graph && graph.kind === "compiled-graph") {
      if (key === undefined || key === graph.key) return graph;
      return compileEdges(dataOf(graph), key);
    }
    // A subclass of graphology's may have methods of any name, so it comes first; a `kind` may be
    // anybody's, so it comes last.
    if (isGraphology(graph)) return compileGraphology(graph, key);
    if ("successors" in graph) {
      return compileAccessors(graph, "successors", (n) => graph.successors(n), key);
    }
    if ("predecessors" in graph) {
      return compileAccessors(graph, "predecessors", (n) => graph.predecessors(n), key);
    }
    if ("edges" in graph) return compileEdges(graph, key);
    if (isAlgebraic(graph)) return compileAlgebraic(graph, key);
  }
  throw notAGraph(`This is not a graph: ${show(graph)}.`, graph);
}

function compileEdges<N>(graph: EdgeList<N>, key = graph.key): CompiledGraph<N> {
  const ids = new Map<N, number>();
  const nodes: N[] = [];
  if (graph.nodes !== undefined) {
    for (const node of iterable(graph.nodes, () => "`nodes` of this graph"))
      internNode(ids, nodes, node);
  }
  const given = iterable(graph.edges, () => "`edges` of this graph");
  const edges: readonly (readonly [N, N])[] = Array.isArray(given) ? given : [...given];
  const count = edges.length;
  const sources = new Int32Array(count);
  const targets = new Int32Array(count);
  // Edges often come grouped by source, in the order of nodes: then sources need not be looked up.
  let last: N | undefined;
  let lastId = -1;
  for (let e = 0; e < count; e++) {
    const edge = edges[e] as readonly [N, N];
    if (!isPair(edge)) throw brokenEdges(edges);
    const source = edge[0];
    if (source !== last || lastId === -1) {
      last = source;
      lastId =
        nodes[lastId + 1] === source && lastId + 1 < nodes.length
          ? lastId + 1
          : internNode(ids, nodes, source);
    }
    sources[e] = lastId;
    targets[e] = internNode(ids, nodes, edge[1]);
  }
  return freeze({ ids, nodes, sources, targets, count }, key);
}

function compileAccessors<N>(
  graph: Accessors<N> | ReverseAccessors<N>,
  direction: "successors" | "predecessors",
  neighbours: (node: N) => Iterable<N> | null | undefined,
  key = graph.key,
): CompiledGraph<N> {
  const loader = createLoader<N>();
  const listed = iterable(graph.nodes, () => `\`nodes\`, which \`${direction}\` is asked about,`);
  for (const node of listed) loader.intern(node);
  const declared = loader.nodes.length;
  // With `include` the list grows while it is walked.
  const more = graph.dangling === "include";
  for (let id = 0; id < (more ? loader.nodes.length : declared); id++) {
    const node = loader.nodes[id] as N;
    const found = neighbours(node);
    if (found === undefined || found === null) continue;
    if (typeof found[Symbol.iterator] !== "function") {
      iterable(found, () => `\`${direction}\` of ${show(node, key)}`);
    }
    for (const other of found) loader.edge(id, loader.intern(other));
  }
  if (!more && loader.nodes.length > declared) {
    refuse(
      danglingEdges(loader.nodes, declared, loader.sources, loader.targets, loader.count, key),
    );
  }
  return freeze(loader, key, direction === "predecessors");
}

function danglingEdges<N>(
  nodes: readonly N[],
  declared: number,
  sources: Int32Array,
  targets: Int32Array,
  count: number,
  key: Key<N> | undefined,
): GraphIssue[] {
  const found = new Map<string, { from: N; to: N }>();
  for (let e = 0; e < count; e++) {
    if ((targets[e] as number) < declared) continue;
    const [from, to] = [nodes[sources[e] as number] as N, nodes[targets[e] as number] as N];
    found.set(`${sources[e]},${targets[e]}`, { from, to });
  }
  const names = nodes.slice(0, declared).filter((node) => typeof node === "string");
  const suggested = suggestions(names.length);
  return Array.from(found.values(), ({ from, to }) => ({
    message: `${show(from, key)} has an edge with ${show(to, key)}, which is not among the nodes.`,
    culprits: [from, to] as const,
  }))
    .sort((a, b) => (a.message < b.message ? -1 : a.message > b.message ? 1 : 0))
    .map(({ message, culprits }, i): GraphIssue => {
      const to = culprits[1];
      const near = typeof to === "string" && i < suggested ? nearest(to, names) : undefined;
      return {
        code: "dangling-edge",
        message,
        remedy: 'List it, remove the edge, or pass dangling: "include".',
        culprits,
        ...(near === undefined ? {} : { suggestion: JSON.stringify(near) }),
      };
    });
}
