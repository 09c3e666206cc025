import { intern } from "../data/interner.ts";
import type { Value } from "../data/value.ts";
import { DeriveError } from "../error/derive-error.ts";
import { show } from "../error/show.ts";
import type { ClauseCode } from "../program/linked.ts";
import type { NotStep, Plan, ScanStep, Step } from "../program/plan.ts";
import { aggregate } from "./aggregate.ts";
import type { Store } from "./store.ts";
import { bucketOf, findRow, GONE, indexOn, LIVE } from "./table.ts";
import { TooEarly } from "./too-early.ts";

/** How a plan is run. */
export interface Run {
  readonly store: Store;
  readonly clause: ClauseCode;
  /** The values of the slots, by number. */
  readonly slots: number[];
  /**
   * Whether rows that the current update took away count too, and negations of what it changed
   * hold: everything that can have been derived before then still is.
   */
  readonly before: boolean;
}

const NO_ROWS: readonly number[] = [];

/** The rows that a step has to look at. */
export function candidateRows(run: Run, step: ScanStep): readonly number[] {
  const table = run.store.tables[step.relation];
  if (table === undefined || table.arity !== step.arity) return NO_ROWS;
  const { known, terms } = step;
  if (known.length === 0) return table.all;
  const values: number[] = [];
  for (let at = 0; at < terms.length; at++) {
    const term = terms[at] as number;
    values.push(term < 0 ? ~term : (run.slots[term] as number));
  }
  if (known.length < table.arity) return bucketOf(indexOn(table, known, step.index), values);
  const row = findRow(table, values);
  return row === -1 ? NO_ROWS : [row];
}

/** Whether a row agrees with the columns that an index would have answered for. */
function agrees(run: Run, step: ScanStep, row: number): boolean {
  const { columns } = run.store.tables[step.relation] as { columns: readonly number[][] };
  for (let at = 0; at < step.known.length; at++) {
    const term = step.terms[at] as number;
    const want = term < 0 ? ~term : run.slots[term];
    if ((columns[step.known[at] as number] as number[])[row] !== want) return false;
  }
  return true;
}

/** Moves on to the next row that fits and binds its columns; the place after it, or -1. */
function advance(
  run: Run,
  step: ScanStep,
  rows: readonly number[],
  from: number,
  strict: boolean,
): number {
  const table = run.store.tables[step.relation];
  if (table === undefined) return -1;
  const { state, columns } = table;
  const { binds, repeats } = step;
  const { slots, before } = run;
  search: for (let at = from; at < rows.length; at++) {
    const row = rows[at] as number;
    const seen = state[row] as number;
    if (seen !== LIVE && !(before && seen === GONE)) continue;
    if (strict && !agrees(run, step, row)) continue;
    for (let b = 0; b < binds.length; b += 2) {
      slots[binds[b + 1] as number] = (columns[binds[b] as number] as number[])[row] as number;
    }
    for (let r = 0; r < repeats.length; r += 2) {
      const value = (columns[repeats[r] as number] as number[])[row];
      if (value !== slots[repeats[r + 1] as number]) continue search;
    }
    run.store.visited += at + 1 - from;
    return at + 1;
  }
  run.store.visited += rows.length - from;
  return -1;
}

/** Whether nothing satisfies the body of a negation. */
function holdsNot(run: Run, step: NotStep): boolean {
  const { store, before } = run;
  if (
    before &&
    step.code.body.some((one) => one.op === "pattern" && store.changed.has(one.relation))
  ) {
    return true;
  }
  const [only] = step.plan.steps;
  if (step.plan.steps.length === 1 && only?.op === "scan") {
    return advance(run, only, candidateRows(run, only), 0, false) === -1;
  }
  return !join(run, step.plan, undefined, () => true);
}

/** What a user's function answers, or an error that says whose it is. */
function call<T>(
  run: Run,
  label: string,
  slots: readonly number[],
  fn: (...values: Value[]) => T,
): T {
  const values = slots.map((slot) => run.store.interner.values[run.slots[slot] as number] as Value);
  try {
    return fn(...values);
  } catch (cause) {
    throw threw(run.clause, label, values, cause);
  }
}

/** The error for a function of a rule that threw. */
export function threw(
  { rule }: Pick<ClauseCode, "rule">,
  label: string,
  values: readonly unknown[],
  cause: unknown,
): Error {
  if (cause instanceof DeriveError || cause instanceof TooEarly) return cause;
  const shown = values.map((value) => show(value)).join(", ");
  const reason = cause instanceof Error ? cause.message : String(cause);
  const origins = rule.rule.origin === undefined ? {} : { origins: [rule.rule.origin] };
  return new DeriveError(
    [
      {
        code: "rule-threw",
        message: `${label} of rule ${show(rule.name)} threw for (${shown}): ${reason}`,
        remedy: "Make it answer for every value that its conditions let through.",
        rules: [rule.name],
        ...origins,
      },
    ],
    { cause },
  );
}

/** Whether a step that walks no rows holds; binds what it computes. */
function check(run: Run, step: Exclude<Step, ScanStep>): boolean {
  if (step.op === "not") return holdsNot(run, step);
  const { slots, store } = run;
  if (step.op === "test") {
    return call(run, `Guard ${show(step.code.label)}`, step.code.slots, step.code.run) === true;
  }
  let value: number | undefined;
  if (step.op === "aggregate") value = aggregate(run, step);
  else {
    const { label, slots: reads, run: compute } = step.code;
    const result = call(run, `Computation ${show(label)}`, reads, compute);
    const known = store.interner.values.length;
    value = intern(store.interner, result);
    store.fresh += store.interner.values.length - known;
  }
  if (value === undefined) return false;
  const { into } = step.code;
  if (step.bound) return value === (into < 0 ? ~into : slots[into]);
  slots[into] = value;
  return true;
}

/**
 * Runs a plan by backtracking and calls `emit` for every solution; stops when that answers true, and
 * says whether it did. `rows` are those of the first step, when they come from outside. Explicit
 * cursors instead of recursion.
 */
export function join(
  run: Run,
  plan: Plan,
  rows: readonly number[] | undefined,
  emit: (slots: number[]) => boolean | undefined,
): boolean {
  const { steps } = plan;
  const end = steps.length;
  const found: (readonly number[])[] = [];
  const cursors: number[] = [];
  let at = 0;
  let entering = true;
  for (;;) {
    if (at === end) {
      if (emit(run.slots) === true) return true;
      at--;
      entering = false;
    }
    if (at < 0) return false;
    const step = steps[at] as Step;
    const given = at === 0 && rows !== undefined;
    if (step.op !== "scan") {
      entering = entering && check(run, step);
      at += entering ? 1 : -1;
      continue;
    }
    if (entering) {
      found[at] = given ? rows : candidateRows(run, step);
      cursors[at] = 0;
    }
    const next = advance(run, step, found[at] as readonly number[], cursors[at] as number, given);
    cursors[at] = next;
    entering = next !== -1;
    at += entering ? 1 : -1;
  }
}
