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
 * depends on one another becomes a component, to be checked and restarted as one. A step that still
 * fails fails what depends on it and it on; what merely reads that begins again.
 */
export function conclude(engine: Engine, base: number): void {
  const { members, records } = engine.flux as Flux;
  const taken = new Map<Cell, FluxRecord>();
  for (let i = base; i < members.length; i++) {
    taken.set(members[i] as Cell, records[i] as FluxRecord);
  }
  const again = failComponents(engine, [...taken.keys()]);
  const settled: Cell[] = [];
  for (const cell of taken.keys()) if (!again.has(cell)) settled.push(cell);
  const groups = stronglyConnected(settled, () => true);
  for (const cell of settled) {
    cell.extra = undefined;
    cell.flags &= ~(FLUX | QUEUED | DIRTY | NEW);
  }
  for (const group of groups) {
    if (group.length > 1 || readsOneOf(group[0] as Cell, new Set(group))) unite(group);
  }
  for (const cell of again) {
    restore(cell, taken.get(cell) as FluxRecord);
    // Some step has read it once, and will have to be told of its changes.
    if (cell.subs !== undefined) engine.later.push(cell);
  }
  for (const cell of settled) announce(engine, cell, taken.get(cell) as FluxRecord);
  // Last: should the JavaScript stack end before, they are all still there to be given up.
  takeFrom(engine, base);
}

/** A read of the last run of a cell in flux; one that closed an accidental cycle was noted after. */
function isLast({ sub, run }: Link): boolean {
  return run >= (recordOf(sub)?.run ?? 0);
}

/**
 * Fails the components in which a step still fails, and returns what saw an approximation of one of
 * them, even in an early run only, or of what is among those returned: a failure is final now.
 */
function failComponents({ show }: Engine, members: readonly Cell[]): ReadonlySet<Cell> {
  const again = new Set<Cell>();
  if (members.every((cell) => recordOf(cell)?.failure === undefined)) return again;
  const spoilt = new Set<Cell>();
  const groups = stronglyConnected(members, isLast);
  const groupOf = new Map<Cell, readonly Cell[]>();
  for (const group of groups) {
    for (const cell of group) groupOf.set(cell, group);
    const culprit = failing(group, show);
    if (group.some((cell) => readsOneOf(cell, spoilt, isLast))) {
      for (const cell of group) again.add(cell);
    } else if (culprit !== undefined) {
      spread(culprit, recordOf(culprit)?.failure as Failure, new Set(group));
    } else {
      continue;
    }
    for (const cell of group) spoilt.add(cell);
  }
  // What is added meanwhile is visited, too.
  for (const cell of spoilt) {
    for (let at = cell.subs; at !== undefined; at = at.nextSub) {
      const group = groupOf.get(at.sub) ?? [];
      // What has failed without that keeps its own reason.
      if (spoilt.has(at.sub) || group.some(({ flags }) => (flags & FAILED) !== 0)) continue;
      for (const other of group) {
        spoilt.add(other);
        again.add(other);
      }
    }
  }
  return again;
}

/** The member whose step has failed; among several the first by name and node. */
function failing(group: readonly Cell[], show: (value: unknown) => string): Cell | undefined {
  let first: Cell | undefined;
  for (const cell of group) {
    if (recordOf(cell)?.failure === undefined) continue;
    if (first === undefined || label(cell, show) < label(first, show)) first = cell;
  }
  return first;
}

function readsOneOf(
  cell: Cell,
  among: ReadonlySet<Cell>,
  follow: (link: Link) => boolean = () => true,
): boolean {
  if (among.size === 0) return false;
  for (let at = cell.deps; at !== undefined; at = at.next) {
    if (among.has(at.dep) && follow(at)) return true;
  }
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
      if (isLast(at) && group.delete(at.sub)) open.push([at.sub, cell]);
    }
  }
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
