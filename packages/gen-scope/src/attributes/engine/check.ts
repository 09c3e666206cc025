import type { Cell } from "./cell.ts";
import { type Component, componentOf } from "./component.ts";
import type { Engine } from "./engine.ts";
import { ACTIVE, CHECK, DIRTY, FLUX, UNSETTLED, WALKED } from "./flags.ts";
import { push } from "./stack.ts";

/**
 * Looks through the reads of a cell in their order: since everything before a read is unchanged,
 * the equation would make that read again, so settling it computes nothing in vain. False when
 * another cell has to be settled first, or the cell itself has to run.
 */
export function checked(engine: Engine, cell: Cell): boolean {
  const component = componentOf(cell);
  if (component !== undefined) component.walker ??= cell;
  let at = cell.cursor ?? cell.deps;
  while (at !== undefined) {
    const { dep } = at;
    const { flags } = dep;
    if ((flags & UNSETTLED) !== 0 && !isPassed(cell, dep, component)) {
      if (isInDoubt(cell, dep, component)) {
        // The equation will tell whether it still reads that.
        cell.flags |= DIRTY;
      } else {
        cell.cursor = at;
        push(engine, dep);
      }
      return false;
    }
    at = at.next;
  }
  cell.cursor = undefined;
  return true;
}

/** An unsettled read that does not hold up the check. */
function isPassed(cell: Cell, dep: Cell, component: Component | undefined): boolean {
  // A member whose own check is under way, or done.
  if (component !== undefined && dep.extra === component) {
    return (dep.flags & (ACTIVE | WALKED)) !== 0;
  }
  if ((cell.flags & dep.flags & FLUX) === 0) return false;
  // An approximation: its change would have marked the cell.
  return dep.slot.isCircular || (dep.flags & (DIRTY | CHECK | ACTIVE)) === 0;
}

/** A read that cannot be settled from here. */
function isInDoubt(cell: Cell, dep: Cell, component: Component | undefined): boolean {
  if ((dep.flags & ACTIVE) !== 0) return true;
  if ((dep.flags & FLUX) !== 0 && (cell.flags & FLUX) === 0) return true;
  const other = componentOf(dep);
  return other !== undefined && other !== component && other.walker !== undefined;
}
