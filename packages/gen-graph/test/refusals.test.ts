import {
  canReach,
  compileLabels,
  dynamicOrder,
  foldPreorder,
  GraphError,
  labelledGraph,
  preorder,
  type Query,
  queryAll,
  queryFirst,
  queryPaths,
  queryWitnesses,
  reachable,
  shortestPath,
  simplePaths,
  topologicalOrder,
  transitiveClosure,
  weightedPath,
} from "gen-graph";
import { describe, expect, it } from "vitest";
import { caught } from "./support.ts";

const graph = { edges: [["alpha", "beta"]] } as { edges: [string, string][] };
const labels = labelledGraph([
  ["a", "P", "b"],
  ["b", "P", "c"],
]);
const start: Query<string> = { from: "a", follow: "P*" };

describe("bounds", () => {
  const functions: [string, (bad: number) => unknown][] = [
    ["maxLength", (bad) => simplePaths(graph, "alpha", "beta", { maxLength: bad })],
    ["limit", (bad) => simplePaths(graph, "alpha", "beta", { limit: bad })],
    ["maxLength", (bad) => shortestPath(graph, "alpha", "beta", { maxLength: bad })],
    ["maxEdges", (bad) => transitiveClosure(graph, { maxEdges: bad })],
    ["maxStates", (bad) => compileLabels("P*", { maxStates: bad })],
    ["maxLength", (bad) => queryAll(labels, { ...start, maxLength: bad })],
    ["limit", (bad) => queryAll(labels, { ...start, limit: bad })],
    ["limit", (bad) => queryFirst(labels, { ...start, limit: bad })],
    ["maxLength", (bad) => queryWitnesses(labels, { ...start, maxLength: bad })],
    ["limit", (bad) => queryPaths(labels, { ...start, limit: bad })],
  ];
  it.each(functions)(
    "a bad %s is refused by the call, before anything is iterated",
    (name, run) => {
      for (const bad of [-1, Number.NaN, 1.5, Number.NEGATIVE_INFINITY]) {
        expect(caught(() => run(bad))).toMatchObject({
          code: "bound-invalid",
          message: `${name} is ${bad}. Give a whole number of at least 0, or Infinity.`,
        });
      }
      // Text is no number, even where JavaScript would take it for one.
      expect(caught(() => run("2" as unknown as number))).toMatchObject({ code: "bound-invalid" });
      expect(() => run(Number.POSITIVE_INFINITY)).not.toThrow();
    },
  );

  it("a bad expression is refused by the call too", () => {
    expect(() => queryPaths(labels, { from: "a", follow: "P |" })).toThrow("at 3");
    expect(() => queryWitnesses(labels, { from: "a", follow: "P |" })).toThrow("at 3");
  });

  it("every query knows `limit`", () => {
    expect(queryAll(labels, { ...start, limit: 2 })).toEqual(["a", "b"]);
    expect([...queryWitnesses(labels, { ...start, limit: 1 })]).toEqual([{ node: "a", path: [] }]);
    expect(queryFirst(labels, { ...start, limit: 0 })).toBeUndefined();
    expect([...queryPaths(labels, { ...start, limit: 2 })]).toHaveLength(2);
  });
});

describe("unknown nodes", () => {
  const both: [string, () => unknown][] = [
    ["canReach", () => canReach(graph, "alhpa", "zzz")],
    ["shortestPath", () => shortestPath(graph, "alhpa", "zzz")],
    ["weightedPath", () => weightedPath(graph, "alhpa", "zzz", () => 1)],
    ["simplePaths", () => [...simplePaths(graph, "alhpa", "zzz")]],
    ["preorder", () => [...preorder(graph, ["alhpa", "alpha", "zzz", "zzz"])]],
    [
      "foldPreorder",
      () => foldPreorder(graph, { roots: ["alhpa", "zzz"], initial: 0, visit: (n) => n }),
    ],
    [
      "foldPreorder with children",
      () =>
        foldPreorder(graph, {
          roots: ["alhpa", "zzz"],
          initial: 0,
          visit: (n) => n,
          children: () => [],
        }),
    ],
    [
      "isBefore",
      () => {
        const order = dynamicOrder<string>();
        order.addEdge("alpha", "beta");
        return order.isBefore("alhpa", "zzz");
      },
    ],
  ];
  it.each(both)("%s names all of them, and the likely one", (_, run) => {
    const error = caught(run) as GraphError;
    expect(error).toBeInstanceOf(GraphError);
    expect(error.issues.map((issue) => [issue.code, ...issue.culprits])).toEqual([
      ["unknown-node", "alhpa"],
      ["unknown-node", "zzz"],
    ]);
    expect(error.issues[0]?.suggestion).toBe('"alpha"');
  });

  it("a name of which nothing is left is no suggestion", () => {
    expect(caught(() => reachable({ edges: [["a", "bc"]] }, ["x", "b"]))).toMatchObject({
      issues: [{ culprits: ["x"] }, { culprits: ["b"], suggestion: '"bc"' }],
    });
    const error = caught(() => reachable({ edges: [["a", "b"]] }, ["x"])) as GraphError;
    expect(error.issues[0]?.suggestion).toBeUndefined();
  });
});

