import type { Cell, Link } from "./cell.ts";
import { CHECK, DIRTY } from "./flags.ts";

/** A strongly connected set of instances that reached their fixpoint together. */
export interface Component {
  readonly is: "component";
  readonly members: readonly Cell[];
  /** The member on the demand stack on whose behalf the reads of all of them are being checked. */
  walker: Cell | undefined;
  /** How far that is: the member, and its read. */
  member: number;
  at: Link | undefined;
}

/** Makes some cells one component. */
export function unite(members: readonly Cell[]): void {
  const component: Component = {
    is: "component",
    members,
    walker: undefined,
    member: 0,
    at: undefined,
  };
  for (const cell of members) cell.extra = component;
}

/** The component a cell belongs to. */
export function componentOf({ extra }: Cell): Component | undefined {
  return extra?.is === "component" ? extra : undefined;
}

/** Something that a member reads has changed, or may have: all members begin at bottom again. */
export function dissolve(component: Component): void {
  component.walker = undefined;
  for (const member of component.members) {
    member.extra = undefined;
    member.flags |= DIRTY;
  }
}

/** Nothing that any member reads has changed. */
export function confirm(component: Component): void {
  component.walker = undefined;
  for (const member of component.members) member.flags &= ~CHECK;
}
