import { type Failure, failureOf, label, stepOf } from "../failure/failure.ts";
import { refusal } from "../failure/refusal.ts";
import type { Cell, Link } from "./cell.ts";
import type { Engine } from "./engine.ts";
import { CHECK, DIRTY, FAILED, FLUX, NEW, POISONED } from "./flags.ts";
import { cutBack } from "./give-up.ts";
import { stainReaders } from "./invalidate.ts";
import { dropStale, lastRead } from "./link.ts";

/** What comes of the cell on top of the demand stack, which has to run. */
export function evaluate(engine: Engine, cell: Cell): Outcome {
  if ((cell.flags & POISONED) !== 0) return poisonOf(engine, cell);
  return cell.slot.isInput ? takeOver(engine, cell) : runEquation(engine, cell);
}

/** What a run yielded: `failure` is set or `value` counts. */
export interface Outcome {
  value: unknown;
  failure: Failure | undefined;
  /** The number of the run. */
  run: number;
}

/**
 * Runs an equation with its reads recorded. Throws only the engine's own signal.
 *
 * @param further the reads of earlier runs that stay, when it is not the first run in a fixpoint
 */
export function runEquation(engine: Engine, cell: Cell, further?: Map<Cell, Link>): Outcome {
  const { slot } = cell;
  const { current, run, known, depth, stack } = engine;
  const height = stack.length;
  engine.current = cell;
  engine.run = ++engine.runs;
  engine.known = further;
  engine.depth = depth + 1;
  cell.cursor = further === undefined ? undefined : lastRead(cell);
  const outcome: Outcome = { value: undefined, failure: undefined, run: engine.run };
  try {
    slot.evaluations++;
    outcome.value = slot.equation(cell.node, engine.context, cell.arg);
  } catch (error) {
    if (engine.signal === undefined) {
      if (isOverflow(error)) exhausted(engine, depth, error);
      else outcome.failure = failureOf(cell, error, engine.show, engine.run);
    }
  }
  engine.current = current;
  engine.run = run;
  engine.known = known;
  engine.depth = depth;
  if (engine.signal !== undefined) {
    slot.evaluations--;
    slot.retries++;
    throw engine.signal;
  }
  // Left over when something the evaluator calls has thrown, and the equation caught that.
  if (stack.length > height) cutBack(engine, height);
  if (further === undefined) dropStale(cell);
  else cell.cursor = undefined;
  if ((cell.flags & POISONED) !== 0) outcome.failure = engine.poisoned.get(cell);
  return outcome;
}

/** What comes of a cell on an accidental cycle that was not running when the cycle was found. */
function poisonOf(engine: Engine, cell: Cell): Outcome {
  // Of its earlier reads only those up to the next member of the cycle still count.
  if ((cell.flags & FLUX) === 0) dropStale(cell);
  cell.cursor = undefined;
  // The first of all runs: whatever it has read counts.
  return { value: undefined, failure: engine.poisoned.get(cell), run: 1 };
}

/** The value that was set for an input, or its default. */
function takeOver(engine: Engine, cell: Cell): Outcome {
  const { extra, slot } = cell;
  const outcome: Outcome = { value: undefined, failure: undefined, run: engine.runs };
  cell.extra = undefined;
  try {
    const isSet = extra?.is === "pending" && extra.set;
    outcome.value = isSet ? extra.value : slot.equation(cell.node, engine.context, undefined);
  } catch (error) {
    outcome.failure = failureOf(cell, error, engine.show);
  }
  return outcome;
}

/**
 * The JavaScript stack ran out: all is retried from the bottom of it, going on without it earlier.
 * At the bottom already, that says nothing about the equation for good, so the error is not kept.
 */
function exhausted(engine: Engine, depth: number, cause: unknown): void {
  if (depth > 0) {
    engine.limit = Math.max(1, depth >> 1);
    engine.overflowed = true;
    engine.signal = engine.suspend;
    return;
  }
  const name = label(engine.stack.at(-1) as Cell, engine.show);
  throw refusal(
    {
      code: "stack-exhausted",
      message: `${name} ran out of stack.`,
      remedy: "Recurse through ctx.get rather than in the equation, or ask from a shallower stack.",
      culprits: [name],
      chain: engine.stack.map(stepOf),
    },
    { cause },
  );
}

function isOverflow(error: unknown): boolean {
  return error instanceof RangeError && error.message.includes("call stack");
}

/** Whether a value equals the one before; a comparison that throws fails the cell. */
export function compare(
  engine: Engine,
  cell: Cell,
  before: unknown,
  after: unknown,
): boolean | Failure {
  try {
    return cell.slot.equal(before, after);
  } catch (error) {
    if (isOverflow(error)) {
      exhausted(engine, engine.depth, error);
      throw engine.signal;
    }
    return failureOf(cell, error, engine.show);
  }
}

/** Makes an outcome the state of the cell, and tells its readers unless nothing has changed. */
export function commit(engine: Engine, cell: Cell, outcome: Outcome): void {
  const { flags, slot } = cell;
  const rest = flags & ~(DIRTY | CHECK | NEW | FAILED | POISONED);
  if ((flags & POISONED) !== 0) engine.poisoned.delete(cell);
  let { failure } = outcome;
  if (failure === undefined && (flags & (NEW | FAILED)) === 0) {
    const verdict = compare(engine, cell, cell.value, outcome.value);
    if (verdict === true) {
      slot.cutoffs++;
      cell.flags = rest;
      return;
    }
    if (verdict !== false) failure = verdict;
  }
  if ((flags & NEW) === 0) stainReaders(cell);
  // Last: should the JavaScript stack end before, the cell simply runs again.
  cell.value = failure ?? outcome.value;
  cell.flags = failure === undefined ? rest : rest | FAILED;
}
