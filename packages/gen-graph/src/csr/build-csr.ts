import type { Csr } from "./csr.ts";

/**
 * Rows from `count` loose edges in O(n + m): bucket by target, then walk the targets in order and
 * append to each source, which leaves every row sorted; then drop parallel edges in place.
 */
export function buildCsr(
  order: number,
  sources: Int32Array,
  targets: Int32Array,
  count: number,
): Csr {
  const starts = new Int32Array(order + 1);
  const offsets = new Int32Array(order + 1);
  for (let e = 0; e < count; e++) {
    (starts[(targets[e] as number) + 1] as number)++;
    (offsets[(sources[e] as number) + 1] as number)++;
  }
  for (let v = 0; v < order; v++) {
    (starts[v + 1] as number) += starts[v] as number;
    (offsets[v + 1] as number) += offsets[v] as number;
  }
  const byTarget = new Int32Array(count);
  for (let e = 0; e < count; e++) {
    byTarget[(starts[targets[e] as number] as number)++] = sources[e] as number;
  }
  const rows = new Int32Array(count);
  let from = 0;
  for (let v = 0; v < order; v++) {
    const to = starts[v] as number;
    for (; from < to; from++) rows[(offsets[byTarget[from] as number] as number)++] = v;
  }
  return dedupe(order, offsets, rows);
}

/** `ends[u]` is where row `u` ends in `rows`. Shifts to starts and closes the gaps of duplicates. */
function dedupe(order: number, ends: Int32Array, rows: Int32Array): Csr {
  let read = 0;
  let write = 0;
  for (let u = 0; u < order; u++) {
    const end = ends[u] as number;
    ends[u] = write;
    let last = -1;
    for (; read < end; read++) {
      const target = rows[read] as number;
      if (target !== last) {
        rows[write++] = target;
        last = target;
      }
    }
  }
  ends[order] = write;
  return { offsets: ends, targets: write === rows.length ? rows : rows.slice(0, write) };
}

/** The same edges the other way round, rows sorted. O(n + m). */
export function reverseCsr(csr: Csr): Csr {
  const { offsets, targets } = csr;
  const order = offsets.length - 1;
  const size = targets.length;
  const back = new Int32Array(order + 1);
  for (let e = 0; e < size; e++) (back[(targets[e] as number) + 1] as number)++;
  for (let v = 0; v < order; v++) (back[v + 1] as number) += back[v] as number;
  const sources = new Int32Array(size);
  for (let u = 0; u < order; u++) {
    const end = offsets[u + 1] as number;
    for (let e = offsets[u] as number; e < end; e++) {
      sources[(back[targets[e] as number] as number)++] = u;
    }
  }
  back.copyWithin(1, 0, order);
  back[0] = 0;
  return { offsets: back, targets: sources };
}
