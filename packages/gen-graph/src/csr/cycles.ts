import type { Csr } from "./csr.ts";
import { groupBy } from "./group.ts";
import { strongComponents } from "./tarjan.ts";

/** One cyclic strong component, and one simple cycle in it from its smallest member. */
export interface IndexCycle {
  readonly members: Int32Array;
  readonly path: readonly number[];
}

/** Every cyclic strong component (several nodes, or one with an edge to itself), by smallest member. */
export function indexCycles(csr: Csr): IndexCycle[] {
  const { componentOf, count } = strongComponents(csr);
  const { starts, members } = groupBy(componentOf, count);
  const parent = new Int32Array(componentOf.length).fill(-1);
  const cycles: IndexCycle[] = [];
  for (let c = 0; c < count; c++) {
    const group = members.subarray(starts[c], starts[c + 1]);
    const first = group[0] as number;
    if (group.length === 1 && !hasEdge(csr, first, first)) continue;
    cycles.push({ members: group, path: shortestCycle(csr, componentOf, first, parent) });
  }
  return cycles;
}

/** Is there an edge `u → v`? Binary search, as rows are sorted. */
export function hasEdge({ offsets, targets }: Csr, u: number, v: number): boolean {
  let low = offsets[u] as number;
  let high = (offsets[u + 1] as number) - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const target = targets[middle] as number;
    if (target === v) return true;
    if (target < v) low = middle + 1;
    else high = middle - 1;
  }
  return false;
}

/**
 * Breadth first from `start` inside its component until an edge comes back: a shortest cycle through
 * `start`, the same whatever order the edges were given in. `parent` is scratch, -1 where unused;
 * components do not share nodes, so it needs no clearing.
 */
function shortestCycle(
  { offsets, targets }: Csr,
  componentOf: Int32Array,
  start: number,
  parent: Int32Array,
): number[] {
  const component = componentOf[start];
  const queue = [start];
  for (let head = 0; head < queue.length; head++) {
    const u = queue[head] as number;
    const end = offsets[u + 1] as number;
    for (let e = offsets[u] as number; e < end; e++) {
      const v = targets[e] as number;
      if (v === start) {
        const path = [u];
        for (let w = u; w !== start; w = path[path.length - 1] as number) {
          path.push(parent[w] as number);
        }
        return path.reverse();
      }
      if (componentOf[v] === component && parent[v] === -1) {
        parent[v] = u;
        queue.push(v);
      }
    }
  }
  return queue.slice(0, 1);
}
