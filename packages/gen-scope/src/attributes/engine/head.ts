import { type Agenda, createAgenda, note, placesOf, takeNext } from "./agenda.ts";
import type { Cell } from "./cell.ts";
import type { Engine } from "./engine.ts";
import { conclude } from "./fixpoint.ts";
import { ACTIVE, DIRTY, QUEUED } from "./flags.ts";
import { type Flux, recordOf } from "./flux.ts";
import { pop, push } from "./stack.ts";

/** A cell on the demand stack that has run and now sees to its component. */
export interface Head {
  readonly position: number;
  /** The circular members that have to make a step. */
  readonly agenda: Agenda;
  /** Where to look on for other members that are not up to date. */
  stale: number;
}

/** The top of the demand stack depends on nothing below, and sees to what depends on it. */
export function becomeHead(engine: Engine, cell: Cell): void {
  const position = engine.stack.length - 1;
  const stale = engine.marks[position] as number;
  engine.heads.push({ position, agenda: createAgenda(), stale });
  cell.flags &= ~ACTIVE;
}

/** Whether the top of the demand stack is the head of a component. */
export function isHead({ heads, stack }: Engine): boolean {
  return heads.length > 0 && heads[heads.length - 1]?.position === stack.length - 1;
}

/** On with whatever is not up to date in the component of the head, or the fixpoint is reached. */
export function drive(engine: Engine, cell: Cell): void {
  const { flux, heads, lows, marks } = engine;
  const head = heads.at(-1) as Head;
  const { position } = head;
  const base = marks[position] as number;
  if (flux !== undefined && lows[position] === position) {
    const next = nextQueued(flux, head, base) ?? nextStale(flux, head);
    if (next !== undefined) {
      next.flags &= ~QUEUED;
      push(engine, next);
      return;
    }
    conclude(engine, base);
  }
  // Else a member has read something further down, whose component this is a part of.
  retire(engine);
  if ((cell.flags & DIRTY) !== 0 && recordOf(cell) === undefined) {
    // It read what has failed for good, and runs like any other.
    cell.flags |= ACTIVE;
  } else {
    pop(engine);
  }
}

/** The top of the demand stack is head no more; what it has not done is left to another. */
export function retire({ flux, heads }: Engine): void {
  const head = heads.pop();
  if (flux !== undefined && head !== undefined) {
    for (const place of placesOf(head.agenda)) flux.queue.push(place);
  }
}

/** The next circular member that has to make a step. */
function nextQueued({ members, queue }: Flux, head: Head, base: number): Cell | undefined {
  const { agenda } = head;
  for (let last = queue.at(-1); last !== undefined && last >= base; last = queue.at(-1)) {
    note(agenda, last);
    queue.pop();
  }
  for (let place = takeNext(agenda); place !== undefined; place = takeNext(agenda)) {
    const cell = members[place];
    // What was given up meanwhile is still there.
    if (cell === undefined || (cell.flags & QUEUED) === 0) continue;
    head.stale = base;
    return cell;
  }
  return undefined;
}

/**
 * The next member that is not up to date: what no step reads any more has still been read, and is to
 * be right when that changes.
 */
function nextStale({ members }: Flux, head: Head): Cell | undefined {
  for (; head.stale < members.length; head.stale++) {
    const cell = members[head.stale] as Cell;
    if ((cell.flags & DIRTY) !== 0) return cell;
  }
  return undefined;
}
