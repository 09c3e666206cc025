import { buildCsr, reverseCsr } from "../csr/build-csr.ts";
import type { Csr } from "../csr/csr.ts";
import type { Key } from "./graph-input.ts";
import type { Loader } from "./loader.ts";
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
  /** Incoming edges, computed when first asked for and then kept. */
  incoming(): Csr;
  /** The rank of a node; -1 when it is not in the graph. */
  indexOf(node: N): number;
  /** A node's key, when the graph was given one. */
  readonly key: Key<N> | undefined;
}

/** Freezes what a loader collected. `reversed`: the loose edges point from target to source. */
export function freeze<N>(
  loader: Loader<N>,
  key: Key<N> | undefined,
  reversed = false,
): CompiledGraph<N> {
  const order = loader.nodes.length;
  const sorted = sortByKey(loader.nodes, key);
  const rank = new Int32Array(order);
  const nodes = new Array<N>(order);
  for (let r = 0; r < order; r++) {
    const id = sorted[r] as number;
    rank[id] = r;
    nodes[r] = loader.nodes[id] as N;
  }
  const [sources, targets, count] = [loader.sources(), loader.targets(), loader.count];
  for (let e = 0; e < count; e++) {
    sources[e] = rank[sources[e] as number] as number;
    targets[e] = rank[targets[e] as number] as number;
  }
  const out = reversed
    ? buildCsr(order, targets, sources, count)
    : buildCsr(order, sources, targets, count);
  const ids = loader.ids;
  return compiledGraph(nodes, out, key, (node) => {
    const id = ids.get(node);
    return id === undefined ? -1 : (rank[id] as number);
  });
}

/** The frozen record itself, from parts that are already ranked. */
export function compiledGraph<N>(
  nodes: readonly N[],
  out: Csr,
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
    incoming: () => {
      back ??= reverseCsr(out);
      return back;
    },
    indexOf,
    key,
  });
}
