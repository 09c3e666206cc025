import { createInterner } from "../data/interner.ts";
import type { DeriveError } from "../error/derive-error.ts";
import type { ActionHead, FindingHead, SuppressAction } from "../language/head.ts";
import type { Learned } from "../program/learned.ts";
import type { Linked, RelationCode } from "../program/linked.ts";
import { createPlanner, type Planner } from "../program/plan.ts";
import { addRelation } from "../program/registry.ts";
import { type Places, placesOf } from "./places.ts";
import type { Store } from "./store.ts";
import { createTable, DEAD, GONE, LIVE, NEXT, type Table } from "./table.ts";

/** A read of a function rule: a pattern over facts, and what it was asked for. */
export interface Read {
  readonly relation: number;
  readonly columns: readonly number[];
  readonly values: readonly number[];
  /** How many columns the pattern had. */
  readonly width: number;
  readonly negative: boolean;
}

/** What a function rule returned that is not a fact. */
export type Terminal = ActionHead | FindingHead | SuppressAction;

/** One firing of a function rule, or one key of a ranked relation: what it read and supports. */
export interface Instance {
  /** Pairs relation, row. */
  supports: readonly number[];
  reads: readonly Read[];
  terminals: readonly Terminal[];
}

/** By rows (or keys) of a unit's input. */
export type Instances = Map<number, Instance>;

/** Instances by what they read: relation, columns, values. */
export type Subscriptions = Map<number, Map<string, Subscription>>;

export interface Subscription {
  readonly columns: readonly number[];
  readonly byValues: Map<string, Set<number>>;
}

/** The state of one evaluation. */
export interface Engine extends Store {
  readonly linked: Linked;
  readonly planner: Planner;
  readonly places: Places;
  readonly learned: Learned;
  /** The relations of the program, and those that only facts or functions brought. */
  readonly relations: RelationCode[];
  readonly byName: Map<string, number>;
  /** By unit; absent while it has none. */
  readonly instances: (Instances | undefined)[];
  readonly subscriptions: (Subscriptions | undefined)[];
  /** By relation: rows whose support from outside clauses changed. */
  readonly pending: Map<number, Set<number>>;
  /** By relation: rows that were given. */
  readonly given: Map<number, Set<number>>;
  /** By relation: rows that changed in this update, with whether they held before. */
  readonly changes: Map<number, Map<number, boolean>>;
  /** By relation: the units that read it through patterns of their own. */
  readonly watchers: Map<number, Set<number>>;
  /** By unit: instances that run again because their node changed. */
  readonly touched: Map<number, Set<number>>;
  /** What the functions of a unit threw, by instance: forgotten when that runs again. */
  readonly failures: Map<string, DeriveError>;
  /** What functions in recursion returned and, in this round, no longer did. */
  dropped: DeriveError[];
  /** Pairs relation, row: derived in this round. */
  buffer: number[];
  /** Whether changes and subscriptions are kept: not while evaluating from nothing. */
  tracking: boolean;
  clock: number;
  /** Something was learned that the order of evaluation does not respect. */
  stale: boolean;
}

/** A linked program with what evaluations of it share: nothing that they could notice. */
export interface Prepared {
  readonly linked: Linked;
  readonly planner: Planner;
  readonly places: Places;
}

/** Prepares a linked program. */
export function prepare(linked: Linked): Prepared {
  return { linked, planner: createPlanner(), places: placesOf(linked) };
}

/** An engine without facts. */
export function createEngine(prepared: Prepared, learned: Learned): Engine {
  const { linked } = prepared;
  return {
    ...prepared,
    learned,
    interner: createInterner(linked.constants),
    tables: [],
    changed: new Set(),
    relations: linked.relations.slice(),
    byName: new Map(linked.byName),
    instances: [],
    subscriptions: [],
    pending: new Map(),
    given: new Map(),
    changes: new Map(),
    watchers: new Map(),
    touched: new Map(),
    failures: new Map(),
    dropped: [],
    buffer: [],
    tracking: false,
    clock: 0,
    fresh: 0,
    visited: 0,
    stale: false,
  };
}

