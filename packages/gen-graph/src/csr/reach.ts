import type { Csr } from "./csr.ts";

/**
 * The nodes at the end of some path of at least one edge from a start, ascending. A start is among
 * them when it lies on a cycle (or behind another start). `through`: a node that fails is reached but
 * not followed; starts are always followed. O(n + m).
 */
export function reachIndices(
  { offsets, targets }: Csr,
  starts: readonly number[],
  through?: (index: number) => boolean,
): Int32Array {
  const order = offsets.length - 1;
  const seen = new Uint8Array(order);
  const expanded = new Uint8Array(order);
  const queue = new Int32Array(order + starts.length);
  let tail = 0;
  for (const start of starts) {
    if (expanded[start] === 0) {
      expanded[start] = 1;
      queue[tail++] = start;
    }
  }
  let count = 0;
  for (let head = 0; head < tail; head++) {
    const u = queue[head] as number;
    const end = offsets[u + 1] as number;
    for (let e = offsets[u] as number; e < end; e++) {
      const v = targets[e] as number;
      if (seen[v] === 1) continue;
      seen[v] = 1;
      count++;
      if (expanded[v] === 0 && (through === undefined || through(v))) {
        expanded[v] = 1;
        queue[tail++] = v;
      }
    }
  }
  const found = new Int32Array(count);
  for (let v = 0, i = 0; i < count; v++) if (seen[v] === 1) found[i++] = v;
  return found;
}
