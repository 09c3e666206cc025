import { compile } from "../compile/compile.ts";
import { type GraphData, graphData } from "../compile/graph-data.ts";
import type { GraphInput } from "../compile/graph-input.ts";
import { condense } from "../csr/condense.ts";
import type { Csr } from "../csr/csr.ts";
import { hasEdge } from "../csr/cycles.ts";
import { groupBy } from "../csr/group.ts";
import { redundantEdges } from "../csr/redundant-edges.ts";

/**
 * The fewest edges with the same reachability (Aho, Garey & Ullman 1972). On an acyclic graph that
 * is the one smallest set of its own edges. A cyclic component becomes one cycle through its members
 * by key (some of those edges may be new: the smallest *subset* is NP-hard), the edges between
 * components are reduced in the condensation, each kept as its smallest original edge.
 */
export function transitiveReduction<N>(graph: GraphInput<N>): GraphData<N> {
  const compiled = compile(graph);
  const { nodes, out, key } = compiled;
  const { componentOf, count, dag } = condense(out);
  const { starts, members } = groupBy(componentOf, count);
  const redundant = redundantEdges(dag);
  const kept: [number, number][] = [];
  for (let c = 0; c < count; c++) {
    const group = members.subarray(starts[c], starts[c + 1]);
    const first = group[0] as number;
    if (group.length > 1) {
      group.forEach((u, i) => {
        kept.push([u, group[i + 1] ?? first]);
      });
    } else if (hasEdge(out, first, first)) kept.push([first, first]);
    const needed = new Set<number>();
    for (let e = dag.offsets[c] as number; e < (dag.offsets[c + 1] as number); e++) {
      if (redundant[e] === 0) needed.add(dag.targets[e] as number);
    }
    for (const u of group) keepFirst(out, componentOf, u, needed, kept);
  }
  kept.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const edges = kept.map(([u, v]): [N, N] => [nodes[u] as N, nodes[v] as N]);
  return graphData(nodes.slice(), edges, key);
}

/** Keeps u's first edge into each component that is still needed. */
function keepFirst(
  { offsets, targets }: Csr,
  componentOf: Int32Array,
  u: number,
  needed: Set<number>,
  kept: [number, number][],
): void {
  const end = offsets[u + 1] as number;
  for (let e = offsets[u] as number; e < end && needed.size > 0; e++) {
    const v = targets[e] as number;
    if (needed.delete(componentOf[v] as number)) kept.push([u, v]);
  }
}
