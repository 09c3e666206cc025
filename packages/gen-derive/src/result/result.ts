import { lookup } from "../data/interner.ts";
import { codeUnits, type Value } from "../data/value.ts";
import type { Engine } from "../engine/engine.ts";
import { factOf, sortedRows, valuesOf } from "../engine/facts.ts";
import type { Nodes, Unsettled } from "../engine/nodes.ts";
import { findRow, LIVE, type Table } from "../engine/table.ts";
import { DeriveError, type DeriveIssue } from "../error/derive-error.ts";
import {
  type Question,
  type WhyNot,
  whyNotAction,
  whyNotFact,
  whyNotRule,
} from "../explain/ask-why-not.ts";
import type { Derivation } from "../explain/derivation.ts";
import { createExplainer, type Explainer } from "../explain/why.ts";
import type { Atom, Fact, Relation, RelationShape } from "../language/relation.ts";
import { constant, isVariable } from "../language/term.ts";
import type { RuleCode } from "../program/linked.ts";
import {
  type Action,
  type Conclusions,
  conclusionsOf,
  type Finding,
  sourceOf,
} from "./conclusions.ts";
import { conflictsOf } from "./conflicts.ts";
import { firesAtAll } from "./inert.ts";
import { filterActions, outRanked, type Suppression, suppressedFirings } from "./suppressions.ts";

/** Counts of one evaluation: the same on every machine. */
export interface Stats {
  /** Facts that hold, given ones included. */
  readonly facts: number;
  /** Rounds of derivation so far. */
  readonly rounds: number;
  /** Values that rules made. */
  readonly freshValues: number;
  /** Rows that joins looked at so far. */
  readonly visited: number;
}

/**
 * What follows from the facts. Everything is computed when first asked for and does not depend on
 * the order in which rules or facts were declared. A view: after an update of its session it refuses
 * to answer (`stale-result`).
 */
export interface Result {
  /** The facts that hold, given ones included, by relation and values. */
  facts(relation?: string | RelationShape): readonly Fact[];
  /** The columns of the facts of a relation, in the order of values. */
  tuples<T extends readonly Value[]>(relation: Relation<T>): readonly T[];
  /** Whether a fact holds; with variables, whether some fact fits. */
  has(fact: Fact | Atom): boolean;
  /** What is to be done: by priority (highest first), rule and subject. */
  readonly actions: readonly Action[];
  /** Remarks: by rule and subject. */
  readonly findings: readonly Finding[];
  /** What rules would have said but for another rule, with the reasons. */
  readonly suppressed: readonly Suppression[];
  /** Rules whose conditions hold nowhere, by name. Ask `whyNot({ rule })` about them. */
  readonly inert: readonly string[];
  /** Nodes about which a selector cannot decide: it counts as not matching. */
  readonly undecided: readonly Unsettled[];
  /** Keys with several values: only with `onConflict: "report"`. */
  readonly conflicts: readonly DeriveIssue[];
  /** Why a fact, action or finding holds; undefined when it does not. */
  why(of: Fact | Atom | Action | Finding): Derivation | undefined;
  /** Why a fact does not hold, a rule does not fire, or nobody says an action. */
  whyNot(of: Question): WhyNot;
  readonly stats: Stats;
}

/** What a result is a view of. */
export interface Source {
  readonly engine: Engine;
  readonly nodes: Nodes | undefined;
  readonly unsettled: readonly Unsettled[];
  /** Whether the engine is still in the state that the result is about. */
  readonly current: () => boolean;
}

function lazily<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function nameOf(relation: string | RelationShape): string {
  return typeof relation === "string" ? relation : relation.relation;
}

/** A view of what holds in an engine. */
export function createResult({ engine, nodes, unsettled, current }: Source): Result {
  const fresh = <T>(make: () => T): T => {
    if (current()) return make();
    throw new DeriveError([
      {
        code: "stale-result",
        message: "The session was updated after this result was taken.",
        remedy: "Take a new `session.result`.",
        rules: [],
      },
    ]);
  };
  const cached = <T>(make: () => T): (() => T) => lazily(() => fresh(make));
  const conclusions = cached((): Conclusions => conclusionsOf(engine));
  const filtered = cached(() => filterActions(conclusions().actions, conclusions().filters));
  const suppressed = cached(() => [
    ...suppressedFirings(engine),
    ...filtered().suppressed,
    ...outRanked(engine),
  ]);
  const conflicts = cached(() => conflictsOf(engine));
  const inert = cached(() => inertRules(engine));
  const explainer = cached((): Explainer => createExplainer(engine));
  const lists = new Map<string, readonly Fact[]>();
  const listOf = (name: string): readonly Fact[] => {
    const relation = engine.byName.get(name);
    let list = lists.get(name);
    if (list === undefined) {
      list = fresh(() =>
        relation === undefined
          ? []
          : sortedRows(engine, relation).map((row) => factOf(engine, relation, row)),
      );
      lists.set(name, list);
    }
    return list;
  };
  return {
    facts: (relation) => {
      if (relation !== undefined) return listOf(nameOf(relation));
      return [...engine.byName.keys()].sort(codeUnits).flatMap((name) => listOf(name));
    },
    tuples: <T extends readonly Value[]>({ relation }: Relation<T>) => {
      const id = engine.byName.get(relation);
      if (id === undefined) return [];
      return fresh(() =>
        sortedRows(engine, id).map((row) => valuesOf(engine, id, row) as unknown as T),
      );
    },
    has: (fact) => fresh(() => rowFor(engine, fact) !== -1),
    get actions() {
      return filtered().kept;
    },
    get findings() {
      return conclusions().findings;
    },
    get suppressed() {
      return suppressed();
    },
    get inert() {
      return inert();
    },
    undecided: unsettled,
    get conflicts() {
      return conflicts();
    },
    why: (of) => fresh(() => why(engine, explainer(), of)),
    whyNot: (of) => fresh(() => whyNot(engine, nodes, of)),
    get stats() {
      return fresh(() => statsOf(engine));
    },
  };
}

/** The first row in the order of values that holds and fits a pattern; -1 when none does. */
function rowFor(engine: Engine, fact: Fact | Atom): number {
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

function why(
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

function whyNot(engine: Engine, nodes: Nodes | undefined, of: Question): WhyNot {
  if ("action" in of) return whyNotAction(engine, nodes, of.action, of.data);
  if (!("relation" in of)) return whyNotRule(engine, nodes, of.rule, of.subject);
  if (rowFor(engine, of) !== -1) return { holds: true, message: "It holds.", rules: [] };
  return whyNotFact(engine, nodes, of);
}

function inertRules(engine: Engine): string[] {
  const inert = engine.linked.rules.filter((rule) => !firesAtAll(engine, rule));
  return inert.map(({ name }) => name).sort(codeUnits);
}

function statsOf(engine: Engine): Stats {
  let facts = 0;
  for (const { id, role } of engine.relations) {
    if (role === "user") facts += engine.tables[id]?.live ?? 0;
  }
  return { facts, rounds: engine.clock, freshValues: engine.fresh, visited: engine.visited };
}
