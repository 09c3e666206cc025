import * as fc from "fast-check";
import {
  compile,
  diff,
  findCycles,
  leaves,
  roots,
  sameGraph,
  toData,
  topologicalOrder,
  transpose,
} from "gen-graph";
import { describe, expect, it } from "vitest";
import {
  caught,
  type Drawn,
  edgeSet,
  graphs,
  HOSTILE,
  type Name,
  RUNS,
  shuffled,
  sortedNames,
} from "./support.ts";

describe("roots and leaves", () => {
  it("are the nodes without incoming, and without outgoing edges", () => {
    fc.assert(
      fc.property(graphs(), fc.integer(), (drawn, seed) => {
        const mixed = shuffled(drawn, seed);
        expect(roots(mixed)).toEqual(
          sortedNames(drawn.nodes.filter((n) => !drawn.edges.some(([, b]) => Object.is(b, n)))),
        );
        expect(leaves(mixed)).toEqual(
          sortedNames(drawn.nodes.filter((n) => !drawn.edges.some(([a]) => Object.is(a, n)))),
        );
      }),
      { numRuns: RUNS },
    );
  });
});

describe("transpose and toData", () => {
  it("turn every edge; twice is nothing; both are graphs again", () => {
    fc.assert(
      fc.property(graphs(), fc.integer(), (drawn, seed) => {
        const data = toData(drawn);
        expect(data.nodes).toEqual(sortedNames(drawn.nodes));
        expect(edgeSet(data.edges)).toEqual(edgeSet(drawn.edges));
        expect(data.edges.length).toBe(edgeSet(drawn.edges).length);
        expect(toData(shuffled(drawn, seed))).toEqual(data);
        expect(toData(data)).toEqual(data);
        expect(edgeSet(transpose(drawn).edges)).toEqual(
          edgeSet(drawn.edges.map(([a, b]) => [b, a] as const)),
        );
        expect(transpose(transpose(drawn))).toEqual(data);
        expect(leaves(transpose(drawn))).toEqual(roots(drawn));
      }),
      { numRuns: RUNS },
    );
  });
});

describe("diff", () => {
  it("says what to add and to remove, by key", () => {
    const before = {
      edges: [
        ["a", "b"],
        ["b", "c"],
      ] as const,
      nodes: ["x"] as const,
    };
    const after = {
      edges: [
        ["c", "a"],
        ["a", "b"],
      ] as const,
      nodes: ["y"] as const,
    };
    expect(diff<string>(before, after)).toEqual({
      nodes: { added: ["y"], removed: ["x"], changed: [] },
      edges: { added: [["c", "a"]], removed: [["b", "c"]] },
      isEmpty: false,
    });
  });

  it("knows objects by key, and contents by `same`", () => {
    interface Host {
      readonly name: string;
      readonly port: number;
    }
    const key = (host: Host): string => host.name;
    const host = (name: string, port: number): Host => ({ name, port });
    const before = {
      edges: [[host("a", 1), host("b", 1)]] as [Host, Host][],
      key: (h: Host) => h.name,
    };
    const [a, b] = [host("a", 2), host("b", 1)];
    expect(() => diff({ edges: [[a, host("a", 1)]] as [Host, Host][], key }, before)).toThrow(
      "key",
    );
    const after = { edges: [[a, b]] as [Host, Host][], key };
    expect(diff(before, after).isEmpty).toBe(true);
    const changed = diff(before, after, { same: (x, y) => x.port === y.port });
    expect(changed.nodes.changed).toEqual([{ before: host("a", 1), after: a }]);
    expect(changed.isEmpty).toBe(false);
  });

  it("applied to the first graph gives the second", () => {
    fc.assert(
      fc.property(graphs(), graphs(), fc.integer(), (before, after, seed) => {
        const change = diff(before, after);
        const has = (list: readonly Name[], node: Name): boolean =>
          list.some((x) => Object.is(x, node));
        const nodes = before.nodes
          .filter((n) => !has(change.nodes.removed, n))
          .concat(change.nodes.added);
        const removed = new Set(edgeSet(change.edges.removed));
        const edges = before.edges
          .filter((edge) => !removed.has(edgeSet([edge])[0] as string))
          .concat(change.edges.added);
        expect(sameGraph({ nodes, edges }, after)).toBe(true);
        expect(change.isEmpty).toBe(sameGraph(before, after));
        expect(diff(before, shuffled(before, seed)).isEmpty).toBe(true);
        expect(diff(shuffled(before, seed), shuffled(after, seed))).toEqual(change);
        const back = diff(after, before);
        expect([back.nodes.added, back.edges.removed]).toEqual([
          change.nodes.removed,
          change.edges.added,
        ]);
      }),
      { numRuns: RUNS },
    );
  });
});

