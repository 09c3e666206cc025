import * as fc from "fast-check";
import {
  compile,
  findCycles,
  GraphError,
  generations,
  isAcyclic,
  strongComponents,
  topologicalOrder,
  tryTopologicalOrder,
} from "gen-graph";
import { DirectedGraph } from "graphology";
import { describe, expect, it } from "vitest";
import { smallestOrder } from "../src/csr/kahn.ts";
import {
  caught,
  compareNames,
  type Drawn,
  graphs,
  HOSTILE,
  type Name,
  RUNS,
  reachMatrix,
  shuffled,
  sortedNames,
} from "./support.ts";

/** The slow way: take the smallest node without unplaced sources, again and again. */
function slowOrder({ nodes, edges }: Drawn): Name[] | undefined {
  const left = new Set(sortedNames(nodes));
  const order: Name[] = [];
  while (left.size > 0) {
    const next = [...left].find(
      (node) => !edges.some(([a, b]) => Object.is(b, node) && left.has(a)),
    );
    if (next === undefined) return undefined;
    left.delete(next);
    order.push(next);
  }
  return order;
}

describe("topologicalOrder: conformance", () => {
  const table: { name: string; edges: [string, string][]; nodes?: string[]; order: string[] }[] = [
    { name: "nothing", edges: [], order: [] },
    { name: "one node", edges: [], nodes: ["a"], order: ["a"] },
    {
      name: "a chain against the keys",
      edges: [
        ["c", "b"],
        ["b", "a"],
      ],
      order: ["c", "b", "a"],
    },
    { name: "independent nodes by key", edges: [], nodes: ["c", "a", "b"], order: ["a", "b", "c"] },
    {
      name: "a diamond",
      edges: [
        ["d", "b"],
        ["d", "c"],
        ["b", "a"],
        ["c", "a"],
      ],
      order: ["d", "b", "c", "a"],
    },
    {
      name: "smallest first, not level by level",
      edges: [["a", "c"]],
      nodes: ["b", "z"],
      order: ["a", "b", "c", "z"],
    },
    {
      name: "parallel edges count once",
      edges: [
        ["a", "b"],
        ["a", "b"],
        ["a", "b"],
      ],
      order: ["a", "b"],
    },
    {
      name: "upper case before lower case, no locale",
      edges: [],
      nodes: ["ä", "b", "B", "a"],
      order: ["B", "a", "b", "ä"],
    },
    {
      name: "code units, not code points",
      edges: [],
      nodes: ["\u{1F600}", "\uFF5E"],
      order: ["\u{1F600}", "\uFF5E"],
    },
  ];
  for (const { name, edges, nodes, order } of table) {
    it(name, () => expect(topologicalOrder({ edges, nodes })).toEqual(order));
  }

  it("takes accessors both ways, graphology and compiled graphs", () => {
    const edges = [
      ["b", "a"],
      ["a", "c"],
    ] as const;
    const nodes = ["a", "b", "c"];
    const successors = (n: string): string[] => edges.filter(([s]) => s === n).map(([, t]) => t);
    const predecessors = (n: string): string[] => edges.filter(([, t]) => t === n).map(([s]) => s);
    const graphology = new DirectedGraph();
    for (const [s, t] of edges) graphology.mergeEdge(s, t);
    for (const graph of [
      { edges },
      { nodes, successors },
      { nodes, predecessors },
      graphology,
      compile({ edges }),
    ]) {
      expect(topologicalOrder(graph)).toEqual(["b", "a", "c"]);
    }
  });

  it("orders objects by their key, and numbers by value", () => {
    const [x, y, z] = [{ id: "x" }, { id: "y" }, { id: "z" }];
    const key = (node: { id: string }): string => node.id;
    expect(
      topologicalOrder({ nodes: [z, x, y], successors: (n) => (n === z ? [x] : []), key }),
    ).toEqual([y, z, x]);
    expect(topologicalOrder({ edges: [], nodes: [10, 9, -1, 100] })).toEqual([-1, 9, 10, 100]);
  });

  it("keeps hostile names apart", () => {
    const order = topologicalOrder<Name>({
      edges: [
        ["1", 1],
        [1, "__proto__"],
        ["__proto__", ""],
        ["", "constructor"],
      ],
    });
    expect(order).toEqual(["1", 1, "__proto__", "", "constructor"]);
    expect(topologicalOrder({ edges: [], nodes: HOSTILE })).toEqual(sortedNames(HOSTILE));
  });
});

