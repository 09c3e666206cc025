import { compareValues } from "../data/interner.ts";
import type { Engine } from "../engine/engine.ts";
import { unify } from "../engine/evaluate-clause.ts";
import { join } from "../engine/join.ts";
import { findRow } from "../engine/table.ts";
import type { ClauseCode, Component, ConditionCode } from "../program/linked.ts";
import type { Admits } from "./step.ts";

/** What may support a row: anything outside of its recursion, and inside what came before it. */
export function admitsBefore(
  engine: Engine,
  component: Component | undefined,
  relation: number,
  row: number,
): Admits {
  const rank = engine.tables[relation]?.rank[row] ?? 0;
  return (other, otherRow) =>
    engine.places.componentOf.get(other) !== component ||
    (engine.tables[other]?.rank[otherRow] ?? 0) < rank;
}

/** The row that a pattern stands for; -1 when some of its variables have no value. */
export function patternRow(engine: Engine, code: ConditionCode, slots: readonly number[]): number {
  if (code.op !== "pattern") return -1;
  const table = engine.tables[code.relation];
  if (table === undefined) return -1;
  return findRow(
    table,
    code.terms.map((term) => (term < 0 ? ~term : (slots[term] as number))),
  );
}

/** The smallest solution of a rule for a head, with every pattern admitted. */
export function firstSolution(
  engine: Engine,
  { rule, head }: Pick<ClauseCode, "rule" | "head">,
  tuple: readonly number[],
  admits: Admits,
): number[] | undefined {
  const { conditions } = rule;
  const slots: number[] = [];
  if (!unify(head, tuple, slots)) return undefined;
  const plan = engine.planner.explaining(rule, head);
  const clause = { rule } as ClauseCode;
  let best: number[] | undefined;
  join({ store: engine, clause, slots, before: false }, plan, undefined, (found) => {
    for (const code of conditions) {
      if (code.op === "pattern" && !admits(code.relation, patternRow(engine, code, found))) return;
    }
    if (best === undefined || compareSlots(engine, found, best) < 0) best = [...found];
    return undefined;
  });
  return best;
}

function compareSlots(engine: Engine, a: readonly number[], b: readonly number[]): number {
  for (let at = 0; at < a.length; at++) {
    const [left, right] = [a[at], b[at]];
    if (left === right || left === undefined || right === undefined) continue;
    const difference = compareValues(engine.interner, left, right);
    if (difference !== 0) return difference;
  }
  return 0;
}
