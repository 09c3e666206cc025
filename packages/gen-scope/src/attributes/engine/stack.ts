import type { Cell } from "./cell.ts";
import type { Engine } from "./engine.ts";
import { ACTIVE, POISONED } from "./flags.ts";

/** Puts a cell on the demand stack: the one below it needs it. */
export function push(engine: Engine, cell: Cell): void {
  engine.marks[engine.stack.length] = engine.flux === undefined ? 0 : engine.flux.members.length;
  engine.stack.push(cell);
  // After the calls: should the JavaScript stack end in one of them, nothing has happened yet.
  cell.flags |= ACTIVE;
  cell.cursor = undefined;
}

/** Takes the top off the demand stack. */
export function pop(engine: Engine): void {
  const cell = engine.stack.at(-1);
  // First, so that no cell is ever marked as being there when it is not.
  if (cell !== undefined) cell.flags &= ~ACTIVE;
  engine.stack.pop();
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