describe("topologicalOrder: laws", () => {
  it("is the smallest order by key, and exists exactly when there is no cycle", () => {
    fc.assert(
      fc.property(graphs(), (drawn) => {
        const result = tryTopologicalOrder(drawn);
        const slow = slowOrder(drawn);
        expect(result.ok ? result.order : undefined).toEqual(slow);
        expect(isAcyclic(drawn)).toBe(slow !== undefined);
      }),
      { numRuns: RUNS },
    );
  });

  it("does not depend on the order of nodes and edges", () => {
    fc.assert(
      fc.property(graphs(), fc.integer(), (drawn, seed) => {
        expect(tryTopologicalOrder(shuffled(drawn, seed))).toEqual(tryTopologicalOrder(drawn));
      }),
      { numRuns: RUNS },
    );
  });

  it("follows the key, whatever it is", () => {
    fc.assert(
      fc.property(graphs({ acyclic: true }), fc.integer(), (drawn, seed) => {
        const { nodes } = shuffled({ nodes: HOSTILE, edges: [] }, seed);
        const all = [...nodes, ..."abcdefgh"];
        const key = (node: Name): string =>
          String.fromCharCode(65 + all.findIndex((x) => Object.is(x, node)));
        const order = topologicalOrder({ ...drawn, key });
        const renamed = topologicalOrder({
          nodes: drawn.nodes.map(key),
          edges: drawn.edges.map(([a, b]) => [key(a), key(b)] as const),
        });
        expect(order.map(key)).toEqual(renamed);
      }),
      { numRuns: RUNS },
    );
  });
});

describe("cycles", () => {
  it("reports every cyclic component with one ordered cycle each", () => {
    const edges = [
      ["b", "a"],
      ["a", "b"],
      ["b", "c"],
      ["x", "x"],
      ["q", "p"],
      ["p", "r"],
      ["r", "q"],
      ["c", "x"],
    ] as const;
    const error = caught(() => topologicalOrder({ edges }));
    expect(error).toBeInstanceOf(GraphError);
    const { code, issues, message } = error as GraphError;
    expect(code).toBe("cycle");
    expect(issues.map((issue) => [issue.members, issue.culprits])).toEqual([
      [
        ["a", "b"],
        ["a", "b"],
      ],
      [
        ["p", "q", "r"],
        ["p", "r", "q"],
      ],
      [["x"], ["x"]],
    ]);
    expect(message).toContain('"p" → "r" → "q" → "p"');
    expect(message).toContain('"x" → "x"');
    expect(caught(() => generations({ edges }))).toMatchObject({ code: "cycle", issues });
  });

  it("agrees with mutual reachability, and every path is a simple cycle of real edges", () => {
    fc.assert(
      fc.property(graphs(), fc.integer(), (drawn, seed) => {
        const cycles = findCycles(drawn);
        const matrix = reachMatrix(drawn);
        const at = (node: Name): number => drawn.nodes.findIndex((x) => Object.is(x, node));
        const cyclic = drawn.nodes.filter((_, i) => matrix[i]?.[i]);
        expect(sortedNames(cycles.flatMap((cycle) => cycle.members))).toEqual(sortedNames(cyclic));
        for (const { members, path } of cycles) {
          for (const a of members)
            for (const b of members) expect(matrix[at(a)]?.[at(b)]).toBe(true);
          expect(members).toEqual(sortedNames(members));
          expect(new Set(path).size).toBe(path.length);
          expect(path[0]).toBe(members[0]);
          path.forEach((node, i) => {
            const next = path[(i + 1) % path.length] as Name;
            expect(drawn.edges.some(([a, b]) => Object.is(a, node) && Object.is(b, next))).toBe(
              true,
            );
          });
        }
        const firsts = cycles.map((cycle) => cycle.members[0] as Name);
        expect(firsts).toEqual([...firsts].sort(compareNames));
        expect(findCycles(shuffled(drawn, seed))).toEqual(cycles);
      }),
      { numRuns: RUNS },
    );
  });
});

