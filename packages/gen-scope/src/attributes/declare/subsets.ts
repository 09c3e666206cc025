import type { Lattice } from "./types.ts";

/** A lattice together with its height. */
export interface BoundedLattice<Value> extends Required<Lattice<Value>> {
  readonly height: number;
}

/**
 * The lattice of the sets of at most `height` things, from the empty one, ordered by inclusion: what
 * most fixpoints over graphs climb.
 *
 * @example circular("reaches", subsets<string>(nodes.length), (node, ctx) => …)
 */
export function subsets<Item>(height: number): BoundedLattice<ReadonlySet<Item>> {
  const leq = (a: ReadonlySet<Item>, b: ReadonlySet<Item>): boolean => {
    if (a.size > b.size) return false;
    for (const item of a) if (!b.has(item)) return false;
    return true;
  };
  return {
    bottom: new Set(),
    join: (a, b) => new Set([...a, ...b]),
    leq,
    equal: (a, b) => a.size === b.size && leq(a, b),
    height,
  };
}
