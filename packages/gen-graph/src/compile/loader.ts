import { buildCsr } from "../csr/build-csr.ts";

/** Collects nodes and loose edges: each node interned once by `Map` identity, in order of arrival. */
export interface Loader<N> {
  readonly ids: Map<N, number>;
  readonly nodes: N[];
  intern(node: N): number;
  edge(source: number, target: number): void;
  sources(): Int32Array;
  targets(): Int32Array;
  readonly count: number;
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
    intern: (node) => {
      const known = ids.get(node);
      if (known !== undefined) return known;
      const id = nodes.length;
      ids.set(node, id);
      // `Map` takes -0 for 0; so must the list.
      nodes.push(Object.is(node, -0) ? (0 as N) : node);
      return id;
    },
    edge: (source, target) => {
      if (count === sources.length) {
        sources = grown(sources);
        targets = grown(targets);
      }
      sources[count] = source;
      targets[count++] = target;
    },
    sources: () => sources,
    targets: () => targets,
    get count() {
      return count;
    },
    compact: () => {
      const { offsets, targets: rows } = buildCsr(nodes.length, sources, targets, count);
      count = rows.length;
      targets.set(rows);
      for (let u = 0; u < nodes.length; u++) {
        sources.fill(u, offsets[u], offsets[u + 1]);
      }
    },
  };
}

function grown(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const bigger = new Int32Array(array.length * 2);
  bigger.set(array);
  return bigger;
}
