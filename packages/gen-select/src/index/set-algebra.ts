import { contains, fromWords, type IdSet, sparseLimit } from "./id-set.ts";

/** The members of a sparse set that are to be kept. */
export function filtered(set: IdSet, keep: (id: number) => boolean): IdSet {
  const list = new Uint32Array(set.size);
  let size = 0;
  for (let i = 0; i < set.size; i++) {
    const id = set.list[i] as number;
    if (keep(id)) list[size++] = id;
  }
  return { size, list, words: undefined };
}

/** Members of both. */
export function intersect(a: IdSet, b: IdSet): IdSet {
  if (a === b) return a;
  if (a.words !== undefined && b.words !== undefined) {
    const [x, y] = [a.words, b.words];
    const words = new Uint32Array(Math.min(x.length, y.length));
    for (let i = 0; i < words.length; i++) words[i] = (x[i] as number) & (y[i] as number);
    return fromWords(words);
  }
  const [few, many] =
    a.words === undefined && (b.words !== undefined || a.size <= b.size) ? [a, b] : [b, a];
  const list = new Uint32Array(few.size);
  let size = 0;
  if (many.words !== undefined) {
    const { words } = many;
    for (let i = 0; i < few.size; i++) {
      const id = few.list[i] as number;
      if ((((words[id >>> 5] ?? 0) >>> (id & 31)) & 1) === 1) list[size++] = id;
    }
  } else if (few.size * 16 < many.size) {
    return filtered(few, (id) => contains(many, id));
  } else {
    for (let i = 0, j = 0; i < few.size && j < many.size; ) {
      const [x, y] = [few.list[i] as number, many.list[j] as number];
      if (x === y) list[size++] = x;
      if (x <= y) i++;
      if (y <= x) j++;
    }
  }
  return { size, list, words: undefined };
}

/** Members of either. */
export function union(a: IdSet, b: IdSet, capacity: number): IdSet {
  if (a === b || b.size === 0) return a;
  if (a.size === 0) return b;
  if (a.words === undefined && b.words === undefined && a.size + b.size <= sparseLimit(capacity)) {
    return mergeSparse(a, b);
  }
  const words = new Uint32Array((capacity + 31) >>> 5);
  mark(a, words);
  mark(b, words);
  return fromWords(words);
}

function mergeSparse(a: IdSet, b: IdSet): IdSet {
  const list = new Uint32Array(a.size + b.size);
  let [i, j, size] = [0, 0, 0];
  while (i < a.size || j < b.size) {
    const x = i < a.size ? (a.list[i] as number) : Number.POSITIVE_INFINITY;
    const y = j < b.size ? (b.list[j] as number) : Number.POSITIVE_INFINITY;
    list[size++] = Math.min(x, y);
    if (x <= y) i++;
    if (y <= x) j++;
  }
  return { size, list, words: undefined };
}

/** Members of the first that are not in the second. */
export function subtract(a: IdSet, b: IdSet): IdSet {
  if (b.size === 0) return a;
  if (a.words === undefined) return filtered(a, (id) => !contains(b, id));
  const words = a.words.slice();
  if (b.words === undefined) {
    for (let i = 0; i < b.size; i++) {
      const id = b.list[i] as number;
      if (id >>> 5 < words.length)
        words[id >>> 5] = (words[id >>> 5] as number) & ~(1 << (id & 31));
    }
  } else {
    const other = b.words;
    const length = Math.min(words.length, other.length);
    for (let i = 0; i < length; i++) words[i] = (words[i] as number) & ~(other[i] as number);
  }
  return fromWords(words);
}

/** Sets the members' bits in a bitset that has room for them. */
export function mark(set: IdSet, words: Uint32Array): void {
  if (set.words !== undefined) {
    const from = set.words;
    const length = Math.min(from.length, words.length);
    for (let i = 0; i < length; i++) words[i] = (words[i] as number) | (from[i] as number);
    return;
  }
  for (let i = 0; i < set.size; i++) {
    const id = set.list[i] as number;
    words[id >>> 5] = (words[id >>> 5] as number) | (1 << (id & 31));
  }
}
