import * as fc from "fast-check";
import {
  canReach,
  compile,
  foldPreorder,
  impact,
  preorder,
  reachable,
  shortestPath,
  simplePaths,
  weightedPath,
} from "gen-graph";
import { describe, expect, it } from "vitest";
import {
  caught,
  compareNames,
  type Drawn,
  graphs,
  type Name,
  RUNS,
  reachMatrix,
  shuffled,
  sortedNames,
} from "./support.ts";

const at = (drawn: Drawn, node: Name): number => drawn.nodes.findIndex((x) => Object.is(x, node));
const targets = ({ edges }: Drawn, node: Name): Name[] =>
  sortedNames(new Set(edges.filter(([a]) => Object.is(a, node)).map(([, b]) => b)));
const lazy = (drawn: Drawn): { successors: (node: Name) => Name[] } => ({
  successors: (node) => drawn.edges.filter(([a]) => Object.is(a, node)).map(([, b]) => b),
});

/** Every simple path, by brute force, in order of keys. */
function slowPaths(drawn: Drawn, from: Name, to: Name, path: readonly Name[] = [from]): Name[][] {
  if (Object.is(from, to)) return [[...path]];
  return targets(drawn, from)
    .filter((next) => !path.some((x) => Object.is(x, next)))
    .flatMap((next) => slowPaths(drawn, next, to, [...path, next]));
}

