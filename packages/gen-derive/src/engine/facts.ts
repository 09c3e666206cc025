import { compareValues } from "../data/interner.ts";
import type { Value } from "../data/value.ts";
import type { Fact } from "../language/relation.ts";
import type { RelationCode } from "../program/linked.ts";
import type { Engine } from "./engine.ts";
import { LIVE, type Table } from "./table.ts";

/** The values of a row, without the last `hidden` columns. */
export function valuesOf(engine: Engine, relation: number, row: number, hidden = 0): Value[] {
  const { columns } = engine.tables[relation] as Table;
  const { values } = engine.interner;
  const shown: Value[] = [];
  for (let at = 0; at < columns.length - hidden; at++) {
    shown.push(values[(columns[at] as number[])[row] as number] as Value);
  }
  return shown;
}

/** A row as a fact. */
export function factOf(engine: Engine, relation: number, row: number, hidden = 0): Fact {
  const { name } = engine.relations[relation] as RelationCode;
  return { relation: name, args: valuesOf(engine, relation, row, hidden) };
}

/** Compares two rows of a table by their values, column by column. */
export function compareRows(engine: Engine, table: Table, a: number, b: number): number {
  for (const column of table.columns) {
    const difference = compareValues(engine.interner, column[a] as number, column[b] as number);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The rows that hold, in the order of values. */
export function sortedRows(engine: Engine, relation: number): number[] {
  const table = engine.tables[relation];
  if (table === undefined) return [];
  const rows = table.all.filter((row) => table.state[row] === LIVE);
  return rows.sort((a, b) => compareRows(engine, table, a, b));
}
