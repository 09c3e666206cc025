import { DeriveError } from "../error/derive-error.ts";
import type { Component, FunctionUnit, UnitCode } from "../program/linked.ts";
import { type Engine, type Instance, instancesOf, type Read } from "./engine.ts";
import { droppedError } from "./monotone.ts";
import { type Delta, support } from "./rows.ts";
import { runFunction } from "./run-function.ts";
import { choose, keysOf } from "./run-rank.ts";
import { dirtyRows, subscribe, unsubscribe } from "./subscriptions.ts";
import { LIVE } from "./table.ts";
import { TooEarly } from "./too-early.ts";

/** Runs all instances of a unit that has run nothing yet. */
export function runUnit(engine: Engine, component: Component, unit: UnitCode): void {
  const table = engine.tables[unit.input];
  if (table === undefined) return;
  const live = table.all.filter((row) => table.state[row] === LIVE);
  const keys = unit.kind === "rank" ? keysOf(engine, unit, live) : live;
  for (const key of keys) runInstance(engine, component, unit, key);
}

/** Runs the instances of a unit that new facts concern, inside a recursive component. */
export function runDirty(engine: Engine, component: Component, unit: UnitCode, delta: Delta): void {
  const fresh = delta.get(unit.input) ?? [];
  const dirty = new Set(unit.kind === "rank" ? keysOf(engine, unit, fresh) : fresh);
  for (const [relation, rows] of delta) {
    for (const row of dirtyRows(engine, unit, relation, rows)) dirty.add(row);
  }
  for (const key of dirty) runInstance(engine, component, unit, key);
}

/** Runs the instances of a unit outside recursion that the changes of an update concern. */
export function updateUnit(engine: Engine, component: Component, unit: UnitCode): void {
  const input = engine.changes.get(unit.input);
  const rows = [...(input?.keys() ?? [])];
  const dirty = new Set(unit.kind === "rank" ? keysOf(engine, unit, rows) : rows);
  for (const [relation, changed] of engine.changes) {
    for (const row of dirtyRows(engine, unit, relation, [...changed.keys()])) dirty.add(row);
  }
  for (const row of engine.touched.get(unit.id) ?? []) dirty.add(row);
  engine.touched.delete(unit.id);
  const table = engine.tables[unit.input];
  for (const key of dirty) {
    if (unit.kind === "function" && table?.state[key] !== LIVE) dropInstance(engine, unit, key);
    else runInstance(engine, component, unit, key);
  }
}

/** Runs one instance; what it returned before is forgotten. */
function runInstance(engine: Engine, component: Component, unit: UnitCode, key: number): void {
  const instances = instancesOf(engine, unit.id);
  const old = instances.get(key);
  const next = unit.kind === "rank" ? choose(engine, unit, key) : tryFunction(engine, unit, key);
  if (old !== undefined) unsubscribe(engine, unit, key, old);
  instances.set(key, next);
  if (engine.tracking || component.recursive) subscribe(engine, unit, key, next);
  replaceSupports(engine, component, unit, old?.supports ?? [], next.supports);
}

const NOTHING: Instance = { supports: [], reads: [], terminals: [] };

/**
 * Runs a function rule. What it throws is kept: it counts only if it still throws when everything
 * it reads is complete.
 */
function tryFunction(engine: Engine, unit: FunctionUnit, key: number): Instance {
  const reads = new Map<string, Read>();
  engine.failures.delete(`${unit.id} ${key}`);
  try {
    return runFunction(engine, unit, key, reads);
  } catch (error) {
    if (error instanceof DeriveError) engine.failures.set(`${unit.id} ${key}`, error);
    else if (!(error instanceof TooEarly)) throw error;
    return { ...NOTHING, reads: [...reads.values()] };
  }
}

/** Forgets an instance whose conditions no longer hold. */
function dropInstance(engine: Engine, unit: UnitCode, key: number): void {
  const instances = instancesOf(engine, unit.id);
  const old = instances.get(key);
  if (old === undefined) return;
  unsubscribe(engine, unit, key, old);
  instances.delete(key);
  engine.failures.delete(`${unit.id} ${key}`);
  const { supports } = old;
  for (let at = 0; at < supports.length; at += 2) {
    support(engine, supports[at] as number, supports[at + 1] as number, -1);
  }
}

/** Forgets all instances of a unit. */
export function dropInstances(engine: Engine, unit: UnitCode): void {
  const instances = instancesOf(engine, unit.id);
  for (const key of [...instances.keys()]) dropInstance(engine, unit, key);
}

function replaceSupports(
  engine: Engine,
  component: Component,
  unit: UnitCode,
  before: readonly number[],
  after: readonly number[],
): void {
  const kept = new Set<string>();
  for (let at = 0; at < after.length; at += 2) kept.add(`${after[at]} ${after[at + 1]}`);
  const had = new Set<string>();
  for (let at = 0; at < before.length; at += 2) {
    const relation = before[at] as number;
    const row = before[at + 1] as number;
    had.add(`${relation} ${row}`);
    if (kept.has(`${relation} ${row}`)) continue;
    if (unit.kind === "function" && component.relations.includes(relation)) {
      engine.dropped.push(droppedError(engine, unit, relation, row));
    }
    support(engine, relation, row, -1);
  }
  for (let at = 0; at < after.length; at += 2) {
    if (had.has(`${after[at]} ${after[at + 1]}`)) continue;
    support(engine, after[at] as number, after[at + 1] as number, 1);
  }
}
