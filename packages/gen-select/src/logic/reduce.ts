import type { Selector } from "../selector/selector.ts";
import type { Lattice } from "./lattice.ts";

/** An operand and its key. */
export type Operand = readonly [key: string, form: Selector];

/**
 * The operands of a join (`any`) or, by duality, a meet (`all`) without idle ones: the canonical form
 * of free lattices (Freese, Ježek & Nation 1995, ch. I). Operands are in this form themselves
 * and none is of the form that is being built.
 */
export function reduce(
  sel: "all" | "any",
  operands: readonly Operand[],
  keyOf: (selector: Selector) => string,
  { below, atoms }: Lattice,
): Operand[] {
  const dual = sel === "all" ? "any" : "all";
  let kept = [...operands];
  if (!kept.some(([, form]) => form.sel === dual)) return kept;
  // For meets everything is upside down.
  const under = (a: Selector, b: Selector): boolean => (sel === "any" ? below(a, b) : below(b, a));
  const parts = (form: Selector): readonly Selector[] => (form.sel === dual ? form.of : []);

  for (;;) {
    const rivals = createRivals(kept, dual, atoms);
    const belowSome = (form: Selector, self: string | undefined): boolean =>
      rivals(form).some(([key, rival]) => key !== self && under(form, rival));
    const belowWhole = (form: Selector): boolean => {
      if (form.sel === sel) return form.of.every(belowWhole);
      return belowSome(form, undefined) || parts(form).some(belowWhole);
    };
    // A part of an operand that is below the whole stands for the operand.
    const found = new Map<string, Selector>();
    let changed = false;
    for (const [key, form] of kept) {
      const part = changed ? undefined : parts(form).find(belowWhole);
      if (part === undefined) found.set(key, form);
      else {
        changed = true;
        for (const one of part.sel === sel ? part.of : [part]) found.set(keyOf(one), one);
      }
    }
    // Of what is below something else, nothing is lost; equal operands have equal keys already.
    if (!changed) return kept.filter(([key, form]) => !belowSome(form, key));
    kept = [...found];
  }
}

/**
 * The operands that another one may be below: to be below a meet is to be below each of its parts, so
 * it shares an atom with the part whose atoms are rarest.
 */
function createRivals(
  operands: readonly Operand[],
  dual: "all" | "any",
  atoms: Lattice["atoms"],
): (form: Selector) => readonly Operand[] {
  const count = new Map<string, number>();
  for (const [, form] of operands)
    for (const atom of atoms(form)) count.set(atom, (count.get(atom) ?? 0) + 1);
  const watched = new Map<string, Operand[]>();
  for (const operand of operands) {
    const [, form] = operand;
    let rarest = atoms(form);
    let least = Number.POSITIVE_INFINITY;
    for (const part of form.sel === dual ? form.of : [form]) {
      let uses = 0;
      for (const atom of atoms(part)) uses += count.get(atom) ?? 0;
      if (uses < least) [rarest, least] = [atoms(part), uses];
    }
    for (const atom of rarest) {
      const list = watched.get(atom);
      if (list === undefined) watched.set(atom, [operand]);
      else list.push(operand);
    }
  }
  return (form) => [...atoms(form)].flatMap((atom) => watched.get(atom) ?? []);
}
