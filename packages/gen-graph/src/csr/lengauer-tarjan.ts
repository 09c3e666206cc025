import type { Csr } from "./csr.ts";

/**
 * Immediate dominators by index (Lengauer & Tarjan 1979, "A fast algorithm for finding dominators in
 * a flowgraph", simple EVAL/LINK with path compression). A virtual root precedes `starts`. The
 * result is -1 for what only the virtual root dominates and -2 for what cannot be reached.
 */
export function lengauerTarjan(out: Csr, incoming: Csr, starts: readonly number[]): Int32Array {
  const order = out.offsets.length - 1;
  const { vertex, parent, number } = depthFirst(out, starts);
  const count = vertex.length;
  // Everything below is in depth-first numbers; 0 is the virtual root.
  const semi = Int32Array.from({ length: count }, (_, i) => i);
  const label = semi.slice();
  const ancestor = new Int32Array(count).fill(-1);
  const dominator = new Int32Array(count);
  const bucketHead = new Int32Array(count).fill(-1);
  const bucketNext = new Int32Array(count).fill(-1);
  const isStart = new Uint8Array(order);
  for (const start of starts) isStart[start] = 1;
  const path: number[] = [];
  const evaluate = (v: number): number => {
    if (ancestor[v] === -1) return v;
    for (let u = v; ancestor[ancestor[u] as number] !== -1; u = ancestor[u] as number) path.push(u);
    for (let u = path.pop(); u !== undefined; u = path.pop()) {
      const above = ancestor[u] as number;
      const best = label[above] as number;
      if ((semi[best] as number) < (semi[label[u] as number] as number)) label[u] = best;
      ancestor[u] = ancestor[above] as number;
    }
    return label[v] as number;
  };
  for (let w = count - 1; w > 0; w--) {
    const node = vertex[w] as number;
    let lowest = isStart[node] === 1 ? 0 : w;
    for (
      let e = incoming.offsets[node] as number;
      e < (incoming.offsets[node + 1] as number);
      e++
    ) {
      const v = number[incoming.targets[e] as number] as number;
      if (v !== 0) lowest = Math.min(lowest, semi[evaluate(v)] as number);
    }
    semi[w] = lowest;
    bucketNext[w] = bucketHead[lowest] as number;
    bucketHead[lowest] = w;
    const above = parent[w] as number;
    ancestor[w] = above;
    for (let v = bucketHead[above] as number; v !== -1; v = bucketNext[v] as number) {
      const u = evaluate(v);
      dominator[v] = (semi[u] as number) < (semi[v] as number) ? u : above;
    }
    bucketHead[above] = -1;
  }
  const result = new Int32Array(order).fill(-2);
  for (let w = 1; w < count; w++) {
    if (dominator[w] !== semi[w]) dominator[w] = dominator[dominator[w] as number] as number;
    const d = dominator[w] as number;
    result[vertex[w] as number] = d === 0 ? -1 : (vertex[d] as number);
  }
  return result;
}

/** Depth-first numbers from 1 (0: not reached; the virtual root), and the tree. */
function depthFirst(
  { offsets, targets }: Csr,
  starts: readonly number[],
): { vertex: number[]; parent: number[]; number: Int32Array } {
  const number = new Int32Array(offsets.length - 1);
  const cursor = new Int32Array(offsets.length - 1);
  const vertex = [-1];
  const parent = [-1];
  for (const start of starts) {
    if (number[start] !== 0) continue;
    const stack = [start];
    number[start] = vertex.push(start) - 1;
    parent.push(0);
    cursor[start] = offsets[start] as number;
    for (let u = stack[0]; u !== undefined; u = stack[stack.length - 1]) {
      const e = cursor[u] as number;
      if (e === offsets[u + 1]) {
        stack.pop();
        continue;
      }
      cursor[u] = e + 1;
      const v = targets[e] as number;
      if (number[v] !== 0) continue;
      number[v] = vertex.push(v) - 1;
      parent.push(number[u] as number);
      cursor[v] = offsets[v] as number;
      stack.push(v);
    }
  }
  return { vertex, parent, number };
}
