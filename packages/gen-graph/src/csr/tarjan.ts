import type { Csr } from "./csr.ts";
import { countdown, inDegrees } from "./in-degrees.ts";

/** Strong components: the component of each node, and how many there are. */
export interface Components {
  readonly componentOf: Int32Array;
  readonly count: number;
}

/**
 * Strong components in O(n + m), numbered by their smallest member. First everything that no cycle
 * leads to is peeled off as Kahn does, each a component of its own (the “trim” of McLendon et al.
 * 2005), which settles acyclic graphs at once; Tarjan's algorithm (1972) does the rest, with one
 * array for low links and results (Pearce 2016, "A space-efficient algorithm for finding strongly
 * connected components") and an explicit path instead of recursion.
 */
export function strongComponents(csr: Csr, degrees: Int32Array = inDegrees(csr)): Components {
  const order = degrees.length;
  const peeled = peel(csr, degrees);
  // 0: not visited; positive: low link so far; negative: finished, ~component.
  const low = new Int32Array(order);
  if (peeled.length === order) {
    for (let v = 0; v < order; v++) low[v] = v;
    return { componentOf: low, count: order };
  }
  peeled.forEach((v, i) => {
    low[v] = ~i;
  });
  return byFirstMember(low, tarjan(csr, low, peeled.length));
}

/** The nodes that no cycle leads to, sources first. */
function peel({ offsets, targets }: Csr, degrees: Int32Array): Int32Array {
  const order = degrees.length;
  const waiting = countdown(degrees);
  const queue = new Int32Array(order);
  let tail = 0;
  for (let v = 0; v < order; v++) if (waiting[v] === 0) queue[tail++] = v;
  for (let head = 0; head < tail; head++) {
    const u = queue[head] as number;
    const end = offsets[u + 1] as number;
    for (let e = offsets[u] as number; e < end; e++) {
      const v = targets[e] as number;
      const left = (waiting[v] as number) - 1;
      waiting[v] = left;
      if (left === 0) queue[tail++] = v;
    }
  }
  return queue.subarray(0, tail);
}

/** Components of what is not finished in `low`, numbered from `found`. How many there are then. */
function tarjan({ offsets, targets }: Csr, low: Int32Array, from: number): number {
  const order = low.length;
  let found = from;
  const visit = new Int32Array(order);
  const cursor = new Int32Array(order);
  const path = new Int32Array(order);
  const open = new Int32Array(order);
  let openTop = 0;
  let clock = 0;
  for (let root = 0; root < order; root++) {
    if (low[root] !== 0) continue;
    let depth = 0;
    let v = root;
    low[v] = visit[v] = ++clock;
    cursor[v] = offsets[v] as number;
    path[0] = open[openTop++] = v;
    while (depth >= 0) {
      const end = offsets[v + 1] as number;
      let lowest = low[v] as number;
      let e = cursor[v] as number;
      let child = -1;
      for (; e < end; e++) {
        const seen = low[targets[e] as number] as number;
        if (seen === 0) {
          child = targets[e] as number;
          break;
        }
        if (seen > 0 && seen < lowest) lowest = seen;
      }
      low[v] = lowest;
      if (child !== -1) {
        // This edge is read again on the way back: its end then has its own low link.
        cursor[v] = e;
        v = child;
        low[v] = visit[v] = ++clock;
        cursor[v] = offsets[v] as number;
        path[++depth] = open[openTop++] = v;
        continue;
      }
      if (lowest === visit[v]) {
        let member: number;
        do {
          member = open[--openTop] as number;
          low[member] = ~found;
        } while (member !== v);
        found++;
      }
      if (--depth >= 0) v = path[depth] as number;
    }
  }
  return found;
}

/** `low` holds `~component` everywhere; renumbers in place by first appearance. */
function byFirstMember(low: Int32Array, found: number): Components {
  const names = new Int32Array(found).fill(-1);
  let next = 0;
  for (let v = 0; v < low.length; v++) {
    const component = ~(low[v] as number);
    let name = names[component] as number;
    if (name === -1) names[component] = name = next++;
    low[v] = name;
  }
  return { componentOf: low, count: found };
}