describe("compile", () => {
  it("numbers nodes by key and sorts rows, whatever comes in", () => {
    fc.assert(
      fc.property(graphs(), fc.integer(), (drawn, seed) => {
        const compiled = compile(drawn);
        const other = compile(shuffled(drawn, seed));
        expect(compiled.nodes).toEqual(sortedNames(drawn.nodes));
        expect(other.nodes).toEqual(compiled.nodes);
        expect(other.out).toEqual(compiled.out);
        expect(other.incoming()).toEqual(compiled.incoming());
        expect(compile(transpose(drawn)).out).toEqual(compiled.incoming());
        expect(compiled.order).toBe(drawn.nodes.length);
        expect(compiled.size).toBe(edgeSet(drawn.edges).length);
        compiled.nodes.forEach((node, i) => {
          expect(compiled.indexOf(node)).toBe(i);
        });
        expect(compile(compiled)).toBe(compiled);
      }),
      { numRuns: RUNS },
    );
  });

  it('keeps 1 and "1", 0 and NaN apart, and takes -0 for 0', () => {
    const compiled = compile<Name>({ edges: [], nodes: ["1", 1, -0, 0, Number.NaN, Number.NaN] });
    expect(compiled.nodes).toEqual([0, 1, Number.NaN, "1"]);
    expect([compiled.indexOf(-0), compiled.indexOf("2")]).toEqual([0, -1]);
  });

  it("orders other primitives by type, then value", () => {
    const nodes = ["a", 2n, 1n, true, false, null, undefined, 3];
    expect(compile({ edges: [], nodes }).nodes).toEqual([
      null,
      undefined,
      false,
      true,
      3,
      1n,
      2n,
      "a",
    ]);
  });

  it("takes another key afterwards", () => {
    const backwards = (n: string): string => String.fromCharCode(200 - n.charCodeAt(0));
    const compiled = compile({ edges: [], nodes: ["a", "b"] });
    expect(compile(compiled, { key: backwards }).nodes).toEqual(["b", "a"]);
    expect(compile({ edges: [], nodes: ["a", "b"] }, { key: backwards }).nodes).toEqual(["b", "a"]);
    expect(compile({ nodes: ["a", "b"], successors: () => [] }, { key: backwards }).nodes).toEqual([
      "b",
      "a",
    ]);
  });

  it("refuses all dangling edges with suggestions, or includes them", () => {
    const edges = new Map([
      ["web1", ["db1", "dbl"]],
      ["db1", ["ghost"]],
    ]);
    const graph = { nodes: ["web1", "db1"], successors: (n: string) => edges.get(n) };
    const error = caught(() => compile(graph));
    expect(error).toMatchObject({
      code: "dangling-edge",
      issues: [{ culprits: ["db1", "ghost"] }, { culprits: ["web1", "dbl"], suggestion: '"db1"' }],
    });
    expect(compile({ ...graph, dangling: "include" }).nodes).toEqual([
      "db1",
      "dbl",
      "ghost",
      "web1",
    ]);
    const predecessors = {
      nodes: ["a"],
      predecessors: (n: string) => (n === "a" ? ["b"] : ["c"].filter(() => n === "b")),
    };
    expect(caught(() => compile(predecessors))).toMatchObject({ code: "dangling-edge" });
    expect(topologicalOrder({ ...predecessors, dangling: "include" })).toEqual(["c", "b", "a"]);
  });

  it("takes what functions say before what else an object holds", () => {
    const store = { kind: "overlay", nodes: ["a"], edges: new Map(), successors: () => [] };
    expect(compile<string>(store as never).nodes).toEqual(["a"]);
    expect(
      compile({ kind: "fleet", edges: [["a", "b"]] } as { edges: [string, string][] }).size,
    ).toBe(1);
  });

  it("keeps `this` of accessor objects", () => {
    class Store {
      readonly nodes = ["a", "b"];
      private readonly next = new Map([["b", ["a"]]]);
      successors(node: string): string[] {
        return this.next.get(node) ?? [];
      }
    }
    expect(topologicalOrder(new Store())).toEqual(["b", "a"]);
  });

  it("refuses objects without keys, keys that are no strings, and shared keys, all at once", () => {
    const [x, y] = [{ id: "x" }, { id: "x" }];
    expect(caught(() => compile({ edges: [[x, y]] }))).toMatchObject({
      code: "key-missing",
      issues: [{ culprits: [x] }, { culprits: [y] }],
    });
    expect(caught(() => compile({ edges: [[x, y]], key: (n) => n.id }))).toMatchObject({
      code: "key-duplicate",
      issues: [{ culprits: [x, y] }],
    });
    const bad = (n: unknown): string => n as string;
    expect(caught(() => compile({ edges: [[1, 2]], key: bad }))).toMatchObject({
      code: "key-invalid",
      issues: [{ culprits: [1] }, { culprits: [2] }],
    });
    expect(caught(() => compile({ edges: [], nodes: [Symbol("s"), () => 1] }))).toMatchObject({
      code: "key-missing",
    });
  });

  it("refuses what is no graph", () => {
    for (const bad of [null, undefined, 3, "graph", {}, [], () => []]) {
      expect(caught(() => compile(bad as never))).toMatchObject({ code: "not-a-graph" });
    }
  });

  it("is frozen, and never shares what it may change", () => {
    const edges: [string, string][] = [["a", "b"]];
    const compiled = compile({ edges });
    edges.push(["b", "a"]);
    expect(compiled.size).toBe(1);
    expect(Object.isFrozen(compiled)).toBe(true);
    const data = toData(compiled);
    (data.nodes as string[]).pop();
    expect(compiled.nodes).toEqual(["a", "b"]);
  });

  it("takes hostile names everywhere", () => {
    const ring: Drawn = {
      nodes: HOSTILE,
      edges: HOSTILE.map((node, i) => [node, HOSTILE[(i + 1) % HOSTILE.length] as Name] as const),
    };
    expect(findCycles(ring)[0]?.members).toEqual(sortedNames(HOSTILE));
    expect(findCycles(ring)[0]?.path).toHaveLength(HOSTILE.length);
  });
});
