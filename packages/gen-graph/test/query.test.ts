import * as fc from "fast-check";
import {
  compileLabels,
  type LabelledGraph,
  label,
  labelledFromGraphology,
  labelledGraph,
  queryAll,
  queryFirst,
  queryPaths,
  queryWitnesses,
  seqLabels,
  starLabels,
  type Witness,
} from "gen-graph";
import { MultiDirectedGraph, UndirectedGraph } from "graphology";
import { describe, expect, it } from "vitest";
import { compareNames, HOSTILE, type Name, RUNS, sortedNames } from "./support.ts";

type Triple = readonly [Name, string, Name];

/** fleet ← environment ← host ← user by P; imports by I; an import cycle; a loop. */
const scopes = labelledGraph([
  ["user", "P", "host"],
  ["host", "P", "environment"],
  ["environment", "P", "fleet"],
  ["host", "I", "nginx"],
  ["nginx", "I", "tls"],
  ["tls", "I", "nginx"],
  ["fleet", "I", "base"],
  ["base", "I", "base"],
]);

describe("conformance", () => {
  const table: [string, string, string[]][] = [
    ["", "user", ["user"]],
    ["P", "user", ["host"]],
    ["P*", "user", ["user", "host", "environment", "fleet"]],
    ["P* I", "user", ["nginx", "base"]],
    ["P* I?", "user", ["user", "host", "environment", "nginx", "fleet", "base"]],
    ["P* I*", "user", ["user", "host", "environment", "nginx", "fleet", "tls", "base"]],
    ["P+", "user", ["host", "environment", "fleet"]],
    ["I I", "host", ["tls"]],
    ["I I I", "host", ["nginx"]],
    ["(I I)+", "nginx", ["nginx"]],
    ["_*", "tls", ["tls", "nginx"]],
    ["!(_* I _*)", "user", ["user", "host", "environment", "fleet"]],
    ["I", "user", []],
    ["!(_*)", "user", []],
    ["P*", "nowhere", ["nowhere"]],
  ];
  for (const [follow, from, answers] of table) {
    it(`${from} ${follow || "(empty)"}`, () => {
      expect(queryAll(scopes, { from, follow })).toEqual(answers);
      expect(queryAll(scopes, { from, follow: compileLabels(follow) })).toEqual(answers);
      expect(queryFirst(scopes, { from, follow })?.node).toBe(answers[0]);
    });
  }

  it("takes built expressions", () => {
    const follow = seqLabels(starLabels(label("P")), label("I"));
    expect(queryAll(scopes, { from: "user", follow })).toEqual(["nginx", "base"]);
  });

  it("filters answers, not the way to them", () => {
    expect(queryAll(scopes, { from: "user", follow: "P*", where: (n) => n === "fleet" })).toEqual([
      "fleet",
    ]);
    expect(
      queryFirst(scopes, { from: "user", follow: "P* I", where: (n) => n === "base" }),
    ).toEqual({
      node: "base",
      path: [
        { source: "user", label: "P", target: "host" },
        { source: "host", label: "P", target: "environment" },
        { source: "environment", label: "P", target: "fleet" },
        { source: "fleet", label: "I", target: "base" },
      ],
    });
  });

  it("two cycle laws: walks may come back, witness paths of queryPaths may not", () => {
    const loop = labelledGraph([["s", "hop", "s"]]);
    expect(queryAll(loop, { from: "s", follow: "hop" })).toEqual(["s"]);
    expect([...queryWitnesses(loop, { from: "s", follow: "hop" })][0]?.path).toHaveLength(1);
    expect([...queryPaths(loop, { from: "s", follow: "hop" })]).toEqual([]);
    expect([...queryPaths(loop, { from: "s", follow: "hop*" })]).toEqual([{ node: "s", path: [] }]);
  });

  it("keeps parallel edges of different labels apart", () => {
    const both = labelledGraph([
      ["a", "P", "b"],
      ["a", "I", "b"],
    ]);
    expect(
      [...queryPaths(both, { from: "a", follow: "_" })].map(({ path }) => path[0]?.label),
    ).toEqual(["I", "P"]);
    expect(queryAll(both, { from: "a", follow: "_" })).toEqual(["b"]);
  });
});

