import type { Failure } from "../failure/failure.ts";
import type { Cell } from "./cell.ts";
import { checked } from "./check.ts";
import { componentOf } from "./component.ts";
import { closeCycle, runNow } from "./cycle.ts";
import type { Engine } from "./engine.ts";
import { commit, evaluate } from "./evaluate.ts";
import { ACTIVE, CHECK, DIRTY, FLUX, POISONED, UNSETTLED } from "./flags.ts";
import { involve, isReadable } from "./flux.ts";
import { finish, fluxStep } from "./flux-step.ts";
import { cutBack } from "./give-up.ts";
import { push } from "./stack.ts";

/**
 * Brings a cell up to date. Within an equation this runs on top of the JavaScript stack as long as
 * that is shallow; deeper, everything in between is unwound and goes on from the demand stack,
 * which then holds each unfinished cell: whatever was begun is begun once more, with its deepest
 * read done. Each time that happens as many runs are given up as cells were reached for the first
 * time, so the work is at most doubled.
 */
export function settle(engine: Engine, cell: Cell): void {
  if (!engine.busy) {
    settleFromOutside(engine, cell);
    return;
  }
  const { current, stack } = engine;
  if (engine.signal !== undefined) throw engine.signal;
  const isInFlux = (cell.flags & FLUX) !== 0;
  if (!isInFlux || !isReadable(cell)) {
    if (current !== undefined && (current.flags & POISONED) !== 0) {
      // Fails anyway: what it reads after the cycle, if it caught that, is not begun.
      throw (engine.poisoned.get(current) as Failure).error;
    }
    if ((cell.flags & ACTIVE) !== 0) closeCycle(engine, cell);
    const walker = componentOf(cell)?.walker;
    if (walker !== undefined) runNow(engine, stack.lastIndexOf(walker));
    const base = stack.length;
    do {
      push(engine, cell);
      if (engine.depth >= engine.limit) unwind(engine);
      work(engine, base);
      // Else it turned out to be part of a larger fixpoint, and what it read has changed since.
    } while ((cell.flags & FLUX) !== 0 && !isReadable(cell));
  }
  if ((cell.flags & FLUX) !== 0) involve(engine, cell);
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
  while (engine.stack.length > base) {
    try {
      workOn(engine, base);
    } catch (thrown) {
      const isEscape = thrown === engine.escape && engine.signal === thrown;
      if (!isEscape || engine.resume < base) throw thrown;
      engine.signal = undefined;
    }
  }
}

function workOn(engine: Engine, base: number): void {
  const { stack } = engine;
  while (stack.length > base) {
    const cell = stack[stack.length - 1] as Cell;
    if (engine.flux !== undefined || cell.slot.isCircular || componentOf(cell) !== undefined) {
      fluxStep(engine, cell);
      continue;
    }
    if ((cell.flags & (DIRTY | POISONED)) !== 0) {
      const outcome = evaluate(engine, cell);
      if (engine.flux !== undefined) {
        finish(engine, cell, outcome);
        continue;
      }
      commit(engine, cell, outcome);
    } else if ((cell.flags & CHECK) !== 0) {
      if (!checked(engine, cell)) continue;
      cell.slot.hits++;
    }
    cell.flags &= ~ACTIVE;
    stack.length--;
  }
}
