import { compile } from "../compile/compile.ts";
import type { CompiledGraph } from "../compile/compiled-graph.ts";
import type { GraphInput } from "../compile/graph-input.ts";

/** What changed between two graphs, each list by key. */
export interface GraphDiff<N> {
  readonly nodes: {
    readonly added: readonly N[];
    readonly removed: readonly N[];
    /** Nodes of both that `same` tells apart. */
    readonly changed: readonly { readonly before: N; readonly after: N }[];
  };
  readonly edges: {
    readonly added: readonly (readonly [N, N])[];
    readonly removed: readonly (readonly [N, N])[];
  };
  /** Nothing was added, removed or changed. */
  readonly isEmpty: boolean;
}

/** Settings of {@link diff}. */
export interface DiffOptions<N> {
  /** Are the contents of a node the same in both? Asked for nodes of one key. @default always */
  readonly same?: ((before: N, after: N) => boolean) | undefined;
}

/**
 * The difference of two graphs. A node is the same in both when its key is, or, in graphs without
 * keys, when it is the same value; so graphs of objects that were built apart can be compared.
 */
export function diff<N>(
  before: GraphInput<N>,
  after: GraphInput<N>,
  { same }: DiffOptions<N> = {},
): GraphDiff<N> {
  const [old, now] = [compile(before), compile(after)];
  const [inOld, inNow] = [finder(old), finder(now)];
  const changed: { before: N; after: N }[] = [];
  if (same !== undefined) {
    for (const node of now.nodes) {
      const i = inOld(node);
      if (i !== -1 && !same(old.nodes[i] as N, node))
        changed.push({ before: old.nodes[i] as N, after: node });
    }
  }
  const nodes = {
    added: now.nodes.filter((node) => inOld(node) === -1),
    removed: old.nodes.filter((node) => inNow(node) === -1),
    changed,
  };
  const edges = { added: edgesOnlyIn(now, old, inOld), removed: edgesOnlyIn(old, now, inNow) };
  const lists = [nodes.added, nodes.removed, changed, edges.added, edges.removed];
  return { nodes, edges, isEmpty: lists.every((list) => list.length === 0) };
}

/** The rank of a node of the *other* graph, by key where there are keys. */
function finder<N>(graph: CompiledGraph<N>): (node: N) => number {
  const key = graph.key;
  if (key === undefined) return graph.indexOf;
  const byKey = new Map(graph.nodes.map((node, i) => [key(node), i]));
  return (node) => byKey.get(key(node)) ?? -1;
}

function edgesOnlyIn<N>(
  graph: CompiledGraph<N>,
  other: CompiledGraph<N>,
  find: (node: N) => number,
): (readonly [N, N])[] {
  const ranks = graph.nodes.map(find);
  const { offsets, targets } = graph.out;
  const only: (readonly [N, N])[] = [];
  const mark = new Int32Array(other.order).fill(-1);
  for (let u = 0; u < graph.order; u++) {
    const v = ranks[u] as number;
    if (v !== -1) {
      for (let e = other.out.offsets[v] as number; e < (other.out.offsets[v + 1] as number); e++) {
        mark[other.out.targets[e] as number] = u;
      }
    }
    for (let e = offsets[u] as number; e < (offsets[u + 1] as number); e++) {
      const target = targets[e] as number;
      const there = ranks[target] as number;
      if (there === -1 || mark[there] !== u) {
        only.push([graph.nodes[u] as N, graph.nodes[target] as N]);
      }
    }
  }
  return only;
}

/** Do two graphs have the same nodes and the same edges? */
export function sameGraph<N>(a: GraphInput<N>, b: GraphInput<N>): boolean {
  return diff(a, b).isEmpty;
}
