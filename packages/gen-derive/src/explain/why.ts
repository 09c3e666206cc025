import type { Selector } from "gen-select";
import { compareValues } from "../data/interner.ts";
import { codeUnits, type Value } from "../data/value.ts";
import { rowsOf } from "../engine/context.ts";
import type { Engine, Instance } from "../engine/engine.ts";
import { unify } from "../engine/evaluate-clause.ts";
import { compareRows, factOf } from "../engine/facts.ts";
import { join } from "../engine/join.ts";
import { candidateIndex, ranked } from "../engine/run-rank.ts";
import { findRow, LIVE, type Table, tupleOf } from "../engine/table.ts";
import type { Fact } from "../language/relation.ts";
import { _ } from "../language/term.ts";
import type {
  AtomCode,
  ClauseCode,
  Component,
  ConditionCode,
  FunctionUnit,
  RelationCode,
  RuleCode,
} from "../program/linked.ts";
import { planConditions } from "../program/plan.ts";
import { GIVEN, writerAt } from "../result/suppressions.ts";
import { type Derivation, SHOWN, type Support } from "./derivation.ts";
import { bindingsOfSlots, groundAtom, valueAt } from "./ground.ts";

/** Why a row holds, before its facts are explained in turn. */
interface Step {
  readonly rule: RuleCode | undefined;
  readonly bindings: Readonly<Record<string, Value>>;
  readonly parts: readonly Part[];
}

type Part = Support | { readonly kind: "row"; readonly relation: number; readonly row: number };

/** Explains rows of one state of an engine. */
export interface Explainer {
  /** Why a row of a user's relation holds. */
  row(relation: number, row: number): Derivation;
  /** Why a rule fired for a row of its `fire` relation; `of` is what it concluded. */
  firing(rule: RuleCode, row: number, of: Derivation["of"]): Derivation;
}

/** Says whether a row may support another one: what came later in the same recursion may not. */
type Admits = (relation: number, row: number) => boolean;

