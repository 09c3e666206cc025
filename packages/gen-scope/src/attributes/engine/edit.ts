import type { AnyAttribute } from "../declare/types.ts";
import { refusal } from "../failure/refusal.ts";
import { obtainCell, type Pending, type Slot } from "./cell.ts";
import { remove } from "./drop.ts";
import type { Engine } from "./engine.ts";
import { DIRTY, FAILED, NEW, SET } from "./flags.ts";
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
  const before = cell.flags;
  cell.flags = edit.set ? before | SET : before & ~SET;
  if ((before & (DIRTY | FAILED)) === 0 && edit.set && isSame(slot, cell.value, edit.value)) return;
  if (cell.subs === undefined) {
    // Nobody reads it, so there is nobody to compare for.
    if ((before & (DIRTY | NEW)) === 0) slot.invalidations++;
    if (!edit.set) {
      remove(slot, cell);
      return;
    }
    cell.extra = undefined;
    cell.value = edit.value;
    cell.flags &= ~(DIRTY | NEW | FAILED);
    return;
  }
  cell.extra = edit;
  if ((before & (DIRTY | NEW)) === 0) {
    slot.invalidations++;
    cell.flags |= DIRTY;
    invalidateReaders(cell);
  }
}

/** A comparison that throws lets the edit pass: it fails again, with its chain, for who reads that. */
function isSame({ equal }: Slot, before: unknown, after: unknown): boolean {
  try {
    return equal(before, after);
  } catch {
    return false;
  }
}
