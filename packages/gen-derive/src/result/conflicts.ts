import { codeUnits } from "../data/value.ts";
import type { Engine } from "../engine/engine.ts";
import { derives } from "../engine/evaluate-clause.ts";
import { compareRows, factOf } from "../engine/facts.ts";
import { candidateIndex, priorityOf, ranked } from "../engine/run-rank.ts";
import { type Index, indexOn, LIVE, type Table, tupleOf } from "../engine/table.ts";
import { findTuple } from "../engine/tuple-map.ts";
import type { DeriveIssue } from "../error/derive-error.ts";
import { show, showAtom } from "../error/show.ts";
import type { RelationCode } from "../program/linked.ts";
import { GIVEN, writerAt } from "./out-ranked.ts";

/** By relation and row: the function rules that returned it. */
export type Returned = Map<string, Set<string>>;

/** Which function rules returned which facts. */
function returnedBy(engine: Engine): Returned {
  const returned: Returned = new Map();
  for (const unit of engine.linked.units) {
    if (unit.kind !== "function") continue;
    for (const { supports } of engine.instances[unit.id]?.values() ?? []) {
      for (let at = 0; at < supports.length; at += 2) {
        const key = `${supports[at]} ${supports[at + 1]}`;
        returned.set(key, (returned.get(key) ?? new Set()).add(unit.rule.name));
      }
    }
  }
  return returned;
}

/** Who writes a fact: rules by name, and the given facts; in code-unit order. */
function writersOf(engine: Engine, relation: number, row: number, returned: Returned): string[] {
  const table = engine.tables[relation] as Table;
  const tuple = tupleOf(table, row);
  const { candidates } = engine.relations[relation] as RelationCode;
  if (candidates !== -1) return proposersOf(engine, relation, tuple);
  const writers = new Set(returned.get(`${relation} ${row}`));
  if (engine.given.get(relation)?.has(row) === true) writers.add(GIVEN);
  for (const clause of engine.places.componentOf.get(relation)?.clauses ?? []) {
    if (clause.head.relation !== relation || writers.has(clause.rule.name)) continue;
    if (derives(engine, clause, tuple)) writers.add(clause.rule.name);
  }
  return [...writers].sort(codeUnits);
}

function proposersOf(engine: Engine, relation: number, tuple: readonly number[]): string[] {
  const unit = engine.linked.units.find((one) => one.kind === "rank" && one.output === relation);
  const index = unit?.kind === "rank" ? candidateIndex(engine, unit) : undefined;
  if (unit?.kind !== "rank" || index === undefined) return [];
  const table = engine.tables[unit.input] as Table;
  const { rows, highest } = ranked(engine, unit, findTuple(index.map, tuple));
  const writers = new Set<string>();
  for (const row of rows) {
    const own = tupleOf(table, row);
    if (!samePrefix(own, tuple, tuple.length)) continue;
    if (priorityOf(engine, own[tuple.length] as number) === highest) {
      writers.add(writerAt(engine, table, row));
    }
  }
  return [...writers].sort(codeUnits);
}

function samePrefix(a: readonly number[], b: readonly number[], width: number): boolean {
  for (let at = 0; at < width; at++) if (a[at] !== b[at]) return false;
  return true;
}

/** The rows of each key; with `rows`, of the keys of these. */
function keyGroups(
  table: Table,
  columns: readonly number[],
  rows: readonly number[] | undefined,
): readonly number[][] {
  const index = indexOn(table, columns, columns.join());
  return rows === undefined ? index.buckets : groupsOf(index, table, rows);
}

/** The buckets of the keys of some rows. */
function groupsOf(index: Index, table: Table, rows: readonly number[]): readonly number[][] {
  const keys = new Set(rows.map((row) => findTuple(index.map, tupleOf(table, row))));
  return [...keys].map((key) => index.buckets[key] as number[]);
}

function keyedRelations({ byName, relations }: Engine): RelationCode[] {
  const named = Array.from(byName.values(), (id) => relations[id] as RelationCode);
  return named.filter(({ key }) => key > 0);
}

/**
 * Keys with several values, or with several writers where there may be one. With `changed`, only
 * where these rows can have made a difference.
 */
export function conflictsOf(
  engine: Engine,
  changed?: ReadonlyMap<number, readonly number[]>,
): DeriveIssue[] {
  const issues: DeriveIssue[] = [];
  let returned: Returned | undefined;
  for (const code of keyedRelations(engine)) {
    const table = engine.tables[code.id];
    if (table === undefined) continue;
    const rows = code.writers === "one" ? undefined : changed?.get(code.id);
    // Who writes a row may change without the row.
    if (changed !== undefined && rows === undefined && code.writers !== "one") continue;
    const columns = Array.from({ length: code.key }, (_, at) => at);
    const groups =
      code.key < code.arity
        ? keyGroups(table, columns, rows)
        : (rows ?? table.all).map((row) => [row]);
    for (const group of groups) {
      const rows = group.filter((row) => table.state[row] === LIVE);
      if (rows.length === 0 || (rows.length === 1 && code.writers !== "one")) continue;
      returned ??= returnedBy(engine);
      const issue = conflictOf(engine, code, rows, returned);
      if (issue !== undefined) issues.push(issue);
    }
  }
  return issues.sort((a, b) => codeUnits(a.message, b.message));
}

function conflictOf(
  engine: Engine,
  code: RelationCode,
  rows: readonly number[],
  returned: Returned,
): DeriveIssue | undefined {
  const table = engine.tables[code.id] as Table;
  const sorted = [...rows].sort((a, b) => compareRows(engine, table, a, b));
  const written = sorted.map((row) => {
    return {
      fact: factOf(engine, code.id, row),
      writers: writersOf(engine, code.id, row, returned),
    };
  });
  const names = [...new Set(written.flatMap(({ writers }) => writers))].sort(codeUnits);
  if (rows.length === 1 && names.length < 2) return undefined;
  const facts = written.map(({ fact }) => fact);
  const key = { relation: code.name, args: facts[0]?.args.slice(0, code.key) ?? [] };
  const said = written.map(({ fact, writers }) => {
    const by = writers.map((name) => (name === GIVEN ? "given" : `rule ${show(name)}`));
    const value = fact.args
      .slice(code.key)
      .map((one) => show(one))
      .join(", ");
    return `${value === "" ? showAtom(fact) : value} (${by.join(", ")})`;
  });
  const rules = names.filter((name) => name !== GIVEN);
  const origins = rules.flatMap(
    (name) => engine.linked.rules.find((rule) => rule.name === name)?.rule.origin ?? [],
  );
  const what =
    rows.length > 1 ? `has ${rows.length} different values` : `has ${names.length} writers`;
  return {
    code: "key-conflict",
    message: `${showAtom(key)} ${what}: ${said.join("; ")}.`,
    remedy:
      rows.length > 1
        ? "Let one of them write it, give one a higher `priority`, or let one override the other."
        : 'Only one rule may write it: let one override the other, or use writers: "agree".',
    rules,
    facts,
    ...(origins.length > 0 ? { origins } : {}),
  };
}
