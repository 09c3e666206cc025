import type { CompiledGraph } from "./compiled-graph.ts";
import type { Key } from "./graph-input.ts";

/**
 * A graph as plain data: nodes by key, edges by the keys of source and target. It is an edge list,
 * so it can be handed to every algorithm again (`key` comes along when the input had one).
 */
export interface GraphData<N> {
  readonly nodes: readonly N[];
  readonly edges: readonly (readonly [N, N])[];
  readonly key?: Key<N> | undefined;
}

/** Names the key only when there is one. */
export function graphData<N>(
  nodes: readonly N[],
  edges: readonly (readonly [N, N])[],
  key: Key<N> | undefined,
): GraphData<N> {
  return key === undefined ? { nodes, edges } : { nodes, edges, key };
}

/** A compiled graph as plain data. */
export function dataOf<N>({ nodes, out, key }: CompiledGraph<N>): GraphData<N> {
  const edges: [N, N][] = [];
  for (let u = 0; u < nodes.length; u++) {
    const end = out.offsets[u + 1] as number;
    for (let e = out.offsets[u] as number; e < end; e++) {
      edges.push([nodes[u] as N, nodes[out.targets[e] as number] as N]);
    }
  }
  return graphData(nodes.slice(), edges, key);
}
