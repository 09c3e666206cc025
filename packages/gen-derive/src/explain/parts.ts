import type { Selector } from "gen-select";
import { codeUnits, type Value } from "../data/value.ts";
import { rowsOf } from "../engine/context.ts";
import type { Engine, Instance } from "../engine/engine.ts";
import { compareRows, factOf } from "../engine/facts.ts";
import { join } from "../engine/join.ts";
import { LIVE, type Table } from "../engine/table.ts";
import type { Fact } from "../language/relation.ts";
import { _ } from "../language/term.ts";
import type { ClauseCode, ConditionCode, RelationCode, RuleCode } from "../program/linked.ts";
import { planConditions } from "../program/plan-conditions.ts";
import { SHOWN } from "./derivation.ts";
import { groundAtom, valueAt } from "./ground.ts";
import { patternRow } from "./solution.ts";
import type { Admits, Part } from "./step.ts";

/** Why one condition of a solution holds. */
export function partOf(
  engine: Engine,
  rule: RuleCode,
  code: ConditionCode,
  slots: readonly number[],
): Part {
  switch (code.op) {
    case "pattern": {
      const { role, selector } = engine.relations[code.relation] as RelationCode;
      const row = patternRow(engine, code, slots);
      if (role !== "select") return { kind: "row", relation: code.relation, row };
      const node = String(valueAt(engine, slots, code.terms[0] as number));
      return { kind: "selector", node, selector: selector as Selector };
    }
    case "test": {
      const values = code.slots.map((slot) => valueAt(engine, slots, slot) as Value);
      return { kind: "test", label: code.label, values };
    }
    case "compute":
      return {
        kind: "computed",
        label: code.label,
        value: valueAt(engine, slots, code.into) as Value,
      };
    case "not": {
      if (code.guard?.by === "override") return { kind: "not-overridden", by: code.guard.rule };
      if (code.guard?.by === "suppress") return { kind: "not-suppressed" };
      const local = localSlots(code);
      const patterns = code.body.flatMap((inner) =>
        inner.op === "pattern" ? [groundAtom(engine, rule, inner, slots, local)] : [],
      );
      return { kind: "absent", patterns };
    }
    case "aggregate": {
      const { facts, total } = summedFacts(engine, rule, code, slots);
      const value = valueAt(engine, slots, code.into) as Value;
      return { kind: "aggregate", op: code.kind, value, facts, total };
    }
  }
}

/** The slots that only the inside of a negation or aggregate knows. */
export function localSlots(
  code: Extract<ConditionCode, { op: "not" | "aggregate" }>,
): ReadonlySet<number> {
  const outer = new Set(code.needs);
  const terms = code.body.flatMap((inner) => (inner.op === "pattern" ? inner.terms : []));
  return new Set(terms.filter((term) => term >= 0 && !outer.has(term)));
}

/** The facts that an aggregate sums up, in the order of values: the first few, and how many. */
function summedFacts(
  engine: Engine,
  rule: RuleCode,
  code: Extract<ConditionCode, { op: "aggregate" }>,
  slots: readonly number[],
): { facts: Fact[]; total: number } {
  const plan = planConditions(code.body, { first: -1, bound: new Set(code.needs) });
  const own = [...slots];
  for (const slot of localSlots(code)) delete own[slot];
  const rows = new Map<string, [number, number]>();
  const clause = { rule } as ClauseCode;
  join({ store: engine, clause, slots: own, before: false }, plan, undefined, (found) => {
    for (const inner of code.body) {
      if (inner.op !== "pattern") continue;
      if (engine.relations[inner.relation]?.role !== "user") continue;
      const row = patternRow(engine, inner, found);
      rows.set(`${inner.relation} ${row}`, [inner.relation, row]);
    }
    return undefined;
  });
  const sorted = [...rows.values()].sort(
    ([a, x], [b, y]) =>
      codeUnits(engine.relations[a]?.name ?? "", engine.relations[b]?.name ?? "") ||
      compareRows(engine, engine.tables[a] as Table, x, y),
  );
  const facts = sorted.slice(0, SHOWN).map(([relation, row]) => factOf(engine, relation, row));
  return { facts, total: sorted.length };
}

/** What a function read, as parts: the facts it saw, and the patterns that nothing fitted. */
export function readParts(engine: Engine, instance: Instance | undefined, admits: Admits): Part[] {
  const parts: Part[] = [];
  for (const { relation, columns, values, width } of instance?.reads ?? []) {
    const { name } = engine.relations[relation] as RelationCode;
    const args = Array.from({ length: width }, (): unknown => _);
    columns.forEach((column, at) => {
      args[column] = engine.interner.values[values[at] as number];
    });
    const pattern = { relation: name, args } as Parameters<typeof rowsOf>[2];
    const table = engine.tables[relation];
    const rows = rowsOf(engine, relation, pattern, columns, values).filter(
      (row) => table?.state[row] === LIVE && admits(relation, row),
    );
    if (rows.length === 0) parts.push({ kind: "absent", patterns: [pattern] });
    rows.sort((a, b) => compareRows(engine, table as Table, a, b));
    for (const row of rows) parts.push({ kind: "row", relation, row });
  }
  return parts;
}
