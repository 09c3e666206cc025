/** Numbers below this are packed in pairs into one exact double. */
const BASE = 2 ** 26;

/**
 * Numbers tuples of numbers densely, in the order of their first appearance. Longer tuples are
 * numbered prefix by prefix, so that every step is one lookup of one number.
 */
export interface TupleMap {
  readonly width: number;
  /** For each column but the first: prefix and value to the number of the longer prefix. */
  readonly pairs: readonly Map<number, number>[];
  /** For a width of one: value to number. */
  readonly single: Map<number, number>;
  size: number;
}

/** An empty map for tuples of a width. */
export function createTupleMap(width: number): TupleMap {
  const pairs = Array.from({ length: Math.max(0, width - 1) }, () => new Map<number, number>());
  return { width, pairs, single: new Map(), size: 0 };
}

/** The number of a tuple; -1 when it has none. */
export function findTuple(map: TupleMap, tuple: readonly number[]): number {
  const { width, pairs } = map;
  if (width === 0) return map.size - 1;
  let prefix = tuple[0] as number;
  if (width === 1) return map.single.get(prefix) ?? -1;
  for (let at = 1; at < width; at++) {
    const next = (pairs[at - 1] as Map<number, number>).get(prefix * BASE + (tuple[at] as number));
    if (next === undefined) return -1;
    prefix = next;
  }
  return prefix;
}

/** The number of a tuple, a new one when it had none. */
export function addTuple(map: TupleMap, tuple: readonly number[]): number {
  const { width, pairs } = map;
  if (width === 0) {
    map.size = 1;
    return 0;
  }
  let prefix = tuple[0] as number;
  if (width === 1) {
    let number = map.single.get(prefix);
    if (number === undefined) {
      number = map.size++;
      map.single.set(prefix, number);
    }
    return number;
  }
  for (let at = 1; at < width; at++) {
    const level = pairs[at - 1] as Map<number, number>;
    const key = prefix * BASE + (tuple[at] as number);
    let next = level.get(key);
    if (next === undefined) {
      next = at === width - 1 ? map.size++ : level.size;
      level.set(key, next);
    }
    prefix = next;
  }
  return prefix;
}
