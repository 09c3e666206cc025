const RADIX = 256;

/** The working memory of {@link radixSort}; `keys` belong to the indices, place by place. */
export interface Scratch {
  readonly keys: Uint32Array;
  readonly otherKeys: Uint32Array;
  readonly others: Uint32Array;
  readonly counts: Uint32Array;
}

/** Room for `count` indices. */
export function createScratch(count: number): Scratch {
  return {
    keys: new Uint32Array(count),
    otherKeys: new Uint32Array(count),
    others: new Uint32Array(count),
    counts: new Uint32Array(RADIX * 4),
  };
}

/** Sorts indices and their keys together: least significant digit first, constant digits skipped. */
export function radixSort(sorted: Uint32Array, from: number, to: number, scratch: Scratch): void {
  const { keys, otherKeys, others, counts } = scratch;
  counts.fill(0);
  for (let i = from; i < to; i++) {
    const key = keys[i] as number;
    (counts[key & 255] as number)++;
    (counts[RADIX + ((key >>> 8) & 255)] as number)++;
    (counts[2 * RADIX + ((key >>> 16) & 255)] as number)++;
    (counts[3 * RADIX + (key >>> 24)] as number)++;
  }
  for (let digit = 0; digit < 4; digit++) {
    const shift = digit * 8;
    const base = digit * RADIX;
    if (counts[base + (((keys[from] as number) >>> shift) & 255)] === to - from) continue;
    let next = from;
    for (let bucket = base; bucket < base + RADIX; bucket++) {
      const size = counts[bucket] as number;
      counts[bucket] = next;
      next += size;
    }
    for (let i = from; i < to; i++) {
      const key = keys[i] as number;
      const bucket = base + ((key >>> shift) & 255);
      const place = counts[bucket] as number;
      counts[bucket] = place + 1;
      otherKeys[place] = key;
      others[place] = sorted[i] as number;
    }
    keys.set(otherKeys.subarray(from, to), from);
    sorted.set(others.subarray(from, to), from);
  }
}