describe("generations", () => {
  it("puts each node one level behind its last source", () => {
    const edges = [
      ["a", "b"],
      ["b", "c"],
      ["a", "c"],
      ["z", "c"],
    ] as const;
    expect(generations({ edges, nodes: ["q"] })).toEqual([["a", "q", "z"], ["b"], ["c"]]);
    expect(generations({ edges: [] })).toEqual([]);
  });

  it("is the length of the longest path to each node", () => {
    fc.assert(
      fc.property(graphs({ acyclic: true }), fc.integer(), (drawn, seed) => {
        const levels = generations(drawn);
        const longest = (node: Name): number =>
          Math.max(
            0,
            ...drawn.edges.filter(([, b]) => Object.is(b, node)).map(([a]) => longest(a) + 1),
          );
        levels.forEach((level, depth) => {
          expect(level).toEqual(sortedNames(level));
          for (const node of level) expect(longest(node)).toBe(depth);
        });
        expect(levels.flat().length).toBe(drawn.nodes.length);
        expect(generations(shuffled(drawn, seed))).toEqual(levels);
      }),
      { numRuns: RUNS },
    );
  });
});

describe("large orders", () => {
  it("count any number of sources", () => {
    for (const sources of [254, 255, 256, 257, 510, 511, 1000]) {
      const edges = Array.from({ length: sources }, (_, i) => [i, -1] as const);
      expect(topologicalOrder({ edges })).toEqual([...edges.map(([a]) => a), -1]);
      expect(generations({ edges }).length).toBe(2);
      expect(strongComponents({ edges }).length).toBe(sources + 1);
      expect(findCycles({ edges: [...edges, [-1, 7]] })).toEqual([
        { members: [-1, 7], path: [-1, 7] },
      ]);
    }
  });

  it("stay the smallest across every level of the ready set", () => {
    let state = 7;
    const random = (below: number): number => {
      state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
      return state % below;
    };
    for (const n of [31, 32, 33, 1023, 1024, 1025, 32_768, 32_769, 70_000]) {
      const rank = Array.from({ length: n }, (_, i) => i);
      for (let i = n - 1; i > 0; i--) {
        const j = random(i + 1);
        [rank[i], rank[j]] = [rank[j] as number, rank[i] as number];
      }
      const edges = Array.from({ length: n }, (): [number, number] => {
        const [a, b] = [random(n), random(n)];
        return [rank[Math.min(a, b)] as number, rank[Math.max(a, b)] as number];
      }).filter(([a, b]) => a !== b);
      const { out } = compile({ edges, nodes: rank });
      const order = smallestOrder(out);
      expect(order.length).toBe(n);
      const place = new Int32Array(n);
      order.forEach((v, i) => {
        place[v] = i;
      });
      const ready = new Int32Array(n).fill(-1);
      let valid = true;
      for (const [a, b] of edges) {
        valid &&= (place[a] as number) < (place[b] as number);
        ready[b] = Math.max(ready[b] as number, place[a] as number);
      }
      expect(valid).toBe(true);
      // Smallest: whoever is placed after a larger node was made ready by it.
      let smallest = true;
      let largest = -1;
      order.forEach((v, i) => {
        if (i > 0 && (order[i - 1] as number) > v) smallest &&= ready[v] === i - 1;
        largest = Math.max(largest, v);
      });
      expect(smallest).toBe(true);
      expect(largest).toBe(n - 1);
    }
  });
});
