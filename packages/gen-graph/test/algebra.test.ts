import * as fc from "fast-check";
import {
  type Algebraic,
  biclique,
  bindVertices,
  circuit,
  clique,
  compile,
  connect,
  connects,
  edge,
  edges,
  empty,
  flip,
  foldAlgebraic,
  forest,
  graph,
  induce,
  mapVertices,
  mergeVertices,
  overlay,
  overlays,
  path,
  removeVertex,
  sameGraph,
  splitVertex,
  star,
  toAlgebraic,
  toData,
  toGraphology,
  topologicalOrder,
  transpose,
  tree,
  vertex,
  vertices,
} from "gen-graph";
import { describe, expect, it } from "vitest";
import { graphs, HOSTILE, type Name, RUNS, sortedNames } from "./support.ts";

const term: fc.Arbitrary<Algebraic<Name>> = fc.letrec<{ term: Algebraic<Name> }>((tie) => ({
  term: fc.oneof(
    { maxDepth: 4 },
    fc.constant(empty<Name>()),
    fc.constantFrom("a", "b", "c", ...HOSTILE.slice(0, 9)).map((node) => vertex<Name>(node)),
    fc.tuple(tie("term"), tie("term")).map(([x, y]) => overlay(x, y)),
    fc.tuple(tie("term"), tie("term")).map(([x, y]) => connect(x, y)),
  ),
})).term;

type Term = Algebraic<Name>;
const e: Term = empty();

describe("the eight axioms (Mokhov 2017, §4.1) and their consequences", () => {
  const axioms: [string, (x: Term, y: Term, z: Term) => [Term, Term]][] = [
    ["1. overlay commutes", (x, y) => [overlay(x, y), overlay(y, x)]],
    ["2. overlay associates", (x, y, z) => [overlay(x, overlay(y, z)), overlay(overlay(x, y), z)]],
    ["3. empty is the left identity of connect", (x) => [connect(e, x), x]],
    ["4. empty is the right identity of connect", (x) => [connect(x, e), x]],
    ["5. connect associates", (x, y, z) => [connect(x, connect(y, z)), connect(connect(x, y), z)]],
    [
      "6. connect distributes over overlay from the left",
      (x, y, z) => [connect(x, overlay(y, z)), overlay(connect(x, y), connect(x, z))],
    ],
    [
      "7. connect distributes over overlay from the right",
      (x, y, z) => [connect(overlay(x, y), z), overlay(connect(x, z), connect(y, z))],
    ],
    [
      "8. decomposition",
      (x, y, z) => [
        connect(connect(x, y), z),
        overlay(overlay(connect(x, y), connect(x, z)), connect(y, z)),
      ],
    ],
    ["consequence: overlay is idempotent", (x) => [overlay(x, x), x]],
    ["consequence: empty is the identity of overlay", (x) => [overlay(x, e), x]],
    ["consequence: absorption", (x, y) => [overlay(connect(x, y), overlay(x, y)), connect(x, y)]],
    ["consequence: saturation", (x) => [connect(connect(x, x), x), connect(x, x)]],
    ["flip turns connect", (x, y) => [flip(connect(x, y)), connect(flip(y), flip(x))]],
    ["flip leaves overlay", (x, y) => [flip(overlay(x, y)), overlay(flip(x), flip(y))]],
    ["flip twice is nothing", (x) => [flip(flip(x)), x]],
  ];
  for (const [name, axiom] of axioms) {
    it(name, () => {
      fc.assert(
        fc.property(term, term, term, (x, y, z) => {
          const [left, right] = axiom(x, y, z);
          expect(toData(left)).toEqual(toData(right));
        }),
        { numRuns: RUNS },
      );
    });
  }

  it("connect does not commute (so the test above can fail)", () => {
    expect(sameGraph(connect(vertex("a"), vertex("b")), connect(vertex("b"), vertex("a")))).toBe(
      false,
    );
  });
});

describe("the meaning of terms", () => {
  it("is the union of vertices and products", () => {
    fc.assert(
      fc.property(term, (t) => {
        interface Sets {
          readonly nodes: Set<Name>;
          readonly edges: readonly (readonly [Name, Name])[];
        }
        const both = (a: Sets, b: Sets): Sets => ({
          nodes: new Set([...a.nodes, ...b.nodes]),
          edges: [...a.edges, ...b.edges],
        });
        const slow = foldAlgebraic<Name, Sets>(t, {
          empty: { nodes: new Set(), edges: [] },
          vertex: (node) => ({ nodes: new Set([node]), edges: [] }),
          overlay: both,
          connect: (a, b) => {
            const { nodes, edges } = both(a, b);
            return {
              nodes,
              edges: [
                ...edges,
                ...[...a.nodes].flatMap((x) => [...b.nodes].map((y) => [x, y] as const)),
              ],
            };
          },
        });
        expect(toData(t)).toEqual(toData(slow));
      }),
      { numRuns: RUNS },
    );
  });

  it("folds into the other forms and comes back", () => {
    fc.assert(
      fc.property(graphs(), (drawn) => {
        const algebraic = toAlgebraic(drawn);
        expect(sameGraph(algebraic, drawn)).toBe(true);
        expect(compile(algebraic).out).toEqual(compile(drawn).out);
        expect(sameGraph(toGraphology(algebraic) as never, drawn)).toBe(true);
        expect(toData(flip(algebraic))).toEqual(transpose(drawn));
      }),
      { numRuns: RUNS },
    );
  });

  it("is a graph for every algorithm, with a key if need be", () => {
    expect(topologicalOrder(connect(overlay(vertex("b"), vertex("a")), vertex("0")))).toEqual([
      "a",
      "b",
      "0",
    ]);
    const [x, y] = [{ id: "x" }, { id: "y" }];
    expect(topologicalOrder(compile(edge(y, x), { key: (n) => n.id }))).toEqual([y, x]);
  });
});

