import { compile, strongComponents } from "gen-graph";

/** Edges between numbers 0 … count-1, `[from, to]`. */
export type Pairs = readonly (readonly [from: number, to: number])[];

/** A layer for each item, and the edges that lead forwards when the reversed ones are turned. */
export interface Layering {
  readonly layerOf: readonly number[];
  readonly layers: number;
}

/**
 * Puts items in layers so that edges lead to later ones: each as early as what leads to it allows
 * (longest path), then those that nothing leads to as late as what they lead to allows. In a circle the
 * edges that lead back to where a depth-first walk has been count the other way round (Gansner et al.
 * 1993, "A technique for drawing directed graphs", §2.1). O(n + m).
 */
export function layering(count: number, pairs: Pairs): Layering {
  const acyclic = withoutCircles(count, pairs);
  const next: number[][] = Array.from({ length: count }, () => []);
  const waiting = new Array<number>(count).fill(0);
  for (const [from, to] of acyclic) {
    next[from]?.push(to);
    waiting[to] = (waiting[to] as number) + 1;
  }
  const layerOf = new Array<number>(count).fill(0);
  const order = range(count).filter((item) => waiting[item] === 0);
  const sources = new Set(order);
  for (let head = 0; head < order.length; head++) {
    const item = order[head] as number;
    for (const to of next[item] as number[]) {
      layerOf[to] = Math.max(layerOf[to] as number, (layerOf[item] as number) + 1);
      waiting[to] = (waiting[to] as number) - 1;
      if (waiting[to] === 0) order.push(to);
    }
  }
  for (const item of sources) {
    const after = (next[item] as number[]).map((to) => layerOf[to] as number);
    if (after.length > 0) layerOf[item] = Math.min(...after) - 1;
  }
  return { layerOf, layers: layerOf.reduce((most, layer) => Math.max(most, layer + 1), 0) };
}

/** The edges, those inside strong components turned so that there is no circle. Self loops go. */
function withoutCircles(count: number, pairs: Pairs): Pairs {
  const graph = compile({ nodes: range(count), edges: pairs.map(([a, b]) => [a, b] as const) });
  const components = strongComponents(graph);
  if (components.length === count) return pairs.filter(([a, b]) => a !== b);
  const component = new Array<number>(count);
  components.forEach((members, index) => {
    for (const member of members) component[member] = index;
  });
  const finished = finishOrder(count, pairs, (a, b) => component[a] === component[b]);
  return pairs
    .filter(([a, b]) => a !== b)
    .map(([a, b]) =>
      component[a] === component[b] && (finished[a] as number) < (finished[b] as number)
        ? [b, a]
        : [a, b],
    );
}

/** When a depth-first walk along the edges that `inside` allows leaves each item for good. */
function finishOrder(
  count: number,
  pairs: Pairs,
  inside: (a: number, b: number) => boolean,
): readonly number[] {
  const next: number[][] = Array.from({ length: count }, () => []);
  for (const [a, b] of pairs) if (a !== b && inside(a, b)) next[a]?.push(b);
  const finished = new Array<number>(count).fill(-1);
  const seen = new Array<boolean>(count).fill(false);
  const cursor = new Array<number>(count).fill(0);
  let clock = 0;
  for (let root = 0; root < count; root++) {
    if (seen[root] === true) continue;
    seen[root] = true;
    const path = [root];
    while (path.length > 0) {
      const item = path[path.length - 1] as number;
      const to = next[item]?.[cursor[item] as number];
      cursor[item] = (cursor[item] as number) + 1;
      if (to === undefined) {
        finished[item] = clock++;
        path.pop();
      } else if (seen[to] !== true) {
        seen[to] = true;
        path.push(to);
      }
    }
  }
  return finished;
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
