import type { UnitCode } from "../program/linked.ts";
import {
  type Engine,
  type Instance,
  instancesOf,
  type Read,
  type Subscription,
  type Subscriptions,
  subscriptionsOf,
} from "./engine.ts";

function subscriptionFor(all: Subscriptions, { relation, columns }: Read): Subscription {
  let byColumns = all.get(relation);
  if (byColumns === undefined) {
    byColumns = new Map();
    all.set(relation, byColumns);
  }
  const key = columns.join();
  let subscription = byColumns.get(key);
  if (subscription === undefined) {
    subscription = { columns, byValues: new Map() };
    byColumns.set(key, subscription);
  }
  return subscription;
}

/** From now on facts that fit what an instance read concern it. */
export function subscribe(engine: Engine, unit: UnitCode, key: number, instance: Instance): void {
  const all = subscriptionsOf(engine, unit.id);
  for (const read of instance.reads) {
    const { byValues } = subscriptionFor(all, read);
    watch(engine, unit, read.relation);
    const values = read.values.join();
    const keys = byValues.get(values);
    if (keys === undefined) byValues.set(values, new Set([key]));
    else keys.add(key);
  }
}

function watch(engine: Engine, unit: UnitCode, relation: number): void {
  const watchers = engine.watchers.get(relation);
  if (watchers === undefined) engine.watchers.set(relation, new Set([unit.id]));
  else watchers.add(unit.id);
}

/** What an instance read concerns it no longer. */
export function unsubscribe(engine: Engine, unit: UnitCode, key: number, instance: Instance): void {
  const all = subscriptionsOf(engine, unit.id);
  for (const read of instance.reads) {
    const { byValues } = subscriptionFor(all, read);
    const values = read.values.join();
    const keys = byValues.get(values);
    keys?.delete(key);
    if (keys?.size === 0) byValues.delete(values);
  }
}

/** The instances of a unit that read something that one of these rows fits. */
export function dirtyRows(
  engine: Engine,
  unit: UnitCode,
  relation: number,
  rows: readonly number[],
): Set<number> {
  const dirty = new Set<number>();
  const byColumns = engine.subscriptions[unit.id]?.get(relation);
  const table = engine.tables[relation];
  if (byColumns === undefined || table === undefined) return dirty;
  for (const { columns, byValues } of byColumns.values()) {
    for (const row of rows) {
      const values = columns.map((column) => table.columns[column]?.[row]).join();
      for (const key of byValues.get(values) ?? []) dirty.add(key);
    }
  }
  return dirty;
}

/** Subscribes every instance: needed from the first update on. */
export function subscribeAll(engine: Engine): void {
  for (const unit of engine.linked.units) {
    subscriptionsOf(engine, unit.id).clear();
    for (const [key, instance] of instancesOf(engine, unit.id)) {
      subscribe(engine, unit, key, instance);
    }
  }
}
