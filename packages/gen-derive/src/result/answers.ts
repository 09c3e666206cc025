import { lookup } from "../data/interner.ts";
import { codeUnits } from "../data/value.ts";
import type { Engine } from "../engine/engine.ts";
import { sortedRows } from "../engine/facts.ts";
import type { Nodes } from "../engine/nodes.ts";
import { findRow, LIVE, type Table } from "../engine/table.ts";
import type { Question, WhyNot } from "../explain/ask-why-not.ts";
import type { Derivation } from "../explain/derivation.ts";
import type { Explainer } from "../explain/why.ts";
import { whyNotAction } from "../explain/why-not-action.ts";
import { whyNotFact } from "../explain/why-not-fact.ts";
import { whyNotRule } from "../explain/why-not-rule.ts";
import type { Atom, Fact } from "../language/relation.ts";
import { constant, isVariable } from "../language/term.ts";
import type { RuleCode } from "../program/linked.ts";
import { type Action, type Finding, sourceOf } from "./conclusions.ts";
import { firesAtAll } from "./inert.ts";

import type { Stats } from "./result.ts";

/** The first row in the order of values that holds and fits a pattern; -1 when none does. */
export function rowFor(engine: Engine, fact: Fact | Atom): number {
  const relation = engine.byName.get(fact.relation);
  const table = relation === undefined ? undefined : engine.tables[relation];
  if (relation === undefined || table === undefined || table.arity !== fact.args.length) return -1;
  if (!fact.args.some(isVariable)) {
    const tuple = fact.args.map((arg) => lookup(engine.interner, constant(arg)) ?? -1);
    if (tuple.includes(-1)) return -1;
    const row = findRow(table, tuple);
    return row !== -1 && table.state[row] === LIVE ? row : -1;
  }
  const rows = sortedRows(engine, relation);
  return rows.find((row) => fits(engine, table, row, fact.args)) ?? -1;
}

function fits(engine: Engine, table: Table, row: number, args: readonly unknown[]): boolean {
  const bound = new Map<string, number>();
  return args.every((arg, at) => {
    const value = (table.columns[at] as number[])[row] as number;
    if (!isVariable(arg)) return lookup(engine.interner, constant(arg)) === value;
    if (arg.$var === "_") return true;
    const known = bound.get(arg.$var);
    bound.set(arg.$var, value);
    return known === undefined || known === value;
  });
}

export function why(
  engine: Engine,
  explainer: Explainer,
  of: Fact | Atom | Action | Finding,
): Derivation | undefined {
  if (!("relation" in of)) {
    const source = sourceOf(of);
    if (source === undefined || source.engine !== engine) return undefined;
    return explainer.firing(source.rule as RuleCode, source.row, of);
  }
  const row = rowFor(engine, of);
  const relation = engine.byName.get(of.relation);
  return row === -1 || relation === undefined ? undefined : explainer.row(relation, row);
}

export function whyNot(engine: Engine, nodes: Nodes | undefined, of: Question): WhyNot {
  if ("action" in of) return whyNotAction(engine, nodes, of.action, of.data);
  if (!("relation" in of)) return whyNotRule(engine, nodes, of.rule, of.subject);
  if (rowFor(engine, of) !== -1) return { holds: true, message: "It holds.", rules: [] };
  return whyNotFact(engine, nodes, of);
}

export function inertRules(engine: Engine): string[] {
  const inert = engine.linked.rules.filter((rule) => !firesAtAll(engine, rule));
  return inert.map(({ name }) => name).sort(codeUnits);
}

export function statsOf(engine: Engine): Stats {
  let facts = 0;
  for (const { id, role } of engine.relations) {
    if (role === "user") facts += engine.tables[id]?.live ?? 0;
  }
  return { facts, rounds: engine.clock, freshValues: engine.fresh, visited: engine.visited };
}
