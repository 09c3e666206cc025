import type { Csr } from "./csr.ts";
import { smallestOrder } from "./kahn.ts";

/** How many 32-bit words the bit-parallel method may have live at a time (64 MiB). */
const BUDGET = 1 << 24;

/**
 * For each edge of an **acyclic** graph, 1 when another path leads from its source to its target.
 * Two methods with one answer; the cheaper one by estimate is taken: walking the window between a
 * node's successors (good when edges are short, as in chains and layers), or reach sets as bits, a
 * block of targets at a time (n·m/32 word operations, whatever the shape).
 */
export function redundantEdges(dag: Csr): Uint8Array {
  const order = smallestOrder(dag);
  const position = new Int32Array(order.length);
  order.forEach((v, i) => {
    position[v] = i;
  });
  const { offsets, targets } = dag;
  let windows = 0;
  for (let u = 0; u < order.length; u++) {
    const [from, to] = [offsets[u] as number, offsets[u + 1] as number];
    if (to - from < 2) continue;
    let furthest = 0;
    let nearest = order.length;
    for (let e = from; e < to; e++) {
      const at = position[targets[e] as number] as number;
      furthest = Math.max(furthest, at);
      nearest = Math.min(nearest, at);
    }
    windows += furthest - nearest;
  }
  const degree = targets.length / Math.max(order.length, 1);
  const byBits = (order.length * targets.length) / 32;
  return windows * degree <= byBits
    ? byWindow(dag, order, position)
    : byBlocks(dag, order, position);
}

/** From each node's nearest successor on: what is reached from it no other edge needs to reach. */
export function byWindow(
  { offsets, targets }: Csr,
  order: Int32Array,
  position: Int32Array,
): Uint8Array {
  const redundant = new Uint8Array(targets.length);
  const mark = new Int32Array(order.length).fill(-1);
  const stack: number[] = [];
  for (let u = 0; u < order.length; u++) {
    const [from, to] = [offsets[u] as number, offsets[u + 1] as number];
    if (to - from < 2) continue;
    const edges = Array.from({ length: to - from }, (_, i) => from + i);
    const at = (e: number): number => position[targets[e] as number] as number;
    edges.sort((a, b) => at(a) - at(b));
    const furthest = at(edges[edges.length - 1] as number);
    for (const e of edges) {
      const v = targets[e] as number;
      if (mark[v] === u) {
        redundant[e] = 1;
        continue;
      }
      mark[v] = u;
      stack.push(v);
      for (let w = stack.pop(); w !== undefined; w = stack.pop()) {
        const end = offsets[w + 1] as number;
        for (let f = offsets[w] as number; f < end; f++) {
          const x = targets[f] as number;
          if (mark[x] === u || (position[x] as number) > furthest) continue;
          mark[x] = u;
          stack.push(x);
        }
      }
    }
  }
  return redundant;
}

/** Reach sets as bit rows over one block of target positions at a time, sinks first. */
export function byBlocks(
  { offsets, targets }: Csr,
  order: Int32Array,
  position: Int32Array,
  wordsPerRow: number = Math.floor(BUDGET / Math.max(order.length, 1)),
): Uint8Array {
  const redundant = new Uint8Array(targets.length);
  const words = Math.max(1, Math.min((order.length + 31) >>> 5, wordsPerRow));
  const block = words * 32;
  const reach = new Int32Array(order.length * words);
  for (let low = 0; low < order.length; low += block) {
    const high = Math.min(low + block, order.length);
    // Only nodes placed before the end of the block reach into it. Row i belongs to order[i].
    reach.fill(0, 0, high * words);
    for (let i = high - 1; i >= 0; i--) {
      const u = order[i] as number;
      const row = i * words;
      const end = offsets[u + 1] as number;
      for (let e = offsets[u] as number; e < end; e++) {
        const at = position[targets[e] as number] as number;
        if (at >= high) continue;
        const other = at * words;
        for (let w = 0; w < words; w++) {
          (reach[row + w] as number) |= reach[other + w] as number;
        }
      }
      // Reached through a successor: then the direct edge says nothing new.
      for (let e = offsets[u] as number; e < end; e++) {
        const at = position[targets[e] as number] as number;
        if (at < low || at >= high) continue;
        const bit = at - low;
        const word = row + (bit >>> 5);
        if (((reach[word] as number) >>> (bit & 31)) & 1) redundant[e] = 1;
        else (reach[word] as number) |= 1 << (bit & 31);
      }
    }
  }
  return redundant;
}
