import { culprits, explain, type Selector } from "gen-select";
import { lookup } from "../data/interner.ts";
import { codeUnits, type Value } from "../data/value.ts";
import { aggregate } from "../engine/aggregate.ts";
import { rowsOf } from "../engine/context.ts";
import type { Engine } from "../engine/engine.ts";
import { compareRows, factOf } from "../engine/facts.ts";
import type { Nodes } from "../engine/nodes.ts";
import type { Table } from "../engine/table.ts";
import { show, showAtom } from "../error/show.ts";
import type { Condition, Inner } from "../language/condition.ts";
import type { Atom, Fact } from "../language/relation.ts";
import { constant, isVariable } from "../language/term.ts";
import type {
  ClauseCode,
  ConditionCode,
  PatternCode,
  RelationCode,
  RuleCode,
} from "../program/linked.ts";
import { planConditions } from "../program/plan-conditions.ts";
import { groundAtom, valueAt } from "./ground.ts";
import { localSlots } from "./parts.ts";

/** Why one condition of a rule does not hold. */
export interface Failure {
  readonly kind:
    | "no-fact"
    | "present"
    | "test"
    | "computed"
    | "aggregate"
    | "selector"
    | "overridden"
    | "suppressed"
    | "unknown";
  /** A clause for people: what is missing, or what is in the way. */
  readonly message: string;
  /** The condition, as the rule says it; absent for its `at`, and for what stops it. */
  readonly condition?: Condition | Inner;
  /** For `no-fact`: the pattern that nothing fits. Ask `whyNot` about it next. */
  readonly pattern?: Atom;
  /** For `present`: facts that are in the way. */
  readonly facts?: readonly Fact[];
}

const FEW = 3;

/** Why a condition fails for what is known. */
export function failureOf(
  engine: Engine,
  nodes: Nodes | undefined,
  rule: RuleCode,
  code: ConditionCode,
  slots: readonly (number | undefined)[],
): Failure {
  const failure = reasonOf(engine, nodes, rule, code, slots);
  return code.source === undefined ? failure : { ...failure, condition: code.source };
}

function reasonOf(
  engine: Engine,
  nodes: Nodes | undefined,
  rule: RuleCode,
  code: ConditionCode,
  slots: readonly (number | undefined)[],
): Failure {
  switch (code.op) {
    case "pattern":
      return patternFailure(engine, nodes, rule, code, slots);
    case "test":
    case "compute": {
      const values = code.slots.map((slot) => valueAt(engine, slots, slot));
      if (values.includes(undefined)) return unknown(code.label);
      const shown = values.map((value) => show(value)).join(", ");
      if (code.op === "test") {
        return { kind: "test", message: `${code.label} does not hold for (${shown})` };
      }
      const wanted = show(valueAt(engine, slots, code.into));
      return { kind: "computed", message: `${code.label} of (${shown}) is not ${wanted}` };
    }
    case "not":
      return negationFailure(engine, rule, code, slots);
    case "aggregate": {
      if (code.needs.some((slot) => slots[slot] === undefined)) return unknown(`a ${code.kind}`);
      const value = aggregateValue(engine, rule, code, slots);
      if (value === undefined) {
        return { kind: "aggregate", message: `the ${code.kind} is over nothing` };
      }
      const wanted = show(valueAt(engine, slots, code.into));
      return { kind: "aggregate", message: `the ${code.kind} is ${show(value)}, not ${wanted}` };
    }
  }
}

function unknown(what: string): Failure {
  return { kind: "unknown", message: `${what} cannot be evaluated, as a variable has no value` };
}

function patternFailure(
  engine: Engine,
  nodes: Nodes | undefined,
  rule: RuleCode,
  code: PatternCode,
  slots: readonly (number | undefined)[],
): Failure {
  const { role, selector } = engine.relations[code.relation] as RelationCode;
  if (role !== "select") {
    const pattern = groundAtom(engine, rule, code, slots);
    return { kind: "no-fact", message: `no fact fits ${showAtom(pattern)}`, pattern };
  }
  const node = valueAt(engine, slots, code.terms[0] as number);
  if (typeof node !== "string") {
    return { kind: "selector", message: "its selector matches no node" };
  }
  return {
    kind: "selector",
    message: `${show(node)} ${mismatch(nodes, selector as Selector, node)}`,
  };
}

function mismatch(nodes: Nodes | undefined, selector: Selector, node: string): string {
  if (nodes?.view === undefined) return "does not match its selector";
  const reasons = culprits(explain(selector, node, nodes.view));
  return reasons.map((part) => `${part.because} (${part.text})`).join("; ");
}

function negationFailure(
  engine: Engine,
  rule: RuleCode,
  code: Extract<ConditionCode, { op: "not" }>,
  slots: readonly (number | undefined)[],
): Failure {
  if (code.guard?.by === "override") {
    const message = `rule ${show(code.guard.rule)} overrides it`;
    return { kind: "overridden", message };
  }
  const local = localSlots(code);
  const patterns = code.body.flatMap((inner) =>
    inner.op === "pattern" ? [groundAtom(engine, rule, inner, slots, local)] : [],
  );
  const facts = code.body.flatMap((inner, at) => {
    const pattern = patterns[at];
    return inner.op === "pattern" && pattern ? fitting(engine, inner.relation, pattern) : [];
  });
  if (code.guard?.by === "suppress") {
    const said = facts.map(({ args }) => {
      const [reason, by] = args.slice(-2);
      return `rule ${show(by)} suppresses it: ${show(reason, true)}`;
    });
    return { kind: "suppressed", message: said.sort(codeUnits).join("; ") };
  }
  const shown = facts.slice(0, FEW).map(showAtom).join(", ");
  const more = facts.length > FEW ? ` and ${facts.length - FEW} more` : "";
  const verb = facts.length === 1 ? "holds" : "hold";
  return { kind: "present", message: `${shown}${more} ${verb}`, facts };
}

function fitting(engine: Engine, relation: number, pattern: Atom): Fact[] {
  const columns: number[] = [];
  const values: number[] = [];
  pattern.args.forEach((term, column) => {
    if (isVariable(term)) return;
    columns.push(column);
    values.push(lookup(engine.interner, constant(term)) ?? -1);
  });
  const rows = rowsOf(engine, relation, pattern, columns, values);
  rows.sort((a, b) => compareRows(engine, engine.tables[relation] as Table, a, b));
  return rows.map((row) => factOf(engine, relation, row));
}

function aggregateValue(
  engine: Engine,
  rule: RuleCode,
  code: Extract<ConditionCode, { op: "aggregate" }>,
  slots: readonly (number | undefined)[],
): Value | undefined {
  const plan = planConditions(code.body, { first: -1, bound: new Set(code.needs) });
  const own = [...slots] as number[];
  const clause = { rule } as ClauseCode;
  const run = { store: engine, clause, slots: own, before: false };
  const step = { op: "aggregate" as const, condition: 0, code, plan, bound: false };
  const id = aggregate(run, step);
  return id === undefined ? undefined : engine.interner.values[id];
}
