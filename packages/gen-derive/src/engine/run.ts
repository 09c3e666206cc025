import { DeriveError, type DeriveIssue, refuse, refuseAll } from "../error/derive-error.ts";
import type { Atom, Fact } from "../language/relation.ts";
import { type Learned, learnedKey, nothingLearned } from "../program/learned.ts";
import { link } from "../program/link.ts";
import { unitNode } from "../program/link-dependencies.ts";
import type { Component } from "../program/linked.ts";
import type { ProgramSource } from "../program/program-source.ts";
import { createEngine, type Engine, type Prepared, prepare } from "./engine.ts";
import { evaluateComponent } from "./evaluate-component.ts";
import { giveAll, settleUnknown, takeGiven } from "./given.ts";
import { loadNodes, type Nodes } from "./nodes.ts";
import { forgetChanges } from "./rows.ts";
import { subscribeAll } from "./subscriptions.ts";
import { updateComponent } from "./update-component.ts";

/** What an evaluation starts from. */
export interface Start {
  readonly source: ProgramSource;
  /** The program as it is linked when nothing has been learned. */
  readonly prepared: Prepared;
  readonly facts: Iterable<Fact | Atom>;
  readonly nodes: Nodes | undefined;
}

/**
 * An engine in which everything that follows from its facts holds, from nothing. When a function turns out to read or write something that the order of
 * evaluation does not respect, starts again in an order that does: at most once for each pair of a
 * rule and a relation.
 */
export function settle(start: Start): Engine {
  const learned = nothingLearned();
  let { prepared } = start;
  for (;;) {
    const engine = createEngine(prepared, learned);
    try {
      refuse(giveAll(engine, start.facts));
      if (!engine.stale) {
        loadNodes(engine, start.nodes);
        settleUnknown(engine);
        evaluateLevels(engine);
      }
    } catch (error) {
      if (!engine.stale || !(error instanceof DeriveError)) throw error;
    }
    if (!engine.stale) {
      refuseAll([...engine.failures.values()]);
      return engine;
    }
    prepared = relink(start, learned);
  }
}

/** How many orders of evaluation a program keeps. */
const KEPT = 32;

/** The program in an order that respects what was learned: the same for the same lessons. */
function relink({ source, prepared }: Start, learned: Learned): Prepared {
  const key = learnedKey(learned);
  const known = prepared.relinked.get(key);
  if (known !== undefined) return known;
  const result = link(source, learned);
  if (!result.ok) throw new DeriveError(result.issues as [DeriveIssue, ...DeriveIssue[]]);
  const made = prepare(result.linked);
  if (prepared.relinked.size >= KEPT) prepared.relinked.clear();
  prepared.relinked.set(key, made);
  return made;
}

/**
 * Level by level. A component that refuses does not keep others from finding out what they read and
 * write: it may only have refused because it was evaluated too early.
 */
function evaluateLevels(engine: Engine): void {
  const errors: DeriveError[] = [];
  for (const level of engine.linked.levels) {
    for (const component of level) {
      try {
        evaluateComponent(engine, component);
      } catch (error) {
        if (!(error instanceof DeriveError)) throw error;
        errors.push(error);
      }
    }
    if (engine.stale) return;
  }
  refuseAll(errors);
}

/** What changes in an update. */
export interface Edit {
  readonly asserted: Iterable<Fact | Atom>;
  readonly retracted: Iterable<Fact | Atom>;
  /** Nodes whose data changed; `undefined`: none. */
  readonly nodes: Nodes | undefined;
  /** Nodes at which function rules run again. */
  readonly touched: ReadonlySet<string> | undefined;
}

/** By relation: the rows that may hold now and did not before, or the other way round. */
export type Changed = ReadonlyMap<number, readonly number[]>;

/**
 * Brings an engine up to date with an edit. Undefined when it would have to be ordered anew, and is
 * of no more use.
 */
export function update(engine: Engine, edit: Edit): Changed | undefined {
  if (!engine.tracking) {
    engine.tracking = true;
    subscribeAll(engine);
  }
  for (const fact of edit.retracted) takeGiven(engine, fact);
  refuse(giveAll(engine, edit.asserted));
  if (edit.nodes !== undefined) loadNodes(engine, edit.nodes);
  if (edit.touched !== undefined) touchNodes(engine, edit.touched);
  if (engine.stale) return undefined;
  settleUnknown(engine);
  if (!updateLevels(engine)) return undefined;
  const changed = new Map(
    [...engine.changes].map(([relation, rows]) => [relation, [...rows.keys()]]),
  );
  forgetChanges(engine);
  refuseAll([...engine.failures.values()]);
  return changed;
}

/** Level by level, but only the components that something concerns. False when it must end. */
function updateLevels(engine: Engine): boolean {
  const { places } = engine;
  const agenda = engine.linked.levels.map(() => new Set<Component>());
  const concern = (component: Component | undefined): void => {
    if (component !== undefined) agenda[component.level]?.add(component);
  };
  const concernReaders = (relation: number): void => {
    for (const reader of places.readersOf.get(relation) ?? []) concern(reader);
    for (const unit of engine.watchers.get(relation) ?? []) {
      concern(places.componentOf.get(unitNode(unit)));
    }
  };
  const concernPending = (): void => {
    for (const relation of engine.pending.keys()) concern(places.componentOf.get(relation));
  };
  concernPending();
  for (const relation of engine.changed) concernReaders(relation);
  for (const unit of engine.touched.keys()) concern(places.componentOf.get(unitNode(unit)));
  for (const level of agenda) {
    for (const component of level) {
      updateComponent(engine, component);
      for (const relation of component.relations) {
        if (engine.changed.has(relation)) concernReaders(relation);
      }
      if (component.units.length > 0) concernPending();
    }
    if (engine.stale) return false;
  }
  return true;
}

function touchNodes(engine: Engine, nodes: ReadonlySet<string>): void {
  const ids = new Set([...nodes].map((node) => engine.interner.scalars.get(node)));
  for (const unit of engine.linked.units) {
    if (unit.kind !== "function" || unit.rule.rule.at === undefined) continue;
    const column = engine.tables[unit.input]?.columns[unit.rule.columns.indexOf("node")];
    const rows = [...(engine.instances[unit.id]?.keys() ?? [])];
    const dirty = rows.filter((row) => ids.has(column?.[row]));
    if (dirty.length > 0) engine.touched.set(unit.id, new Set(dirty));
  }
}