describe("laziness", () => {
  const poisoned: LabelledGraph<string> = {
    labelled: (node) => {
      if (node === "poison") throw new Error("asked for the edges of poison");
      return [
        { label: "P", target: "good" },
        { label: "X", target: "poison" },
      ];
    },
  };
  it("never asks behind a dead state, nor where no label leads on", () => {
    expect(queryAll(poisoned, { from: "good", follow: "P*" })).toEqual(["good"]);
    expect(queryAll(poisoned, { from: "good", follow: "X" })).toEqual(["poison"]);
    expect(queryAll(poisoned, { from: "poison", follow: "" })).toEqual(["poison"]);
    expect(queryAll(poisoned, { from: "poison", follow: "P & I" })).toEqual([]);
    expect([...queryPaths(poisoned, { from: "good", follow: "X" })]).toHaveLength(1);
    expect([...queryPaths(poisoned, { from: "poison", follow: "P & I" })]).toEqual([]);
    expect(() => queryAll(poisoned, { from: "good", follow: "X P" })).toThrow("asked");
  });

  it("stops at the first answer, in infinite graphs too, and within bounds", () => {
    const endless: LabelledGraph<number> = { labelled: (n) => [{ label: "n", target: n + 1 }] };
    expect(
      queryFirst(endless, { from: 0, follow: "n*", where: (n) => n === 50 })?.path,
    ).toHaveLength(50);
    expect(queryAll(endless, { from: 0, follow: "n*", maxLength: 2 })).toEqual([0, 1, 2]);
    const paths = queryPaths(endless, { from: 0, follow: "n+" });
    expect(paths.next().value).toMatchObject({ node: 1 });
    expect([
      ...queryPaths(endless, { from: 0, follow: "n*", maxLength: 3, limit: 2 }),
    ]).toHaveLength(2);
    for (const bad of [-1, Number.NaN]) {
      expect(() => queryAll(endless, { from: 0, follow: "n", maxLength: bad })).toThrow(
        "maxLength",
      );
      expect(() => [...queryPaths(endless, { from: 0, follow: "n", limit: bad })]).toThrow("limit");
    }
  });
});

const labels = ["P", "I", "__proto__", ""];
const labelled: fc.Arbitrary<{ nodes: Name[]; edges: Triple[] }> = fc
  .shuffledSubarray([...HOSTILE.slice(0, 10), "a", "b", "c"], { minLength: 1, maxLength: 5 })
  .chain((nodes) =>
    fc
      .array(
        fc.tuple(fc.constantFrom(...nodes), fc.constantFrom(...labels), fc.constantFrom(...nodes)),
        { maxLength: 9 },
      )
      .map((edges) => ({ nodes, edges })),
  );
const follows = [
  "P* I?",
  "P* I*",
  "(P I)*",
  "_ _",
  'P+ | I ""',
  "!(_* I _*)",
  '"__proto__"* P',
  "_* & !P*",
  "()",
];

/** Walk all words up to a length with the automaton run from scratch: no product, no pruning. */
function slowAnswers(
  edges: readonly Triple[],
  from: Name,
  follow: string,
  max: number,
): Map<Name, number> {
  const automaton = compileLabels(follow);
  const best = new Map<Name, number>();
  let level: { node: Name; word: string[] }[] = [{ node: from, word: [] }];
  for (let length = 0; length <= max; length++) {
    for (const { node, word } of level)
      if (!best.has(node) && automaton.matches(word)) best.set(node, length);
    const next = level.flatMap(({ node, word }) =>
      edges
        .filter(([a]) => Object.is(a, node))
        .map(([, name, b]) => ({ node: b, word: [...word, name] })),
    );
    level = next.slice(0, 3000);
  }
  return best;
}

