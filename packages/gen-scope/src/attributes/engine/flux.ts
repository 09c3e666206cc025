import { definition } from "../declare/types.ts";
import type { Failure } from "../failure/failure.ts";
import type { Cell, Link } from "./cell.ts";
import type { Engine } from "./engine.ts";
import { CHECK, DIRTY, FAILED, FLUX, NEW, QUEUED } from "./flags.ts";
import { dependOn } from "./stack.ts";

/**
 * The fixpoints under way: the cells whose values are approximations, in the order of their
 * discovery. Demand finds strongly connected components the way of Tarjan (1972): `Engine.lows` has
 * for each cell on the demand stack the lowest one of which it has read an approximation, directly
 * or not. A cell that depends on none below itself is the head of a component, which iterates from
 * there, with nothing below involved. So a fixpoint that another one merely reads is finished first.
 */
export interface Flux {
  readonly members: Cell[];
  readonly records: FluxRecord[];
  /** The places of circular members that have to make a step, and are on no head's agenda yet. */
  readonly queue: number[];
}

/** What is kept of a cell while it is in flux. */
export interface FluxRecord {
  readonly is: "record";
  /** Its place among the members. */
  readonly index: number;
  /** The value and the flags from before. */
  readonly value: unknown;
  readonly flags: number;
  /** The number of the last run; 0 before the first is over. */
  run: number;
  /**
   * All that was read in this fixpoint, from the second run on: also what only an earlier run has
   * read holds up the value.
   */
  reads: Map<Cell, Link> | undefined;
  /** Strict steps up so far. */
  ascents: number;
  /** Why the last step of a circular cell yielded nothing. */
  failure: Failure | undefined;
  /** The failure will not heal: steps are over. */
  frozen: boolean;
}

/** What is kept of a cell in flux. */
export function recordOf({ extra }: Cell): FluxRecord | undefined {
  return extra?.is === "record" ? extra : undefined;
}

/** Takes a cell up among those in flux. A circular one starts at bottom, and can be read. */
export function enter(engine: Engine, cell: Cell): FluxRecord {
  const known = recordOf(cell);
  if (known !== undefined) return known;
  engine.flux ??= { members: [], records: [], queue: [] };
  const { members, records } = engine.flux;
  const { flags, value, slot } = cell;
  const record: FluxRecord = {
    is: "record",
    index: members.length,
    value,
    flags: flags & (FAILED | NEW),
    run: 0,
    reads: undefined,
    ascents: 0,
    failure: undefined,
    frozen: false,
  };
  records.push(record);
  members.push(cell);
  cell.extra = record;
  cell.flags = (flags & ~(CHECK | FAILED | NEW)) | FLUX | DIRTY;
  if (slot.isCircular) cell.value = slot.attribute[definition].lattice?.bottom;
  return record;
}

/** Whether the approximation of a cell in flux can be read: an ordinary one may have to run first. */
export function isReadable({ flags, slot }: Cell): boolean {
  return slot.isCircular || (flags & DIRTY) === 0;
}

/** The top of the demand stack has read an approximation. */
export function involve(engine: Engine, read: Cell): void {
  const record = recordOf(read);
  if (record === undefined) return;
  const { lows, marks, stack } = engine;
  // The highest cell on the stack below which it was found, or that it is.
  let at = stack.length - 1;
  for (let from = 0; from < at; ) {
    const middle = (from + at + 1) >> 1;
    if ((marks[middle] as number) <= record.index) from = middle;
    else at = middle - 1;
  }
  dependOn(engine, stack.length - 1, lows[at] as number);
}

/** Notes that a circular cell in flux has to make a step. */
export function enqueue({ queue }: Flux, cell: Cell): void {
  if ((cell.flags & QUEUED) === 0) queue.push(recordOf(cell)?.index ?? 0);
  cell.flags |= DIRTY | QUEUED;
}

/**
 * The approximation of a circular cell has changed: whatever depends on it, directly or through
 * ordinary cells, has to run. An ordinary one does so when it is read; so in what counts as
 * up to date there never is a cycle of ordinary cells, and each runs at most once a step.
 */
export function unsettle(flux: Flux, changed: Cell): void {
  const open: Cell[] = [changed];
  for (let cell = open.pop(); cell !== undefined; cell = open.pop()) {
    for (let at = cell.subs; at !== undefined; at = at.nextSub) {
      const { sub } = at;
      if ((sub.flags & FLUX) === 0) continue;
      if (sub.slot.isCircular) enqueue(flux, sub);
      else if ((sub.flags & DIRTY) === 0) {
        sub.flags |= DIRTY;
        open.push(sub);
      }
    }
  }
}

/** Removes the members from an index on. */
export function takeFrom(engine: Engine, index: number): void {
  const { flux } = engine;
  if (flux === undefined) return;
  flux.members.length = index;
  flux.records.length = index;
  if (index === 0) engine.flux = undefined;
}

/** Puts a cell back to what it was before; it has to run again. */
export function restore(cell: Cell, record: FluxRecord): void {
  cell.value = record.value;
  cell.extra = undefined;
  cell.flags = (cell.flags & ~(FLUX | QUEUED | FAILED | NEW)) | record.flags | DIRTY;
}
