import type { Failure } from "../failure/failure.ts";
import type { Cell } from "./cell.ts";
import type { Component } from "./component.ts";
import type { Engine } from "./engine.ts";
import { compare } from "./evaluate.ts";
import { CHECK, DIRTY, FAILED, FLUX, NEW, QUEUED } from "./flags.ts";
import { type FluxRecord, recordsFrom, restore, takeFrom } from "./flux.ts";
import { stainReaders } from "./invalidate.ts";
import { stronglyConnected } from "./strongly-connected.ts";

/**
 * Nothing in the fixpoint changes any more: from the member at `index` on, all values are final.
 * What really depends on one another at the end becomes a component, to be checked and restarted as
 * one; a step that still fails fails its component.
 */
export function conclude(engine: Engine, index: number): void {
  const taken = recordsFrom(engine, index);
  const groups = stronglyConnected([...taken.keys()]);
  const spoilt = new Set<Cell>();
  const settled: Cell[] = [];
  for (const group of groups) {
    if (group.some((cell) => readsOneOf(cell, spoilt))) {
      // It saw an approximation of what has failed now, or is about to run again.
      for (const cell of group) {
        restore(cell, taken.get(cell) as FluxRecord);
        spoilt.add(cell);
      }
      continue;
    }
    const culprit = failing(group, taken, engine.show);
    for (const cell of group) cell.flags &= ~(FLUX | QUEUED | DIRTY | CHECK | NEW);
    if (culprit !== undefined) {
      spread(culprit, taken.get(culprit)?.failure as Failure, new Set(group));
      for (const cell of group) spoilt.add(cell);
    }
    joinUp(group);
    for (const cell of group) settled.push(cell);
  }
  for (const cell of settled) announce(engine, cell, taken.get(cell) as FluxRecord);
  // Last: should the JavaScript stack end before, they are all still there to be given up.
  takeFrom(engine, index);
}

/** The member whose step has failed; among several the first by name and node. */
function failing(
  group: readonly Cell[],
  taken: ReadonlyMap<Cell, FluxRecord>,
  show: (value: unknown) => string,
): Cell | undefined {
  const failed = group.filter((cell) => taken.get(cell)?.failure !== undefined);
  const called = (cell: Cell): string => `${cell.slot.attribute.name}(${show(cell.node)}`;
  return failed.reduce<Cell | undefined>(
    (first, cell) => (first === undefined || called(cell) < called(first) ? cell : first),
    undefined,
  );
}

function readsOneOf(cell: Cell, among: ReadonlySet<Cell>): boolean {
  if (among.size === 0) return false;
  for (let at = cell.deps; at !== undefined; at = at.next) if (among.has(at.dep)) return true;
  return false;
}

/** Fails a component: each member by way of the one it reads on the shortest way to the culprit. */
function spread(culprit: Cell, failure: Failure, group: Set<Cell>): void {
  const open: [Cell, Cell | undefined][] = [[culprit, failure.via]];
  group.delete(culprit);
  for (let i = 0; i < open.length; i++) {
    const [cell, via] = open[i] as [Cell, Cell | undefined];
    // What has failed by itself keeps its own reason.
    if ((cell.flags & FAILED) === 0) {
      cell.value = { ...failure, via };
      cell.flags |= FAILED;
    }
    for (let at = cell.subs; at !== undefined; at = at.nextSub) {
      if (group.delete(at.sub)) open.push([at.sub, cell]);
    }
  }
}

function joinUp(group: readonly Cell[]): void {
  const [only] = group;
  if (only === undefined || (group.length === 1 && !readsOneOf(only, new Set(group)))) return;
  const component: Component = { pending: false, members: group, walker: undefined };
  for (const cell of group) cell.extra = component;
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
