import type { DirectedGraph } from "graphology";

/** What the algorithms cost with nothing around them: typed arrays in, typed arrays out. */

/** Kahn's algorithm with a plain queue: some order, not a stable one. */
export function bareKahn(offsets: Int32Array, targets: Int32Array): Int32Array {
  const n = offsets.length - 1;
  const degrees = new Int32Array(n);
  for (let e = 0; e < targets.length; e++) (degrees[targets[e] as number] as number)++;
  const queue = new Int32Array(n);
  let tail = 0;
  for (let v = 0; v < n; v++) if (degrees[v] === 0) queue[tail++] = v;
  for (let head = 0; head < tail; head++) {
    const u = queue[head] as number;
    const end = offsets[u + 1] as number;
    for (let e = offsets[u] as number; e < end; e++) {
      const v = targets[e] as number;
      const left = (degrees[v] as number) - 1;
      degrees[v] = left;
      if (left === 0) queue[tail++] = v;
    }
  }
  return queue;
}

/** Tarjan's algorithm with explicit stacks: the component number of each node. */
export function bareTarjan(offsets: Int32Array, targets: Int32Array): Int32Array {
  const n = offsets.length - 1;
  const index = new Int32Array(n);
  const low = new Int32Array(n);
  const component = new Int32Array(n).fill(-1);
  const cursor = new Int32Array(n);
  const path = new Int32Array(n);
  const open = new Int32Array(n);
  let clock = 0;
  let count = 0;
  let openTop = 0;
  for (let root = 0; root < n; root++) {
    if (index[root] !== 0) continue;
    let depth = 0;
    path[0] = root;
    index[root] = low[root] = ++clock;
    open[openTop++] = root;
    cursor[root] = offsets[root] as number;
    while (depth >= 0) {
      const v = path[depth] as number;
      const e = cursor[v] as number;
      if (e < (offsets[v + 1] as number)) {
        cursor[v] = e + 1;
        const w = targets[e] as number;
        if (index[w] === 0) {
          index[w] = low[w] = ++clock;
          open[openTop++] = w;
          cursor[w] = offsets[w] as number;
          path[++depth] = w;
        } else if (component[w] === -1 && (index[w] as number) < (low[v] as number)) {
          low[v] = index[w] as number;
        }
        continue;
      }
      if (low[v] === index[v]) {
        let w: number;
        do {
          w = open[--openTop] as number;
          component[w] = count;
        } while (w !== v);
        count++;
      }
      depth--;
      if (depth >= 0) {
        const parent = path[depth] as number;
        if ((low[v] as number) < (low[parent] as number)) low[parent] = low[v] as number;
      }
    }
  }
  return component;
}

/** A number for each node, and each edge as two numbers, in the order given: nothing else. */
export function bareLoad<N>({
  nodes,
  edges,
}: {
  readonly nodes: readonly N[];
  readonly edges: readonly (readonly [N, N])[];
}): readonly [Int32Array, Int32Array] {
  const ids = new Map<N, number>();
  for (const node of nodes) ids.set(node, ids.size);
  const sources = new Int32Array(edges.length);
  const targets = new Int32Array(edges.length);
  for (let e = 0; e < edges.length; e++) {
    const [source, target] = edges[e] as readonly [N, N];
    sources[e] = ids.get(source) as number;
    targets[e] = ids.get(target) as number;
  }
  return [sources, targets];
}

/** The edges of a graphology graph as pairs of numbers, through its own iterator. */
export function bareRead(graph: DirectedGraph): readonly [Int32Array, Int32Array] {
  const ids = new Map<string, number>();
  for (const node of graph.nodes()) ids.set(node, ids.size);
  const sources = new Int32Array(graph.size);
  const targets = new Int32Array(graph.size);
  let e = 0;
  graph.forEachDirectedEdge((_edge, _attributes, source, target) => {
    sources[e] = ids.get(source) as number;
    targets[e++] = ids.get(target) as number;
  });
  return [sources, targets];
}
