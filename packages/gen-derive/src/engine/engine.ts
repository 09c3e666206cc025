import { createInterner } from "../data/interner.ts";
import { DeriveError } from "../error/derive-error.ts";
import type { ActionHead, FindingHead, SuppressAction } from "../language/head.ts";
import type { Learned } from "../program/learned.ts";
import type { Linked, RelationCode } from "../program/linked.ts";
import { createPlanner, type Planner } from "../program/planner.ts";
import { addRelation } from "../program/registry.ts";
import { undeclared } from "../program/registry-issues.ts";
import { type Places, placesOf } from "./places.ts";
import type { Store } from "./store.ts";
import { createTable, type Table } from "./table.ts";

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
  /** The program in other orders, by what was learned. */
  readonly relinked: Map<string, Prepared>;
}

/** Prepares a linked program. */
export function prepare(linked: Linked): Prepared {
  return { linked, planner: createPlanner(), places: placesOf(linked), relinked: new Map() };
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

/**
 * The number of a relation that facts or functions name, a new one when nothing did so before.
 * @throws DeriveError `unknown-relation` when the program declares all of them
 */
export function relationNamed(engine: Engine, name: string, rule?: string): number {
  const known = engine.byName.get(name);
  if (known !== undefined) return known;
  const issue = undeclared(name, engine.linked.closed, rule === undefined ? [] : [rule]);
  if (issue !== undefined) throw new DeriveError([issue]);
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
