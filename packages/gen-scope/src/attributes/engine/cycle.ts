import { cycleFailure } from "../failure/failure.ts";
import type { Cell } from "./cell.ts";
import { componentOf, dissolve } from "./component.ts";
import type { Engine } from "./engine.ts";
import { DIRTY, FLUX, POISONED } from "./flags.ts";
import { enqueue, enter, type Flux } from "./flux.ts";
import { cutBack, unstack } from "./give-up.ts";
import { link } from "./link.ts";
import { dependOn } from "./stack.ts";

/**
 * The running equation reads a cell that waits for it and has no approximation. What lies between
 * the two on the demand stack is a cycle:
 *
 * - of something that was only being checked, on the assumption that it is unchanged: it runs;
 * - with a circular cell on it: the cycle is meant. The step of that cell is put off, its reader goes
 *   on with the approximation there is, and so the waiting cell will come to have one, too;
 * - of ordinary cells: an accident.
 */
export function closeCycle(engine: Engine, cell: Cell): never {
  const { heads, stack } = engine;
  const position = stack.lastIndexOf(cell);
  const aboveHead = (heads.at(-1)?.position ?? -1) + 1;
  for (let at = stack.length - 1; at >= position; at--) {
    const member = stack[at] as Cell;
    const { isCircular } = member.slot;
    if (componentOf(member) !== undefined || (isCircular && at === position)) runNow(engine, at);
    // What runs on behalf of a head belongs to its component, which is part of a larger one now.
    if (isCircular || (at === aboveHead && at > position)) putOff(engine, at, position);
  }
  return fail(engine, stack.slice(position));
}

/** What is only being checked, or belongs to a component that is, runs after all. */
export function runNow(engine: Engine, position: number): never {
  const cell = engine.stack[position] as Cell;
  cutBack(engine, position + 1);
  const component = componentOf(cell);
  if (component !== undefined) dissolve(component);
  cell.flags |= DIRTY;
  return resumeAt(engine, position + 1);
}

/** Gives up everything from a position on, so that its reader goes on with the approximation. */
function putOff(engine: Engine, at: number, waiting: number): never {
  const cell = engine.stack[at] as Cell;
  dependOn(engine, at, waiting);
  unstack(engine, at);
  if (cell.slot.isCircular && (cell.flags & FLUX) === 0) {
    enter(engine, cell);
    enqueue(engine.flux as Flux, cell);
  }
  return resumeAt(engine, at);
}

function resumeAt(engine: Engine, position: number): never {
  engine.resume = position;
  engine.signal = engine.escape;
  throw engine.escape;
}

/** All members of an accidental cycle fail alike, wherever it was entered and whatever they catch. */
function fail(engine: Engine, cycle: readonly Cell[]): never {
  const failure = cycleFailure(cycle, engine.show);
  cycle.forEach((member, i) => {
    member.flags |= POISONED;
    engine.poisoned.set(member, failure);
    // What is being checked has its link; what is running, or was unwound, gets it now.
    if ((member.flags & DIRTY) !== 0) {
      link((cycle[i + 1] ?? cycle[0]) as Cell, member, ++engine.runs);
    }
  });
  // If one of them has read an approximation, there may be no cycle in the end.
  const top = engine.stack.length - 1;
  if (engine.flux !== undefined) dependOn(engine, top, top + 1 - cycle.length);
  throw failure.error;
}
