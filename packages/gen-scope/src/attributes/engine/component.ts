import type { Cell } from "./cell.ts";
import { CHECK, DIRTY, WALKED } from "./flags.ts";

/** A strongly connected set of instances that reached their fixpoint together. */
export interface Component {
  readonly pending: false;
  readonly members: readonly Cell[];
  /** The member from which the reads of all of them are being checked. */
  walker: Cell | undefined;
}

/** The component a cell belongs to. */
export function componentOf({ extra }: Cell): Component | undefined {
  return extra === undefined || extra.pending ? undefined : extra;
}

/** Something that a member reads has changed: all members begin at bottom again. */
export function dissolve(component: Component): void {
  component.walker = undefined;
  for (const member of component.members) {
    member.extra = undefined;
    member.flags = (member.flags | DIRTY) & ~WALKED;
  }
}

/** The check that began at the walker found nothing changed: whatever it went through is good. */
export function confirm(component: Component): void {
  component.walker = undefined;
  for (const member of component.members) {
    if ((member.flags & WALKED) !== 0) member.flags &= ~(CHECK | WALKED);
  }
}

/** The check is given up. */
export function abandonWalk(component: Component): void {
  component.walker = undefined;
  for (const member of component.members) member.flags &= ~WALKED;
}
