import { definition } from "../declare/types.ts";
import type { Failure } from "../failure/failure.ts";
import type { Cell } from "./cell.ts";
import { abandonWalk, componentOf } from "./component.ts";
import type { Engine } from "./engine.ts";
import { DIRTY, FAILED, FLUX, NEW, QUEUED } from "./flags.ts";
import { stainMembers } from "./flux-change.ts";
import { giveUp } from "./stack.ts";

/**
 * The fixpoints under way. Cells are found depth first, as reads ask for them, and kept in the order
 * of their discovery until the strongly connected component they belong to is complete; `bounds`
 * are the positions where a component may begin (path-based components: Gabow 2000). Only then,
 * with nothing below them involved, do they iterate. So a fixpoint that another one merely reads
 * is finished first, and what needs its final value never sees an approximation.
 */
export interface Flux {
  readonly members: Cell[];
  readonly bounds: number[];
  readonly records: Map<Cell, FluxRecord>;
  /** Circular cells one of whose reads has changed, in the order of the changes. */
  readonly queue: Cell[];
}

/** What is kept of a cell while it is in flux. */
export interface FluxRecord {
  readonly index: number;
  /** The value and the flags from before. */
  readonly value: unknown;
  readonly flags: number;
  /**
   * All that was read in this fixpoint, once it has run: also what only an earlier run has read
   * holds up the value.
   */
  reads: Set<Cell> | undefined;
  /** Strict steps up so far. */
  ascents: number;
  /** Why the last step of a circular cell yielded nothing. */
  failure: Failure | undefined;
  /** The failure will not heal: steps are over. */
  frozen: boolean;
  /** Where to look on for ordinary cells that are not up to date. */
  stale: number;
  /** Where the part of the queue begins that this cell works off, if it turns out to be the head. */
  queued: number;
}

/** Takes a cell up among those in flux. A circular one starts at bottom. */
export function enter(engine: Engine, cell: Cell): FluxRecord {
  engine.flux ??= { members: [], bounds: [], records: new Map(), queue: [] };
  const { members, bounds, records, queue } = engine.flux;
  const known = records.get(cell);
  if (known !== undefined) return known;
  const { flags, value, slot } = cell;
  const index = members.length;
  const record: FluxRecord = {
    index,
    value,
    flags: flags & (FAILED | NEW),
    reads: undefined,
    ascents: 0,
    failure: undefined,
    frozen: false,
    stale: index,
    queued: queue.length,
  };
  members.push(cell);
  bounds.push(index);
  records.set(cell, record);
  if (slot.isCircular) {
    cell.value = slot.attribute[definition].lattice?.bottom;
    cell.flags = (flags & ~(FAILED | NEW)) | FLUX;
  }
  return record;
}

/** The running equation has read a cell in flux: everything found since then hangs together. */
export function merge(engine: Engine, read: Cell): void {
  const { flux } = engine;
  const record = flux?.records.get(read);
  if (flux === undefined || record === undefined) return;
  const { bounds } = flux;
  while ((bounds.at(-1) ?? -1) > record.index) bounds.pop();
}

/** Whether nothing in flux below this cell is involved with what was found since. */
export function isRoot(flux: Flux, record: FluxRecord): boolean {
  return flux.bounds.at(-1) === record.index;
}

/** The members from an index on, with their records. */
export function recordsFrom({ flux }: Engine, index: number): Map<Cell, FluxRecord> {
  const found = new Map<Cell, FluxRecord>();
  if (flux === undefined) return found;
  for (const cell of flux.members.slice(index)) {
    found.set(cell, flux.records.get(cell) as FluxRecord);
  }
  return found;
}

/** Removes the members from an index on. */
export function takeFrom(engine: Engine, index: number): void {
  const { flux } = engine;
  if (flux === undefined) return;
  const { members, bounds, records } = flux;
  while ((bounds.at(-1) ?? -1) >= index) bounds.pop();
  while (members.length > index) {
    records.delete(members.at(-1) as Cell);
    members.pop();
  }
  if (members.length === 0) engine.flux = undefined;
}

/** Puts a cell back to what it was before; it has to run again. */
export function restore(cell: Cell, record: FluxRecord): void {
  cell.value = record.value;
  cell.flags = (cell.flags & ~(FLUX | QUEUED | FAILED | NEW)) | record.flags | DIRTY;
}

/** Gives up everything on the demand stack from a position on, and what was found meanwhile. */
export function cutBack(engine: Engine, position: number): void {
  const { stack, flux } = engine;
  if (stack.length <= position) return;
  const mark = engine.marks[position] ?? 0;
  while (stack.length > position) {
    const cell = stack.at(-1) as Cell;
    const component = componentOf(cell);
    if (component?.walker === cell) abandonWalk(component);
    giveUp(engine);
    if ((cell.flags & FLUX) !== 0 && cell.slot.isCircular) enqueue(flux, cell);
  }
  if (flux === undefined) return;
  const found = recordsFrom(engine, mark);
  for (const [cell, record] of found) restore(cell, record);
  takeFrom(engine, mark);
  // An older member that ran again may have read one of them.
  if (engine.flux !== undefined) for (const cell of found.keys()) stainMembers(engine.flux, cell);
}

/** Notes that a circular cell has to make another step. */
export function enqueue(flux: Flux | undefined, cell: Cell): void {
  if (flux === undefined || (cell.flags & QUEUED) !== 0) return;
  cell.flags |= QUEUED;
  flux.queue.push(cell);
}
