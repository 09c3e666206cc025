/**
 * The candidate that `name` was most likely meant to be, or `undefined` when none is close.
 *
 * Distance is the optimal string alignment variant of Damerau–Levenshtein (insert, delete, replace,
 * swap of neighbours; Damerau 1964), letters compared without case. Close means: at most a third of
 * the longer name, and at least one edit is always allowed for names of three letters or more. A
 * candidate that starts with the name (at least three letters) counts as one edit. Ties go to the
 * first in code-unit order, so the answer does not depend on the order of the candidates.
 *
 * @example nearest("prot", ["host", "port"]); // "port"
 */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  const wanted = name.toLowerCase();
  let best: string | undefined;
  let bestCost = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const other = candidate.toLowerCase();
    const longer = Math.max(wanted.length, other.length);
    const limit = Math.max(longer >= 3 ? 1 : 0, Math.floor(longer / 3));
    const cost =
      wanted.length >= 3 && other.startsWith(wanted)
        ? Math.min(1, other.length - wanted.length)
        : distance(wanted, other, Math.min(limit, bestCost));
    if (cost > limit) continue;
    if (cost < bestCost || (cost === bestCost && best !== undefined && candidate < best)) {
      best = candidate;
      bestCost = cost;
    }
  }
  return best;
}

/** `, did you mean "port"?` or an empty string: the tail of a message about a name. */
export function didYouMean(suggestion: string | undefined): string {
  return suggestion === undefined ? "" : `, did you mean ${JSON.stringify(suggestion)}?`;
}

/** Edits between two strings; any number above `limit` means "more than that". */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let older: number[] = [];
  let old = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(
        (old[j] as number) + 1,
        (row[j - 1] as number) + 1,
        (old[j - 1] as number) + (same ? 0 : 1),
      );
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (older[j - 2] as number) + 1);
      }
      row.push(cost);
      if (cost < least) least = cost;
    }
    if (least > limit) return limit + 1;
    older = old;
    old = row;
  }
  return old[b.length] as number;
}