it("one is counted as one", () => {
  const edges: [string, string][] = ["ab", "ba", "bc", "cb"].map((e) => [e.charAt(0), e.charAt(1)]);
  expect(() => topologicalOrder({ edges })).toThrow("(1 more node is entangled)");
  edges.push(["c", "d"], ["d", "c"]);
  expect(() => topologicalOrder({ edges })).toThrow("(2 more nodes are entangled)");
});

describe("keys", () => {
  it("are checked in lazy walks too, in grammatical sentences", () => {
    type Host = { readonly name?: string };
    const [a, b, c]: [Host, Host, Host] = [{ name: "a" }, {}, { name: "c" }];
    const key = (host: Host): string => host.name as string;
    const walk = { successors: (host: Host) => (host === a ? [b, c] : []), key };
    expect(caught(() => shortestPath(walk, a, c))).toMatchObject({
      code: "key-invalid",
      issues: [{ message: "The key of [object] is undefined." }],
    });
    const twins = { successors: (host: Host) => (host === a ? [c, { name: "c" }] : []), key };
    expect(caught(() => shortestPath(twins, a, b))).toMatchObject({ code: "key-duplicate" });
  });

  it("lazy walks order nodes as compiled graphs do, undefined included", () => {
    const edges: [string, string | undefined | number][] = [
      ["s", "x"],
      ["s", undefined],
      ["s", 3],
    ];
    const whole = { edges: [...edges, ["x", "t"], [undefined, "t"], [3, "t"]] } as {
      edges: [unknown, unknown][];
    };
    const lazy = {
      successors: (node: unknown) => whole.edges.filter((e) => e[0] === node).map((e) => e[1]),
    };
    expect(shortestPath(lazy, "s", "t")).toEqual(["s", undefined, "t"]);
    expect(shortestPath(whole, "s", "t")).toEqual(["s", undefined, "t"]);
  });
});

it("0 and -0 are one node, written 0, in every answer", () => {
  const walk = { successors: (n: number) => (n === 1 ? [-0] : []) };
  const zero = labelledGraph([
    [1, "P", -0],
    [-0, "P", 2],
  ]);
  const answers: unknown[] = [
    shortestPath(walk, 1, -0)?.[1],
    shortestPath(walk, -0, -0)?.[0],
    weightedPath(walk, 1, -0, () => 1)?.path[1],
    [...simplePaths(walk, 1, -0)][0]?.[1],
    [...simplePaths(walk, -0, -0)][0]?.[0],
    [...preorder(walk, [-0])][0]?.node,
    queryAll(zero, { from: 1, follow: "P" })[0],
    queryFirst(zero, { from: -0, follow: "P*" })?.node,
    [...queryPaths(zero, { from: 1, follow: "P P" })][0]?.path[0]?.target,
    (dynamicOrder<number>().addEdge(-0, 0) as { cycle: readonly number[] }).cycle[0],
  ];
  foldPreorder(walk, {
    roots: [-0, 1],
    initial: 0,
    visit: (_, { node }) => answers.push(node === 1 ? 0 : node),
    children: (_, node) => (node === 1 ? [-0] : []),
  });
  for (const answer of answers) expect(Object.is(answer, 0)).toBe(true);
});

it("a dynamic order's nodes can be read more than once", () => {
  const order = dynamicOrder<string>();
  order.addEdge("b", "a");
  const { nodes } = order;
  expect([...nodes, ...nodes]).toEqual(["b", "a", "b", "a"]);
  const copy = { ...order };
  expect([topologicalOrder(copy), topologicalOrder(copy)]).toEqual([
    ["b", "a"],
    ["b", "a"],
  ]);
});
