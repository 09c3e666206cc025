import { cycleFailure, type Failure } from "../failure/failure.ts";
import type { Cell } from "./cell.ts";
import { checked } from "./check.ts";
import { componentOf, dissolve } from "./component.ts";
import type { Engine } from "./engine.ts";
import { evaluate } from "./evaluate.ts";
import { ACTIVE, CHECK, DIRTY, FLUX, POISONED, UNSETTLED } from "./flags.ts";
import { cutBack, merge } from "./flux.ts";
import { fluxStep } from "./flux-step.ts";
import { link } from "./link.ts";
import { push } from "./stack.ts";

/**
 * Brings a cell up to date. Within an equation this runs on top of the JavaScript stack as long as
 * that is shallow; deeper, everything in between is unwound and goes on from the demand stack,
 * which then holds each unfinished cell: whatever was begun is begun once more, with its deepest
 * read done. A cell is begun in vain at most once for that, so the work is at most doubled.
 */
export function settle(engine: Engine, cell: Cell): void {
  if (!engine.busy) {
    settleFromOutside(engine, cell);
    return;
  }
  const { current, stack } = engine;
  if (engine.signal !== undefined) throw engine.signal;
  const { flags } = cell;
  if ((flags & FLUX) !== 0) {
    if (cell.slot.isCircular || (flags & (DIRTY | CHECK | ACTIVE)) === 0) {
      merge(engine, cell);
      return;
    }
  }
  if (current !== undefined && (current.flags & POISONED) !== 0) {
    // Fails anyway: what it reads after the cycle, if it caught that, is not begun.
    throw (engine.poisoned.get(current) as Failure).error;
  }
  if ((flags & ACTIVE) !== 0) readActive(engine, cell);
  const walker = componentOf(cell)?.walker;
  if (walker !== undefined) beginAgain(engine, walker, walker);
  const base = stack.length;
  push(engine, cell);
  if (engine.depth >= engine.limit) unwind(engine);
  work(engine, base);
  if ((cell.flags & FLUX) !== 0) merge(engine, cell);
}

function unwind(engine: Engine): never {
  engine.signal = engine.suspend;
  throw engine.suspend;
}

function settleFromOutside(engine: Engine, cell: Cell): void {
  // Left over only when the JavaScript stack ran out even for clearing up.
  cutBack(engine, 0);
  engine.busy = true;
  engine.limit = engine.maxDepth;
  try {
    // Unwound: the demand stack stands, the rest begins anew.
    while ((cell.flags & UNSETTLED) !== 0) {
      if (engine.stack.length === 0) push(engine, cell);
      attempt(engine);
    }
  } finally {
    engine.busy = false;
    engine.signal = undefined;
    engine.current = undefined;
    engine.depth = 0;
    cutBack(engine, 0);
    engine.poisoned.clear();
  }
}

function attempt(engine: Engine): void {
  try {
    work(engine, 0);
  } catch (thrown) {
    if (engine.signal === undefined || thrown !== engine.signal) throw thrown;
    engine.signal = undefined;
    if (engine.overflowed) {
      engine.overflowed = false;
      cutBack(engine, 0);
    }
  }
}

/** Settles what lies above `base` on the demand stack, from the top. */
function work(engine: Engine, base: number): void {
  const { stack } = engine;
  while (stack.length > base) {
    const cell = stack[stack.length - 1] as Cell;
    if (engine.flux !== undefined || cell.slot.isCircular || componentOf(cell) !== undefined) {
      fluxStep(engine, cell);
      continue;
    }
    if ((cell.flags & (DIRTY | POISONED)) !== 0) {
      evaluate(engine, cell);
    } else if ((cell.flags & CHECK) !== 0) {
      if (!checked(engine, cell)) continue;
      cell.slot.hits++;
    }
    cell.flags &= ~(ACTIVE | CHECK);
    stack.length--;
  }
}

/**
 * The running equation reads a cell that waits for it. With a circular attribute in between the
 * cycle is meant: the circular one has to come first, and approximations of it are read.
 */
function readActive(engine: Engine, cell: Cell): never {
  const { stack } = engine;
  const position = stack.lastIndexOf(cell);
  const cycle = stack.slice(position);
  const head = cycle.find((member) => member.slot.isCircular);
  if (head !== undefined) beginAgain(engine, cell, head);
  // Found while a component was being checked, on the assumption that it is unchanged: it is not.
  const walker = cycle
    .map((member) => componentOf(member)?.walker)
    .find((one) => one !== undefined);
  if (walker !== undefined) beginAgain(engine, walker, walker);
  const failure = cycleFailure(cycle, engine.show);
  // All its members fail alike, wherever it was entered and whatever they catch.
  cycle.forEach((member, i) => {
    member.flags |= POISONED;
    engine.poisoned.set(member, failure);
    // What is being checked has its link; what is running, or was unwound, gets it now.
    if ((member.flags & DIRTY) !== 0) link(cycle[i + 1] ?? cell, member, ++engine.runs);
  });
  merge(engine, cell);
  throw failure.error;
}

/** Gives up everything from a waiting cell on, and evaluates `head` first. */
function beginAgain(engine: Engine, from: Cell, head: Cell): never {
  cutBack(engine, engine.stack.lastIndexOf(from));
  const component = componentOf(head);
  if (component !== undefined) dissolve(component);
  head.flags |= DIRTY;
  push(engine, head);
  return unwind(engine);
}
