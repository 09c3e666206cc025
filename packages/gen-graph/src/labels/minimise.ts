import { DEAD, renumber, type StateRow } from "./build-table.ts";

/** Beyond this many table cells the (already small) derivative automaton is kept as it is. */
const WORTHWHILE = 1 << 10;

/**
 * Merges equivalent states by partition refinement (Moore 1956): start from accepting or not, split
 * until every label leads equivalent states to equivalent states.
 */
export function minimise(
  rows: readonly StateRow[],
  alphabet: readonly string[],
): readonly StateRow[] {
  if (rows.length * (alphabet.length + 1) > WORTHWHILE) return rows;
  let classes: number[] = rows.map((row) => (row.accepts ? 1 : 0));
  for (let count = new Set(classes).size; ; ) {
    const classOf = (state: number | undefined): number =>
      state === undefined || state === DEAD ? DEAD : (classes[state] as number);
    const names = new Map<string, number>();
    const next = rows.map((row, i) => {
      const targets = alphabet.map((name) => classOf(row.on.get(name) ?? row.otherwise));
      const signature = [classes[i], classOf(row.otherwise), ...targets].join(",");
      let id = names.get(signature);
      if (id === undefined) {
        id = names.size;
        names.set(signature, id);
      }
      return id;
    });
    classes = next;
    if (names.size === count) break;
    count = names.size;
  }
  // A class is named by its first state, so that `renumber` finds its row.
  const first = new Map<number, number>();
  classes.forEach((name, state) => {
    if (!first.has(name)) first.set(name, state);
  });
  return renumber(rows, (state) => first.get(classes[state] as number) as number);
}
