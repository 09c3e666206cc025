import { buildCsr, sameRank } from "../csr/build-csr.ts";
import { plainZero } from "./plain-zero.ts";

/** Nodes in order of arrival, each once, and edges between their numbers, possibly parallel. */
export interface Loose<N> {
  readonly ids: Map<N, number>;
  readonly nodes: N[];
  /** The first `count` are edges. */
  readonly sources: Int32Array;
  readonly targets: Int32Array;
  readonly count: number;
}

/** Collects a loose graph whose size is not known beforehand. */
export interface Loader<N> extends Loose<N> {
  /** The number of a node, new or known: by `Map` identity. */
  intern(node: N): number;
  edge(source: number, target: number): void;
  /** Drops parallel edges. */
  compact(): void;
}

/** An empty loader; `expected` edges fit before its arrays grow. */
export function createLoader<N>(expected = 1024): Loader<N> {
  const ids = new Map<N, number>();
  const nodes: N[] = [];
  let sources = new Int32Array(Math.max(expected, 16));
  let targets = new Int32Array(sources.length);
  let count = 0;
  return {
    ids,
    nodes,
    get sources() {
      return sources;
    },
    get targets() {
      return targets;
    },
    get count() {
      return count;
    },
    intern: (node) => internNode(ids, nodes, node),
    edge: (source, target) => {
      if (count === sources.length) {
        sources = grown(sources);
        targets = grown(targets);
      }
      sources[count] = source;
      targets[count++] = target;
    },
    compact: () => {
      const { offsets, targets: rows } = buildCsr(
        sameRank(nodes.length),
        sources,
        targets,
        count,
      ).out;
      count = rows.length;
      targets.set(rows);
      for (let u = 0; u < nodes.length; u++) sources.fill(u, offsets[u], offsets[u + 1]);
    },
  };
}

/** The number of a node, new or known. */
export function internNode<N>(ids: Map<N, number>, nodes: N[], node: N): number {
  const known = ids.get(node);
  if (known !== undefined) return known;
  const id = nodes.length;
  ids.set(node, id);
  nodes.push(plainZero(node));
  return id;
}

function grown(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const bigger = new Int32Array(array.length * 2);
  bigger.set(array);
  return bigger;
}
