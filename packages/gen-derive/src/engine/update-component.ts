import type { Component, ConditionCode } from "../program/linked.ts";
import type { Engine } from "./engine.ts";
import {
  derives,
  emitHead,
  evaluateDelta,
  evaluateNegation,
  groundTuple,
  isIdle,
  runOf,
} from "./evaluate-clause.ts";
import { bringIn, evaluateComponent, propagate } from "./evaluate-component.ts";
import { join } from "./join.ts";
import { deletedRows, derive, insertedRows, takeBack } from "./rows.ts";
import { dropInstances, updateUnit } from "./run-unit.ts";
import { findRow, GONE, type Table, tupleOf } from "./table.ts";

function reads(engine: Engine, condition: ConditionCode): boolean {
  if (condition.op === "pattern") return engine.changed.has(condition.relation);
  if (condition.op !== "not" && condition.op !== "aggregate") return false;
  return condition.body.some((inner) => reads(engine, inner));
}

/** Brings a component up to date with what changed before it. */
export function updateComponent(engine: Engine, component: Component): void {
  if (component.units.length > 0) {
    if (component.recursive) recompute(engine, component);
    else for (const unit of component.units) updateUnit(engine, component, unit);
    return;
  }
  const summedUp = component.clauses.some(
    (clause) =>
      clause.complex &&
      clause.conditions.some(
        (one) => (one.op === "aggregate" || one.op === "not") && reads(engine, one),
      ),
  );
  if (summedUp) recompute(engine, component);
  else deleteAndRederive(engine, component);
}

/** Evaluates a component from nothing; what comes out the same has not changed. */
function recompute(engine: Engine, component: Component): void {
  for (const unit of component.units) dropInstances(engine, unit);
  for (const relation of component.relations) {
    const table = engine.tables[relation];
    if (table === undefined) continue;
    for (const row of table.all) {
      if (!takeBack(engine, relation, table, row)) continue;
      // Given rows, and those that other components support, come in again.
      if ((table.extern[row] as number) > 0) pend(engine, relation, row);
    }
  }
  evaluateComponent(engine, component);
}

function pend(engine: Engine, relation: number, row: number): void {
  const rows = engine.pending.get(relation);
  if (rows === undefined) engine.pending.set(relation, new Set([row]));
  else rows.add(row);
}

/**
 * DRed (Gupta, Mumick & Subrahmanian 1993, §4): takes back everything that some lost fact or new
 * exception may have supported, derives again what still has another derivation, then adds what is
 * new.
 */
function deleteAndRederive(engine: Engine, component: Component): void {
  const gone = overDelete(engine, component);
  rederive(engine, component, gone);
  bringIn(engine, component);
  insertNew(engine, component);
  propagate(engine, component);
}

type Pairs = [relation: number, row: number][];

function overDelete(engine: Engine, component: Component): Pairs {
  const queue: Pairs = [];
  const drop = (relation: number, table: Table, row: number): void => {
    if ((table.extern[row] as number) > 0) return;
    if (takeBack(engine, relation, table, row)) queue.push([relation, row]);
  };
  for (const relation of component.relations) {
    const table = engine.tables[relation] as Table;
    for (const row of engine.pending.get(relation) ?? []) drop(relation, table, row);
  }
  const own = engine.places.own(component);
  const ownRelations = new Set(component.relations);
  for (const clause of component.clauses) {
    const { head } = clause;
    const table = engine.tables[head.relation];
    if (table === undefined || isIdle(engine, clause)) continue;
    const dropHead = (slots: number[]): undefined => {
      const row = findRow(table, groundTuple(head, slots));
      if (row !== -1) drop(head.relation, table, row);
    };
    clause.conditions.forEach((code, at) => {
      if (code.op === "pattern" && !ownRelations.has(code.relation)) {
        const rows = deletedRows(engine, code.relation);
        if (rows.length === 0) return;
        join(runOf(engine, clause, true), engine.planner.forward(clause, at), rows, dropHead);
      } else if (code.op === "not" && code.body.length === 1) {
        const rows = insertedRows(engine, relationOf(code.body[0]));
        evaluateNegation(engine, clause, at, rows, true, dropHead);
      }
    });
  }
  for (let at = 0; at < queue.length; at++) {
    const [relation, row] = queue[at] as Pairs[number];
    for (const { clause, condition } of own.get(relation) ?? []) {
      const { head } = clause;
      const table = engine.tables[head.relation] as Table;
      const plan = engine.planner.forward(clause, condition);
      join(runOf(engine, clause, true), plan, [row], (slots) => {
        const found = findRow(table, groundTuple(head, slots));
        if (found !== -1) drop(head.relation, table, found);
        return false;
      });
    }
  }
  return queue;
}

function relationOf(code: ConditionCode | undefined): number {
  return code?.op === "pattern" ? code.relation : -1;
}

function rederive(engine: Engine, component: Component, gone: Pairs): void {
  const clausesOf = new Map(
    component.relations.map((relation) => [
      relation,
      component.clauses.filter(({ head }) => head.relation === relation),
    ]),
  );
  for (const [relation, row] of gone) {
    const table = engine.tables[relation] as Table;
    if (table.state[row] !== GONE) continue;
    const tuple = tupleOf(table, row);
    if (clausesOf.get(relation)?.some((clause) => derives(engine, clause, tuple)) === true) {
      derive(engine, relation, table, row);
    }
  }
}

/** Solutions with a new fact in a pattern, or with a lost one in a negation. */
function insertNew(engine: Engine, component: Component): void {
  const ownRelations = new Set(component.relations);
  for (const clause of component.clauses) {
    if (isIdle(engine, clause)) continue;
    clause.conditions.forEach((code, at) => {
      if (code.op === "pattern" && !ownRelations.has(code.relation)) {
        const rows = insertedRows(engine, code.relation);
        if (rows.length > 0) evaluateDelta(engine, clause, at, rows);
      } else if (code.op === "not" && code.body.length === 1) {
        const rows = deletedRows(engine, relationOf(code.body[0]));
        if (rows.length === 0) return;
        evaluateNegation(engine, clause, at, rows, false, emitHead(engine, clause));
      }
    });
  }
}
