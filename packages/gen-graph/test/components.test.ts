import * as fc from "fast-check";
import { condensation, strongComponents, topologicalOrder } from "gen-graph";
import { describe, expect, it } from "vitest";
import { graphs, type Name, RUNS, reachMatrix, shuffled, sortedNames } from "./support.ts";

describe("strongComponents", () => {
  const table: [string, [string, string][], string[][]][] = [
    ["none", [], []],
    [
      "a chain",
      [
        ["b", "a"],
        ["c", "b"],
      ],
      [["a"], ["b"], ["c"]],
    ],
    [
      "two cycles and a bridge",
      [
        ["a", "b"],
        ["b", "a"],
        ["b", "d"],
        ["d", "c"],
        ["c", "d"],
      ],
      [
        ["a", "b"],
        ["c", "d"],
      ],
    ],
    [
      "a cycle entered from its middle",
      [
        ["r", "c"],
        ["c", "a"],
        ["a", "b"],
        ["b", "c"],
      ],
      [["a", "b", "c"], ["r"]],
    ],
    ["an edge to itself", [["a", "a"]], [["a"]]],
  ];
  for (const [name, edges, components] of table) {
    it(name, () => expect(strongComponents({ edges })).toEqual(components));
  }

  it("is mutual reachability, members and components by key, free of insertion order", () => {
    fc.assert(
      fc.property(graphs(), fc.integer(), (drawn, seed) => {
        const matrix = reachMatrix(drawn);
        const slow = new Map<string, Name[]>();
        const sorted = sortedNames(drawn.nodes);
        const at = (node: Name): number => drawn.nodes.findIndex((x) => Object.is(x, node));
        for (const a of sorted) {
          const members = sorted.filter(
            (b) => Object.is(a, b) || (matrix[at(a)]?.[at(b)] && matrix[at(b)]?.[at(a)]),
          );
          slow.set(members.map(at).join(), members);
        }
        expect(strongComponents(drawn)).toEqual([...slow.values()]);
        expect(strongComponents(shuffled(drawn, seed))).toEqual([...slow.values()]);
      }),
      { numRuns: RUNS },
    );
  });
});

describe("condensation", () => {
  it("numbers components, and is an acyclic graph of them", () => {
    const result = condensation({
      edges: [
        ["a", "b"],
        ["b", "a"],
        ["b", "c"],
        ["a", "c"],
        ["z", "a"],
      ],
    });
    expect(result.components).toEqual([["a", "b"], ["c"], ["z"]]);
    expect(result.graph).toEqual({
      nodes: [0, 1, 2],
      edges: [
        [0, 1],
        [2, 0],
      ],
    });
    expect(result.order).toEqual([2, 0, 1]);
    expect(result.componentOf.get("b")).toBe(0);
  });

  it("keeps exactly the edges between components; its order is the smallest", () => {
    fc.assert(
      fc.property(graphs(), fc.integer(), (drawn, seed) => {
        const { components, componentOf, graph, order } = condensation(drawn);
        expect(components).toEqual(strongComponents(drawn));
        const wanted = new Set(
          drawn.edges
            .map(([a, b]) => `${componentOf.get(a)},${componentOf.get(b)}`)
            .filter((text) => {
              const [a, b] = text.split(",");
              return a !== b;
            }),
        );
        expect(new Set(graph.edges.map(([a, b]) => `${a},${b}`))).toEqual(wanted);
        expect(order).toEqual(topologicalOrder(graph));
        expect(condensation(shuffled(drawn, seed))).toEqual({
          components,
          componentOf,
          graph,
          order,
        });
      }),
      { numRuns: RUNS },
    );
  });
});
