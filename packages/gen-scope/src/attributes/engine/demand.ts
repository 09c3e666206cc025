import { cycleFailure, type Failure } from "../failure/failure.ts";
import type { Cell } from "./cell.ts";
import type { Engine } from "./engine.ts";
import { evaluate } from "./evaluate.ts";
import { ACTIVE, CHECK, DIRTY, POISONED, UNSETTLED } from "./flags.ts";
import { link } from "./link.ts";

/**
 * Brings a cell up to date. Within an equation this runs on top of the JavaScript stack as long as
 * that is shallow; deeper, everything in between is unwound and goes on from the demand stack,
 * which then holds each unfinished cell: whatever was begun is begun once more, with its deepest
 * read done. A cell is begun in vain at most once, so the work is at most doubled.
 */
export function settle(engine: Engine, cell: Cell): void {
  const { current, stack } = engine;
  if (engine.signal !== undefined) throw engine.signal;
  if (current !== undefined && (current.flags & POISONED) !== 0) {
    throw (engine.poisoned.get(current) as Failure).error;
  }
  if ((cell.flags & ACTIVE) !== 0) closeCycle(engine, cell);
  const base = stack.length;
  if (base === 0) {
    settleFromOutside(engine, cell);
    return;
  }
  push(engine, cell);
  if (engine.depth >= engine.maxDepth) {
    engine.signal = engine.suspend;
    throw engine.suspend;
  }
  work(engine, base);
}

function settleFromOutside(engine: Engine, cell: Cell): void {
  try {
    push(engine, cell);
    while (!finished(engine)) {
      // Unwound: the demand stack stands, the rest begins anew.
      engine.signal = undefined;
    }
  } finally {
    // Only an error of the evaluator's own leaves anything here.
    for (const left of engine.stack) left.flags &= ~ACTIVE;
    engine.stack.length = 0;
    engine.poisoned.clear();
    engine.signal = undefined;
    engine.current = undefined;
    engine.depth = 0;
  }
}

function finished(engine: Engine): boolean {
  try {
    work(engine, 0);
    return true;
  } catch (thrown) {
    if (engine.signal === undefined || thrown !== engine.signal) throw thrown;
    return false;
  }
}

function push(engine: Engine, cell: Cell): void {
  cell.flags |= ACTIVE;
  cell.cursor = undefined;
  engine.stack.push(cell);
}

/** Settles what lies above `base` on the demand stack, from the top. */
function work(engine: Engine, base: number): void {
  const { stack } = engine;
  while (stack.length > base) {
    const cell = stack[stack.length - 1] as Cell;
    if ((cell.flags & (DIRTY | POISONED)) !== 0) evaluate(engine, cell);
    else if ((cell.flags & CHECK) !== 0 && !checked(engine, cell)) continue;
    cell.flags &= ~(ACTIVE | CHECK);
    stack.length--;
  }
}

/**
 * Looks through the reads of a cell in their order: since everything before a read is unchanged,
 * the equation would make that read again, so settling it computes nothing in vain. False when
 * another cell has to be settled first, or the cell itself has to run.
 */
function checked(engine: Engine, cell: Cell): boolean {
  let at = cell.cursor ?? cell.deps;
  while (at !== undefined) {
    const { dep } = at;
    if ((dep.flags & UNSETTLED) !== 0) {
      if ((dep.flags & ACTIVE) !== 0) {
        // A cycle, if it is still read: the equation will tell.
        cell.flags |= DIRTY;
      } else {
        cell.cursor = at;
        push(engine, dep);
      }
      return false;
    }
    at = at.next;
  }
  cell.cursor = undefined;
  cell.slot.hits++;
  return true;
}

/** The running equation reads a cell that waits for it. */
function closeCycle(engine: Engine, cell: Cell): never {
  const { current, stack } = engine;
  const cycle = stack.slice(stack.lastIndexOf(cell));
  const failure = cycleFailure(cycle, engine.show);
  // All its members fail alike, wherever it was entered and whatever they catch.
  for (const member of cycle) {
    member.flags |= POISONED;
    engine.poisoned.set(member, failure);
  }
  if (current !== undefined) link(cell, current, engine.run);
  throw failure.error;
}