/** An explainer. What it explained once it keeps. */
export function createExplainer(engine: Engine): Explainer {
  const made = new Map<string, Derivation & { because: Support[] }>();
  const firedAs = new Map<RuleCode, AtomCode>();
  let returned: Map<string, { unit: FunctionUnit; key: number }[]> | undefined;
  const instancesOf = (relation: number, row: number): { unit: FunctionUnit; key: number }[] => {
    returned ??= indexInstances(engine);
    return returned.get(`${relation} ${row}`) ?? [];
  };

  const stepOf = (relation: number, row: number): Step => {
    const { candidates } = engine.relations[relation] as RelationCode;
    if (candidates !== -1) return rankedStep(relation, row);
    if (engine.given.get(relation)?.has(row) === true) return GIVEN_STEP;
    return derivedStep(relation, row, tupleOf(engine.tables[relation] as Table, row));
  };

  const sorted = new Map<number, readonly ClauseCode[]>();
  const clausesOf = (relation: number): readonly ClauseCode[] => {
    let clauses = sorted.get(relation);
    if (clauses === undefined) {
      const all = engine.places.componentOf.get(relation)?.clauses ?? [];
      const own = all.filter(({ head }) => head.relation === relation);
      clauses = own.sort((a, b) => codeUnits(a.rule.name, b.rule.name));
      sorted.set(relation, clauses);
    }
    return clauses;
  };

  /** The first rule by name that derives a row, with its first solution in the order of values. */
  const derivedStep = (relation: number, row: number, tuple: readonly number[]): Step => {
    const component = engine.places.componentOf.get(relation);
    const admits = admitsBefore(engine, component, relation, row);
    for (const clause of clausesOf(relation)) {
      const slots = firstSolution(engine, clause, tuple, admits);
      if (slots !== undefined) return stepFrom(clause.rule, slots, admits);
    }
    const found = [...instancesOf(relation, row)].sort(
      (a, b) =>
        codeUnits(a.unit.rule.name, b.unit.rule.name) ||
        compareRows(engine, engine.tables[a.unit.input] as Table, a.key, b.key),
    );
    const [first] = found;
    if (first === undefined) return GIVEN_STEP;
    return functionStep(first.unit, first.key, admits);
  };

  const stepFrom = (rule: RuleCode, slots: readonly number[], admits: Admits): Step => {
    const parts = rule.conditions.map((code) => partOf(engine, rule, code, slots, admits));
    return { rule, bindings: bindingsOfSlots(engine, rule, slots), parts };
  };

  const functionStep = (unit: FunctionUnit, key: number, admits: Admits): Step => {
    const input = engine.tables[unit.input] as Table;
    const inputStep = firingStep(unit.rule, tupleOf(input, key), admits);
    const instance = engine.instances[unit.id]?.get(key);
    return { ...inputStep, parts: [...inputStep.parts, ...readParts(engine, instance, admits)] };
  };

  /** Why the conditions of a rule hold for the columns that it keeps. */
  const firingStep = (rule: RuleCode, tuple: readonly number[], admits: Admits): Step => {
    let head = firedAs.get(rule);
    if (head === undefined) {
      const terms = rule.columns.map((name) => rule.slots.indexOf(name));
      head = { relation: rule.fire, terms };
      firedAs.set(rule, head);
    }
    const slots = firstSolution(engine, { rule, head }, tuple, admits);
    if (slots === undefined) return { rule, bindings: {}, parts: [] };
    return stepFrom(rule, slots, admits);
  };

  const rankedStep = (relation: number, row: number): Step => {
    const unit = engine.linked.units.find((one) => one.kind === "rank" && one.output === relation);
    if (unit?.kind !== "rank") return GIVEN_STEP;
    const table = engine.tables[unit.input] as Table;
    const tuple = tupleOf(engine.tables[relation] as Table, row);
    const index = candidateIndex(engine, unit);
    const same = (other: number): boolean =>
      tuple.every((value, at) => (table.columns[at] as number[])[other] === value);
    const key = (index?.buckets ?? []).findIndex((bucket) => bucket.some(same));
    const { rows, highest } = ranked(engine, unit, key);
    const proposals = rows.filter(same).sort((a, b) => compareRows(engine, table, a, b));
    const best = proposals.at(-1);
    if (best === undefined) return GIVEN_STEP;
    const note: Support = { kind: "ranked", priority: highest, candidates: rows.length };
    const step =
      writerAt(engine, table, best) === GIVEN
        ? GIVEN_STEP
        : derivedStep(unit.input, best, tupleOf(table, best));
    return { ...step, parts: [...step.parts, note] };
  };

  /** Explains everything reachable, with a list of what is still open instead of recursion. */
  const explain = (open: { of: Derivation["of"]; step: Step; into: Support[] }[]): void => {
    for (let task = open.pop(); task !== undefined; task = open.pop()) {
      for (const part of task.step.parts) {
        if (part.kind !== "row") {
          task.into.push(part);
          continue;
        }
        const key = `${part.relation} ${part.row}`;
        let derivation = made.get(key);
        if (derivation === undefined) {
          const step = stepOf(part.relation, part.row);
          const of = factOf(engine, part.relation, part.row);
          derivation = derivationFrom(of, step);
          made.set(key, derivation);
          open.push({ of, step, into: derivation.because });
        }
        task.into.push({ kind: "fact", derivation });
      }
    }
  };

  return {
    row: (relation, row) => {
      const holder: Support[] = [];
      const step: Step = { rule: undefined, bindings: {}, parts: [{ kind: "row", relation, row }] };
      explain([{ of: factOf(engine, relation, row), step, into: holder }]);
      const [only] = holder;
      return (only as Extract<Support, { kind: "fact" }>).derivation;
    },
    firing: (rule, row, of) => {
      const unit = engine.linked.units.find((one) => one.kind === "function" && one.rule === rule);
      const table = engine.tables[rule.fire] as Table;
      const step =
        unit?.kind === "function"
          ? functionStep(unit, row, () => true)
          : firingStep(rule, tupleOf(table, row), () => true);
      const derivation = derivationFrom(of, step);
      explain([{ of, step, into: derivation.because }]);
      return derivation;
    },
  };
}

const GIVEN_STEP: Step = { rule: undefined, bindings: {}, parts: [] };

function derivationFrom(of: Derivation["of"], step: Step): Derivation & { because: Support[] } {
  const { rule, bindings } = step;
  if (rule === undefined) return { of, bindings, because: [] };
  const origin = rule.rule.origin === undefined ? {} : { origin: rule.rule.origin };
  return { of, rule: rule.name, ...origin, bindings, because: [] };
}

function indexInstances(engine: Engine): Map<string, { unit: FunctionUnit; key: number }[]> {
  const index = new Map<string, { unit: FunctionUnit; key: number }[]>();
  for (const unit of engine.linked.units) {
    if (unit.kind !== "function") continue;
    for (const [key, { supports }] of engine.instances[unit.id] ?? []) {
      for (let at = 0; at < supports.length; at += 2) {
        const name = `${supports[at]} ${supports[at + 1]}`;
        const known = index.get(name);
        if (known === undefined) index.set(name, [{ unit, key }]);
        else known.push({ unit, key });
      }
    }
  }
  return index;
}

function admitsBefore(
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
function patternRow(engine: Engine, code: ConditionCode, slots: readonly number[]): number {
  if (code.op !== "pattern") return -1;
  const table = engine.tables[code.relation];
  if (table === undefined) return -1;
  return findRow(
    table,
    code.terms.map((term) => (term < 0 ? ~term : (slots[term] as number))),
  );
}

/** The smallest solution of a rule for a head, with every pattern admitted. */
function firstSolution(
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

/** Why one condition of a solution holds. */
function partOf(
  engine: Engine,
  rule: RuleCode,
  code: ConditionCode,
  slots: readonly number[],
  admits: Admits,
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
      void admits;
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
export function summedFacts(
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
function readParts(engine: Engine, instance: Instance | undefined, admits: Admits): Part[] {
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
