import { codeUnits } from "../data/value.ts";
import { DeriveError, refuseAll } from "../error/derive-error.ts";
import { show } from "../error/show.ts";
import type { Component } from "../program/linked.ts";
import type { Engine } from "./engine.ts";
import { evaluateClause, evaluateDelta } from "./evaluate-clause.ts";
import { type Delta, derive, promote } from "./rows.ts";
import { runDirty, runUnit } from "./run-unit.ts";
import { LIVE, type Table } from "./table.ts";

/**
 * Brings in what outside supports changed in the relations of a component. What lost its last
 * support is not looked at: that is for updates.
 */
export function bringIn(engine: Engine, component: Component): void {
  for (const relation of component.relations) {
    const rows = engine.pending.get(relation);
    if (rows === undefined) continue;
    engine.pending.delete(relation);
    const table = engine.tables[relation] as Table;
    for (const row of rows) {
      if ((table.extern[row] as number) > 0 && table.state[row] !== LIVE) {
        derive(engine, relation, table, row);
      }
    }
  }
}

/**
 * Evaluates a component whose relations are empty, semi-naively (Balbin & Ramamohanarao 1987): after
 * the first round only solutions with a new fact in them are looked for. New facts are seen from the
 * next round on, so no order of rules or facts can show in the result.
 */
export function evaluateComponent(engine: Engine, component: Component): void {
  if (engine.pending.size > 0) {
    bringIn(engine, component);
    promote(engine);
  }
  for (const clause of component.clauses) evaluateClause(engine, clause);
  for (const unit of component.units) runUnit(engine, component, unit);
  if (!component.recursive) {
    promote(engine);
    return;
  }
  bringIn(engine, component);
  propagate(engine, component);
}

/** Rounds of a recursive component until nothing new is derived. */
export function propagate(engine: Engine, component: Component): void {
  const own = engine.places.own(component);
  const madeBefore = engine.fresh;
  for (let delta = promote(engine); delta.size > 0; delta = promote(engine)) {
    const made = engine.fresh - madeBefore;
    if (made > 0) checkFresh(engine, component, made);
    for (const [relation, rows] of delta) {
      for (const { clause, condition } of own.get(relation) ?? []) {
        evaluateDelta(engine, clause, condition, rows);
      }
    }
    runUnits(engine, component, delta);
  }
}

function runUnits(engine: Engine, component: Component, delta: Delta): void {
  if (component.units.length === 0) return;
  engine.dropped = [];
  for (const unit of component.units) runDirty(engine, component, unit, delta);
  refuseAll(engine.dropped);
  bringIn(engine, component);
}

/** How many values are known without the ones that rules made. */
function given(engine: Engine): number {
  return engine.interner.values.length - engine.fresh;
}

/** @throws DeriveError `fresh-values` when a recursive component makes values without end. */
function checkFresh(engine: Engine, component: Component, made: number): void {
  const limit = engine.linked.freshValues ?? 1000 + 10 * given(engine);
  if (made <= limit) return;
  const clauses = component.clauses.filter(({ generating }) => generating);
  const functions = component.units.flatMap((unit) => (unit.kind === "function" ? unit.rule : []));
  const makers = [...clauses.map(({ rule }) => rule), ...functions];
  const rules = [...new Set(makers.map(({ name }) => name))].sort(codeUnits);
  const origins = [...new Set(makers.flatMap(({ rule }) => rule.origin ?? []))].sort(codeUnits);
  const { values } = engine.interner;
  const samples = values
    .slice(-3)
    .map((value) => show(value))
    .join(", ");
  const named = rules.map((name) => show(name)).join(", ");
  throw new DeriveError([
    {
      code: "fresh-values",
      message: `The recursive ${rules.length === 1 ? "rule" : "rules"} ${named} made more than ${limit} new values, the last ones ${samples}.`,
      remedy: "Bound what they make by a condition, or raise `limits.freshValues`.",
      rules,
      ...(origins.length > 0 ? { origins } : {}),
    },
  ]);
}
