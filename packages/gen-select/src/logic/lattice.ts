import type { Selector } from "../selector/selector.ts";

/**
 * Comparison of selectors by the laws of lattices alone: everything that is neither `all` nor `any`
 * is an opaque atom.
 */
export interface Lattice {
  /** Whether a ≤ b, that is `a` implies `b` (Whitman 1941): every pair of parts is compared once. */
  below(a: Selector, b: Selector): boolean;
  /** The keys of the atoms of a selector. */
  atoms(selector: Selector): ReadonlySet<string>;
}

/** A lattice that remembers what it compared; `keyOf` gives equal selectors equal texts. */
export function createLattice(keyOf: (selector: Selector) => string): Lattice {
  const numbers = new Map<string, number>();
  const atomSets = new WeakMap<Selector, ReadonlySet<string>>();
  const partSets = new WeakMap<Selector, ReadonlySet<string>>();
  const memo = new Map<number, boolean>();
  const numberOf = (selector: Selector): number => {
    const key = keyOf(selector);
    let number = numbers.get(key);
    if (number === undefined) {
      number = numbers.size;
      numbers.set(key, number);
    }
    return number;
  };
  const partsOf = (
    selector: Selector & { readonly of: readonly Selector[] },
  ): ReadonlySet<string> => {
    let parts = partSets.get(selector);
    if (parts === undefined) {
      parts = new Set(selector.of.map(keyOf));
      partSets.set(selector, parts);
    }
    return parts;
  };
  const compare = (a: Selector, b: Selector): boolean => {
    if (b.sel === "any" && partsOf(b).has(keyOf(a))) return true;
    if (a.sel === "all" && partsOf(a).has(keyOf(b))) return true;
    if (a.sel === "any") return a.of.every((part) => below(part, b));
    if (b.sel === "all") return b.of.every((part) => below(a, part));
    return (
      (a.sel === "all" && a.of.some((part) => below(part, b))) ||
      (b.sel === "any" && b.of.some((part) => below(a, part)))
    );
  };
  const below = (a: Selector, b: Selector): boolean => {
    const [one, other] = [numberOf(a), numberOf(b)];
    if (one === other) return true;
    // Atoms are only below themselves.
    if (a.sel !== "all" && a.sel !== "any" && b.sel !== "all" && b.sel !== "any") return false;
    const pair = one * 0x2000000 + other;
    let known = memo.get(pair);
    if (known === undefined) {
      known = compare(a, b);
      memo.set(pair, known);
    }
    return known;
  };
  const atoms = (selector: Selector): ReadonlySet<string> => {
    let found = atomSets.get(selector);
    if (found === undefined) {
      const all = new Set<string>();
      if (selector.sel === "all" || selector.sel === "any") {
        for (const part of selector.of) for (const atom of atoms(part)) all.add(atom);
      } else all.add(keyOf(selector));
      found = all;
      atomSets.set(selector, found);
    }
    return found;
  };
  return { below, atoms };
}
