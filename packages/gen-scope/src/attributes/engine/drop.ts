import { type Cell, keyOf, type Slot } from "./cell.ts";
import type { Engine } from "./engine.ts";
import { CHECK, DIRTY, FAILED, SET } from "./flags.ts";
import { invalidateReaders } from "./invalidate.ts";
import { unsubscribe } from "./link.ts";

/** Every instance that hangs on a node. */
export function cellsOf(engine: Engine, node: unknown): Cell[] {
  const found: Cell[] = [];
  for (const slot of engine.slots.values()) {
    const cell = slot.plain.get(node);
    if (cell !== undefined) found.push(cell);
    const row = slot.keyed.get(node);
    if (row !== undefined) for (const keyed of row.values()) found.push(keyed);
  }
  return found;
}

/** Removes all of a node; whoever read it has to run again, and finds it as new as on the first day. */
export function disposeNode(engine: Engine, node: unknown): number {
  const cells = cellsOf(engine, node);
  for (const cell of cells) {
    invalidateReaders(cell);
    for (let at = cell.subs; at !== undefined; at = at.nextSub) at.sub.flags |= DIRTY;
  }
  dropAll(cells);
  return cells.length;
}

/** Removes what is computed of a node and read by no other node's instance. */
export function forgetNode(engine: Engine, node: unknown): number {
  const cells = cellsOf(engine, node);
  const own = new Set(cells);
  const kept = new Set<Cell>();
  const open = cells.filter((cell) => (cell.flags & SET) !== 0 || isReadOutside(cell, own));
  for (let cell = open.pop(); cell !== undefined; cell = open.pop()) {
    if (kept.has(cell)) continue;
    kept.add(cell);
    for (let at = cell.deps; at !== undefined; at = at.next) {
      if (own.has(at.dep)) open.push(at.dep);
    }
  }
  const dropped = cells.filter((cell) => !kept.has(cell));
  dropAll(dropped);
  return dropped.length;
}

function isReadOutside(cell: Cell, own: ReadonlySet<Cell>): boolean {
  for (let at = cell.subs; at !== undefined; at = at.nextSub) {
    if (!own.has(at.sub)) return true;
  }
  return false;
}

function dropAll(cells: readonly Cell[]): void {
  for (const cell of cells) {
    for (let at = cell.deps; at !== undefined; at = at.next) unsubscribe(at);
    cell.deps = undefined;
    cell.value = undefined;
    // Never mistaken for settled by a reader that still holds a link to it.
    cell.flags = (cell.flags & ~FAILED) | DIRTY | CHECK;
    remove(cell.slot, cell);
  }
}

/** Takes an instance out of the table of its attribute. */
export function remove(slot: Slot, cell: Cell): void {
  slot.instances--;
  const key = keyOf(slot, cell.arg);
  if (key === undefined) {
    slot.plain.delete(cell.node);
    return;
  }
  const row = slot.keyed.get(cell.node);
  row?.delete(key);
  if (row?.size === 0) slot.keyed.delete(cell.node);
}
