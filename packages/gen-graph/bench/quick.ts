import { compile, strongComponents, topologicalOrder } from "gen-graph";
import { DirectedGraph } from "graphology";
import { topologicalSort } from "graphology-dag";
import { smallestOrder } from "../src/csr/kahn.ts";
import { strongComponents as sc } from "../src/csr/tarjan.ts";

function bareKahn(offsets: Int32Array, targets: Int32Array) {
  const n = offsets.length - 1;
  const d = new Int32Array(n);
  for (let e = 0; e < targets.length; e++) d[targets[e]!]! += 1;
  const q = new Int32Array(n);
  let t = 0;
  for (let v = 0; v < n; v++) if (d[v] === 0) q[t++] = v;
  for (let h = 0; h < t; h++) {
    const u = q[h]!;
    const end = offsets[u + 1]!;
    for (let e = offsets[u]!; e < end; e++) {
      const v = targets[e]!;
      if (--d[v]! === 0) q[t++] = v;
    }
  }
  return q;
}
function bench(f: () => unknown, reps: number) {
  let best = Infinity;
  for (let i = 0; i < reps; i++) {
    const t = performance.now();
    f();
    best = Math.min(best, performance.now() - t);
  }
  return best;
}
let s = 12345;
const rnd = () => {
  s = (Math.imul(s, 1103515245) + 12345) & 0x7fffffff;
  return s / 0x7fffffff;
};
const only = process.argv[2];
for (const n of [1e3, 1e4, 1e5])
  for (const shape of ["random", "layered"]) {
    const edges: [string, string][] = [];
    const names = Array.from({ length: n }, (_, i) => "host:" + i);
    const width = Math.ceil(Math.sqrt(n));
    for (let i = 0; i < n; i++) {
      const seen = new Set<number>();
      for (let k = 0; k < 5; k++) {
        let j;
        if (shape === "random") j = i + 1 + Math.floor(rnd() * (n - i - 1));
        else {
          const l = Math.floor(i / width) + 1;
          j = l * width + Math.floor(rnd() * width);
        }
        if (j < n && !seen.has(j)) {
          seen.add(j);
          edges.push([names[i]!, names[j]!]);
        }
      }
    }
    const r = n >= 1e5 ? 8 : n >= 1e4 ? 30 : 200;
    const load = bench(() => compile({ edges, nodes: names }), r);
    const lo = bench(() => topologicalOrder({ edges, nodes: names }), r);
    const c = compile({ edges, nodes: names });
    const o = bench(() => topologicalOrder(c), r),
      oi = bench(() => smallestOrder(c.out), r),
      k = bench(() => bareKahn(c.out.offsets, c.out.targets), r);
    const scc = bench(() => strongComponents(c), r),
      si = bench(() => sc(c.out), r);
    let g: any,
      gl = 0,
      gs = 0,
      go = 0;
    if (only !== "own") {
      gl = bench(
        () => {
          g = new DirectedGraph();
          for (const x of names) g.addNode(x);
          for (const [a, b] of edges) g.addDirectedEdge(a, b);
        },
        n >= 1e5 ? 1 : 3,
      );
      gs = bench(() => topologicalSort(g), n >= 1e5 ? 4 : r);
      go = bench(() => topologicalOrder(g), n >= 1e5 ? 4 : r);
    }
    const f = (x: number) => x.toFixed(2).padStart(9);
    console.log(
      shape.padEnd(8),
      String(n).padEnd(7),
      "compile",
      f(load),
      "load+order",
      f(lo),
      "| order",
      f(o),
      "idx",
      f(oi),
      "kahn",
      f(k),
      "| scc",
      f(scc),
      "idx",
      f(si),
      "| glload",
      f(gl),
      "gsort",
      f(gs),
      "g→order",
      f(go),
      "ratio load",
      f((gl + gs) / lo),
    );
  }
