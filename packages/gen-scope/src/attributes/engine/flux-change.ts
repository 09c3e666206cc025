import type { Cell } from "./cell.ts";
import { ACTIVE, CHECK, DIRTY, FLUX } from "./flags.ts";
import { enqueue, type Flux } from "./flux.ts";

/**
 * The approximation of a cell has changed: what read it has to run, what depends on that is to be
 * checked, and the circular cells among all these make another step. Between circular cells the
 * ordinary ones are thus pulled, each at most once a step, whatever the shape of their graph.
 */
export function stainMembers(flux: Flux, changed: Cell): void {
  const open: Cell[] = [];
  mark(flux, changed, DIRTY, open);
  for (let cell = open.pop(); cell !== undefined; cell = open.pop()) mark(flux, cell, CHECK, open);
}

function mark(flux: Flux, cell: Cell, flag: number, open: Cell[]): void {
  for (let at = cell.subs; at !== undefined; at = at.nextSub) {
    const { sub } = at;
    const { flags } = sub;
    if ((flags & FLUX) === 0) continue;
    // Running, or about to: it reads the new value, and the link may be of an earlier run.
    if ((flags & ACTIVE) !== 0 && (flags & DIRTY) !== 0) continue;
    sub.flags = flags | flag;
    if (sub.slot.isCircular) enqueue(flux, sub);
    else if ((flags & (DIRTY | CHECK)) === 0) open.push(sub);
  }
}