function comparePaths(a: readonly Name[], b: readonly Name[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const order = compareNames(a[i] as Name, b[i] as Name);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

describe("reachable and impact", () => {
  it("are the rows and columns of the reach matrix", () => {
    fc.assert(
      fc.property(graphs(), fc.integer(), (drawn, seed) => {
        const matrix = reachMatrix(drawn);
        for (const node of drawn.nodes) {
          const i = at(drawn, node);
          const forward = sortedNames(drawn.nodes.filter((_, j) => matrix[i]?.[j]));
          const backward = sortedNames(drawn.nodes.filter((_, j) => matrix[j]?.[i]));
          expect(reachable(drawn, [node])).toEqual(forward);
          expect(reachable(lazy(drawn), [node])).toEqual(forward);
          expect(reachable(shuffled(drawn, seed), [node])).toEqual(forward);
          expect(impact(drawn, [node])).toEqual(backward);
          for (const other of drawn.nodes) {
            const wanted = matrix[i]?.[at(drawn, other)] === true;
            expect(canReach(drawn, node, other)).toBe(wanted);
            expect(canReach(lazy(drawn), node, other)).toBe(wanted);
          }
        }
      }),
      { numRuns: RUNS / 3 },
    );
  });

  it("from several starts is the union", () => {
    const edges = [
      ["a", "b"],
      ["c", "d"],
      ["d", "c"],
    ] as const;
    expect(reachable({ edges }, ["a", "c"])).toEqual(["b", "c", "d"]);
    expect(impact({ edges }, ["b", "d"])).toEqual(["a", "c", "d"]);
    expect(reachable({ edges }, [])).toEqual([]);
  });

  it("cuts off where told: the boundary is in, what is behind it is not", () => {
    const edges = [
      ["a", "b"],
      ["b", "c"],
      ["c", "d"],
      ["a", "x"],
      ["x", "d"],
    ] as const;
    const through = (node: string): boolean => node !== "b" && node !== "a";
    expect(reachable({ edges }, ["a"], { through })).toEqual(["b", "d", "x"]);
    expect(impact({ edges }, ["d"], { through: (node) => node === "never" })).toEqual(["c", "x"]);
    const asked: string[] = [];
    const successors = (node: string): string[] => {
      asked.push(node);
      return edges.filter(([a]) => a === node).map(([, b]) => b);
    };
    expect(reachable({ successors }, ["a"], { through })).toEqual(["b", "d", "x"]);
    expect(asked.sort()).toEqual(["a", "d", "x"]);
  });

  it("asks accessors only about what it reaches, and stops when it knows", () => {
    const successors = (node: number): number[] => {
      if (node > 10) throw new Error("not reached");
      return node < 10 ? [node + 1] : [];
    };
    expect(reachable({ successors }, [8])).toEqual([9, 10]);
    const endless = (node: number): number[] => [node + 1];
    expect(canReach({ successors: endless }, 0, 100)).toBe(true);
    expect(shortestPath({ successors: endless }, 0, 3)).toEqual([0, 1, 2, 3]);
    expect(shortestPath({ successors: endless }, 1, 0, { maxLength: 50 })).toBeUndefined();
    expect([...simplePaths({ successors: endless }, 0, 2, { maxLength: 9 })]).toEqual([[0, 1, 2]]);
  });

  it("names every unknown start, with a suggestion", () => {
    const error = caught(() => reachable({ edges: [["alpha", "beta"]] }, ["alpah", "zzz"]));
    expect(error).toMatchObject({
      code: "unknown-node",
      issues: [{ culprits: ["alpah"], suggestion: '"alpha"' }, { culprits: ["zzz"] }],
    });
    expect(caught(() => impact({ edges: [["a", "b"]] }, ["c"]))).toMatchObject({
      code: "unknown-node",
    });
    expect(caught(() => canReach({ edges: [["a", "b"]] }, "a", "c"))).toMatchObject({
      code: "unknown-node",
    });
    expect(caught(() => shortestPath({ edges: [["a", "b"]] }, "q", "a"))).toMatchObject({
      code: "unknown-node",
    });
    expect(caught(() => [...simplePaths({ edges: [["a", "b"]] }, "a", "q")])).toMatchObject({
      code: "unknown-node",
    });
    expect(caught(() => [...preorder({ edges: [["a", "b"]] }, ["q"])])).toMatchObject({
      code: "unknown-node",
    });
  });
});

describe("shortestPath and simplePaths", () => {
  it("are all simple paths in order of keys, and the smallest of the shortest", () => {
    fc.assert(
      fc.property(
        graphs({ max: 6 }),
        fc.nat(),
        fc.nat(),
        fc.integer({ min: 0, max: 6 }),
        (drawn, i, j, maxLength) => {
          const from = drawn.nodes[i % drawn.nodes.length] as Name;
          const to = drawn.nodes[j % drawn.nodes.length] as Name;
          const all = slowPaths(drawn, from, to);
          expect(all).toEqual([...all].sort(comparePaths));
          const short = all.filter((path) => path.length - 1 <= maxLength);
          for (const graph of [drawn, lazy(drawn), compile(drawn)]) {
            expect([...simplePaths(graph, from, to)]).toEqual(all);
            expect([...simplePaths(graph, from, to, { maxLength })]).toEqual(short);
            expect([...simplePaths(graph, from, to, { limit: 2 })]).toEqual(all.slice(0, 2));
            const best = [...all].sort((a, b) => a.length - b.length || comparePaths(a, b))[0];
            expect(shortestPath(graph, from, to)).toEqual(best);
            const within = best !== undefined && best.length - 1 <= maxLength ? best : undefined;
            expect(shortestPath(graph, from, to, { maxLength })).toEqual(within);
            expect(weightedPath(graph, from, to, () => 1)?.weight).toBe(
              best === undefined ? undefined : best.length - 1,
            );
          }
        },
      ),
      { numRuns: RUNS },
    );
  });

  it("finds the cheapest path by weight", () => {
    fc.assert(
      fc.property(
        graphs({ max: 6 }),
        fc
          .integer({ min: 0, max: 9 })
          .chain((max) => fc.array(fc.nat({ max }), { minLength: 49, maxLength: 49 })),
        (drawn, costs) => {
          const weight = (a: Name, b: Name): number =>
            costs[at(drawn, a) * 7 + at(drawn, b)] as number;
          const cost = (path: readonly Name[]): number =>
            path.slice(1).reduce<number>((sum, node, i) => sum + weight(path[i] as Name, node), 0);
          const [from, to] = [drawn.nodes[0] as Name, drawn.nodes[drawn.nodes.length - 1] as Name];
          // The lightest, then the shortest, then the smallest: whatever the form of the graph.
          const [best] = slowPaths(drawn, from, to).sort(
            (a, b) => cost(a) - cost(b) || a.length - b.length || comparePaths(a, b),
          );
          const wanted = best === undefined ? undefined : { path: best, weight: cost(best) };
          const lazy = { successors: (node: Name) => targets(drawn, node).reverse() };
          for (const graph of [drawn, lazy]) {
            expect(weightedPath(graph, from, to, weight)).toEqual(wanted);
          }
        },
      ),
      { numRuns: RUNS },
    );
    const weights: Record<string, number> = { "s a": 2, "a t": 0, "s b": 1, "b t": 1 };
    const edges = Object.keys(weights).map((text) => text.split(" ") as [string, string]);
    expect(weightedPath({ edges }, "s", "t", (a, b) => weights[`${a} ${b}`] as number)).toEqual({
      path: ["s", "a", "t"],
      weight: 2,
    });
    for (const bad of [-1, Number.NaN]) {
      expect(
        caught(() => weightedPath({ edges: [["a", "b"]] }, "a", "b", () => bad)),
      ).toMatchObject({ code: "bound-invalid" });
    }
  });

  it("asks `through` once about each node", () => {
    const successors = (n: number): number[] => (n < 9 ? [n + 1] : []);
    for (const graph of [
      { successors },
      { nodes: Array.from({ length: 10 }, (_, i) => i), successors },
    ]) {
      const asked: number[] = [];
      reachable(graph, [0], { through: (n) => asked.push(n) > 0 });
      expect(asked).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    }
  });

  it("is lazy, and reaches the next path without searching dead ends", () => {
    // 2^40 paths: only those asked for are made.
    const ladder = Array.from(
      { length: 40 },
      (_, i) =>
        [
          [i * 3, i * 3 + 1],
          [i * 3, i * 3 + 2],
          [i * 3 + 1, i * 3 + 3],
          [i * 3 + 2, i * 3 + 3],
        ] as [number, number][],
    ).flat();
    const paths = simplePaths({ edges: ladder }, 0, 120);
    expect(paths.next().value).toHaveLength(81);
    expect(paths.next().value).toHaveLength(81);
    // A complete graph of 18 nodes whose only way out is blocked by the path itself.
    const trap: [string, string][] = [
      ["s", "g"],
      ["g", "t"],
      ["g", "k00"],
    ];
    for (let i = 0; i < 18; i++)
      for (let j = 0; j < 18; j++)
        if (i !== j)
          trap.push([`k${String(i).padStart(2, "0")}`, `k${String(j).padStart(2, "0")}`]);
    trap.push(["k17", "g"]);
    expect([...simplePaths({ edges: trap }, "s", "t")]).toEqual([["s", "g", "t"]]);
  });

  it("refuses impossible bounds", () => {
    for (const bad of [-1, Number.NaN]) {
      expect(
        caught(() => [...simplePaths({ edges: [["a", "b"]] }, "a", "b", { maxLength: bad })]),
      ).toMatchObject({ code: "bound-invalid" });
      expect(
        caught(() => [...simplePaths({ edges: [["a", "b"]] }, "a", "b", { limit: bad })]),
      ).toMatchObject({ code: "bound-invalid" });
      expect(
        caught(() => shortestPath({ edges: [["a", "b"]] }, "a", "b", { maxLength: bad })),
      ).toMatchObject({ code: "bound-invalid" });
    }
    expect([...simplePaths({ edges: [["a", "b"]] }, "a", "b", { limit: 0 })]).toEqual([]);
  });
});

describe("preorder and foldPreorder", () => {
  it("visits a node before its successors, left to right, each once, the accessor's order kept", () => {
    const edges: Record<string, string[]> = {
      r: ["b", "a"],
      b: ["c", "d"],
      a: ["d", "r"],
      d: ["e"],
    };
    const visits = [...preorder({ successors: (n: string) => edges[n] }, ["r", "x", "r"])];
    expect(visits).toEqual([
      { node: "r", depth: 0 },
      { node: "b", depth: 1, parent: "r" },
      { node: "c", depth: 2, parent: "b" },
      { node: "d", depth: 2, parent: "b" },
      { node: "e", depth: 3, parent: "d" },
      { node: "a", depth: 1, parent: "r" },
      { node: "x", depth: 0 },
    ]);
  });

  it("agrees with the recursive definition", () => {
    fc.assert(
      fc.property(graphs(), fc.nat(), (drawn, i) => {
        const seen: Name[] = [];
        const walk = (node: Name): void => {
          if (seen.some((x) => Object.is(x, node))) return;
          seen.push(node);
          for (const next of targets(drawn, node)) walk(next);
        };
        const root = drawn.nodes[i % drawn.nodes.length] as Name;
        walk(root);
        expect(Array.from(preorder(drawn, [root]), (visit) => visit.node)).toEqual(seen);
        const folded = foldPreorder<Name, Name[]>(drawn, {
          roots: [root],
          initial: [],
          visit: (list, { node }) => [...list, node],
        });
        expect(folded).toEqual(seen);
      }),
      { numRuns: RUNS },
    );
  });

  it("is lazy", () => {
    const asked: number[] = [];
    const successors = (n: number): number[] => {
      asked.push(n);
      return [n + 1];
    };
    const walk = preorder({ successors }, [0]);
    walk.next();
    expect(asked).toEqual([]);
    walk.next();
    expect(asked).toEqual([0]);
  });

  it("lets the accumulator steer the walk", () => {
    const edges: Record<string, string[]> = {
      a: ["skip", "b"],
      b: ["c"],
      c: ["d"],
      skip: ["lost"],
    };
    const result = foldPreorder<string, string[]>(
      { successors: (n) => edges[n] },
      {
        roots: ["a"],
        initial: [],
        visit: (seen, { node, depth, parent }) => [...seen, `${parent ?? "-"}>${node}@${depth}`],
        children: (seen, node) => (node === "skip" || seen.length >= 4 ? [] : (edges[node] ?? [])),
      },
    );
    expect(result).toEqual(["->a@0", "a>skip@1", "a>b@1", "b>c@2"]);
  });
});
