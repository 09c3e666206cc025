/** Indices grouped by a small number: group `g` is `members[starts[g] … starts[g + 1])`, ascending. */
export interface Groups {
  readonly starts: Int32Array;
  readonly members: Int32Array;
}

/** Counting sort: O(n + count), stable. Negative groups are left out. */
export function groupBy(groupOf: Int32Array, count: number): Groups {
  const starts = new Int32Array(count + 1);
  let total = 0;
  for (let v = 0; v < groupOf.length; v++) {
    const group = groupOf[v] as number;
    if (group < 0) continue;
    (starts[group + 1] as number)++;
    total++;
  }
  for (let g = 0; g < count; g++) (starts[g + 1] as number) += starts[g] as number;
  const members = new Int32Array(total);
  for (let v = 0; v < groupOf.length; v++) {
    const group = groupOf[v] as number;
    if (group >= 0) members[(starts[group] as number)++] = v;
  }
  starts.copyWithin(1, 0, count);
  starts[0] = 0;
  return { starts, members };
}
