import type { Csr } from "./csr.ts";

/** Strong components: the component of each node, and how many there are. */
export interface Components {
  readonly componentOf: Int32Array;
  readonly count: number;
}

/**
 * Strong components in O(n + m): Tarjan 1972, with one array for low links and results (Pearce
 * 2016, "A space-efficient algorithm for finding strongly connected components") and an explicit
 * path instead of recursion. Components are numbered by their smallest member.
 */
export function strongComponents({ offsets, targets }: Csr): Components {
  const order = offsets.length - 1;
  // 0: not visited; positive: low link so far; negative: finished, ~component.
  const low = new Int32Array(order);
  const visit = new Int32Array(order);
  const cursor = new Int32Array(order);
  const path = new Int32Array(order);
  const open = new Int32Array(order);
  let openTop = 0;
  let clock = 0;
  let found = 0;
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
  return byFirstMember(low, found);
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
