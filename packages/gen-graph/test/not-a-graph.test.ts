import {
  type Algebraic,
  compile,
  decodeKey,
  encodeKey,
  type GraphError,
  type GraphInput,
  impact,
  labelledFromGraphology,
  preorder,
  queryAll,
  reachable,
  toData,
  toGraphology,
  topologicalOrder,
} from "gen-graph";
import { DirectedGraph } from "graphology";
import { describe, expect, it } from "vitest";
import { caught } from "./support.ts";

/** What only callers without types can pass. */
const wrong: [string, unknown, string][] = [
  ["no nodes", { successors: () => [] }, "`nodes`, which `successors` is asked about,"],
  ["nodes as an object", { nodes: { a: 1 }, predecessors: () => [] }, "`predecessors`"],
  ["edges as a number", { edges: 5 }, "`edges` of this graph cannot be iterated: 5."],
  ["edges as null", { edges: null }, "`edges` of this graph cannot be iterated: null."],
  ["successors as a number", { nodes: ["a"], successors: () => 5 }, '`successors` of "a"'],
  ["half an edge", { edges: [["a", "b"], ["c"]] }, "Edge 1 is not a pair"],
  ["half a term", { kind: "overlay", left: { kind: "empty" } }, "not a term: undefined"],
  [
    "a term of something else",
    { kind: "connect", left: { kind: "empty" }, right: 5 },
    "not a term: 5",
  ],
];

describe("what is not a graph is refused by name", () => {
  it.each(wrong)("%s", (_, graph, message) => {
    const error = caught(() => compile(graph as GraphInput<string>)) as GraphError;
    expect(error).toMatchObject({ code: "not-a-graph" });
    expect(error.message).toContain(message);
  });

  it("every broken edge, not the first", () => {
    const edges = [["a"], ["a", "b"], null, 7] as unknown as [string, string][];
    expect(caught(() => compile({ edges }))).toMatchObject({
      issues: [{ culprits: [["a"]] }, { culprits: [null] }, { culprits: [7] }],
    });
  });

  it("a graph without labels has no label queries", () => {
    const unlabelled = { edges: [] } as unknown as Parameters<typeof queryAll>[0];
    expect(caught(() => queryAll(unlabelled, { from: "a", follow: "P" }))).toMatchObject({
      code: "not-a-graph",
      issues: [{ remedy: expect.stringContaining("labelledGraph") }],
    });
  });

  it("lazy walks too; null is no neighbours, as undefined is", () => {
    const walk = (found: unknown): { successors: () => string[] } => ({
      successors: () => found as string[],
    });
    for (const run of [() => reachable(walk(5), ["a"]), () => [...preorder(walk(5), ["a"])]]) {
      expect(caught(run)).toMatchObject({ code: "not-a-graph" });
    }
    expect(reachable(walk(null), ["a"])).toEqual([]);
    expect(topologicalOrder({ nodes: ["a"], ...walk(null) })).toEqual(["a"]);
  });

  it("terms inside out of order are found wherever they are", () => {
    const broken = undefined as unknown as Algebraic<string>;
    const term: Algebraic<string> = {
      kind: "overlay",
      left: { kind: "connect", left: { kind: "vertex", vertex: "a" }, right: broken },
      right: { kind: "vertex", vertex: "b" },
    };
    expect(caught(() => topologicalOrder(term))).toMatchObject({ code: "not-a-graph" });
  });
});

describe("dangling edges", () => {
  it("are the same list, suggestions included, in every order of insertion", () => {
    const names = Array.from({ length: 15 }, (_, i) => `node-${String(i).padStart(2, "0")}`);
    const issues = (nodes: readonly string[]): unknown =>
      (caught(() => compile({ nodes, successors: (n) => [`${n}x`, `${n}x`] })) as GraphError)
        .issues;
    expect(issues(names)).toHaveLength(15);
    expect(issues([...names].reverse())).toEqual(issues(names));
  });

  it("an unknown name among very many is told quickly", () => {
    const nodes = Array.from({ length: 200_000 }, (_, i) => `node${1_000_000 + i}`);
    const graph = compile({ nodes, edges: [] });
    const started = performance.now();
    expect(
      caught(() =>
        reachable(
          graph,
          nodes.slice(0, 10).map((name) => name.replace("d", "x")),
        ),
      ),
    ).toMatchObject({ issues: { length: 10 } });
    expect(performance.now() - started).toBeLessThan(3_000);
  });
});

describe("graphology", () => {
  it("a subclass may have methods of any name", () => {
    class Needs extends DirectedGraph {
      successors(node: string): string[] {
        return this.outNeighbors(node);
      }
      predecessors(node: string): string[] {
        return this.inNeighbors(node);
      }
    }
    const graph = new Needs();
    graph.mergeEdge("b", "a");
    expect(topologicalOrder(graph)).toEqual(["b", "a"]);
    expect(reachable(graph, ["b"])).toEqual(["a"]);
    expect(impact(graph, ["a"])).toEqual(["b"]);
    expect(caught(() => reachable(graph, ["zz"]))).toMatchObject({ code: "unknown-node" });
  });

  it("1 is not the node 1 of text in queries either, and an object is none", () => {
    const plain = new DirectedGraph();
    plain.mergeEdge("1", "2", { label: "P" });
    const labels = labelledFromGraphology<unknown>(plain);
    expect(queryAll(labels, { from: "1", follow: "P" })).toEqual(["2"]);
    expect(queryAll(labels, { from: 1, follow: "P" })).toEqual([]);
    const written = toGraphology({ edges: [[1, "1"]] as [number | string, number | string][] });
    expect(queryAll(labelledFromGraphology<unknown>(written), { from: {}, follow: "_?" })).toEqual([
      {},
    ]);
  });

  it("two keys of one node are refused, never a node twice", () => {
    const graph = toGraphology({ edges: [["a", "b"]] });
    graph.addNode(encodeKey("~s:a"));
    expect(toData(graph).nodes).toEqual(["a", "b", "~s:a"]);
    graph.addNode("~s:a");
    expect(decodeKey("~s:a")).toBe("~s:a");
    expect(caught(() => toData(graph))).toMatchObject({ code: "key-duplicate" });
  });
});
