import type { Cell } from "./cell.ts";
import type { Engine } from "./engine.ts";
import { FLUX } from "./flags.ts";
import { enqueue, type FluxRecord, restore, takeFrom, unsettle } from "./flux.ts";
import { giveUp } from "./stack.ts";

/** Takes everything from a position on off the demand stack, unfinished; approximations stay. */
export function unstack(engine: Engine, position: number): void {
  const { stack, flux } = engine;
  while (stack.length > position) {
    const cell = stack.at(-1) as Cell;
    giveUp(engine);
    if (flux !== undefined && (cell.flags & FLUX) !== 0 && cell.slot.isCircular) {
      enqueue(flux, cell);
    }
  }
}

/** Gives up everything on the demand stack from a position on, and what was found meanwhile. */
export function cutBack(engine: Engine, position: number): void {
  const { flux, stack, marks } = engine;
  if (stack.length <= position) return;
  const mark = marks[position] as number;
  unstack(engine, position);
  if (flux === undefined || flux.members.length <= mark) return;
  const found = flux.members.slice(mark);
  found.forEach((cell, i) => {
    restore(cell, flux.records[mark + i] as FluxRecord);
  });
  takeFrom(engine, mark);
  // An older member that ran again may have read one of them.
  if (mark > 0) for (const cell of found) unsettle(flux, cell);
}
