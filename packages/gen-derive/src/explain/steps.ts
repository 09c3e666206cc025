import { codeUnits } from "../data/value.ts";
import type { Engine } from "../engine/engine.ts";
import { compareRows } from "../engine/facts.ts";
import { candidateIndex, ranked } from "../engine/run-rank.ts";
import { type Table, tupleOf } from "../engine/table.ts";
import type {
  AtomCode,
  ClauseCode,
  FunctionUnit,
  RelationCode,
  RuleCode,
} from "../program/linked.ts";
import { GIVEN, writerAt } from "../result/out-ranked.ts";
import type { Support } from "./derivation.ts";
import { bindingsOfSlots } from "./ground.ts";
import { partOf, readParts } from "./parts.ts";
import { admitsBefore, firstSolution } from "./solution.ts";
import { type Admits, GIVEN_STEP, type Step } from "./step.ts";

/** Finds out why rows hold, one step at a time. */
export interface Steps {
  /** Why a row of a user's relation holds. */
  ofRow(relation: number, row: number): Step;
  /** Why a rule fired for a row of its `fire` relation. */
  ofFiring(rule: RuleCode, row: number): Step;
}

/** Steps over one state of an engine: found backwards, as nothing is recorded on the way there. */
export function createSteps(engine: Engine): Steps {
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
      if (slots !== undefined) return stepFrom(clause.rule, slots);
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

  const stepFrom = (rule: RuleCode, slots: readonly number[]): Step => {
    const parts = rule.conditions.map((code) => partOf(engine, rule, code, slots));
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
    return stepFrom(rule, slots);
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

  return {
    ofRow: stepOf,
    ofFiring: (rule, row) => {
      const unit = engine.linked.units.find((one) => one.kind === "function" && one.rule === rule);
      if (unit?.kind === "function") return functionStep(unit, row, () => true);
      return firingStep(rule, tupleOf(engine.tables[rule.fire] as Table, row), () => true);
    },
  };
}

/** By relation and row: the runs of functions that returned it. */
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