describe("derived forms", () => {
  const table: [string, Algebraic<string>, string[], string][] = [
    ["empty", empty(), [], ""],
    ["vertices", vertices(["b", "a"]), ["a", "b"], ""],
    ["edge", edge("a", "b"), ["a", "b"], "ab"],
    ["edge to itself", edge("a", "a"), ["a"], "aa"],
    [
      "edges",
      edges([
        ["a", "b"],
        ["c", "a"],
      ]),
      ["a", "b", "c"],
      "ab ca",
    ],
    ["graph", graph(["z"], [["a", "b"]]), ["a", "b", "z"], "ab"],
    ["path", path(["c", "a", "b"]), ["a", "b", "c"], "ab ca"],
    ["path of one", path(["a"]), ["a"], ""],
    ["path of none", path([]), [], ""],
    ["circuit", circuit(["a", "b", "c"]), ["a", "b", "c"], "ab bc ca"],
    ["circuit of one", circuit(["a"]), ["a"], "aa"],
    ["circuit of none", circuit([]), [], ""],
    ["clique", clique(["a", "b", "c"]), ["a", "b", "c"], "ab ac bc"],
    ["biclique", biclique(["a", "b"], ["c", "d"]), ["a", "b", "c", "d"], "ac ad bc bd"],
    ["biclique without targets", biclique(["a"], []), ["a"], ""],
    ["star", star("a", ["b", "c"]), ["a", "b", "c"], "ab ac"],
    ["star without points", star("a", []), ["a"], ""],
    [
      "tree",
      tree({ node: "a", children: [{ node: "b", children: [{ node: "d" }] }, { node: "c" }] }),
      ["a", "b", "c", "d"],
      "ab ac bd",
    ],
    [
      "forest",
      forest([{ node: "a" }, { node: "b", children: [{ node: "c" }] }]),
      ["a", "b", "c"],
      "bc",
    ],
    ["overlays", overlays([edge("a", "b"), vertex("c"), edge("b", "c")]), ["a", "b", "c"], "ab bc"],
    [
      "connects",
      connects([vertex("a"), vertices(["b", "c"]), vertex("d")]),
      ["a", "b", "c", "d"],
      "ab ac ad bd cd",
    ],
    ["mapVertices", mapVertices(edge(1, 2), (n) => `n${n}`), ["n1", "n2"], "n1n2"],
    [
      "bindVertices",
      bindVertices(edge("x", "y"), (n) => (n === "x" ? vertices(["a", "b"]) : vertex("c"))),
      ["a", "b", "c"],
      "ac bc",
    ],
    ["induce", induce(clique(["a", "b", "c"]), (n) => n !== "b"), ["a", "c"], "ac"],
    ["removeVertex", removeVertex(path(["a", "b", "c"]), "b"), ["a", "c"], ""],
    [
      "mergeVertices",
      mergeVertices(path(["a", "b", "c", "d"]), (n) => n === "b" || n === "c", "m"),
      ["a", "d", "m"],
      "am md mm",
    ],
    [
      "splitVertex",
      splitVertex(path(["a", "x", "b"]), "x", ["x1", "x2"]),
      ["a", "b", "x1", "x2"],
      "ax1 ax2 x1b x2b",
    ],
    ["flip", flip(path(["a", "b", "c"])), ["a", "b", "c"], "ba cb"],
  ];
  for (const [name, algebraic, nodes, text] of table) {
    it(name, () => {
      const data = toData(algebraic);
      expect([data.nodes, data.edges.map((pair) => pair.join("")).join(" ")]).toEqual([
        nodes,
        text,
      ]);
    });
  }

  it('keeps 1 and "1" apart when removing and splitting', () => {
    expect(toData(removeVertex<Name>(edges<Name>([[1, "1"]]), 1)).nodes).toEqual(["1"]);
    expect(toData(splitVertex<Name>(vertices<Name>(["__proto__", 1]), 1, [])).nodes).toEqual([
      "__proto__",
    ]);
    expect(
      sortedNames(toData(removeVertex<Name>(vertices<Name>([Number.NaN, 2]), Number.NaN)).nodes),
    ).toEqual([2]);
  });
});

describe("size", () => {
  it("holds what is distinct, however often a term says it, and refuses what is too large", () => {
    const some = vertices(Array.from({ length: 1500 }, (_, i) => i));
    let term = connect(some, some);
    for (let i = 0; i < 4; i++) term = overlay(term, connect(vertices([i]), connect(some, some)));
    expect(compile(term).size).toBe(1500 * 1500);
    const many = vertices(Array.from({ length: 20_000 }, (_, i) => i));
    expect(() => compile(connect(many, many))).toThrow(
      expect.objectContaining({ code: "too-large" }),
    );
  });

  it("folds each shared subterm once: 2^200 leaves are 200 steps", () => {
    let shared: Algebraic<string> = vertex("a");
    for (let i = 0; i < 200; i++)
      shared = i % 2 === 0 ? overlay(shared, shared) : connect(shared, shared);
    let joins = 0;
    const join = (): number => ++joins;
    foldAlgebraic(shared, { empty: 0, vertex: () => 0, overlay: join, connect: join });
    expect(joins).toBe(200);
    expect(toData(shared)).toEqual({ nodes: ["a"], edges: [["a", "a"]] });
  });
});
