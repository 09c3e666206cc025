import type { IdSet } from "./id-set.ts";
import { intersect, subtract, union } from "./set-algebra.ts";

/**
 * A three-valued set: `sure ⊆ maybe`. Slots in `sure` match, slots outside of `maybe` do not. When
 * `exact`, all others are unknown; otherwise the view has to be asked about them.
 */
export interface Bounds {
  readonly sure: IdSet;
  readonly maybe: IdSet;
  readonly exact: boolean;
}

/** A set of which every member is sure. */
export function certain(set: IdSet): Bounds {
  return { sure: set, maybe: set, exact: true };
}

function twoValued(a: Bounds): boolean {
  return a.sure === a.maybe;
}

/** Both. */
export function both(a: Bounds, b: Bounds): Bounds {
  const sure = intersect(a.sure, b.sure);
  if (twoValued(a) && twoValued(b)) return certain(sure);
  return { sure, maybe: intersect(a.maybe, b.maybe), exact: a.exact && b.exact };
}

/** Either. */
export function either(a: Bounds, b: Bounds, capacity: number): Bounds {
  const sure = union(a.sure, b.sure, capacity);
  if (twoValued(a) && twoValued(b)) return certain(sure);
  return { sure, maybe: union(a.maybe, b.maybe, capacity), exact: a.exact && b.exact };
}

/** All live slots but these. */
export function except(live: IdSet, a: Bounds): Bounds {
  const sure = subtract(live, a.maybe);
  if (twoValued(a)) return certain(sure);
  return { sure, maybe: subtract(live, a.sure), exact: a.exact };
}
