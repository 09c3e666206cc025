import * as fc from "fast-check";
import {
  compile,
  decodeKey,
  encodeKey,
  generations,
  isAcyclic,
  reachable,
  sameGraph,
  toData,
  toGraphology,
  topologicalOrder,
} from "gen-graph";
import { DirectedGraph, MultiDirectedGraph, MultiGraph, UndirectedGraph } from "graphology";
import { hasCycle, topologicalGenerations, topologicalSort } from "graphology-dag";
import { describe, expect, it } from "vitest";
import { caught, graphs, HOSTILE, RUNS } from "./support.ts";

describe("the boundary", () => {
  it("there and back is the same graph, for every name", () => {
    fc.assert(
      fc.property(graphs(), (drawn) => {
        const graph = toGraphology(drawn);
        expect([graph.order, graph.size]).toEqual([
          toData(drawn).nodes.length,
          toData(drawn).edges.length,
        ]);
        expect(toData(graph)).toEqual(toData(drawn));
        expect(toData(graph.copy() as DirectedGraph)).toEqual(toData(drawn));
        expect(isAcyclic(graph)).toBe(isAcyclic(drawn));
      }),
      { numRuns: RUNS },
    );
  });

  it("carries every string and number", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(
          fc.oneof(
            fc.string({ unit: "binary" }),
            fc.double(),
            fc.bigInt(),
            fc.boolean(),
            fc.constantFrom(null, undefined),
          ),
        ),
        (nodes) => {
          const graph = toGraphology({ edges: nodes.map((node) => [nodes[0], node] as const) });
          expect(toData(graph)).toEqual(
            toData({ edges: nodes.map((node) => [nodes[0], node] as const) }),
          );
        },
      ),
      { numRuns: RUNS },
    );
  });

  it("encodes one to one, and leaves ordinary names alone", () => {
    const keys = HOSTILE.map(encodeKey);
    expect(new Set(keys).size).toBe(HOSTILE.length);
    expect(keys.map(decodeKey)).toEqual(HOSTILE);
    for (const key of keys) expect(key in {}).toBe(false);
    for (const name of ["web1", "a/b", "1", "host:1", " "]) expect(encodeKey(name)).toBe(name);
    expect([encodeKey(1), encodeKey("constructor"), encodeKey("~x"), encodeKey(-0)]).toEqual([
      "~n:1",
      "~s:constructor",
      "~s:~x",
      "~n:0",
    ]);
    for (const other of ["~n:x", "~i:x", "~b:maybe", "~s:fine", "~", "~q:1"])
      expect(decodeKey(other)).toBe(other);
    for (const bad of [{}, Symbol("s"), () => 1])
      expect(caught(() => encodeKey(bad))).toMatchObject({ code: "key-missing" });
  });

  it("writes attributes, in the order of keys, and objects as their key", () => {
    const nodes = [
      { id: "b", size: 2 },
      { id: "a", size: 1 },
    ];
    const [b, a] = nodes as [{ id: string; size: number }, { id: string; size: number }];
    const graph = toGraphology(
      { edges: [[b, a]], key: (n) => n.id },
      {
        nodeAttributes: ({ size }) => ({ size }),
        edgeAttributes: (s, t) => ({ label: `${s.id}${t.id}` }),
      },
    );
    expect(graph.nodes()).toEqual(["a", "b"]);
    expect(graph.getNodeAttribute("a", "size")).toBe(1);
    expect(graph.getEdgeAttribute("b", "a", "label")).toBe("ba");
    expect(topologicalOrder(graph)).toEqual(["b", "a"]);
  });

  it("reads graphs of others as they are, tags and all", () => {
    const graph = new DirectedGraph();
    graph.mergeEdge("~n:1", "a");
    expect(topologicalOrder(graph)).toEqual(["~n:1", "a"]);
    const multi = new MultiGraph();
    multi.addNode("a");
    multi.addNode("b");
    multi.addDirectedEdge("a", "b");
    multi.addDirectedEdge("a", "b");
    expect(compile(multi).size).toBe(1);
    expect(reachable(multi, ["a"])).toEqual(["b"]);
  });

  it("refuses undirected edges", () => {
    const graph = new UndirectedGraph();
    graph.mergeEdge("a", "b");
    expect(caught(() => compile(graph))).toMatchObject({ code: "not-directed" });
    expect(caught(() => isAcyclic(graph))).toMatchObject({ code: "not-directed" });
    const mixed = new MultiGraph();
    mixed.mergeDirectedEdge("a", "b");
    mixed.mergeUndirectedEdge("b", "c");
    expect(caught(() => topologicalOrder(mixed))).toMatchObject({ code: "not-directed" });
  });

  it("knows cycles in graphology graphs of hostile names, where graphology-dag would not end", () => {
    const graph = new DirectedGraph();
    for (const name of ["__proto__", "constructor", "a"]) graph.addNode(name);
    graph.addEdge("a", "a");
    expect(isAcyclic(graph)).toBe(false);
    const acyclic = new DirectedGraph();
    acyclic.addNode("__proto__");
    expect(isAcyclic(acyclic)).toBe(true);
  });
});

describe("graphology-dag agrees", () => {
  const plain = fc
    .integer({ min: 1, max: 8 })
    .chain((n) =>
      fc
        .array(fc.tuple(fc.nat({ max: n - 1 }), fc.nat({ max: n - 1 })), { maxLength: 16 })
        .map((edges) => ({ n, edges })),
    );

  it("on cycles, generations and the validity of orders", () => {
    fc.assert(
      fc.property(plain, fc.boolean(), fc.boolean(), ({ n, edges }, acyclic, multi) => {
        const graph = multi ? new MultiDirectedGraph() : new DirectedGraph();
        for (let i = 0; i < n; i++) graph.addNode(`n${i}`);
        for (const [a, b] of edges) {
          if (acyclic ? a < b : true) {
            if (multi) graph.addEdge(`n${a}`, `n${b}`);
            else graph.mergeEdge(`n${a}`, `n${b}`);
          }
        }
        expect(isAcyclic(graph)).toBe(!hasCycle(graph));
        if (hasCycle(graph)) return;
        expect(generations(graph).map((level) => level)).toEqual(
          topologicalGenerations(graph).map((level) => level.sort()),
        );
        expect([...topologicalOrder(graph)].sort()).toEqual(topologicalSort(graph).sort());
        expect(sameGraph(graph, compile(graph))).toBe(true);
      }),
      { numRuns: RUNS },
    );
  });
});
