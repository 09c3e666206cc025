import * as fc from "fast-check";
import { findCycles, GraphError, generations, strongComponents, topologicalOrder } from "gen-graph";
import { DirectedGraph } from "graphology";
import { describe, expect, it } from "vitest";

describe("first look", () => {
  it("orders", () => {
    expect(
      topologicalOrder({
        edges: [
          ["b", "a"],
          ["c", "a"],
        ],
      }),
    ).toEqual(["b", "c", "a"]);
    expect(
      topologicalOrder({ nodes: [3, 1, 2], successors: (n) => (n === 3 ? [1] : undefined) }),
    ).toEqual([2, 3, 1]);
    const g = new DirectedGraph();
    g.mergeEdge("x", "y");
    const order: string[] = topologicalOrder(g);
    expect(order).toEqual(["x", "y"]);
    expect(
      generations({
        edges: [
          ["b", "a"],
          ["c", "b"],
          ["c", "a"],
        ],
        nodes: ["z"],
      }),
    ).toEqual([["c", "z"], ["b"], ["a"]]);
  });
  it("names all cycles", () => {
    const graph = {
      edges: [
        ["b", "a"],
        ["a", "b"],
        ["b", "c"],
        ["x", "x"],
        ["q", "p"],
        ["p", "r"],
        ["r", "q"],
        ["r", "p"],
      ] as [string, string][],
    };
    expect(findCycles(graph)).toEqual([
      { members: ["a", "b"], path: ["a", "b"] },
      { members: ["p", "q", "r"], path: ["p", "r"] },
      { members: ["x"], path: ["x"] },
    ]);
    expect(strongComponents(graph)).toEqual([["a", "b"], ["c"], ["p", "q", "r"], ["x"]]);
    expect(() => topologicalOrder(graph)).toThrow(GraphError);
  });
  it("independent of order of insertion", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc
            .tuple(fc.string({ maxLength: 2 }), fc.string({ maxLength: 2 }))
            .filter(([a, b]) => a < b),
        ),
        fc.infiniteStream(fc.nat()),
        (edges, seed) => {
          const shuffled = edges
            .map((e) => [seed.next().value as number, e] as const)
            .sort((a, b) => a[0] - b[0])
            .map((e) => e[1]);
          expect(topologicalOrder({ edges: shuffled })).toEqual(topologicalOrder({ edges }));
        },
      ),
    );
  });
});
