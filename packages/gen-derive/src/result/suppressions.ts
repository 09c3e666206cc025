import { canonical } from "../data/canonical.ts";
import { codeUnits, type Value } from "../data/value.ts";
import type { Engine } from "../engine/engine.ts";
import { factOf, sortedRows } from "../engine/facts.ts";
import { candidateIndex, priorityOf, ranked } from "../engine/run-rank.ts";
import { findRow, LIVE, type Table, tupleOf } from "../engine/table.ts";
import { show, showAtom } from "../error/show.ts";
import type { Fact } from "../language/relation.ts";
import type { RankUnit, RelationCode, RuleCode } from "../program/linked.ts";
import { firingOf } from "./binding.ts";
import type { Action, ActionFilter } from "./conclusions.ts";

/** Why something that a rule would have said does not count. */
export interface SuppressionReason {
  /**
   * `overridden`: the conditions of another rule hold for the same subject. `suppressed`: a rule said
   * so, with its reason. `out-ranked`: a rule of a higher priority wrote another value.
   */
  readonly code: "overridden" | "suppressed" | "out-ranked";
  /** The rules that did it. */
  readonly by: readonly string[];
  readonly message: string;
}

/** A rule, or one action or fact of it, that does not count, and why. */
export interface Suppression {
  readonly rule: string;
  readonly subject: readonly Value[];
  readonly reasons: readonly SuppressionReason[];
  /** When only this action of the rule does not count. */
  readonly action?: Action;
  /** When only this fact does not count. */
  readonly fact?: Fact;
}

/** Rows of a relation by the values of their first columns. */
function groupRows(engine: Engine, relation: number, width: number): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  const table = engine.tables[relation];
  if (table === undefined) return groups;
  for (const row of table.all) {
    if (table.state[row] !== LIVE) continue;
    const key = tupleOf(table, row).slice(0, width).join();
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
}

/** Firings whose conditions hold, but which were overridden or suppressed. */
export function suppressedFirings(engine: Engine): Suppression[] {
  return engine.linked.rules.flatMap((rule) =>
    rule.fire === rule.match ? [] : suppressedOf(engine, rule),
  );
}

function suppressedOf(engine: Engine, rule: RuleCode): Suppression[] {
  const matched = engine.tables[rule.match];
  if (matched === undefined) return [];
  const fired = engine.tables[rule.fire];
  const stopped = sortedRows(engine, rule.match).filter((row) => {
    const other = fired === undefined ? -1 : findRow(fired, tupleOf(matched, row));
    return other === -1 || fired?.state[other] !== LIVE;
  });
  if (stopped.length === 0) return [];
  const overriders = rule.overriders.flatMap((name) => {
    const by = engine.linked.rules.find((one) => one.name === name);
    if (by === undefined) return [];
    const width = by.subject === rule.subject ? rule.subject : 0;
    return [{ name, width, subjects: groupRows(engine, by.match, width) }];
  });
  const suppressors = engine.relations
    .filter((one) => one.role === "suppress" && one.rule === rule.name)
    .map(({ id, arity }) => ({ id, width: arity - 2, subjects: groupRows(engine, id, arity - 2) }));
  return stopped.map((row) => {
    const tuple = tupleOf(matched, row);
    const { subject } = firingOf(engine, rule, rule.match, row);
    const about = subject.length === 0 ? "" : ` for ${subject.map((one) => show(one)).join(", ")}`;
    const reasons = overriders.flatMap(({ name, width, subjects }): SuppressionReason[] =>
      subjects.has(tuple.slice(0, width).join())
        ? [
            {
              code: "overridden",
              by: [name],
              message: `Rule ${show(name)} overrides it${width === 0 ? "" : about}.`,
            },
          ]
        : [],
    );
    for (const { id, width, subjects } of suppressors) {
      for (const found of subjects.get(tuple.slice(0, width).join()) ?? []) {
        const [reason, by] = factOf(engine, id, found).args.slice(width) as [string, string];
        const message = `Rule ${show(by)} suppresses it${width === 0 ? "" : about}: ${reason}`;
        reasons.push({ code: "suppressed", by: [by], message });
      }
    }
    reasons.sort((a, b) => codeUnits(a.message, b.message));
    return { rule: rule.name, subject, reasons };
  });
}

/** Facts that lost against one of a higher priority. */
export function outRanked(engine: Engine): Suppression[] {
  return engine.linked.units.flatMap((unit) =>
    unit.kind === "rank" ? losersOf(engine, unit) : [],
  );
}

