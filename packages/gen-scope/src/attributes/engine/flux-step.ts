import type { Cell, Link } from "./cell.ts";
import { checked } from "./check.ts";
import { climb } from "./climb.ts";
import { componentOf, dissolve } from "./component.ts";
import type { Engine } from "./engine.ts";
import { commit, evaluate, type Outcome, runEquation } from "./evaluate.ts";
import { CHECK, DIRTY, FAILED, FLUX, POISONED, QUEUED } from "./flags.ts";
import { enter, type Flux, type FluxRecord, recordOf, unsettle } from "./flux.ts";
import { becomeHead, drive, isHead } from "./head.ts";
import { pop } from "./stack.ts";

/** One step of work on the top of the demand stack where circular attributes are involved. */
export function fluxStep(engine: Engine, cell: Cell): void {
  const { flags } = cell;
  if (isHead(engine)) {
    drive(engine, cell);
  } else if ((flags & POISONED) !== 0) {
    finish(engine, cell, evaluate(engine, cell));
  } else if ((flags & DIRTY) !== 0) {
    const component = componentOf(cell);
    if (component !== undefined) dissolve(component);
    runInFlux(engine, cell);
  } else if ((flags & CHECK) === 0) {
    pop(engine);
  } else if (checked(engine, cell)) {
    cell.slot.hits++;
    pop(engine);
  }
}

function runInFlux(engine: Engine, cell: Cell): void {
  const record = cell.slot.isCircular ? enter(engine, cell) : recordOf(cell);
  if (record === undefined || record.run === 0) {
    finish(engine, cell, evaluate(engine, cell));
  } else if (record.frozen) {
    cell.flags &= ~DIRTY;
    pop(engine);
  } else {
    record.reads ??= readsOf(cell);
    finish(engine, cell, runEquation(engine, cell, record.reads));
  }
}

function readsOf(cell: Cell): Map<Cell, Link> {
  const reads = new Map<Cell, Link>();
  for (let at = cell.deps; at !== undefined; at = at.next) reads.set(at.dep, at);
  return reads;
}

/** The top of the demand stack has run, and there are fixpoints under way. */
export function finish(engine: Engine, cell: Cell, outcome: Outcome): void {
  const flux = engine.flux as Flux | undefined;
  const position = engine.stack.length - 1;
  const mark = engine.marks[position] as number;
  const isRoot = engine.lows[position] === position;
  const isAlone = flux === undefined || (isRoot && flux.members.length === mark);
  if (isAlone && (cell.flags & FLUX) === 0) {
    commit(engine, cell, outcome);
    pop(engine);
    return;
  }
  const record = enter(engine, cell);
  record.run = outcome.run;
  if (cell.slot.isCircular) step(engine, cell, record, outcome);
  else provide(engine, cell, outcome);
  if (isRoot && record.index >= mark) becomeHead(engine, cell);
  else pop(engine);
}

/** A circular cell has made a step. */
function step(engine: Engine, cell: Cell, record: FluxRecord, outcome: Outcome): void {
  if ((cell.flags & QUEUED) === 0) cell.flags &= ~DIRTY;
  if (climb(engine, cell, record, outcome)) unsettle(engine.flux as Flux, cell);
}

/** An ordinary cell has a value as far as the approximations go. */
function provide(engine: Engine, cell: Cell, { value, failure }: Outcome): void {
  if ((cell.flags & POISONED) !== 0) engine.poisoned.delete(cell);
  cell.flags &= ~(DIRTY | FAILED | POISONED);
  cell.value = failure ?? value;
  if (failure !== undefined) cell.flags |= FAILED;
}
