import type { Cell } from "./cell.ts";

/** A strongly connected set of instances that reached their fixpoint together. */
export interface Component {
  readonly pending: false;
  readonly members: readonly Cell[];
  /** The member from which the reads of all of them are being checked. */
  walker: Cell | undefined;
}