function losersOf(engine: Engine, unit: RankUnit): Suppression[] {
  const table = engine.tables[unit.input];
  const output = engine.tables[unit.output];
  if (table === undefined || output === undefined) return [];
  const losers: Suppression[] = [];
  const keys = candidateIndex(engine, unit)?.buckets.length ?? 0;
  for (let key = 0; key < keys; key++) {
    const { rows, highest } = ranked(engine, unit, key);
    const winners = rows.filter((row) => priorityAt(engine, table, row) === highest);
    const names = [...new Set(winners.map((row) => writerAt(engine, table, row)))].sort(codeUnits);
    for (const row of rows) {
      const own = priorityAt(engine, table, row);
      if (own === highest) continue;
      // One who lost, but said the same, is not contradicted.
      const same = findRow(output, tupleOf(table, row).slice(0, -2));
      if (same !== -1 && output.state[same] === LIVE) continue;
      losers.push(loser(engine, unit, table, row, own, highest, names));
    }
  }
  const order = (a: Suppression, b: Suppression): number =>
    codeUnits(a.rule, b.rule) || codeUnits(showAtom(a.fact as Fact), showAtom(b.fact as Fact));
  return losers.sort(order);
}

function loser(
  engine: Engine,
  unit: RankUnit,
  table: Table,
  row: number,
  own: number,
  highest: number,
  names: readonly string[],
): Suppression {
  const { name: relation, key } = engine.relations[unit.output] as RelationCode;
  const values = tupleOf(table, row)
    .slice(0, -2)
    .map((id) => engine.interner.values[id] as Value);
  const fact = { relation, args: values };
  const by = names.map((name) => (name === GIVEN ? "the given facts" : `rule ${show(name)}`));
  const message = `Its priority ${own} is below ${highest}, that of ${by.join(" and ")}.`;
  return {
    rule: writerAt(engine, table, row),
    subject: values.slice(0, key),
    reasons: [{ code: "out-ranked", by: names, message }],
    fact,
  };
}

/** How given facts are called where a rule's name is expected. */
export const GIVEN = "(given)";

function priorityAt(engine: Engine, table: Table, row: number): number {
  return priorityOf(engine, (table.columns[table.arity - 2] as number[])[row] as number);
}

/** Who proposed a candidate. */
export function writerAt(engine: Engine, table: Table, row: number): string {
  const writer =
    engine.interner.values[(table.columns[table.arity - 1] as number[])[row] as number];
  return typeof writer === "string" ? writer : GIVEN;
}

/** Whether some data says the same as `part` wherever that says something. */
export function agrees(part: unknown, data: unknown): boolean {
  const open: [unknown, unknown][] = [[part, data]];
  const seen = new Set<unknown>();
  for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
    const [want, have] = pair;
    if (want === undefined || Object.is(want, have)) continue;
    if (typeof want !== "object" || want === null || typeof have !== "object" || have === null) {
      return false;
    }
    if (seen.has(want)) continue;
    seen.add(want);
    if (Array.isArray(want) !== Array.isArray(have)) return false;
    if (Array.isArray(want) && want.length !== (have as unknown[]).length) return false;
    for (const [key, value] of Object.entries(want)) {
      if (value !== undefined && !Object.hasOwn(have, key)) return false;
      open.push([value, (have as Record<string, unknown>)[key]]);
    }
  }
  return true;
}

/** Parts actions into those that are carried out and those that some filter suppresses. */
export function filterActions(
  actions: readonly Action[],
  filters: readonly ActionFilter[],
): { readonly kept: Action[]; readonly suppressed: Suppression[] } {
  const byKind = new Map<string, ActionFilter[]>();
  for (const filter of filters) {
    byKind.set(filter.action, [...(byKind.get(filter.action) ?? []), filter]);
  }
  const kept: Action[] = [];
  const suppressed: Suppression[] = [];
  for (const action of actions) {
    const hits = (byKind.get(action.kind) ?? []).filter(
      ({ at, data }) =>
        (at === undefined || sameValues(at, action.subject)) && agrees(data, action.data),
    );
    if (hits.length === 0) {
      kept.push(action);
      continue;
    }
    const reasons = hits.map(({ rule, reason }): SuppressionReason => {
      return {
        code: "suppressed",
        by: [rule],
        message: `Rule ${show(rule)} suppresses it: ${reason}`,
      };
    });
    const distinct = [...new Map(reasons.map((one) => [one.message, one])).values()];
    distinct.sort((a, b) => codeUnits(a.message, b.message));
    suppressed.push({ rule: action.rule, subject: action.subject, reasons: distinct, action });
  }
  return { kept, suppressed };
}

function sameValues(a: readonly Value[], b: readonly Value[]): boolean {
  if (a.length !== b.length) return false;
  const [left, right] = [canonical([...a]), canonical([...b])];
  return "key" in left && "key" in right && left.key === right.key;
}