/** The number of a relation that facts or functions name, a new one when nothing did so before. */
export function relationNamed(engine: Engine, name: string): number {
  const known = engine.byName.get(name);
  if (known !== undefined) return known;
  const id = addRelation(engine.relations, name, "user", -1);
  engine.byName.set(name, id);
  return id;
}

/** The instances of a unit. */
export function instancesOf(engine: Engine, unit: number): Instances {
  let instances = engine.instances[unit];
  if (instances === undefined) {
    instances = new Map();
    engine.instances[unit] = instances;
  }
  return instances;
}

/** The subscriptions of a unit. */
export function subscriptionsOf(engine: Engine, unit: number): Subscriptions {
  let subscriptions = engine.subscriptions[unit];
  if (subscriptions === undefined) {
    subscriptions = new Map();
    engine.subscriptions[unit] = subscriptions;
  }
  return subscriptions;
}

/** The table of a relation, made when first asked for. */
export function tableOf(engine: Engine, relation: number, arity: number): Table {
  const known = engine.tables[relation];
  if (known !== undefined) return known;
  const table = createTable(arity);
  engine.tables[relation] = table;
  return table;
}

function touch(engine: Engine, relation: number, row: number, live: boolean): void {
  if (!engine.tracking) return;
  engine.changed.add(relation);
  let rows = engine.changes.get(relation);
  if (rows === undefined) {
    rows = new Map();
    engine.changes.set(relation, rows);
  }
  if (!rows.has(row)) rows.set(row, live);
}

/** A row holds from the next round on. */
export function derive(engine: Engine, relation: number, table: Table, row: number): void {
  const state = table.state[row];
  if (state === LIVE || state === NEXT) return;
  touch(engine, relation, row, false);
  table.state[row] = NEXT;
  engine.buffer.push(relation, row);
}

/** A row no longer holds, unless something derives it again. */
export function takeBack(engine: Engine, relation: number, table: Table, row: number): boolean {
  if (table.state[row] !== LIVE) return false;
  touch(engine, relation, row, true);
  table.state[row] = GONE;
  table.live--;
  return true;
}

/** By relation: the rows that came to hold in a round. */
export type Delta = ReadonlyMap<number, readonly number[]>;

const NOTHING: Delta = new Map();

/** What was derived in this round holds from now on. */
export function promote(engine: Engine): Delta {
  const { buffer } = engine;
  if (buffer.length === 0) return NOTHING;
  const delta = new Map<number, number[]>();
  engine.buffer = [];
  engine.clock++;
  for (let at = 0; at < buffer.length; at += 2) {
    const relation = buffer[at] as number;
    const row = buffer[at + 1] as number;
    const table = engine.tables[relation] as Table;
    table.state[row] = LIVE;
    table.rank[row] = engine.clock;
    table.live++;
    const rows = delta.get(relation);
    if (rows === undefined) delta.set(relation, [row]);
    else rows.push(row);
  }
  return delta;
}

/** One support more or less for a row from outside clauses. */
export function support(engine: Engine, relation: number, row: number, by: 1 | -1): void {
  const table = engine.tables[relation] as Table;
  table.extern[row] = (table.extern[row] as number) + by;
  const rows = engine.pending.get(relation);
  if (rows === undefined) engine.pending.set(relation, new Set([row]));
  else rows.add(row);
}

/** The rows of a relation that now hold and did not before the update. */
export function insertedRows(engine: Engine, relation: number): number[] {
  const table = engine.tables[relation];
  const rows: number[] = [];
  for (const [row, before] of engine.changes.get(relation) ?? []) {
    if (!before && table?.state[row] === LIVE) rows.push(row);
  }
  return rows;
}

/** The rows of a relation that held before the update and now do not. */
export function deletedRows(engine: Engine, relation: number): number[] {
  const table = engine.tables[relation];
  const rows: number[] = [];
  for (const [row, before] of engine.changes.get(relation) ?? []) {
    if (before && table?.state[row] !== LIVE) rows.push(row);
  }
  return rows;
}

/** Ends an update: what is gone is dead. */
export function forgetChanges(engine: Engine): void {
  for (const [relation, rows] of engine.changes) {
    const { state } = engine.tables[relation] as Table;
    for (const row of rows.keys()) if (state[row] === GONE) state[row] = DEAD;
  }
  engine.changes.clear();
  engine.changed.clear();
}
