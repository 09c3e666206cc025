import { type BuiltCsr, buildCsr, reverseCsr } from "../csr/build-csr.ts";
import type { Csr } from "../csr/csr.ts";
import type { Key } from "./graph-input.ts";
import type { Loose } from "./loader.ts";
import { sortByKey } from "./rank.ts";

/**
 * A graph frozen into typed arrays. Nodes are numbered by the order of their keys, so every result
 * computed from the numbers is independent of the order of insertion. Rows are sorted and free of
 * parallel edges.
 */
export interface CompiledGraph<N> {
  readonly kind: "compiled-graph";
  /** The nodes by rank: smallest key first. */
  readonly nodes: readonly N[];
  /** How many nodes. */
  readonly order: number;
  /** How many edges. */
  readonly size: number;
  /** Outgoing edges: see {@link Csr}. */
  readonly out: Csr;
  /** How many edges end in each node. */
  readonly inDegree: Int32Array;
  /** Incoming edges, computed when first asked for and then kept. */
  incoming(): Csr;
  /** The rank of a node; -1 when it is not in the graph. */
  indexOf(node: N): number;
  /** A node's key, when the graph was given one. */
  readonly key: Key<N> | undefined;
}

/** Freezes a loose graph, whose arrays it overwrites. `reversed`: the loose edges point from target to source. */
export function freeze<N>(
  loose: Loose<N>,
  key: Key<N> | undefined,
  reversed = false,
): CompiledGraph<N> {
  const { ids, sources, targets, count } = loose;
  const order = loose.nodes.length;
  const sorted = sortByKey(loose.nodes, key);
  const rank = new Int32Array(order);
  const nodes = new Array<N>(order);
  for (let r = 0; r < order; r++) {
    const id = sorted[r] as number;
    rank[id] = r;
    nodes[r] = loose.nodes[id] as N;
  }
  const built = reversed
    ? buildCsr(rank, targets, sources, count)
    : buildCsr(rank, sources, targets, count);
  return compiledGraph(nodes, built, key, (node) => {
    const id = ids.get(node);
    return id === undefined ? -1 : (rank[id] as number);
  });
}

/** The frozen record itself, from parts that are already ranked. */
export function compiledGraph<N>(
  nodes: readonly N[],
  { out, inDegree }: BuiltCsr,
  key: Key<N> | undefined,
  indexOf: (node: N) => number,
  known?: Csr,
): CompiledGraph<N> {
  let back = known;
  return Object.freeze({
    kind: "compiled-graph",
    nodes,
    order: nodes.length,
    size: out.targets.length,
    out,
    inDegree,
    incoming: () => {
      back ??= reverseCsr(out, inDegree);
      return back;
    },
    indexOf,
    key,
  });
}
