import { compile } from "../compile/compile.ts";
import type { GraphInput, Keyed } from "../compile/graph-input.ts";
import { ranksOf } from "../compile/index-of.ts";
import { sortNodes } from "../compile/sort-nodes.ts";

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
  /** The number of a node to start from. @throws GraphError `unknown-node` when compiled. */
  start(node: N): number;
  node(index: number): N;
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
    start: (node) => ranksOf(compiled, [node])[0] as number,
    node: (index) => compiled.nodes[index] as N,
    row: (index) => targets.subarray(offsets[index], offsets[index + 1]),
  };
}

/** Is it given by successor functions, to be asked lazily? */
export function isWalkable<N>(graph: WalkInput<N>): graph is Walkable<N> {
  return typeof graph === "object" && graph !== null && "successors" in graph;
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
      nodes.push(node);
    }
    return id;
  };
  return {
    start: intern,
    node: (index) => nodes[index] as N,
    row: (index) => {
      let row = rows[index];
      if (row === undefined) {
        const found = new Set(graph.successors(nodes[index] as N) ?? []);
        row = Array.from(sorted ? sortNodes(found, graph.key) : found, intern);
        rows[index] = row;
      }
      return row;
    },
  };
}
