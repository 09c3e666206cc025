import type { Csr } from "./csr.ts";
import { inDegrees } from "./in-degrees.ts";
import { createReadySet } from "./ready-set.ts";

/**
 * Kahn's algorithm (1962) that always takes the smallest ready index: the lexicographically smallest
 * topological order, so a function of the graph alone. The result is shorter than the graph exactly
 * when there is a cycle.
 */
export function smallestOrder(csr: Csr): Int32Array {
  const { offsets, targets } = csr;
  const order = offsets.length - 1;
  const waiting = inDegrees(csr);
  const ready = createReadySet(order);
  for (let v = 0; v < order; v++) if (waiting[v] === 0) ready.add(v);
  const result = new Int32Array(order);
  let count = 0;
  for (let u = ready.takeMin(); u !== -1; u = ready.takeMin()) {
    result[count++] = u;
    const end = offsets[u + 1] as number;
    for (let e = offsets[u] as number; e < end; e++) {
      const v = targets[e] as number;
      if (--(waiting[v] as number) === 0) ready.add(v);
    }
  }
  return count === order ? result : result.slice(0, count);
}

/** Length of the longest path that ends in each node, and how many levels there are. */
export interface Levels {
  readonly levelOf: Int32Array;
  readonly count: number;
  /** How many nodes got a level: all of them exactly when the graph is acyclic. */
  readonly placed: number;
}

/** Kahn's algorithm in rounds: everything that is ready together is one level. */
export function levels(csr: Csr): Levels {
  const { offsets, targets } = csr;
  const order = offsets.length - 1;
  const waiting = inDegrees(csr);
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
      if (--(waiting[v] as number) === 0) {
        levelOf[v] = last + 1;
        queue[tail++] = v;
      }
    }
  }
  return { levelOf, count: last + 1, placed: tail };
}
