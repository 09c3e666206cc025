import type { Csr } from "./csr.ts";
import { countdown, inDegrees } from "./in-degrees.ts";

/**
 * Kahn's algorithm (1962) that always takes the smallest ready index: the lexicographically smallest
 * topological order, so a function of the graph alone. The result is shorter than the graph exactly
 * when there is a cycle. `degrees` is not changed.
 *
 * The ready set is a tree of bits with 32 children per node (van Emde Boas's idea with a fixed
 * fan-out), three levels and then a scan from the lowest word that can be set: adding and taking
 * touch three words instead of a heap's log₂ n comparisons. It is written out here, not called,
 * because it is half of the running time.
 */
export function smallestOrder(csr: Csr, degrees: Int32Array = inDegrees(csr)): Int32Array {
  const { offsets, targets } = csr;
  const order = degrees.length;
  const waiting = countdown(degrees);
  const bits = new Int32Array((order >>> 5) + 1);
  const words = new Int32Array((order >>> 10) + 1);
  const blocks = new Int32Array((order >>> 15) + 1);
  for (let v = 0; v < order; v++) {
    if (waiting[v] === 0) {
      (bits[v >>> 5] as number) |= 1 << (v & 31);
      (words[v >>> 10] as number) |= 1 << ((v >>> 5) & 31);
      (blocks[v >>> 15] as number) |= 1 << ((v >>> 10) & 31);
    }
  }
  const result = new Int32Array(order);
  let count = 0;
  let low = 0;
  for (;;) {
    while (low < blocks.length && blocks[low] === 0) low++;
    if (low === blocks.length) break;
    const block = blocks[low] as number;
    const wordAt = (low << 5) | (31 - Math.clz32(block & -block));
    const word = words[wordAt] as number;
    const bitsAt = (wordAt << 5) | (31 - Math.clz32(word & -word));
    const set = bits[bitsAt] as number;
    const u = (bitsAt << 5) | (31 - Math.clz32(set & -set));
    // x & (x - 1) clears the lowest bit.
    bits[bitsAt] = set & (set - 1);
    if ((set & (set - 1)) === 0) {
      words[wordAt] = word & (word - 1);
      if ((word & (word - 1)) === 0) blocks[low] = block & (block - 1);
    }
    result[count++] = u;
    const end = offsets[u + 1] as number;
    for (let e = offsets[u] as number; e < end; e++) {
      const v = targets[e] as number;
      const left = (waiting[v] as number) - 1;
      waiting[v] = left;
      if (left !== 0) continue;
      const at = v >>> 5;
      const before = bits[at] as number;
      bits[at] = before | (1 << (v & 31));
      if (before !== 0) continue;
      const above = v >>> 10;
      const beforeAbove = words[above] as number;
      words[above] = beforeAbove | (1 << (at & 31));
      if (beforeAbove !== 0) continue;
      const top = v >>> 15;
      (blocks[top] as number) |= 1 << (above & 31);
      if (top < low) low = top;
    }
  }
  return count === order ? result : result.slice(0, count);
}
