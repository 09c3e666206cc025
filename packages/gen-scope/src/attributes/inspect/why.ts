import type { ScopeError } from "../../error/scope-error.ts";
import type { Cell } from "../engine/cell.ts";
import { FAILED } from "../engine/flags.ts";
import { readsOf } from "../engine/link.ts";
import { errorOf, type Failure } from "../failure/failure.ts";
import { type Instance, instanceOf } from "./instance.ts";

/** Why an instance has its value: what it read, and why that has its value. */
export interface Why extends Instance {
  /** The value; undefined when `error` is set. */
  readonly value: unknown;
  /** Why there is no value. */
  readonly error?: ScopeError;
  /** What it read, each instance once, in the order of reading. One instance is one object. */
  readonly reads: readonly Why[];
  /** Set where the depth ran out: it read more than `reads` shows. */
  readonly truncated?: true;
  /** Set on a read that leads back into the fixpoint it is part of; its own reads stand elsewhere. */
  readonly circular?: true;
}

/** How much of the tree to make. */
export interface WhyOptions {
  /** How many reads away from the root instances are still expanded. @default Infinity */
  readonly depth?: number;
}

type Draft = { -readonly [Key in keyof Why]: Why[Key] } & { reads: Why[] };

/**
 * The dependency tree of a settled cell as plain data without cycles: a snapshot, breadth first, so
 * that a bounded tree is the part nearest to the root. Shared subtrees are shared objects.
 */
export function whyOf(root: Cell, depth: number, show: (value: unknown) => string): Why {
  const made = new Map<Cell, Draft>();
  const draft = (cell: Cell): Draft => {
    const failed = (cell.flags & FAILED) !== 0;
    const { value } = cell;
    // The whole chain only for the root: below it, the tree itself is the chain.
    const error = failed && (cell === root ? errorOf(cell, show) : (value as Failure).error);
    const outcome = error === false ? { value } : { value: undefined, error };
    return { ...instanceOf(cell), ...outcome, reads: [] };
  };
  const top = draft(root);
  made.set(root, top);
  let level: Cell[] = [root];
  for (let left = depth; level.length > 0; left--) {
    const next: Cell[] = [];
    for (const cell of level) {
      const at = made.get(cell) as Draft;
      if (left <= 0) {
        if (cell.deps !== undefined) at.truncated = true;
        continue;
      }
      for (const dep of readsOf(cell)) {
        const known = made.get(dep);
        if (known === undefined) {
          const fresh = draft(dep);
          made.set(dep, fresh);
          next.push(dep);
          at.reads.push(fresh);
        } else if (isTogether(cell, dep)) {
          at.reads.push({ ...draft(dep), circular: true });
        } else {
          at.reads.push(known);
        }
      }
    }
    level = next;
  }
  return top;
}

/** Both belong to one cycle of reads: a fixpoint, or an accidental cycle that failed. */
function isTogether(reader: Cell, dep: Cell): boolean {
  if (reader.extra !== undefined && reader.extra === dep.extra) return true;
  if ((reader.flags & dep.flags & FAILED) === 0) return false;
  const [a, b] = [reader.value, dep.value] as { cycle?: readonly Cell[] }[];
  return a?.cycle !== undefined && a.cycle === b?.cycle;
}
