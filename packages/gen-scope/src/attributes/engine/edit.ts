import type { AnyAttribute } from "../declare/types.ts";
import { refusal } from "../failure/refusal.ts";
import { obtainCell, type Pending, type Slot } from "./cell.ts";
import type { Engine } from "./engine.ts";
import { DIRTY, FAILED, NEW } from "./flags.ts";
import { invalidateReaders } from "./invalidate.ts";
import { slotOf } from "./read.ts";

/** Refuses to do something while an equation runs. */
export function refuseWhileEvaluating(
  engine: Engine,
  what: string,
  code: "edit-during-evaluation" | "inspection-during-evaluation" = "edit-during-evaluation",
): void {
  if (!engine.busy) return;
  throw refusal({
    code,
    message: `${what} was called while an equation was running.`,
    remedy: "Equations only read through ctx.get; do this outside, before or after.",
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
export function setInput(slot: Slot, node: unknown, edit: Pending): void {
  const cell = obtainCell(slot, node, undefined);
  const { flags } = cell;
  if ((flags & DIRTY) === 0 && edit.set && (flags & FAILED) === 0) {
    if (slot.equal(cell.value, edit.value)) return;
  }
  cell.extra = edit;
  if ((flags & (DIRTY | NEW)) === 0) {
    slot.invalidations++;
    cell.flags = flags | DIRTY;
    invalidateReaders(cell);
  }
  if (cell.subs === undefined && edit.set) {
    // Nobody reads it, so there is nobody to compare for.
    cell.extra = undefined;
    cell.value = edit.value;
    cell.flags &= ~(DIRTY | NEW | FAILED);
  }
}
