import * as fc from "fast-check";
import { compile, transitiveClosure, transitiveReduction } from "gen-graph";
import { describe, expect, it } from "vitest";
import { condense } from "../src/csr/condense.ts";
import { smallestOrder } from "../src/csr/kahn.ts";
import { byBlocks, byWindow } from "../src/csr/redundant-edges.ts";
import {
  type Drawn,
  edgeSet,
  graphs,
  type Name,
  RUNS,
  reachMatrix,
  shuffled,
  sortedNames,
} from "./support.ts";

function closureOf(drawn: Drawn): [Name, Name][] {
  const matrix = reachMatrix(drawn);
  return drawn.nodes.flatMap((a, i) =>
    drawn.nodes.flatMap((b, j): [Name, Name][] => (matrix[i]?.[j] ? [[a, b]] : [])),
  );
}

describe("transitiveClosure", () => {
  it("has an edge wherever a path leads", () => {
    fc.assert(
      fc.property(graphs(), fc.integer(), (drawn, seed) => {
        const closure = transitiveClosure(drawn);
        expect(closure.nodes).toEqual(sortedNames(drawn.nodes));
        expect(edgeSet(closure.edges)).toEqual(edgeSet(closureOf(drawn)));
        expect(closure.edges.length).toBe(edgeSet(closure.edges).length);
        expect(transitiveClosure(closure)).toEqual(closure);
        expect(transitiveClosure(shuffled(drawn, seed))).toEqual(closure);
      }),
      { numRuns: RUNS },
    );
  });

  it("gives edges by key, keeps the key, and refuses to explode", () => {
    const key = (n: string): string => n;
    expect(
      transitiveClosure({
        edges: [
          ["b", "a"],
          ["c", "b"],
        ],
        key,
      }),
    ).toEqual({
      nodes: ["a", "b", "c"],
      edges: [
        ["b", "a"],
        ["c", "a"],
        ["c", "b"],
      ],
      key,
    });
    const chain = Array.from({ length: 100 }, (_, i) => [i, i + 1] as const);
    expect(() => transitiveClosure({ edges: chain }, { maxEdges: 1000 })).toThrow(
      expect.objectContaining({ code: "too-large" }),
    );
  });
});

describe("transitiveReduction", () => {
  const table: [string, [string, string][], [string, string][]][] = [
    [
      "a shortcut goes",
      [
        ["a", "b"],
        ["b", "c"],
        ["a", "c"],
      ],
      [
        ["a", "b"],
        ["b", "c"],
      ],
    ],
    [
      "a chain stays",
      [
        ["c", "b"],
        ["b", "a"],
      ],
      [
        ["b", "a"],
        ["c", "b"],
      ],
    ],
    [
      "a diamond stays",
      [
        ["a", "b"],
        ["a", "c"],
        ["b", "d"],
        ["c", "d"],
      ],
      [
        ["a", "b"],
        ["a", "c"],
        ["b", "d"],
        ["c", "d"],
      ],
    ],
    [
      "the complete graph of three nodes becomes one cycle",
      [
        ["a", "b"],
        ["b", "a"],
        ["a", "c"],
        ["c", "a"],
        ["b", "c"],
        ["c", "b"],
      ],
      [
        ["a", "b"],
        ["b", "c"],
        ["c", "a"],
      ],
    ],
    [
      "an edge to itself stays",
      [
        ["a", "a"],
        ["a", "b"],
      ],
      [
        ["a", "a"],
        ["a", "b"],
      ],
    ],
    [
      "one edge between two components is enough, the smallest",
      [
        ["a", "b"],
        ["b", "a"],
        ["c", "d"],
        ["d", "c"],
        ["b", "d"],
        ["b", "c"],
        ["a", "d"],
      ],
      [
        ["a", "b"],
        ["a", "d"],
        ["b", "a"],
        ["c", "d"],
        ["d", "c"],
      ],
    ],
  ];
  for (const [name, edges, reduced] of table) {
    it(name, () => expect(transitiveReduction({ edges }).edges).toEqual(reduced));
  }

  it("keeps reachability, cyclic or not; no edge can be spared; insertion order does not matter", () => {
    fc.assert(
      fc.property(graphs(), fc.integer(), (drawn, seed) => {
        const reduced = transitiveReduction(drawn);
        const wanted = edgeSet(closureOf(drawn));
        const again = (edges: readonly (readonly [Name, Name])[]): string[] =>
          edgeSet(closureOf({ nodes: drawn.nodes, edges }));
        expect(again(reduced.edges)).toEqual(wanted);
        reduced.edges.forEach((_, spared) => {
          expect(again(reduced.edges.filter((_, i) => i !== spared))).not.toEqual(wanted);
        });
        expect(transitiveReduction(reduced).edges.length).toBe(reduced.edges.length);
        expect(transitiveReduction(shuffled(drawn, seed))).toEqual(reduced);
      }),
      { numRuns: RUNS },
    );
  });

  it("on acyclic graphs keeps a subset of the edges", () => {
    fc.assert(
      fc.property(graphs({ acyclic: true }), (drawn) => {
        const all = new Set(edgeSet(drawn.edges));
        for (const edge of edgeSet(transitiveReduction(drawn).edges))
          expect(all.has(edge)).toBe(true);
      }),
      { numRuns: RUNS },
    );
  });

  it("both methods agree, also across blocks", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 120 }),
        fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 400 }),
        (n, draws) => {
          const edges = draws
            .map(([a, b]): [number, number] => [a % n, b % n])
            .filter(([a, b]) => a < b);
          const { dag } = condense(
            compile({ edges, nodes: Array.from({ length: n }, (_, i) => i) }).out,
          );
          const order = smallestOrder(dag);
          const position = new Int32Array(order.length);
          order.forEach((v, i) => {
            position[v] = i;
          });
          const window = byWindow(dag, order, position);
          expect(byBlocks(dag, order, position)).toEqual(window);
          expect(byBlocks(dag, order, position, 1)).toEqual(window);
        },
      ),
      { numRuns: 60 },
    );
  });
});
