import { createScratch, radixSort } from "./radix-sort.ts";

/** Groups below this size are sorted by comparing strings. */
const SMALL = 48;
/** From here on a common prefix is measured, not stepped through. */
const LONG = 12;

/**
 * Sorts the indices in `sorted` by the code units of the strings they stand for. Keys mostly share
 * prefixes (`host:…`), where comparing pairs of strings reads the same characters again and again:
 * so the common prefix is skipped once, the next four characters are packed into one number, and the
 * numbers are radix sorted; equal ones go on four characters further (McIlroy, Bostic & McIlroy 1993,
 * "Engineering radix sort"). Groups that are small, or have characters beyond Latin-1, are compared.
 */
export function sortStrings(values: readonly string[], sorted: Uint32Array): void {
  if (isSorted(values)) return;
  const count = sorted.length;
  if (count < SMALL) {
    compareSort(values, sorted, 0, count);
    return;
  }
  const scratch = createScratch(count);
  // Groups still to sort: from, to, and how many characters their members share.
  const todo = [0, count, 0];
  while (todo.length > 0) {
    const shared = todo.pop() as number;
    const to = todo.pop() as number;
    const from = todo.pop() as number;
    if (to - from < SMALL) {
      compareSort(values, sorted, from, to);
      continue;
    }
    const kind = pack(values, sorted, from, to, shared, scratch.keys);
    if (kind === "wide") compareSort(values, sorted, from, to);
    else if (kind === "differ") {
      radixSort(sorted, from, to, scratch);
      pushGroups(scratch.keys, from, to, shared + 4, todo);
    } else if (shared < LONG) todo.push(from, to, shared + 4);
    else {
      // Four characters at a time would be slow through a long common prefix.
      const at = sharedPrefix(values, sorted, from, to, shared);
      if (at < (values[sorted[from] as number] as string).length) todo.push(from, to, at);
      else compareSort(values, sorted, from, to);
    }
  }
}

function isSorted(values: readonly string[]): boolean {
  for (let i = 1; i < values.length; i++) {
    if ((values[i - 1] as string) > (values[i] as string)) return false;
  }
  return true;
}

function compareSort(
  values: readonly string[],
  sorted: Uint32Array,
  from: number,
  to: number,
): void {
  sorted.subarray(from, to).sort((a, b) => {
    const [x, y] = [values[a] as string, values[b] as string];
    return x < y ? -1 : x > y ? 1 : 0;
  });
}

/** How many characters all members of the group have in common, of which `shared` are known. */
function sharedPrefix(
  values: readonly string[],
  sorted: Uint32Array,
  from: number,
  to: number,
  shared: number,
): number {
  let prefix = values[sorted[from] as number] as string;
  for (let i = from + 1; i < to && prefix.length > shared; i++) {
    const other = values[sorted[i] as number] as string;
    if (other.startsWith(prefix)) continue;
    let same = shared;
    while (same < other.length && other.charCodeAt(same) === prefix.charCodeAt(same)) same++;
    prefix = prefix.slice(0, same);
  }
  return prefix.length;
}

/** Packs four characters from `at` into a number of the same order; 0 stands for the end. */
function pack(
  values: readonly string[],
  sorted: Uint32Array,
  from: number,
  to: number,
  at: number,
  keys: Uint32Array,
): "wide" | "differ" | "same" {
  let wide = 0;
  let first = 0;
  let differences = 0;
  for (let i = from; i < to; i++) {
    const value = values[sorted[i] as number] as string;
    const left = value.length - at;
    const a = left > 0 ? value.charCodeAt(at) + 1 : 0;
    const b = left > 1 ? value.charCodeAt(at + 1) + 1 : 0;
    const c = left > 2 ? value.charCodeAt(at + 2) + 1 : 0;
    const d = left > 3 ? value.charCodeAt(at + 3) + 1 : 0;
    wide |= a | b | c | d;
    const key = (a << 24) | (b << 16) | (c << 8) | d;
    keys[i] = key;
    if (i === from) first = key;
    differences |= key ^ first;
  }
  if (wide > 255) return "wide";
  return differences === 0 ? "same" : "differ";
}

/** Members with equal keys that are not at their end yet differ, if at all, further on. */
function pushGroups(
  keys: Uint32Array,
  from: number,
  to: number,
  shared: number,
  todo: number[],
): void {
  let start = from;
  for (let i = from + 1; i <= to; i++) {
    if (i < to && keys[i] === keys[start]) continue;
    if (i - start > 1 && ((keys[start] as number) & 255) !== 0) todo.push(start, i, shared);
    start = i;
  }
}
