/** A name near the one that was looked for, and a scope in which the search came across it. */
export interface NearName {
  readonly name: string;
  readonly scope: string;
}

const SHOWN = 3;

/**
 * The up to three names nearest to `name` by edit distance (insert, delete, replace, swap
 * neighbours), when near enough to be a typo: at most a third of the length, or equal but for case.
 * Nearest first, then code-unit order; each with the first scope that has it.
 */
export function nearestNames(name: string, seen: Iterable<readonly [string, string]>): NearName[] {
  const limit = Math.max(1, Math.floor(name.length / 3));
  const found = new Map<string, { distance: number; scope: string }>();
  for (const [candidate, scope] of seen) {
    if (candidate === name || found.has(candidate)) continue;
    if (Math.abs(candidate.length - name.length) > limit) continue;
    const distance =
      candidate.toLowerCase() === name.toLowerCase() ? 0 : editDistance(name, candidate, limit);
    if (distance <= limit) found.set(candidate, { distance, scope });
  }
  return [...found]
    .sort(([a, x], [b, y]) => x.distance - y.distance || (a < b ? -1 : 1))
    .slice(0, SHOWN)
    .map(([near, { scope }]) => ({ name: near, scope }));
}

/** Optimal string alignment; anything above `limit` may come out as `limit + 1`. */
function editDistance(a: string, b: string, limit: number): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      let cost = Math.min(
        (row[j - 1] as number) + 1,
        (previous[j] as number) + 1,
        (previous[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1),
      );
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (before[j - 2] as number) + 1);
      }
      row.push(cost);
      least = Math.min(least, cost);
    }
    if (least > limit + 1) return limit + 1;
    before = previous;
    previous = row;
  }
  return previous[b.length] as number;
}
