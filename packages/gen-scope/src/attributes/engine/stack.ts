import type { Cell } from "./cell.ts";
import type { Engine } from "./engine.ts";
import { ACTIVE, POISONED } from "./flags.ts";

/** Puts a cell on the demand stack: the one below it needs it. */
export function push(engine: Engine, cell: Cell): void {
  cell.flags |= ACTIVE;
  cell.cursor = undefined;
  engine.marks[engine.stack.length] = engine.flux === undefined ? 0 : engine.flux.members.length;
  engine.stack.push(cell);
}

/** Takes the top off the demand stack. */
export function pop(engine: Engine): void {
  const cell = engine.stack.pop();
  if (cell !== undefined) cell.flags &= ~ACTIVE;
}

/** Takes the top off the demand stack unfinished: nothing found out about it counts. */
export function giveUp(engine: Engine): void {
  const cell = engine.stack.at(-1);
  if (cell !== undefined && (cell.flags & POISONED) !== 0) {
    cell.flags &= ~POISONED;
    engine.poisoned.delete(cell);
  }
  pop(engine);
}
