/** Longer names get no suggestion. */
const LONGEST = 64;

/**
 * The known name nearest to `name` by edit distance (optimal string alignment: insert, delete,
 * replace, swap neighbours), when it is near enough to be a typo: at most a third of the length, and
 * something of it is left. Ties go to the smallest name in code-unit order. Names beyond 64
 * characters get no suggestion.
 */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  if (name.length > LONGEST) return undefined;
  const distanceTo = editDistance(name);
  let limit = Math.max(1, Math.floor(name.length / 3));
  let best: string | undefined;
  for (const candidate of known) {
    if (Math.abs(candidate.length - name.length) > limit) continue;
    const distance = distanceTo(candidate, limit);
    if (distance > limit || distance === Math.max(name.length, candidate.length)) continue;
    if (best === undefined || distance < limit || candidate < best) best = candidate;
    limit = distance;
  }
  return best;
}

/** How many culprits of one error get a suggestion at most. */
const SUGGESTIONS = 10;
/** How many known names they are compared with altogether. */
const COMPARISONS = 1_000_000;

/**
 * For how many culprits of one error a suggestion is looked for among so many known names: each is
 * compared with all of them, and an error must not take longer than what it is about.
 */
export function suggestions(known: number): number {
  return Math.max(1, Math.min(SUGGESTIONS, Math.floor(COMPARISONS / Math.max(known, 1))));
}

/** The distance from `a`, or some number beyond `limit` as soon as it is known to be. */
function editDistance(a: string): (b: string, limit: number) => number {
  const width = 2 * LONGEST + 1;
  let before = new Uint8Array(width);
  let previous = new Uint8Array(width);
  let row = new Uint8Array(width);
  return (b, limit) => {
    let start = 0;
    while (start < a.length && start < b.length && a[start] === b[start]) start++;
    let [m, n] = [a.length, b.length];
    while (m > start && n > start && a[m - 1] === b[n - 1]) {
      m--;
      n--;
    }
    for (let j = 0; j <= n - start; j++) previous[j] = j;
    for (let i = 1; i <= m - start; i++) {
      row[0] = i;
      let least = i;
      for (let j = 1; j <= n - start; j++) {
        const [x, y] = [a.charCodeAt(start + i - 1), b.charCodeAt(start + j - 1)];
        let cost = Math.min(
          (row[j - 1] as number) + 1,
          (previous[j] as number) + 1,
          (previous[j - 1] as number) + (x === y ? 0 : 1),
        );
        if (
          i > 1 &&
          j > 1 &&
          x === b.charCodeAt(start + j - 2) &&
          a.charCodeAt(start + i - 2) === y
        ) {
          cost = Math.min(cost, (before[j - 2] as number) + 1);
        }
        row[j] = cost;
        least = Math.min(least, cost);
      }
      // A swap may still skip this row, but costs one more than the row before it.
      if (least > limit + 1) return least;
      [before, previous, row] = [previous, row, before];
    }
    return previous[n - start] as number;
  };
}
