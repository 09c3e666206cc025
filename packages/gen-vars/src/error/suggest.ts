/** The suggestion part of an issue: `{ suggestion }` when `name` looks like a typo of a known name. */
export function suggest(name: string, known: Iterable<string>): { readonly suggestion?: string } {
  const found = nearest(name, known);
  return found === undefined ? {} : { suggestion: found };
}

function nearest(name: string, known: Iterable<string>): string | undefined {
  const limit = Math.max(1, Math.floor(name.length / 3));
  let best: string | undefined;
  let distance = limit + 1;
  for (const candidate of known) {
    if (Math.abs(candidate.length - name.length) > limit) continue;
    const d = edits(name, candidate);
    if (d < distance || (d === distance && best !== undefined && candidate < best)) {
      best = candidate;
      distance = d;
    }
  }
  return best;
}

function edits(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      row.push(
        Math.min((row[j - 1] ?? 0) + 1, (previous[j] ?? 0) + 1, (previous[j - 1] ?? 0) + same),
      );
    }
    previous = row;
  }
  return previous[b.length] ?? 0;
}
