import { type Failure, failureOf } from "../failure/failure.ts";
import type { Cell } from "./cell.ts";
import type { Engine } from "./engine.ts";
import { CHECK, DIRTY, FAILED, NEW, POISONED } from "./flags.ts";
import { stainReaders } from "./invalidate.ts";
import { dropStale } from "./link.ts";

/** Runs the equation of the cell on top of the demand stack and takes over what it yields. */
export function evaluate(engine: Engine, cell: Cell): void {
  const outcome = cell.slot.isInput ? takeOver(engine, cell) : runEquation(engine, cell);
  dropStale(cell);
  commit(engine, cell, outcome);
}

/** What a run yielded: `failure` is set or `value` counts. */
export interface Outcome {
  value: unknown;
  failure: Failure | undefined;
}

/** Runs an equation with its reads recorded. Throws only the engine's own signal. */
export function runEquation(engine: Engine, cell: Cell): Outcome {
  const { slot } = cell;
  const { current, run, depth } = engine;
  engine.current = cell;
  engine.run = ++engine.runs;
  engine.depth = depth + 1;
  cell.cursor = undefined;
  const outcome: Outcome = { value: undefined, failure: undefined };
  try {
    slot.evaluations++;
    outcome.value = slot.equation(cell.node, engine.context, cell.arg);
  } catch (error) {
    if (engine.signal === undefined) {
      if (depth > 0 && isOverflow(error)) engine.signal = engine.suspend;
      else outcome.failure = failureOf(cell, error, engine.show);
    }
  }
  engine.current = current;
  engine.run = run;
  engine.depth = depth;
  if (engine.signal !== undefined) {
    slot.evaluations--;
    slot.retries++;
    throw engine.signal;
  }
  return outcome;
}

/** The value that was set for an input, or its default. */
function takeOver(engine: Engine, cell: Cell): Outcome {
  const { extra, slot } = cell;
  cell.extra = undefined;
  if (extra?.pending && extra.set) return { value: extra.value, failure: undefined };
  try {
    return { value: slot.equation(cell.node, engine.context, undefined), failure: undefined };
  } catch (error) {
    return { value: undefined, failure: failureOf(cell, error, engine.show) };
  }
}

/** The JavaScript stack ran out: retried from the bottom of it, with more room. */
function isOverflow(error: unknown): boolean {
  return error instanceof RangeError && error.message.includes("call stack");
}

function commit(engine: Engine, cell: Cell, outcome: Outcome): void {
  const { flags, slot } = cell;
  const rest = flags & ~(DIRTY | CHECK | NEW | FAILED | POISONED);
  let { value, failure } = outcome;
  if ((flags & POISONED) !== 0) {
    failure = engine.poisoned.get(cell);
    engine.poisoned.delete(cell);
  } else if (failure === undefined && (flags & (NEW | FAILED)) === 0) {
    try {
      if (slot.equal(cell.value, value)) {
        slot.cutoffs++;
        cell.flags = rest;
        return;
      }
    } catch (error) {
      failure = failureOf(cell, error, engine.show);
    }
  }
  value = failure ?? value;
  cell.value = value;
  cell.flags = failure === undefined ? rest : rest | FAILED;
  if ((flags & NEW) === 0) stainReaders(cell);
}
