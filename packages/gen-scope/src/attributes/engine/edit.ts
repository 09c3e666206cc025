import type { AnyAttribute } from "../declare/types.ts";
import { refusal } from "../failure/refusal.ts";
import { type Cell, obtainCell, type Pending, type Slot } from "./cell.ts";
import type { Engine } from "./engine.ts";
import { DIRTY, FAILED, NEW } from "./flags.ts";
import { invalidateReaders } from "./invalidate.ts";
import { slotOf } from "./read.ts";

/** Refuses to change anything while an equation runs. Errors: `edit-during-evaluation`. */
export function refuseWhileEvaluating(engine: Engine, what: string): void {
  if (engine.stack.length === 0) return;
  throw refusal({
    code: "edit-during-evaluation",
    message: `${what} was called while an equation was running.`,
    remedy: "Equations only read; make the edit outside, before or after asking for a value.",
    culprits: [what],
  });
}

/** The slot of something that can be set. Errors: `not-an-attribute`, `not-an-input`. */
export function inputSlot(engine: Engine, attribute: AnyAttribute): Slot {
  const slot = slotOf(engine, attribute);
  if (slot.isInput) return slot;
  const { name, kind, origin } = attribute;
  throw refusal({
    code: "not-an-input",
    message: `${name} cannot be set: it is ${kind}${origin === undefined ? "" : ` (declared at ${origin})`}.`,
    remedy: "Set an input that it reads, or declare it with input(…).",
    culprits: [name],
  });
}

/** Sets the value of an input, or takes it away. Nothing is evaluated. */
export function setInput(engine: Engine, slot: Slot, node: unknown, edit: Pending): void {
  const cell = obtainCell(slot, node, undefined);
  const { flags } = cell;
  if ((flags & DIRTY) === 0 && edit.set && (flags & FAILED) === 0) {
    if (slot.equal(cell.value, edit.value)) {
      // Also what makes an explicit value of what was the default.
      cell.value = edit.value;
      return;
    }
  }
  cell.extra = edit;
  if ((flags & (DIRTY | NEW)) === 0) {
    slot.invalidations++;
    cell.flags = flags | DIRTY;
    invalidateReaders(cell);
  }
  if (cell.subs === undefined && edit.set) takeNow(engine, cell, edit.value);
}

/** Nobody has seen the old value, so there is nobody to tell. */
function takeNow(_engine: Engine, cell: Cell, value: unknown): void {
  cell.extra = undefined;
  cell.value = value;
  cell.flags &= ~(DIRTY | NEW | FAILED);
}
