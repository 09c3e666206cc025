import {
  type Algebraic,
  altLabels,
  anyLabel,
  bothLabels,
  compile,
  compileLabels,
  connect,
  dynamicOrder,
  edge,
  empty,
  findCycles,
  foldAlgebraic,
  generations,
  type LabelExpr,
  label,
  overlay,
  overlays,
  plusLabels,
  printLabels,
  queryAll,
  reachable,
  seqLabels,
  simplePaths,
  splitVertex,
  strongComponents,
  topologicalOrder,
  transitiveReduction,
  vertex,
} from "gen-graph";
import { expect, it } from "vitest";

const N = 2_000;
const next = (n: number): number[] => [n + 1, n + 2, n * 2].filter((m) => m < N && m !== n);
const all = Array.from({ length: N }, (_, i) => i);

function counted<A, B>(
  run: (argument: A) => B,
): { readonly call: (argument: A) => B; readonly count: () => number } {
  let count = 0;
  return {
    call: (argument) => {
      count++;
      return run(argument);
    },
    count: () => count,
  };
}

it("asks an accessor once per node", () => {
  for (const run of [
    topologicalOrder,
    generations,
    strongComponents,
    findCycles,
    transitiveReduction,
    compile,
  ]) {
    const successors = counted(next);
    const nodes = all.slice(1);
    (run as (graph: { nodes: number[]; successors: (n: number) => number[] }) => unknown)({
      nodes,
      successors: successors.call,
    });
    expect([run.name, successors.count()]).toEqual([run.name, N - 1]);
  }
});

it("asks a key once per node", () => {
  const key = counted((n: number) => String(n).padStart(6, "0"));
  topologicalOrder({ nodes: all.slice(1), successors: next, key: key.call });
  expect(key.count()).toBe(N - 1);
});

it("asks walks and queries only for what they reach, once", () => {
  const successors = counted(next);
  expect(reachable({ successors: successors.call }, [N - 10]).length).toBe(9);
  expect(successors.count()).toBe(10);
  const labelled = counted((n: number) =>
    next(n).map((target) => ({ label: target === n + 1 ? "s" : "t", target })),
  );
  expect(queryAll({ labelled: labelled.call }, { from: N - 10, follow: "s*" }).length).toBe(10);
  expect(labelled.count()).toBe(10);
});

it("holds 4 bytes per edge and at most 12 per node, besides the map from nodes", () => {
  const graph = compile({
    edges: all.slice(0, -1).flatMap((n) => next(n).map((m) => [n, m] as const)),
  });
  const { offsets, targets } = graph.out;
  expect(targets.byteLength).toBe(4 * graph.size);
  expect(offsets.byteLength + graph.inDegree.byteLength).toBeLessThanOrEqual(8 * (graph.order + 1));
});

it("folds each join of a term once", () => {
  let joins = 0;
  const count = (a: number, b: number): number => {
    joins++;
    return a + b;
  };
  const left = overlay(vertex(1), vertex(2));
  foldAlgebraic(overlay(left, left), { empty: 0, vertex: () => 1, overlay: count, connect: count });
  expect(joins).toBe(2);
});

it("repairs an order without asking about nodes outside of the region", () => {
  const order = dynamicOrder<number>();
  for (const n of all) order.addNode(n);
  const before = order.current();
  // 10 is placed before 20: only what lies between may move.
  order.addEdge(20, 10);
  const after = order.current();
  expect(after.slice(0, 10)).toEqual(before.slice(0, 10));
  expect(after.slice(21)).toEqual(before.slice(21));
  expect(order.isBefore(20, 10)).toBe(true);
});

/** Nothing that grows by one piece at a time costs the sum of all its beginnings: minutes, here. */
it("terms and expressions nested by a loop cost their length", { timeout: 60_000 }, () => {
  const n = 20_000;
  const nested = (join: (expr: LabelExpr) => LabelExpr, first: LabelExpr): LabelExpr => {
    let expr = first;
    for (let i = 0; i < n; i++) expr = join(expr);
    return expr;
  };
  const a = label("a");
  const long = compileLabels(
    nested((expr) => seqLabels(expr, a), a),
    { maxStates: 2 * n },
  );
  expect(long.size).toBe(n + 2);
  expect(compileLabels(nested((expr) => altLabels(expr, label("b")), a)).size).toBe(2);
  expect(compileLabels(nested((expr) => bothLabels(expr, anyLabel), a)).size).toBe(2);

  let idle: Algebraic<number> = empty();
  for (let i = 0; i < n; i++) idle = connect(overlay(idle, vertex(i)), empty());
  expect(compile(idle).order).toBe(n);
});

it("an alternative of very many labels costs its length", { timeout: 60_000 }, () => {
  const names = Array.from({ length: 20_000 }, (_, i) => `label-${i}`);
  const follow = compileLabels(`(${names.join(" | ")})* end`);
  expect([follow.size, follow.alphabet.length]).toEqual([2, names.length + 1]);
  expect(follow.matches([names[7] as string, names[19_999] as string, "end"])).toBe(true);
});

it("shared parts are not unfolded", () => {
  let plus: LabelExpr = label("a");
  for (let i = 0; i < 60; i++) plus = plusLabels(plus);
  expect(compileLabels(plus).matches(["a", "a"])).toBe(true);
  expect(printLabels(plusLabels(label("a")))).toBe("a+");
  let doubled: LabelExpr = label("a");
  for (let i = 0; i < 60; i++) doubled = altLabels(doubled, doubled);
  expect(compileLabels(doubled).size).toBe(2);

  const everywhere = overlays(Array.from({ length: 500 }, (_, i) => edge(-1 - i, 0)));
  const split = splitVertex(everywhere, 0, all);
  let vertices = 0;
  foldAlgebraic(split, {
    empty: 0,
    vertex: () => vertices++,
    overlay: () => 0,
    connect: () => 0,
  });
  expect(vertices).toBeLessThan(500 + all.length + 1);
});

it("the next simple path costs one search, not one for each of its steps", {
  timeout: 60_000,
}, () => {
  // Forth and back everywhere: one strong component, with one path through it.
  const n = 100_000;
  const edges = Array.from({ length: 2 * n }, (_, e): [number, number] =>
    e < n ? [e, e + 1] : [e - n + 1, e - n],
  );
  const street = compile({ edges });
  expect(Array.from(simplePaths(street, 0, n), (path) => path.length)).toEqual([n + 1]);
});
