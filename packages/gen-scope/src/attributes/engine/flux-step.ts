import type { Cell } from "./cell.ts";
import { checked } from "./check.ts";
import { climb } from "./climb.ts";
import { type Component, componentOf, confirm, dissolve } from "./component.ts";
import type { Engine } from "./engine.ts";
import { commit, compare, evaluate, type Outcome, poisonOf, runEquation } from "./evaluate.ts";
import { conclude } from "./fixpoint.ts";
import { CHECK, DIRTY, FAILED, FLUX, NEW, POISONED, QUEUED, WALKED } from "./flags.ts";
import { enter, type Flux, type FluxRecord, isRoot, merge, takeFrom } from "./flux.ts";
import { stainMembers } from "./flux-change.ts";
import { readsOf } from "./link.ts";
import { giveUp, pop, push } from "./stack.ts";

/** One step of work on the top of the demand stack where circular attributes are involved. */
export function fluxStep(engine: Engine, cell: Cell): void {
  const { flags, slot } = cell;
  const component = componentOf(cell);
  if ((flags & POISONED) !== 0) {
    failInFlux(engine, cell);
  } else if ((flags & DIRTY) !== 0 && component !== undefined) {
    restartComponent(engine, cell, component);
  } else if (slot.isInput) {
    evaluate(engine, cell);
    pop(engine);
  } else if ((flags & DIRTY) !== 0) {
    runInFlux(engine, cell);
  } else if ((flags & CHECK) !== 0) {
    if (checked(engine, cell)) passed(engine, cell);
  } else {
    advance(engine, cell);
  }
}

/** The top, or a member that is being checked for it, has to run: so have all the others. */
function restartComponent(engine: Engine, cell: Cell, component: Component): void {
  const walker = component.walker ?? cell;
  dissolve(component);
  while (engine.stack.at(-1) !== walker) giveUp(engine);
}

/** The top was found on an accidental cycle. */
function failInFlux(engine: Engine, cell: Cell): void {
  const outcome = poisonOf(engine, cell);
  let record = engine.flux?.records.get(cell);
  for (let at = cell.deps; at !== undefined; at = at.next) {
    if ((at.dep.flags & FLUX) === 0) continue;
    record ??= enter(engine, cell);
    merge(engine, at.dep);
  }
  if (record === undefined) commit(engine, cell, outcome);
  else complete(engine, cell, record, outcome);
  pop(engine);
}

/** All reads of the top were found unchanged. */
function passed(engine: Engine, cell: Cell): void {
  const component = componentOf(cell);
  if ((cell.flags & FLUX) === 0) cell.slot.hits++;
  if (component === undefined) {
    cell.flags &= ~CHECK;
  } else if (component.walker === cell) {
    cell.flags &= ~CHECK;
    confirm(component);
  } else {
    cell.flags |= WALKED;
  }
  if ((cell.flags & FLUX) === 0 || !cell.slot.isCircular) pop(engine);
}

function runInFlux(engine: Engine, cell: Cell): void {
  const record = enter(engine, cell);
  if (record.frozen) {
    cell.flags &= ~(DIRTY | CHECK);
    return;
  }
  const outcome = runEquation(engine, cell, record.reads);
  record.reads ??= new Set(readsOf(cell));
  const flux = engine.flux as Flux;
  if (cell.slot.isCircular) {
    cell.flags &= ~(DIRTY | CHECK);
    if (climb(engine, cell, record, outcome)) stainMembers(flux, cell);
    return;
  }
  complete(engine, cell, record, outcome);
  pop(engine);
}

/** An ordinary cell has run: for good, or as far as the approximations go. */
function complete(engine: Engine, cell: Cell, record: FluxRecord, outcome: Outcome): void {
  const flux = engine.flux as Flux;
  const root = isRoot(flux, record);
  if (root && flux.members.length === record.index + 1) {
    takeFrom(engine, record.index);
    commit(engine, cell, outcome);
    return;
  }
  provide(engine, cell, outcome);
  if (root) conclude(engine, record.index);
}

/** An ordinary cell has a value as far as the approximations go. */
function provide(engine: Engine, cell: Cell, outcome: Outcome): void {
  const { flags, value } = cell;
  const again = (flags & FLUX) !== 0;
  const { failure } = outcome;
  cell.flags = (flags & ~(DIRTY | CHECK | FAILED | POISONED | NEW)) | FLUX;
  const failed = (flags & FAILED) !== 0;
  if (failure !== undefined) {
    cell.value = failure;
    cell.flags |= FAILED;
    // Else the members of an accidental cycle would send one another round for ever.
    if (failed) return;
  } else {
    const known = again && !failed;
    const verdict = known ? compare(engine, cell, value, outcome.value) : false;
    if (verdict === true) return;
    cell.value = verdict === false ? outcome.value : verdict;
    if (verdict !== false) cell.flags |= FAILED;
  }
  if (again) stainMembers(engine.flux as Flux, cell);
}

/** A circular cell in flux has made its step: on with the others of its fixpoint, or out of it. */
function advance(engine: Engine, cell: Cell): void {
  const { flux } = engine;
  const record: FluxRecord | undefined = flux?.records.get(cell);
  if (flux === undefined || record === undefined || !isRoot(flux, record)) {
    pop(engine);
    return;
  }
  for (let at = record.queued; at < flux.queue.length; at++) {
    const next = flux.queue[at] as Cell;
    if ((next.flags & QUEUED) === 0) continue;
    record.queued = at + 1;
    record.stale = record.index;
    next.flags &= ~QUEUED;
    if (next === cell) return;
    push(engine, next);
    return;
  }
  // What no step reads any more has still been read, and is to be right when that changes.
  for (; record.stale < flux.members.length; record.stale++) {
    const member = flux.members[record.stale] as Cell;
    if ((member.flags & (DIRTY | CHECK)) === 0) continue;
    push(engine, member);
    return;
  }
  conclude(engine, record.index);
  if ((cell.flags & DIRTY) === 0) pop(engine);
}
