import { GraphError, type GraphIssue, refuse } from "../error/graph-error.ts";
import { nearest } from "../error/nearest.ts";
import { show } from "../error/show.ts";
import { compileGraphology } from "../graphology/compile-graphology.ts";
import { type CompiledGraph, freeze } from "./compiled-graph.ts";
import type { Accessors, EdgeList, GraphInput, ReverseAccessors } from "./graph-input.ts";
import { createLoader } from "./loader.ts";

/**
 * Freezes any graph into typed arrays (a compiled graph is returned as it is). Do it once when
 * several questions follow; every algorithm does it by itself otherwise.
 *
 * O(n log n + m): each key is compared while sorting, each edge is touched four times.
 *
 * @throws GraphError `dangling-edge` (edges to nodes that are not there, all of them),
 * `key-missing`, `key-invalid`, `key-duplicate`, `not-directed`, `not-a-graph`.
 */
export function compile<N>(graph: GraphInput<N>): CompiledGraph<N> {
  if (typeof graph === "object" && graph !== null) {
    if ("kind" in graph && graph.kind === "compiled-graph") return graph;
    if ("edges" in graph && typeof graph.edges !== "function") return compileEdges(graph);
    if ("successors" in graph) return compileAccessors(graph, graph.successors, false);
    if ("predecessors" in graph) return compileAccessors(graph, graph.predecessors, true);
    if ("forEachNode" in graph) return compileGraphology(graph);
  }
  throw new GraphError([
    {
      code: "not-a-graph",
      message: `This is not a graph: ${show(graph)}.`,
      remedy:
        "Pass { nodes, successors }, { nodes, predecessors }, { edges } or a graphology graph.",
      culprits: [graph],
    },
  ]);
}

function compileEdges<N>({ edges, nodes, key }: EdgeList<N>): CompiledGraph<N> {
  const loader = createLoader<N>(Array.isArray(edges) ? edges.length : undefined);
  if (nodes !== undefined) for (const node of nodes) loader.intern(node);
  for (const edge of edges) loader.edge(loader.intern(edge[0]), loader.intern(edge[1]));
  return freeze(loader, key);
}

function compileAccessors<N>(
  graph: Accessors<N> | ReverseAccessors<N>,
  neighbours: (node: N) => Iterable<N> | undefined,
  reversed: boolean,
): CompiledGraph<N> {
  const loader = createLoader<N>();
  for (const node of graph.nodes) loader.intern(node);
  const declared = loader.nodes.length;
  // With `include` the list grows while it is walked.
  const more = graph.dangling === "include";
  for (let id = 0; id < (more ? loader.nodes.length : declared); id++) {
    const found = neighbours(loader.nodes[id] as N);
    if (found !== undefined) for (const other of found) loader.edge(id, loader.intern(other));
  }
  if (!more && loader.nodes.length > declared) {
    refuse(
      danglingEdges(
        loader.nodes,
        declared,
        loader.sources(),
        loader.targets(),
        loader.count,
        graph.key,
      ),
    );
  }
  return freeze(loader, graph.key, reversed);
}

function danglingEdges<N>(
  nodes: readonly N[],
  declared: number,
  sources: Int32Array,
  targets: Int32Array,
  count: number,
  key: ((node: N) => string) | undefined,
): GraphIssue[] {
  const names = nodes.slice(0, declared).filter((node) => typeof node === "string");
  const issues: GraphIssue[] = [];
  for (let e = 0; e < count; e++) {
    if ((targets[e] as number) < declared) continue;
    const [from, to] = [nodes[sources[e] as number] as N, nodes[targets[e] as number] as N];
    const suggestion = typeof to === "string" ? nearest(to, names) : undefined;
    issues.push({
      code: "dangling-edge",
      message: `${show(from, key)} has an edge with ${show(to, key)}, which is not among the nodes.`,
      remedy: 'List it, remove the edge, or pass dangling: "include".',
      culprits: [from, to],
      ...(suggestion === undefined ? {} : { suggestion: JSON.stringify(suggestion) }),
    });
  }
  return issues.sort((a, b) => (a.message < b.message ? -1 : a.message > b.message ? 1 : 0));
}
