import type { Engine } from "./engine.ts";
import { DEAD, GONE, LIVE, NEXT, type Table } from "./table.ts";

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
