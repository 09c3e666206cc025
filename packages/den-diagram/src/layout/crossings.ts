/** The layers of a drawing, each with its places from first to last. */
export type Rows = readonly (readonly number[])[];

/** For each place of all layers, the places in the layer before and behind that an edge leads to. */
export interface Links {
  readonly before: readonly (readonly number[])[];
  readonly behind: readonly (readonly number[])[];
}

/**
 * How often edges between neighbouring layers cross: inversions, counted with a Fenwick tree (Barth,
 * Jünger & Mutzel 2002, "Simple and efficient bilayer cross counting"). O(m log n).
 */
export function crossings(rows: Rows, { behind }: Links): number {
  let sum = 0;
  for (let layer = 0; layer + 1 < rows.length; layer++) {
    const below = rows[layer + 1] as readonly number[];
    const at = new Map(below.map((place, index) => [place, index]));
    const tree = new Int32Array(below.length + 1);
    let inserted = 0;
    for (const place of rows[layer] as readonly number[]) {
      const ends = (behind[place] as readonly number[]).map((to) => at.get(to) as number);
      ends.sort((a, b) => a - b);
      for (const end of ends) {
        let smaller = 0;
        for (let i = end + 1; i > 0; i -= i & -i) smaller += tree[i] as number;
        sum += inserted - smaller;
      }
      for (const end of ends) {
        for (let i = end + 1; i <= below.length; i += i & -i) (tree[i] as number)++;
        inserted++;
      }
    }
  }
  return sum;
}

const SWEEPS = 12;

/**
 * Orders each layer so that few edges cross: sweeps forwards and backwards that put every place at the
 * mean of its neighbours (Sugiyama, Tagawa & Toda 1981); the best of all sweeps, at worst the order given.
 */
export function uncrossed(rows: Rows, links: Links): Rows {
  let best = rows;
  let fewest = crossings(rows, links);
  let current: readonly (readonly number[])[] = rows;
  for (let sweep = 0; sweep < SWEEPS && fewest > 0; sweep++) {
    current = sweep % 2 === 0 ? swept(current, links.before) : sweptBack(current, links.behind);
    const count = crossings(current, links);
    if (count < fewest) {
      fewest = count;
      best = current;
    }
  }
  return best;
}

function swept(rows: Rows, neighbours: Links["before"]): Rows {
  const made: (readonly number[])[] = [];
  for (const row of rows) {
    const last = made[made.length - 1];
    made.push(last === undefined ? row : byMean(row, last, neighbours));
  }
  return made;
}

function sweptBack(rows: Rows, neighbours: Links["behind"]): Rows {
  return [...swept([...rows].reverse(), neighbours)].reverse();
}

/** A place without neighbours stays where it was, relative to the whole. */
function byMean(
  row: readonly number[],
  fixed: readonly number[],
  neighbours: readonly (readonly number[])[],
): readonly number[] {
  const at = new Map(fixed.map((place, index) => [place, index]));
  const scale = fixed.length / Math.max(row.length, 1);
  const means = new Map(
    row.map((place, index) => {
      const near = (neighbours[place] as readonly number[]).map((one) => at.get(one) as number);
      const mean =
        near.length === 0 ? index * scale : near.reduce((sum, one) => sum + one, 0) / near.length;
      return [place, mean] as const;
    }),
  );
  return [...row].sort((a, b) => (means.get(a) as number) - (means.get(b) as number));
}
