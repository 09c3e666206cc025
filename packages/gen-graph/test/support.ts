import * as fc from "fast-check";

/** Names that break plain objects, collide when turned into text, or look special. */
export const HOSTILE: readonly (string | number)[] = [
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "valueOf",
  "",
  "1",
  1,
  0,
  "0",
  "~",
  "~s:a",
  "~n:1",
  "a b",
  "é",
  "\u0000",
  "\ud800",
  "undefined",
  "null",
  Number.NaN,
  "NaN",
  -1.5,
  "-1.5",
  1e300,
];

export type Name = string | number;
export type Pairs = readonly (readonly [Name, Name])[];
export interface Drawn {
  readonly nodes: readonly Name[];
  readonly edges: Pairs;
}

/** Small graphs over hostile names, cyclic or not, in any order, with duplicates. */
export function graphs(options: { acyclic?: boolean; max?: number } = {}): fc.Arbitrary<Drawn> {
  return fc
    .shuffledSubarray([...HOSTILE, ..."abcdefgh"], { minLength: 1, maxLength: options.max ?? 7 })
    .chain((nodes) => {
      const index = fc.nat({ max: nodes.length - 1 });
      return fc.array(fc.tuple(index, index), { maxLength: nodes.length * 3 }).map(
        (pairs): Drawn => ({
          nodes,
          edges: pairs
            .filter(([a, b]) => options.acyclic !== true || a < b)
            .map(([a, b]) => [nodes[a] as Name, nodes[b] as Name] as const),
        }),
      );
    });
}

/** The same graph, its nodes and edges in another order. */
export function shuffled(drawn: Drawn, seed: number): Drawn {
  let state = seed | 1;
  const random = (): number => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return state;
  };
  const mix = <T>(list: readonly T[]): T[] =>
    list
      .map((item) => [random(), item] as const)
      .sort((a, b) => a[0] - b[0])
      .map((pair) => pair[1]);
  return { nodes: mix(drawn.nodes), edges: mix(drawn.edges) };
}

/** The slow way: reach by at least one edge, as a matrix, by Warshall. */
export function reachMatrix({ nodes, edges }: Drawn): boolean[][] {
  const at = new Map(nodes.map((node, i) => [node, i]));
  const matrix = nodes.map(() => nodes.map(() => false));
  for (const [a, b] of edges)
    (matrix[at.get(a) as number] as boolean[])[at.get(b) as number] = true;
  for (let k = 0; k < nodes.length; k++)
    for (let i = 0; i < nodes.length; i++)
      for (let j = 0; j < nodes.length; j++)
        if (matrix[i]?.[k] && matrix[k]?.[j]) (matrix[i] as boolean[])[j] = true;
  return matrix;
}

/** The order of nodes when no key is given: numbers by value (NaN last), then strings by code units. */
export function compareNames(a: Name, b: Name): number {
  if (typeof a !== typeof b) return typeof a === "number" ? -1 : 1;
  if (typeof a === "number" && typeof b === "number") {
    if (Number.isNaN(a) || Number.isNaN(b))
      return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
    return a - b;
  }
  return a < b ? -1 : a > b ? 1 : 0;
}

export function sortedNames(names: Iterable<Name>): Name[] {
  return [...names].sort(compareNames);
}

/** Edges as text, sorted, each once: two graphs are equal when these are. */
export function edgeSet(edges: Pairs): string[] {
  const text = (node: Name): string => `${typeof node}:${node}`;
  return [...new Set(edges.map(([a, b]) => `${text(a)} → ${text(b)}`))].sort();
}

/** A caught error, or a failure when nothing was thrown. */
export function caught(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}

export const RUNS: number = process.env.SLOW === "1" ? 5000 : 300;
