import { hasCycle } from "graphology-dag";
import { compile } from "../compile/compile.ts";
import type { GraphInput, GraphologyLike } from "../compile/graph-input.ts";
import { levels } from "../csr/levels.ts";
import { isSafeKey } from "../graphology/encode-key.ts";

/**
 * Has the graph no cycle? When it may have one and you want to know which, ask `findCycles`.
 *
 * For a graphology graph graphology-dag answers: it needs no copy of the graph, and may stop at the
 * first cycle. It keeps its marks in a plain object, though, so graphs with names like `__proto__`
 * are compiled instead.
 */
export function isAcyclic<N>(graph: GraphInput<N>): boolean {
  if (isRealGraphology(graph) && graph.undirectedSize === 0 && hasSafeKeys(graph)) {
    return !hasCycle(graph as unknown as Parameters<typeof hasCycle>[0]);
  }
  const { out, inDegree, order } = compile(graph);
  return levels(out, inDegree).placed === order;
}

/** graphology-dag accepts real graphology graphs only. */
function isRealGraphology<N>(graph: GraphInput<N>): graph is GraphologyLike<N> {
  return (
    typeof graph === "object" &&
    graph !== null &&
    "forEachDirectedEdge" in graph &&
    "dropNode" in graph &&
    "addUndirectedEdgeWithKey" in graph
  );
}

function hasSafeKeys<N>(graph: GraphologyLike<N>): boolean {
  return graph.nodes().every((node) => isSafeKey(String(node)));
}
