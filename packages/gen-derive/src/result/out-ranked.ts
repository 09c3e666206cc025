import { codeUnits, type Value } from "../data/value.ts";
import type { Engine } from "../engine/engine.ts";
import { candidateIndex, priorityOf, ranked } from "../engine/run-rank.ts";
import { findRow, LIVE, type Table, tupleOf } from "../engine/table.ts";
import { show, showAtom } from "../error/show.ts";
import type { Fact } from "../language/relation.ts";
import type { RankUnit, RelationCode } from "../program/linked.ts";
import type { Suppression } from "./suppression.ts";

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