describe("laws", () => {
  it("finds what the slow reading finds, each with a shortest valid witness, free of insertion order", () => {
    fc.assert(
      fc.property(labelled, fc.constantFrom(...follows), ({ nodes, edges }, follow) => {
        const from = nodes[0] as Name;
        const graph = labelledGraph(edges);
        const witnesses = [...queryWitnesses(graph, { from, follow })];
        expect(queryAll(graph, { from, follow })).toEqual(witnesses.map((w) => w.node));
        const slow = slowAnswers(edges, from, follow, 5);
        const automaton = compileLabels(follow);
        for (const [node, length] of slow) {
          const found = witnesses.find((witness) => Object.is(witness.node, node));
          expect(found?.path.length).toBe(length);
        }
        for (const { node, path } of witnesses) {
          expect(automaton.matches(path.map((step) => step.label))).toBe(true);
          let at = from;
          for (const step of path) {
            expect(Object.is(step.source, at)).toBe(true);
            expect(
              edges.some(
                ([a, name, b]) =>
                  Object.is(a, at) && name === step.label && Object.is(b, step.target),
              ),
            ).toBe(true);
            at = step.target;
          }
          expect(Object.is(at, node)).toBe(true);
          if (path.length <= 5) expect(slow.has(node)).toBe(true);
        }
        const sorted = [...witnesses].sort(
          (a, b) => a.path.length - b.path.length || compareNames(a.node, b.node),
        );
        expect(witnesses.map((w) => w.node)).toEqual(sorted.map((w) => w.node));
        expect([...queryWitnesses(labelledGraph([...edges].reverse()), { from, follow })]).toEqual(
          witnesses,
        );
        expect(queryFirst(graph, { from, follow })).toEqual(witnesses[0]);
      }),
      { numRuns: RUNS },
    );
  });

  it("queryPaths gives every path without repeated nodes, each once", () => {
    fc.assert(
      fc.property(labelled, fc.constantFrom(...follows), ({ nodes, edges }, follow) => {
        const from = nodes[0] as Name;
        const automaton = compileLabels(follow);
        const distinct = [
          ...new Map(
            edges.map((edge) => [JSON.stringify(edge.map((x) => [typeof x, String(x)])), edge]),
          ).values(),
        ];
        const slow: string[] = [];
        const text = (name: Name): string => `${typeof name}${String(name)}`;
        const walk = (node: Name, seen: Name[], word: string[]): void => {
          if (automaton.matches(word)) slow.push(`${seen.map(text).join(">")} ${word.join(">")}`);
          for (const [a, name, b] of distinct) {
            if (Object.is(a, node) && !seen.some((x) => Object.is(x, b)))
              walk(b, [...seen, b], [...word, name]);
          }
        };
        walk(from, [from], []);
        const show = ({ path }: Witness<Name>): string =>
          `${[from, ...path.map((step) => step.target)].map(text).join(">")} ${path.map((step) => step.label).join(">")}`;
        const found = [...queryPaths(labelledGraph(distinct), { from, follow })];
        expect(found.map(show).sort()).toEqual(slow.sort());
        expect([...queryPaths(labelledGraph([...distinct].reverse()), { from, follow })]).toEqual(
          found,
        );
      }),
      { numRuns: RUNS },
    );
  });

  it("`_*` is reachability", () => {
    fc.assert(
      fc.property(labelled, ({ nodes, edges }) => {
        const from = nodes[0] as Name;
        const seen = new Set<Name>([from]);
        for (const node of seen) for (const [a, , b] of edges) if (Object.is(a, node)) seen.add(b);
        expect(sortedNames(queryAll(labelledGraph(edges), { from, follow: "_*" }))).toEqual(
          sortedNames(seen),
        );
      }),
      { numRuns: RUNS },
    );
  });
});

describe("graphology", () => {
  it("reads labels from an edge attribute; parallel edges stay apart", () => {
    const graph = new MultiDirectedGraph();
    for (const node of ["user", "host", "nginx"]) graph.addNode(node);
    graph.addEdge("user", "host", { label: "P" });
    graph.addEdge("user", "host", { label: "I" });
    graph.addEdge("host", "nginx", { label: "I", kind: "x" });
    graph.addEdge("nginx", "user", {});
    const view = labelledFromGraphology(graph);
    expect(queryAll(view, { from: "user", follow: "P I" })).toEqual(["nginx"]);
    expect(queryAll(view, { from: "user", follow: "I I" })).toEqual(["nginx"]);
    expect(queryAll(view, { from: "nginx", follow: "_*" })).toEqual(["nginx"]);
    expect(queryAll(labelledFromGraphology(graph, "kind"), { from: "host", follow: "x" })).toEqual([
      "nginx",
    ]);
    expect(queryAll(view, { from: "ghost", follow: "_*" })).toEqual(["ghost"]);
  });

  it("follows undirected edges both ways", () => {
    const graph = new UndirectedGraph();
    graph.mergeEdge("a", "b", { label: "x" });
    expect(queryAll(labelledFromGraphology(graph), { from: "b", follow: "x" })).toEqual(["a"]);
  });
});

it("an answered row may be changed without changing the graph", () => {
  const graph = labelledGraph([["a", "P", "b"]]);
  (graph.labelled("a") as { label: string; target: string }[]).push({ label: "P", target: "z" });
  expect(queryAll(graph, { from: "a", follow: "P" })).toEqual(["b"]);
});

it("a given path may be changed without changing later ones", () => {
  const graph = labelledGraph([
    ["a", "P", "b"],
    ["b", "P", "c"],
  ]);
  const sources: unknown[] = [];
  for (const { path } of queryPaths(graph, { from: "a", follow: "P+" })) {
    sources.push(path[0]?.source);
    Object.assign(path[0] as object, { source: "elsewhere" });
  }
  expect(sources).toEqual(["a", "a"]);
});

it("parallel edges of one label are one step, so no witness comes twice", () => {
  const twice: Triple[] = [
    ["a", "P", "b"],
    ["a", "Q", "b"],
    ["a", "P", "b"],
  ];
  const found = [...queryPaths(labelledGraph(twice), { from: "a", follow: "_" })];
  expect(found.map(({ path }) => path[0]?.label)).toEqual(["P", "Q"]);
});
