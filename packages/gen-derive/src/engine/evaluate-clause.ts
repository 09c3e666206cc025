import type { AtomCode, ClauseCode, PatternCode } from "../program/linked.ts";
import { type Engine, tableOf } from "./engine.ts";
import { candidateRows, join, type Run } from "./join.ts";
import { derive } from "./rows.ts";
import { rowOf, type Table } from "./table.ts";

/** A run of a clause. */
export function runOf(engine: Engine, clause: ClauseCode, before = false): Run {
  return { store: engine, clause, slots: [], before };
}

/** The tuple of an atom for what the slots hold. */
export function groundTuple(atom: AtomCode, slots: readonly number[]): number[] {
  const tuple: number[] = [];
  for (const term of atom.terms) tuple.push(term < 0 ? ~term : (slots[term] as number));
  return tuple;
}

/** Derives the head for every solution. */
export function emitHead(engine: Engine, clause: ClauseCode): (slots: number[]) => undefined {
  const { head } = clause;
  const table = tableOf(engine, head.relation, head.terms.length);
  return (slots) => {
    derive(engine, head.relation, table, rowOf(table, groundTuple(head, slots)));
  };
}

/**
 * Evaluates a clause from nothing, beginning with the pattern that has the fewest rows: a rule that
 * cannot match costs one lookup.
 */
export function evaluateClause(engine: Engine, clause: ClauseCode): void {
  const run = runOf(engine, clause);
  let first = -1;
  let fewest = Number.POSITIVE_INFINITY;
  for (const probe of engine.planner.probes(clause)) {
    const { length } = candidateRows(run, probe);
    if (length === 0) return;
    if (length < fewest) [first, fewest] = [probe.condition, length];
  }
  join(run, engine.planner.forward(clause, first), undefined, emitHead(engine, clause));
}

/** Whether some pattern of a clause has no row, not even one that just went: it cannot matter. */
export function isIdle(engine: Engine, clause: ClauseCode): boolean {
  const run = runOf(engine, clause);
  return engine.planner.probes(clause).some((probe) => candidateRows(run, probe).length === 0);
}

/** Evaluates a clause for the solutions in which a pattern is satisfied by one of these rows. */
export function evaluateDelta(
  engine: Engine,
  clause: ClauseCode,
  condition: number,
  rows: readonly number[],
): void {
  const plan = engine.planner.forward(clause, condition);
  join(runOf(engine, clause), plan, rows, emitHead(engine, clause));
}

/** Sets the slots of an atom to a tuple; false when a constant or a repeated variable disagrees. */
export function unify(atom: AtomCode, tuple: readonly number[], slots: number[]): boolean {
  const { terms } = atom;
  for (let at = 0; at < terms.length; at++) {
    const term = terms[at] as number;
    const value = tuple[at] as number;
    if (term < 0) {
      if (~term !== value) return false;
    } else {
      const known = slots[term];
      if (known !== undefined && known !== value) return false;
      slots[term] = value;
    }
  }
  return true;
}

/**
 * Evaluates a clause for the solutions in which its negation at `condition` speaks of one of these
 * rows, and calls `emit` for each.
 */
export function evaluateNegation(
  engine: Engine,
  clause: ClauseCode,
  condition: number,
  rows: readonly number[],
  before: boolean,
  emit: (slots: number[]) => boolean | undefined,
): void {
  const code = clause.conditions[condition];
  if (code?.op !== "not") return;
  const inner = code.body[0] as PatternCode;
  const plan = engine.planner.fromNegation(clause, condition);
  const table = engine.tables[inner.relation] as Table;
  const outer = new Set(code.needs);
  for (const row of rows) {
    const run = runOf(engine, clause, before);
    const tuple = table.columns.map((column) => column[row] as number);
    if (!unify(inner, tuple, run.slots)) continue;
    // Variables of the negation alone mean "any": they must not bind anything outside.
    inner.terms.forEach((term) => {
      if (term >= 0 && !outer.has(term)) delete run.slots[term];
    });
    join(run, plan, undefined, emit);
  }
}

/** Whether a clause derives a tuple of its head from what holds now. */
export function derives(engine: Engine, clause: ClauseCode, tuple: readonly number[]): boolean {
  const run = runOf(engine, clause);
  if (!unify(clause.head, tuple, run.slots)) return false;
  return join(run, engine.planner.backward(clause), undefined, () => true);
}
