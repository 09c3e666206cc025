import { emptySet, fromSorted, fromWords, type IdSet } from "./id-set.ts";
import { mark } from "./set-algebra.ts";
import type { Terms } from "./terms.ts";

/** The slots of some terms as a sparse set, if there are not more than so many. */
function gather(terms: Terms, found: readonly number[], most: number): IdSet | undefined {
  if (found.length > most) return undefined;
  const slots: number[] = [];
  for (const term of found) {
    const posting = terms.posting(term);
    if (typeof posting === "number") {
      if (posting >= 0) slots.push(posting);
    } else if (posting.words !== undefined || slots.length + posting.size > most) return undefined;
    else for (let i = 0; i < posting.size; i++) slots.push(posting.list[i] as number);
  }
  const sorted = Uint32Array.from(slots).sort();
  let size = 0;
  for (let i = 0; i < sorted.length; i++)
    if (i === 0 || sorted[i] !== sorted[i - 1]) sorted[size++] = sorted[i] as number;
  return { size, list: sorted, words: undefined };
}

/** Adds the slots of a term to a bitset. */
export function markPosting(terms: Terms, term: number, words: Uint32Array): void {
  const posting = terms.posting(term);
  if (typeof posting !== "number") mark(posting, words);
  else if (posting >= 0)
    words[posting >>> 5] = (words[posting >>> 5] as number) | (1 << (posting & 31));
}

/** The slots of some terms of a column. */
export function slotsOf(terms: Terms, found: readonly number[], capacity: number): IdSet {
  const [only] = found;
  if (only === undefined) return emptySet();
  if (found.length === 1) {
    const posting = terms.posting(only);
    if (typeof posting !== "number") return posting;
    return posting < 0 ? emptySet() : fromSorted(Uint32Array.of(posting), capacity);
  }
  const few = gather(terms, found, capacity >>> 6);
  if (few !== undefined) return few;
  const words = new Uint32Array((capacity + 31) >>> 5);
  for (let i = 0; i < found.length; i++) markPosting(terms, found[i] as number, words);
  return fromWords(words);
}
