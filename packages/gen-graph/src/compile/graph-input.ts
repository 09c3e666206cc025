import type { Algebraic } from "../algebra/algebraic.ts";
import type { CompiledGraph } from "./compiled-graph.ts";

/**
 * Who a node is: by `Map` identity, so `1` and `"1"` differ and any string is a legal node. `key`
 * gives each node the text by which results are ordered (code-unit order, never a locale). Without
 * it strings and numbers order themselves; objects, functions and symbols need one.
 */
export interface Keyed<N> {
  readonly key?: Key<N> | undefined;
}

/**
 * The text that a node is ordered and named by. (Declared through a method, so that a graph of `"a"
 * | "b"` may stand where a graph of strings is asked for.)
 */
export type Key<N> = { of(node: N): string }["of"];

/** What happens to an edge whose end is not among `nodes`. */
export interface Dangling {
  /**
   * `refuse`: an error that lists all of them. `include`: the end becomes a node.
   * @default "refuse"
   */
  readonly dangling?: "refuse" | "include" | undefined;
}

/** A graph as functions: its nodes, and where the edges of one node lead (`undefined`: nowhere). */
export interface Accessors<N> extends Keyed<N>, Dangling {
  readonly nodes: Iterable<N>;
  successors(node: N): Iterable<N> | undefined;
}

/** The same the other way round, for “depends on”: the edges of a node come *from* these. */
export interface ReverseAccessors<N> extends Keyed<N>, Dangling {
  readonly nodes: Iterable<N>;
  predecessors(node: N): Iterable<N> | undefined;
}

/** A graph as pairs `[source, target]`; `nodes` adds nodes without edges. */
export interface EdgeList<N> extends Keyed<N> {
  readonly edges: Iterable<readonly [N, N]>;
  readonly nodes?: Iterable<N> | undefined;
}

/** The part of a graphology graph that reading one needs. Any graphology `Graph` fits. */
export interface GraphologyLike<N> {
  readonly order: number;
  readonly size: number;
  readonly undirectedSize: number;
  getAttribute(name: string): unknown;
  nodes(): N[];
  forEachDirectedEdge(
    callback: (edge: string, attributes: object, source: N, target: N) => void,
  ): void;
}

/** Everything the algorithms take. Duplicate nodes and parallel edges count once. */
export type GraphInput<N> =
  | CompiledGraph<N>
  | Accessors<N>
  | ReverseAccessors<N>
  | EdgeList<N>
  | Algebraic<N>
  | GraphologyLike<N>;
