import * as fc from "fast-check";
import { dominators } from "gen-graph";
import { describe, expect, it } from "vitest";
import { type Drawn, graphs, type Name, RUNS, shuffled } from "./support.ts";

/** The slow way: which nodes can be reached when one is taken out? */
function reached(
  { nodes, edges }: Drawn,
  roots: readonly Name[],
  without: Name | undefined,
): Set<Name> {
  const seen = new Set<Name>(roots.filter((root) => !Object.is(root, without)));
  for (let grew = true; grew; ) {
    grew = false;
    for (const [a, b] of edges) {
      if (seen.has(a) && !seen.has(b) && (without === undefined || !Object.is(b, without))) {
        seen.add(b);
        grew = true;
      }
    }
  }
  void nodes;
  return seen;
}

/** Strict dominators of `node`; the immediate one is the one that all the others dominate. */
function slowDominators(drawn: Drawn, roots: readonly Name[]): Map<Name, Name> {
  const reachable = reached(drawn, roots, undefined);
  const strict = new Map<Name, Name[]>();
  for (const node of reachable) {
    strict.set(
      node,
      [...reachable].filter((d) => !Object.is(d, node) && !reached(drawn, roots, d).has(node)),
    );
  }
  const result = new Map<Name, Name>();
  for (const [node, candidates] of strict) {
    const immediate = candidates.find(
      (d) => (strict.get(d) as Name[]).length === candidates.length - 1,
    );
    if (immediate !== undefined) result.set(node, immediate);
  }
  return result;
}

describe("dominators", () => {
  it("of the example of Lengauer & Tarjan 1979, figure 1", () => {
    const text = "RA RB RC AD BA BD BE CF CG DL EH FI GI GJ HE HK IK JI KI KR LH";
    const edges = text.split(" ").map((pair) => [pair[0] as string, pair[1] as string] as const);
    expect(Object.fromEntries(dominators({ edges }, ["R"]))).toEqual({
      A: "R",
      B: "R",
      C: "R",
      D: "R",
      E: "R",
      F: "C",
      G: "C",
      H: "R",
      I: "R",
      J: "G",
      K: "R",
      L: "D",
    });
  });

  it("agree with taking nodes out, for one root and several", () => {
    fc.assert(
      fc.property(graphs(), fc.nat(), fc.nat(), fc.integer(), (drawn, i, j, seed) => {
        const one = [drawn.nodes[i % drawn.nodes.length] as Name];
        const two = [...new Set([...one, drawn.nodes[j % drawn.nodes.length] as Name])];
        for (const roots of [one, two]) {
          const found = dominators(drawn, roots);
          expect(new Map(found)).toEqual(slowDominators(drawn, roots));
          expect([...dominators(shuffled(drawn, seed), roots)]).toEqual([...found]);
          const lazy = {
            successors: (n: Name) => drawn.edges.filter(([a]) => Object.is(a, n)).map(([, b]) => b),
          };
          expect([...dominators(lazy, roots)]).toEqual([...found]);
        }
      }),
      { numRuns: RUNS },
    );
  });

  it("has nothing for roots, for what is not reached, and for what two roots share", () => {
    const edges = [
      ["a", "x"],
      ["b", "x"],
      ["x", "y"],
      ["u", "v"],
    ] as const;
    expect(dominators({ edges }, ["a", "b"])).toEqual(new Map([["y", "x"]]));
    expect(dominators({ edges }, [])).toEqual(new Map());
  });
});
