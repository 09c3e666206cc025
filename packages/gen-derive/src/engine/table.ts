import { addTuple, createTupleMap, findTuple, type TupleMap } from "./tuple-map.ts";

/** Where a row stands. */
export const DEAD = 0;
/** It holds. */
export const LIVE = 1;
/** It held before the current update: still seen by what looks for consequences to take back. */
export const GONE = 2;
/** Derived in the current round, not seen until the next one. */
export const NEXT = 3;

/** Rows by the values of some columns. */
export interface Index {
  readonly columns: readonly number[];
  readonly map: TupleMap;
  readonly buckets: number[][];
  readonly scratch: number[];
}

/** The rows of a relation, dead ones included, with the indexes that joins asked for. */
export interface Table {
  readonly arity: number;
  readonly rows: TupleMap;
  readonly columns: readonly number[][];
  readonly state: number[];
  /** When a row came to hold: after everything that it was derived from. */
  readonly rank: number[];
  /** How many given facts and units support a row, besides clauses. */
  readonly extern: number[];
  readonly indexes: Map<string, Index>;
  readonly all: number[];
  live: number;
}

/** A table without rows. */
export function createTable(arity: number): Table {
  return {
    arity,
    rows: createTupleMap(arity),
    columns: Array.from({ length: arity }, () => []),
    state: [],
    rank: [],
    extern: [],
    indexes: new Map(),
    all: [],
    live: 0,
  };
}

/** The row of a tuple; -1 when there never was one. */
export function findRow(table: Table, tuple: readonly number[]): number {
  return findTuple(table.rows, tuple);
}

/** The row of a tuple: a dead one when it is new. */
export function rowOf(table: Table, tuple: readonly number[]): number {
  const row = addTuple(table.rows, tuple);
  if (row < table.state.length) return row;
  table.state.push(DEAD);
  table.rank.push(0);
  table.extern.push(0);
  table.all.push(row);
  const { columns } = table;
  for (let at = 0; at < columns.length; at++) (columns[at] as number[]).push(tuple[at] as number);
  for (const index of table.indexes.values()) insert(table, index, row);
  return row;
}

function insert(table: Table, index: Index, row: number): void {
  const { columns, scratch } = index;
  for (let at = 0; at < columns.length; at++) {
    scratch[at] = (table.columns[columns[at] as number] as number[])[row] as number;
  }
  const bucket = addTuple(index.map, scratch);
  if (bucket < index.buckets.length) (index.buckets[bucket] as number[]).push(row);
  else index.buckets.push([row]);
}

/** The index on some columns, built when first asked for. */
export function indexOn(table: Table, columns: readonly number[], key: string): Index {
  const known = table.indexes.get(key);
  if (known !== undefined) return known;
  const index = { columns, map: createTupleMap(columns.length), buckets: [], scratch: [] };
  for (const row of table.all) insert(table, index, row);
  table.indexes.set(key, index);
  return index;
}

const EMPTY: readonly number[] = [];

/** The rows whose indexed columns have these values. */
export function bucketOf(index: Index, values: readonly number[]): readonly number[] {
  const bucket = findTuple(index.map, values);
  return bucket === -1 ? EMPTY : (index.buckets[bucket] as number[]);
}

/** The tuple of a row. */
export function tupleOf(table: Table, row: number): number[] {
  return table.columns.map((column) => column[row] as number);
}
