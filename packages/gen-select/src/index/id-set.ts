/**
 * A set of small integers: a sorted array while it is sparse, a bitset once that is smaller. The same
 * idea as the containers of roaring bitmaps (Chambi, Lemire et al. 2016) without their chunking, which
 * does not pay below a few million slots.
 */
export interface IdSet {
  size: number;
  /** Sorted, the first `size` are used; empty while `words` is there. */
  list: Uint32Array;
  words: Uint32Array | undefined;
}

const EMPTY = new Uint32Array(0);

/** A new empty set. */
export function emptySet(): IdSet {
  return { size: 0, list: EMPTY, words: undefined };
}

/** A set of a sorted list of distinct integers; the list is taken over. */
export function fromSorted(list: Uint32Array, capacity: number): IdSet {
  const set: IdSet = { size: list.length, list, words: undefined };
  if (list.length > sparseLimit(capacity)) densify(set, capacity);
  return set;
}

/** A set of a bitset, which is taken over; counts it, and makes it sparse if it is. */
export function fromWords(words: Uint32Array): IdSet {
  let size = 0;
  for (let i = 0; i < words.length; i++) size += popcount(words[i] as number);
  const set: IdSet = { size, list: EMPTY, words };
  if (size * 4 <= sparseLimit(words.length * 32)) {
    return { size, list: toList(set), words: undefined };
  }
  return set;
}

/** The integers `0 … count - 1`. */
export function fullSet(count: number): IdSet {
  const words = new Uint32Array((count + 31) >>> 5).fill(0xffffffff);
  if (count % 32 !== 0) words[words.length - 1] = (1 << (count % 32)) - 1;
  return { size: count, list: EMPTY, words };
}

/** An array of as many entries takes as much room as the bitset. */
export function sparseLimit(capacity: number): number {
  return Math.max(16, capacity >>> 5);
}

/** How many bits of a word are set (Warren, Hacker's Delight, §5-1). */
export function popcount(word: number): number {
  let x = word - ((word >>> 1) & 0x55555555);
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  return (((x + (x >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}

function densify(set: IdSet, capacity: number): void {
  const last = set.size === 0 ? 0 : (set.list[set.size - 1] as number) + 1;
  const words = new Uint32Array((Math.max(capacity, last) + 31) >>> 5);
  for (let i = 0; i < set.size; i++) {
    const id = set.list[i] as number;
    words[id >>> 5] = (words[id >>> 5] as number) | (1 << (id & 31));
  }
  set.words = words;
  set.list = EMPTY;
}

/** The first place in the list that is not below `id`. */
function lowerBound(list: Uint32Array, size: number, id: number): number {
  let [low, high] = [0, size];
  while (low < high) {
    const mid = (low + high) >>> 1;
    if ((list[mid] as number) < id) low = mid + 1;
    else high = mid;
  }
  return low;
}

/** Whether the set has a member. */
export function contains(set: IdSet, id: number): boolean {
  if (set.words !== undefined) return (((set.words[id >>> 5] ?? 0) >>> (id & 31)) & 1) === 1;
  const at = lowerBound(set.list, set.size, id);
  return at < set.size && set.list[at] === id;
}

/** Adds a member; `capacity` is one more than the largest integer in use. */
export function add(set: IdSet, id: number, capacity: number): void {
  if (set.words === undefined) {
    const { size } = set;
    const at =
      size === 0 || (set.list[size - 1] as number) < id ? size : lowerBound(set.list, size, id);
    if (at < size && set.list[at] === id) return;
    if (size < sparseLimit(capacity)) {
      if (size === set.list.length) {
        const grown = new Uint32Array(size < 4 ? 4 : size + (size >>> 1));
        grown.set(set.list);
        set.list = grown;
      }
      if (at < size) set.list.copyWithin(at + 1, at, size);
      set.list[at] = id;
      set.size++;
      return;
    }
    densify(set, capacity);
  }
  let words = set.words as unknown as Uint32Array;
  const at = id >>> 5;
  if (at >= words.length) {
    const grown = new Uint32Array(Math.max(at + 1, words.length + (words.length >>> 1)));
    grown.set(words);
    set.words = words = grown;
  }
  const bit = 1 << (id & 31);
  if (((words[at] as number) & bit) !== 0) return;
  words[at] = (words[at] as number) | bit;
  set.size++;
}

/** Removes a member. */
export function remove(set: IdSet, id: number): void {
  if (set.words === undefined) {
    const at = lowerBound(set.list, set.size, id);
    if (at >= set.size || set.list[at] !== id) return;
    set.list.copyWithin(at, at + 1, set.size);
    set.size--;
    return;
  }
  if (!contains(set, id)) return;
  set.words[id >>> 5] = (set.words[id >>> 5] as number) & ~(1 << (id & 31));
  set.size--;
}

/** The members as a list. */
export function toList(set: IdSet): Uint32Array {
  if (set.words === undefined) return set.list.subarray(0, set.size);
  const list = new Uint32Array(set.size);
  let at = 0;
  const { words } = set;
  for (let i = 0; i < words.length; i++) {
    for (let word = words[i] as number; word !== 0; word &= word - 1) {
      list[at++] = (i << 5) + (31 - Math.clz32(word & -word));
    }
  }
  return list;
}

/** Calls back for each member in ascending order: {@link members} without its cost per step. */
export function forEachMember(set: IdSet, visit: (id: number) => void): void {
  const { words } = set;
  if (words === undefined) {
    for (let i = 0; i < set.size; i++) visit(set.list[i] as number);
    return;
  }
  for (let i = 0; i < words.length; i++) {
    for (let word = words[i] as number; word !== 0; word &= word - 1) {
      visit((i << 5) + (31 - Math.clz32(word & -word)));
    }
  }
}
