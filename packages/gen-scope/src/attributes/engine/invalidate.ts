import type { Cell, Link } from "./cell.ts";
import { CHECK, DIRTY } from "./flags.ts";

/**
 * Marks everything that depends on `changed`, directly or not, as to be checked. Nothing is
 * evaluated. What is marked already is not entered again, since then its readers are marked too.
 */
export function invalidateReaders(changed: Cell): void {
  const lists: Link[] = [];
  let at = changed.subs;
  for (;;) {
    while (at !== undefined) {
      const { sub } = at;
      const { flags } = sub;
      if ((flags & (DIRTY | CHECK)) === 0) {
        sub.flags = flags | CHECK;
        sub.slot.invalidations++;
        if (sub.subs !== undefined) lists.push(sub.subs);
      }
      at = at.nextSub;
    }
    at = lists.pop();
    if (at === undefined) return;
  }
}

/** Tells the readers of a cell whose value really changed: those that were to be checked must run. */
export function stainReaders(changed: Cell): void {
  for (let at = changed.subs; at !== undefined; at = at.nextSub) {
    const { sub } = at;
    if ((sub.flags & CHECK) !== 0) sub.flags |= DIRTY;
  }
}
