/** The links from slots to slots in compressed form: those of slot `s` are `to[start[s] … start[s+1]-1]`. */
export interface Links {
  readonly start: Uint32Array;
  readonly to: Uint32Array;
}

/** Compresses pairs (from, to); the order within one `from` is kept. */
export function createLinks(count: number, from: readonly number[], to: readonly number[]): Links {
  const start = new Uint32Array(count + 1);
  for (const slot of from) start[slot + 1] = (start[slot + 1] as number) + 1;
  for (let i = 0; i < count; i++) start[i + 1] = (start[i + 1] as number) + (start[i] as number);
  const next = start.slice();
  const target = new Uint32Array(to.length);
  from.forEach((slot, i) => {
    const at = next[slot] as number;
    next[slot] = at + 1;
    target[at] = to[i] as number;
  });
  return { start, to: target };
}
