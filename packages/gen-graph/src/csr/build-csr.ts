import type { Csr } from "./csr.ts";

/** Rows, and how many edges end in each node. */
export interface BuiltCsr {
  readonly out: Csr;
  readonly inDegree: Int32Array;
}

/**
 * Rows from `count` loose edges in O(n + m): bucket by target, then walk the targets in order and
 * append to each source, which leaves every row sorted; then drop parallel edges in place. `rank`
 * renumbers the nodes on the way. The edge arrays are given away: they are overwritten, and the result
 * may live in one of them.
 */
export function buildCsr(
  rank: Int32Array,
  sources: Int32Array,
  targets: Int32Array,
  count: number,
): BuiltCsr {
  const order = rank.length;
  const inDegree = new Int32Array(order);
  const offsets = new Int32Array(order + 1);
  for (let e = 0; e < count; e++) {
    const source = rank[sources[e] as number] as number;
    const target = rank[targets[e] as number] as number;
    sources[e] = source;
    targets[e] = target;
    (inDegree[target] as number)++;
    (offsets[source + 1] as number)++;
  }
  const next = new Int32Array(order);
  let sum = 0;
  for (let v = 0; v < order; v++) {
    next[v] = sum;
    sum += inDegree[v] as number;
    (offsets[v + 1] as number) += offsets[v] as number;
  }
  const byTarget = new Int32Array(count);
  for (let e = 0; e < count; e++) {
    const target = targets[e] as number;
    const place = next[target] as number;
    next[target] = place + 1;
    byTarget[place] = sources[e] as number;
  }
  // The sources are in `byTarget` now.
  const rows = sources.length === count ? sources : new Int32Array(count);
  let from = 0;
  for (let v = 0; v < order; v++) {
    const to = next[v] as number;
    for (; from < to; from++) {
      const source = byTarget[from] as number;
      const place = offsets[source] as number;
      offsets[source] = place + 1;
      rows[place] = v;
    }
  }
  return { out: closeRows(order, offsets, rows, inDegree), inDegree };
}

/** The numbering that changes nothing. */
export function sameRank(order: number): Int32Array {
  const rank = new Int32Array(order);
  for (let v = 0; v < order; v++) rank[v] = v;
  return rank;
}

/** `ends[u]` is where row `u` ends. Turns ends into starts, and drops duplicates. */
function closeRows(order: number, ends: Int32Array, rows: Int32Array, inDegree: Int32Array): Csr {
  let read = 0;
  let write = 0;
  for (let u = 0; u < order; u++) {
    const end = ends[u] as number;
    ends[u] = write;
    let last = -1;
    for (; read < end; read++) {
      const target = rows[read] as number;
      if (target === last) {
        (inDegree[target] as number)--;
        continue;
      }
      rows[write++] = target;
      last = target;
    }
  }
  ends[order] = write;
  return { offsets: ends, targets: write === rows.length ? rows : rows.slice(0, write) };
}

/** The same edges the other way round, rows sorted. O(n + m). */
export function reverseCsr({ offsets, targets }: Csr, inDegree: Int32Array): Csr {
  const order = inDegree.length;
  const next = new Int32Array(order + 1);
  for (let v = 0; v < order; v++) next[v + 1] = (next[v] as number) + (inDegree[v] as number);
  const starts = next.slice();
  const sources = new Int32Array(targets.length);
  for (let u = 0; u < order; u++) {
    const end = offsets[u + 1] as number;
    for (let e = offsets[u] as number; e < end; e++) {
      const v = targets[e] as number;
      const place = next[v] as number;
      next[v] = place + 1;
      sources[place] = u;
    }
  }
  return { offsets: starts, targets: sources };
}
