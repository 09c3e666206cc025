/** A set of small integers that gives its smallest member back first. */
export interface ReadySet {
  add(member: number): void;
  /** The smallest member, removed; -1 when there is none. */
  takeMin(): number;
}

/**
 * A 32-ary tree of bits (van Emde Boas's idea with a fixed fan-out): each bit of a level says that
 * a word of the level below is not zero. Both operations touch at most ⌈log₃₂ n⌉ words, far less
 * than a binary heap's comparisons, and n/31 words hold it.
 */
export function createReadySet(capacity: number): ReadySet {
  const levels: Int32Array[] = [];
  for (let width = capacity; ; ) {
    width = (width + 31) >>> 5;
    levels.push(new Int32Array(Math.max(width, 1)));
    if (width <= 1) break;
  }
  const top = levels.length - 1;
  const root = levels[top] as Int32Array;
  return {
    add: (member) => {
      let index = member;
      for (let level = 0; level <= top; level++) {
        const words = levels[level] as Int32Array;
        const word = index >>> 5;
        const before = words[word] as number;
        words[word] = before | (1 << (index & 31));
        if (before !== 0) return;
        index = word;
      }
    },
    takeMin: () => {
      if (root[0] === 0) return -1;
      let index = 0;
      for (let level = top; level >= 0; level--) {
        const word = (levels[level] as Int32Array)[index] as number;
        index = (index << 5) | (31 - Math.clz32(word & -word));
      }
      let bit = index;
      for (let level = 0; level <= top; level++) {
        const words = levels[level] as Int32Array;
        const word = bit >>> 5;
        const rest = (words[word] as number) & ~(1 << (bit & 31));
        words[word] = rest;
        if (rest !== 0) break;
        bit = word;
      }
      return index;
    },
  };
}
