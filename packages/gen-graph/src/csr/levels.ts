import type { Csr } from "./csr.ts";
import { inDegrees } from "./in-degrees.ts";

/** Length of the longest path that ends in each node, and how many levels there are. */
export interface Levels {
  /** -1 for nodes on or behind a cycle. */
  readonly levelOf: Int32Array;
  readonly count: number;
  /** How many nodes got a level: all of them exactly when the graph is acyclic. */
  readonly placed: number;
}

/** Kahn's algorithm in rounds: everything that is ready together is one level. O(n + m). */
export function levels(csr: Csr, degrees: Int32Array = inDegrees(csr)): Levels {
  const { offsets, targets } = csr;
  const order = degrees.length;
  const waiting = degrees.slice();
  const queue = new Int32Array(order);
  const levelOf = new Int32Array(order).fill(-1);
  let tail = 0;
  for (let v = 0; v < order; v++) {
    if (waiting[v] === 0) {
      levelOf[v] = 0;
      queue[tail++] = v;
    }
  }
  let last = -1;
  for (let head = 0; head < tail; head++) {
    const u = queue[head] as number;
    last = levelOf[u] as number;
    const end = offsets[u + 1] as number;
    for (let e = offsets[u] as number; e < end; e++) {
      const v = targets[e] as number;
      const left = (waiting[v] as number) - 1;
      waiting[v] = left;
      if (left === 0) {
        levelOf[v] = last + 1;
        queue[tail++] = v;
      }
    }
  }
  return { levelOf, count: last + 1, placed: tail };
}
