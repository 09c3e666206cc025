import type { Failure } from "../failure/failure.ts";
import { label } from "../failure/failure.ts";
import type { Cell, Link } from "./cell.ts";
import { unite } from "./component.ts";
import type { Engine } from "./engine.ts";
import { compare } from "./evaluate.ts";
import { DIRTY, FAILED, FLUX, NEW, QUEUED } from "./flags.ts";
import { type Flux, type FluxRecord, recordOf, restore, takeFrom } from "./flux.ts";
import { stainReaders } from "./invalidate.ts";
import { stronglyConnected } from "./strongly-connected.ts";

/**
 * Nothing in the fixpoint changes any more: from the member at `base` on, all values are final. What
 * depends on one another, if only in an early run, becomes a component, to be checked and restarted
 * as one. A step that still fails fails what reads it in its component; other components saw an
 * approximation of what has failed now, and begin again.
 */
export function conclude(engine: Engine, base: number): void {
  const { members, records } = engine.flux as Flux;
  const taken = new Map<Cell, FluxRecord>();
  for (let i = base; i < members.length; i++) {
    taken.set(members[i] as Cell, records[i] as FluxRecord);
  }
  const spoilt = new Set<Cell>();
  const settled: (readonly Cell[])[] = [];
  for (const group of stronglyConnected([...taken.keys()])) {
    if (group.some((cell) => readsOneOf(cell, spoilt))) {
      for (const cell of group) {
        restore(cell, taken.get(cell) as FluxRecord);
        spoilt.add(cell);
      }
    } else {
      for (const cell of failComponent(engine, group)) spoilt.add(cell);
      settled.push(group);
    }
  }
  for (const group of settled) {
    for (const cell of group) {
      cell.extra = undefined;
      cell.flags &= ~(FLUX | QUEUED | DIRTY | NEW);
    }
    if (group.length > 1 || readsOneOf(group[0] as Cell, new Set(group))) unite(group);
  }
  for (const cell of settled.flat()) announce(engine, cell, taken.get(cell) as FluxRecord);
  // Last: should the JavaScript stack end before, they are all still there to be given up.
  takeFrom(engine, base);
}

/** Fails what reads, in its last run, a step that still fails; returns all that has failed then. */
function failComponent({ show }: Engine, group: readonly Cell[]): readonly Cell[] {
  const culprits = group.filter((cell) => recordOf(cell)?.failure !== undefined);
  if (culprits.length === 0) return [];
  // The first by name and node comes first.
  const named = culprits.map((cell) => [label(cell, show), cell] as const);
  named.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const healthy = new Set(group);
  for (const [, culprit] of named) {
    if (healthy.delete(culprit)) spread(culprit, recordOf(culprit)?.failure as Failure, healthy);
  }
  return group.filter((cell) => (cell.flags & FAILED) !== 0);
}

/** Fails a culprit and what reads it: each by way of the one it reads on the shortest way to it. */
function spread(culprit: Cell, failure: Failure, healthy: Set<Cell>): void {
  const open: [Cell, Cell | undefined][] = [[culprit, failure.via]];
  for (let i = 0; i < open.length; i++) {
    const [cell, via] = open[i] as [Cell, Cell | undefined];
    // What has failed by itself keeps its own reason.
    if ((cell.flags & FAILED) === 0) {
      cell.value = { ...failure, via };
      cell.flags |= FAILED;
    }
    for (let at = cell.subs; at !== undefined; at = at.nextSub) {
      if (isLast(at) && healthy.delete(at.sub)) open.push([at.sub, cell]);
    }
  }
}

/** A read of the last run of a cell in flux; one that closed an accidental cycle was noted after. */
function isLast({ sub, run }: Link): boolean {
  return run >= (recordOf(sub)?.run ?? 0);
}

function readsOneOf(cell: Cell, among: ReadonlySet<Cell>): boolean {
  if (among.size === 0) return false;
  for (let at = cell.deps; at !== undefined; at = at.next) if (among.has(at.dep)) return true;
  return false;
}

/** Tells the readers from before, unless the value is the one from before. */
function announce(engine: Engine, cell: Cell, record: FluxRecord): void {
  if ((record.flags & NEW) !== 0) return;
  if (((record.flags | cell.flags) & FAILED) === 0) {
    const verdict = compare(engine, cell, record.value, cell.value);
    if (verdict === true) {
      // The very value its readers have.
      cell.value = record.value;
      cell.slot.cutoffs++;
      return;
    }
  }
  stainReaders(cell);
}
