import type { Selector } from "../selector/selector.ts";

/** An operand and its key. */
export type Operand = readonly [key: string, form: Selector];

/**
 * The operands of a join (`any`) or, by duality, a meet (`all`) without idle ones: the canonical form
 * of free lattices (Freese, Ježek & Nation 1995, Theorem 1.17). Operands are in this form themselves
 * and none is of the form that is being built.
 */
export function reduce(
  sel: "all" | "any",
  operands: readonly Operand[],
  keyOf: (selector: Selector) => string,
): Operand[] {
  const dual = sel === "all" ? "any" : "all";
  let kept = [...operands];
  if (!kept.some(([, form]) => form.sel === dual)) return kept;
  const memo = new Map<string, boolean>();
  const parts = (form: Selector, of: "all" | "any"): readonly Selector[] | undefined =>
    form.sel === of ? form.of : undefined;

  /** Whether a ≤ b by the lattice laws (Whitman 1941), upside down for meets. */
  const below = (a: Selector, b: Selector): boolean => {
    const [one, other] = [keyOf(a), keyOf(b)];
    if (one === other) return true;
    const key = `${one}\n${other}`;
    let known = memo.get(key);
    if (known === undefined) {
      const joined = parts(a, sel);
      const met = parts(b, dual);
      if (joined !== undefined) known = joined.every((part) => below(part, b));
      else if (met !== undefined) known = met.every((part) => below(a, part));
      else {
        known =
          (parts(a, dual)?.some((part) => below(part, b)) ?? false) ||
          (parts(b, sel)?.some((part) => below(a, part)) ?? false);
      }
      memo.set(key, known);
    }
    return known;
  };

  for (let changed = true; changed; ) {
    changed = false;
    const whole: Selector = { sel, of: kept.map(([, form]) => form) };
    for (const [at, [, form]] of kept.entries()) {
      // A part of an operand that is below the whole stands for the operand.
      const part = parts(form, dual)?.find((one) => below(one, whole));
      if (part === undefined) continue;
      const found = new Map(kept.filter((_, i) => i !== at));
      for (const one of parts(part, sel) ?? [part]) found.set(keyOf(one), one);
      kept = [...found];
      changed = true;
      break;
    }
  }
  // Of what is below something else, nothing is lost; equal operands have equal keys already.
  return kept.filter(
    ([key, form]) => !kept.some(([other, rival]) => other !== key && below(form, rival)),
  );
}
