import type { Cell } from "./cell.ts";
import { componentOf } from "./component.ts";
import type { Engine } from "./engine.ts";
import { ACTIVE, POISONED } from "./flags.ts";
import { retire } from "./head.ts";

/** Puts a cell on the demand stack: the one below it needs it. */
export function push(engine: Engine, cell: Cell): void {
  const { flux, stack } = engine;
  const position = stack.length;
  engine.lows[position] = position;
  engine.marks[position] = flux === undefined ? 0 : flux.members.length;
  stack.push(cell);
  // After the calls: should the JavaScript stack end in one of them, nothing has happened yet.
  cell.flags |= ACTIVE;
  cell.cursor = undefined;
}

/** Takes the top off the demand stack; what it depends on, the one below it depends on. */
export function pop(engine: Engine): void {
  const { lows, stack } = engine;
  const position = stack.length - 1;
  const cell = stack[position];
  // First, so that no cell is ever marked as being there when it is not.
  if (cell !== undefined) cell.flags &= ~ACTIVE;
  if (position > 0) dependOn(engine, position - 1, lows[position] as number);
  stack.pop();
}

/** Takes the top off the demand stack unfinished: nothing found out about it counts. */
export function giveUp(engine: Engine): void {
  const { heads, stack } = engine;
  const cell = stack.at(-1);
  if (heads.at(-1)?.position === stack.length - 1) retire(engine);
  if (cell !== undefined) {
    if ((cell.flags & POISONED) !== 0) {
      cell.flags &= ~POISONED;
      engine.poisoned.delete(cell);
    }
    const component = componentOf(cell);
    if (component?.walker === cell) component.walker = undefined;
  }
  pop(engine);
}

/** What is at a position of the demand stack depends on an approximation of what is at another. */
export function dependOn({ lows }: Engine, position: number, other: number): void {
  if (other < (lows[position] as number)) lows[position] = other;
}
