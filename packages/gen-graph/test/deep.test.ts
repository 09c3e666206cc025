import {
  type Algebraic,
  type CompiledGraph,
  canReach,
  compile,
  condensation,
  connect,
  diff,
  dominators,
  dynamicOrder,
  edge,
  empty,
  findCycles,
  flip,
  foldAlgebraic,
  foldPreorder,
  forest,
  generations,
  impact,
  isAcyclic,
  labelledGraph,
  leaves,
  mapVertices,
  overlay,
  preorder,
  queryAll,
  queryFirst,
  queryPaths,
  reachable,
  roots,
  shortestPath,
  simplePaths,
  strongComponents,
  type Tree,
  toAlgebraic,
  toData,
  toGraphology,
  topologicalOrder,
  transitiveClosure,
  transitiveReduction,
  transpose,
  tryTopologicalOrder,
  vertex,
  weightedPath,
} from "gen-graph";
import { beforeAll, describe, expect, it } from "vitest";
import { caught } from "./support.ts";

/** Recursion overflows far below the smaller size; `SLOW=1` takes the million. */
const N: number = process.env.SLOW === "1" ? 1_000_000 : 150_000;
const LAST = N - 1;

/** Nothing here may recurse per node, spread a million arguments, or cost the square of the length. */
describe(`a chain of ${N} nodes`, { timeout: 300_000 }, () => {
  let chain: CompiledGraph<number>;
  let ring: CompiledGraph<number>;
  beforeAll(() => {
    const edges = Array.from({ length: LAST }, (_, i): [number, number] => [i, i + 1]);
    chain = compile({ edges });
    edges.push([LAST, 0]);
    ring = compile({ edges });
  }, 300_000);
  const lazy = { successors: (n: number): number[] => (n < LAST ? [n + 1] : []) };

  const cases: [string, () => unknown, unknown][] = [
    ["topologicalOrder", () => topologicalOrder(chain)[LAST], LAST],
    ["against the keys", () => topologicalOrder(transpose(chain))[0], LAST],
    ["generations", () => generations(chain).length, N],
    ["isAcyclic", () => isAcyclic(chain), true],
    ["strongComponents", () => strongComponents(chain).length, N],
    ["strongComponents of the ring", () => strongComponents(ring).length, 1],
    ["findCycles of the ring", () => findCycles(ring)[0]?.path.length, N],
    ["tryTopologicalOrder of the ring", () => tryTopologicalOrder(ring).ok, false],
    [
      "topologicalOrder of the ring",
      () => caught(() => topologicalOrder(ring)),
      expect.objectContaining({ code: "cycle" }),
    ],
    ["condensation", () => condensation(chain).order.length, N],
    ["reachable", () => reachable(chain, [0]).length, LAST],
    ["reachable, lazily", () => reachable(lazy, [0]).length, LAST],
    ["impact", () => impact(chain, [LAST]).length, LAST],
    ["canReach", () => canReach(chain, 0, LAST), true],
    ["canReach, lazily", () => canReach(lazy, 0, LAST), true],
    [
      "transitiveClosure",
      () => caught(() => transitiveClosure(chain)),
      expect.objectContaining({ code: "too-large" }),
    ],
    ["transitiveReduction", () => transitiveReduction(chain).edges.length, LAST],
    ["transitiveReduction of the ring", () => transitiveReduction(ring).edges.length, N],
    ["shortestPath", () => shortestPath(chain, 0, LAST)?.length, N],
    ["simplePaths", () => [...simplePaths(chain, 0, LAST)][0]?.length, N],
    ["weightedPath", () => weightedPath(chain, 0, LAST, () => 1)?.weight, LAST],
    ["preorder", () => [...preorder(chain, [0])].length, N],
    ["foldPreorder", () => foldPreorder(chain, { roots: [0], initial: 0, visit: (n) => n + 1 }), N],
    ["dominators", () => dominators(chain, [0]).get(LAST), LAST - 1],
    ["roots", () => roots(chain), [0]],
    ["leaves", () => leaves(chain), [LAST]],
    ["toData", () => toData(chain).edges.length, LAST],
    ["diff", () => diff(chain, ring).edges.added, [[LAST, 0]]],
  ];
  for (const [name, run, wanted] of cases) {
    it(name, () => expect(run()).toEqual(wanted));
  }

  it("queries", () => {
    const labels = { labelled: (n: number) => (n < LAST ? [{ label: "n", target: n + 1 }] : []) };
    const query = { from: 0, follow: "n*", where: (n: number) => n === LAST };
    expect(queryAll(labels, { from: 0, follow: "n*" }).length).toBe(N);
    expect(queryFirst(labels, query)?.path.length).toBe(LAST);
    expect([...queryPaths(labels, query)].length).toBe(1);
    expect(queryAll(labelledGraph([[0, "n", 1]]), { from: 0, follow: "n" })).toEqual([1]);
  });

  it("a dynamic order, built forwards and backwards", () => {
    for (const forwards of [true, false]) {
      const order = dynamicOrder<number>();
      for (let i = 0; i < LAST; i++) {
        const at = forwards ? i : LAST - 1 - i;
        order.addEdge(at, at + 1);
      }
      expect(order.addEdge(LAST, 0)).toMatchObject({ ok: false });
      expect(order.order().length).toBe(N);
      expect(order.current().length).toBe(order.nodeCount);
    }
  });
});

describe(`algebraic graphs ${N} deep`, { timeout: 300_000 }, () => {
  const build = (
    join: (term: Algebraic<number>, i: number) => Algebraic<number>,
  ): Algebraic<number> => {
    let term: Algebraic<number> = empty();
    for (let i = 0; i < N; i++) term = join(term, i);
    return term;
  };
  const size = (term: Algebraic<number>): number =>
    foldAlgebraic(term, {
      empty: 0,
      vertex: () => 1,
      overlay: (a, b) => a + b,
      connect: (a, b) => a + b,
    });

  it("overlays to the left and to the right", () => {
    const left = build((term, i) => overlay(term, vertex(i)));
    const right = build((term, i) => overlay(vertex(i), term));
    expect([size(left), size(right)]).toEqual([N, N]);
    expect(compile(left).order).toBe(N);
    expect(compile(right).order).toBe(N);
    expect(size(flip(left))).toBe(N);
  });

  it("connects of few vertices, both ways", () => {
    const left = build((term, i) => connect(term, vertex(i % 3)));
    const right = build((term, i) => connect(vertex(i % 3), term));
    expect(compile(left).size).toBe(9);
    expect(compile(right).size).toBe(9);
    const idle = build((term, i) => connect(empty(), overlay(term, vertex(i % 3))));
    expect([compile(idle).order, compile(idle).size]).toEqual([3, 0]);
    expect(compile(mapVertices(left, () => 0)).size).toBe(1);
  });

  it("a path of edges, a deep tree", () => {
    const path = build((term, i) => overlay(term, edge(i, i + 1)));
    expect(topologicalOrder(path).length).toBe(N + 1);
    let tree: Tree<number> = { node: 0 };
    for (let i = 1; i < N; i++) tree = { node: i, children: [tree] };
    expect(compile(forest([tree])).size).toBe(LAST);
    expect(compile(toAlgebraic(path)).size).toBe(N);
  });
});

it("graphology holds a long chain too", { timeout: 300_000 }, () => {
  const n = process.env.SLOW === "1" ? N : 20_000;
  const edges = Array.from({ length: n }, (_, i) => [i, i + 1] as const);
  const graph = toGraphology({ edges });
  expect(isAcyclic(graph)).toBe(true);
  expect(topologicalOrder<unknown>(graph).length).toBe(n + 1);
});
