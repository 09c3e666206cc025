import type { Cell } from "./cell.ts";
import { type Component, componentOf, confirm, dissolve } from "./component.ts";
import type { Engine } from "./engine.ts";
import { ACTIVE, CHECK, DIRTY, FLUX, UNSETTLED } from "./flags.ts";
import { push } from "./stack.ts";

/**
 * Looks through the reads of a cell in their order: since everything before a read is unchanged,
 * the equation would make that read again, so settling it computes nothing in vain. False when
 * another cell has to be settled first, or the cell itself has to run.
 */
export function checked(engine: Engine, cell: Cell): boolean {
  const component = componentOf(cell);
  if (component !== undefined) return componentChecked(engine, cell, component);
  let at = cell.cursor ?? cell.deps;
  while (at !== undefined) {
    const { dep } = at;
    if ((dep.flags & UNSETTLED) !== 0) {
      if (isInDoubt(dep)) {
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
  cell.flags &= ~CHECK;
  return true;
}

/** The same for a component as one: what its members read of one another goes without saying. */
function componentChecked(engine: Engine, cell: Cell, component: Component): boolean {
  if (component.walker === undefined) {
    component.walker = cell;
    component.member = 0;
    component.at = component.members[0]?.deps;
  }
  while (component.member < component.members.length) {
    if (((component.members[component.member] as Cell).flags & DIRTY) !== 0) break;
    if (component.at === undefined) {
      component.member++;
      component.at = component.members[component.member]?.deps;
      continue;
    }
    const { dep, next } = component.at;
    if (dep.extra === component || (dep.flags & UNSETTLED) === 0) {
      component.at = next;
      continue;
    }
    if (isInDoubt(dep)) break;
    push(engine, dep);
    return false;
  }
  if (component.member === component.members.length) {
    confirm(component);
    return true;
  }
  dissolve(component);
  return false;
}

/** A read that cannot be settled from here: it waits for this very check, or is no final value. */
function isInDoubt(dep: Cell): boolean {
  return (dep.flags & (ACTIVE | FLUX)) !== 0 || componentOf(dep)?.walker !== undefined;
}
