import { buildCsr, sameRank } from "./build-csr.ts";
import type { Csr } from "./csr.ts";
import { type Components, strongComponents } from "./tarjan.ts";

/** Strong components and the acyclic graph between them, without edges inside components. */
export interface Condensed extends Components {
  readonly dag: Csr;
  readonly inDegree: Int32Array;
}

/** O(n + m). */
export function condense(csr: Csr): Condensed {
  const { offsets, targets } = csr;
  const { componentOf, count } = strongComponents(csr);
  const sources = new Int32Array(targets.length);
  const ends = new Int32Array(targets.length);
  let kept = 0;
  for (let u = 0; u < componentOf.length; u++) {
    const from = componentOf[u] as number;
    for (let e = offsets[u] as number; e < (offsets[u + 1] as number); e++) {
      const to = componentOf[targets[e] as number] as number;
      if (from === to) continue;
      sources[kept] = from;
      ends[kept++] = to;
    }
  }
  const { out, inDegree } = buildCsr(sameRank(count), sources, ends, kept);
  return { componentOf, count, dag: out, inDegree };
}
