import { compile } from "../compile/compile.ts";
import type { GraphInput, Key, Keyed } from "../compile/graph-input.ts";
import { ranksOf } from "../compile/index-of.ts";
import { iterable } from "../compile/not-a-graph.ts";
import { plainZero } from "../compile/plain-zero.ts";
import { sortNodes } from "../compile/sort-nodes.ts";
import { show } from "../error/show.ts";
import { isGraphology } from "../graphology/compile-graphology.ts";

/** Only where edges lead: enough for everything that starts at a node. May be infinite. */
export interface Walkable<N> extends Keyed<N> {
  successors(node: N): Iterable<N> | undefined;
}

/**
 * What walks take. Accessor functions are asked only about nodes that are reached (`nodes` is not
 * looked at); all other forms are compiled.
 */
export type WalkInput<N> = GraphInput<N> | Walkable<N>;

/** A graph with small integers for nodes, compiled or discovered while walking. */
export interface Rows<N> {
  /**
   * The numbers of nodes to start from, as they are taken. @throws GraphError `unknown-node` when
   * compiled, naming all that are.
   */
  starts(nodes: Iterable<N>): Iterable<number>;
  /** The numbers of the two ends of a path; both are named when neither is known. */
  between(from: N, to: N): readonly [number, number];
  node(index: number): N;
  readonly key: Key<N> | undefined;
  /** Successors, each once. */
  row(index: number): ArrayLike<number>;
}

/**
 * Numbers for a walk. `sorted`: each row by key, so that ties do not depend on the accessor's order;
 * otherwise accessors keep theirs.
 */
export function rowsOf<N>(graph: WalkInput<N>, sorted: boolean): Rows<N> {
  if (isWalkable(graph)) return lazyRows(graph, sorted);
  const compiled = compile(graph);
  const { offsets, targets } = compiled.out;
  return {
    starts: (nodes) => ranksOf(compiled, nodes),
    between: (from, to) => ranksOf(compiled, [from, to]) as [number, number],
    node: (index) => compiled.nodes[index] as N,
    key: compiled.key,
    row: (index) => targets.subarray(offsets[index], offsets[index + 1]),
  };
}

/** Is it given by successor functions, to be asked lazily? */
export function isWalkable<N>(graph: WalkInput<N>): graph is Walkable<N> {
  return (
    typeof graph === "object" && graph !== null && "successors" in graph && !isGraphology(graph)
  );
}

function lazyRows<N>(graph: Walkable<N>, sorted: boolean): Rows<N> {
  const ids = new Map<N, number>();
  const nodes: N[] = [];
  const rows: (readonly number[])[] = [];
  const intern = (node: N): number => {
    let id = ids.get(node);
    if (id === undefined) {
      id = nodes.length;
      ids.set(node, id);
      nodes.push(plainZero(node));
    }
    return id;
  };
  function* interned(starts: Iterable<N>): Generator<number, void> {
    for (const node of starts) yield intern(node);
  }
  return {
    starts: interned,
    between: (from, to) => [intern(from), intern(to)],
    node: (index) => nodes[index] as N,
    key: graph.key,
    row: (index) => {
      let row = rows[index];
      if (row === undefined) {
        const node = nodes[index] as N;
        const given = graph.successors(node) ?? [];
        const found = new Set(iterable(given, () => `\`successors\` of ${show(node, graph.key)}`));
        row = Array.from(sorted ? sortNodes(found, graph.key) : found, intern);
        rows[index] = row;
      }
      return row;
    },
  };
}
