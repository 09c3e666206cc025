import type { AnyAttribute, Context } from "../declare/types.ts";
import type { Failure } from "../failure/failure.ts";
import type { Cell, Link, Slot } from "./cell.ts";
import type { Flux } from "./flux.ts";
import type { Head } from "./head.ts";

/** All state of one evaluator. */
export interface Engine {
  readonly slots: Map<AnyAttribute, Slot>;
  /** What was asked for last, so that asking again costs no look-up. */
  lastSlot: Slot | undefined;
  /** Whether somebody outside waits for a value. */
  busy: boolean;
  /** The chain of demand: each cell is needed by the one below it. */
  readonly stack: Cell[];
  /**
   * For each cell of the demand stack: the lowest position of which it has read an approximation,
   * directly or not; how many cells were in flux when it was pushed.
   */
  readonly lows: number[];
  readonly marks: number[];
  /** The cells of the demand stack that have run and see to their components. */
  readonly heads: Head[];
  /** The fixpoint under way. */
  flux: Flux | undefined;
  /** The cell whose equation is running, and the number of that run. */
  current: Cell | undefined;
  run: number;
  /** For a further run within a fixpoint: all that was read in it so far, which stays read. */
  known: Map<Cell, Link> | undefined;
  /** How many runs were ever begun. */
  runs: number;
  /** How many equations are open on the JavaScript stack, and how many may be. */
  depth: number;
  readonly maxDepth: number;
  /** Less than that once the JavaScript stack has run out nevertheless. */
  limit: number;
  /** The JavaScript stack ran out: anything may have been cut off in the middle. */
  overflowed: boolean;
  /** Set while the JavaScript stack is being unwound; equations that swallow it do not stop it. */
  signal: Error | undefined;
  /** Thrown to unwind all: the demand stack is kept, and goes on from its top. */
  readonly suspend: Error;
  /** Thrown to unwind what stood on the demand stack from position `resume` on, and is given up. */
  readonly escape: Error;
  resume: number;
  /** Members of an accidental cycle that are still on the demand stack. */
  readonly poisoned: Map<Cell, Failure>;
  readonly context: Context;
  /** How nodes and arguments are shown in messages. */
  readonly show: (value: unknown) => string;
}

/** The state of a new evaluator. */
export function createEngine(
  context: Context,
  maxDepth: number,
  show: (value: unknown) => string,
): Engine {
  return {
    slots: new Map(),
    lastSlot: undefined,
    busy: false,
    stack: [],
    lows: [],
    marks: [],
    heads: [],
    flux: undefined,
    current: undefined,
    run: 0,
    known: undefined,
    runs: 0,
    depth: 0,
    maxDepth,
    limit: maxDepth,
    overflowed: false,
    signal: undefined,
    suspend: new Error("Evaluation is suspended and begins again; let this error pass."),
    escape: new Error("Evaluation goes on further down; let this error pass."),
    resume: 0,
    poisoned: new Map(),
    context,
    show,
  };
}
