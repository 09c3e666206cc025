import type { RankUnit, RelationCode } from "../program/linked.ts";
import { type Engine, type Instance, tableOf } from "./engine.ts";
import { indexOn, LIVE, rowOf, type Table, tupleOf } from "./table.ts";

import { findTuple } from "./tuple-map.ts";

/** The candidates of a ranked relation, by key: the number of a key is that of its bucket. */
export function candidateIndex(
  engine: Engine,
  unit: RankUnit,
): ReturnType<typeof indexOn> | undefined {
  const table = engine.tables[unit.input];
  if (table === undefined) return undefined;
  const { key } = engine.relations[unit.output] as RelationCode;
  const columns = Array.from({ length: key }, (_, at) => at);
  return indexOn(table, columns, columns.join());
}

/** The keys of some candidates. */
export function keysOf(engine: Engine, unit: RankUnit, rows: readonly number[]): Set<number> {
  const keys = new Set<number>();
  const index = candidateIndex(engine, unit);
  const table = engine.tables[unit.input];
  if (index === undefined || table === undefined) return keys;
  for (const row of rows) keys.add(findTuple(index.map, tupleOf(table, row)));
  return keys;
}

/** The candidates that hold for a key, and the highest priority among them. */
export function ranked(
  engine: Engine,
  unit: RankUnit,
  key: number,
): { readonly rows: readonly number[]; readonly highest: number } {
  const index = candidateIndex(engine, unit);
  const table = engine.tables[unit.input] as Table;
  const rows = (index?.buckets[key] ?? []).filter((row) => table.state[row] === LIVE);
  const priorities = table.columns[table.arity - 2] as number[];
  let highest = Number.NEGATIVE_INFINITY;
  for (const row of rows)
    highest = Math.max(highest, priorityOf(engine, priorities[row] as number));
  return { rows, highest };
}

/** The priority that a candidate carries. */
export function priorityOf(engine: Engine, value: number): number {
  return engine.interner.values[value] as number;
}

/** Of the candidates for one key, those of the highest priority hold. */
export function choose(engine: Engine, unit: RankUnit, key: number): Instance {
  const input = engine.tables[unit.input] as Table;
  const output = tableOf(engine, unit.output, input.arity - 2);
  const { rows, highest } = ranked(engine, unit, key);
  const supports = new Set<number>();
  for (const row of rows) {
    const tuple = tupleOf(input, row);
    if (priorityOf(engine, tuple[input.arity - 2] as number) !== highest) continue;
    supports.add(rowOf(output, tuple.slice(0, -2)));
  }
  return {
    supports: [...supports].flatMap((row) => [unit.output, row]),
    reads: [],
    terminals: [],
  };
}
