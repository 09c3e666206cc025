import type { Keyed } from "../compile/graph-input.ts";

/** An edge as seen from its source. */
export interface LabelledEdge<N> {
  readonly label: string;
  readonly target: N;
}

/**
 * A graph with labelled edges, as a function; asked only about nodes that a query reaches. Parallel
 * edges with different labels are different edges. `key` orders answers as everywhere.
 */
export interface LabelledGraph<N> extends Keyed<N> {
  labelled(node: N): Iterable<LabelledEdge<N>> | undefined;
}

/** A labelled graph from `[source, label, target]`. */
export function labelledGraph<N>(
  edges: Iterable<readonly [source: N, label: string, target: N]>,
  { key }: Keyed<N> = {},
): LabelledGraph<N> {
  const rows = new Map<N, LabelledEdge<N>[]>();
  for (const [source, label, target] of edges) {
    const edge = Object.freeze({ label, target });
    const row = rows.get(source);
    if (row === undefined) rows.set(source, [edge]);
    else row.push(edge);
  }
  // A copy: whoever sorts what is answered must not change what is answered next.
  return { labelled: (node) => rows.get(node)?.slice(), key };
}
