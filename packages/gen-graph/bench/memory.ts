import type { CompiledGraph } from "gen-graph";
import type { Shape } from "./shapes.ts";

/**
 * Bytes per edge that a compiled graph holds: heap and typed arrays, the map from node to number
 * and the list of nodes included; not the strings themselves, which are the caller's.
 */
export function bytesPerEdge<N>(shape: Shape, make: () => CompiledGraph<N>): number {
  make();
  const before = settled();
  const graph = make();
  const after = settled();
  // Used after measuring, so that it is not collected before.
  return (after - before) / Math.max(graph.size, shape.edges.length, 1);
}

function settled(): number {
  const collect = globalThis.gc;
  if (collect === undefined) throw new Error("run with --expose-gc");
  for (let i = 0; i < 4; i++) collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
