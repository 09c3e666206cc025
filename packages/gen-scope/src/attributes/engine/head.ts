import type { Cell } from "./cell.ts";
import type { Engine } from "./engine.ts";
import { conclude } from "./fixpoint.ts";
import { ACTIVE, DIRTY, QUEUED } from "./flags.ts";
import { type Flux, recordOf } from "./flux.ts";
import { takeGreatest } from "./queue.ts";
import { pop, push } from "./stack.ts";

/** A cell on the demand stack that has run and now sees to its component. */
export interface Head {
  readonly position: number;
  /** Where to look on for ordinary members that are not up to date. */
  stale: number;
}

/** The top of the demand stack depends on nothing below, and sees to what depends on it. */
export function becomeHead(engine: Engine, cell: Cell): void {
  const position = engine.stack.length - 1;
  engine.heads.push({ position, stale: engine.marks[position] as number });
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
      push(engine, next);
      return;
    }
    conclude(engine, base);
  }
  // Else a member has read something further down, whose component this is a part of.
  heads.pop();
  if ((cell.flags & DIRTY) !== 0 && recordOf(cell) === undefined) {
    // It read what has failed for good, and runs like any other.
    cell.flags |= ACTIVE;
  } else {
    pop(engine);
  }
}

/** The next circular member that has to make a step. */
function nextQueued({ members, queue }: Flux, head: Head, base: number): Cell | undefined {
  while ((queue[0] ?? -1) >= base) {
    const cell = members[takeGreatest(queue) as number];
    // What was given up meanwhile is still there.
    if (cell === undefined || (cell.flags & QUEUED) === 0) continue;
    cell.flags &= ~QUEUED;
    head.stale = base;
    return cell;
  }
  return undefined;
}

/**
 * The next ordinary member that is not up to date: what no step reads any more has still been read,
 * and is to be right when that changes.
 */
function nextStale({ members }: Flux, head: Head): Cell | undefined {
  for (; head.stale < members.length; head.stale++) {
    const cell = members[head.stale] as Cell;
    if ((cell.flags & DIRTY) !== 0) return cell;
  }
  return undefined;
}
