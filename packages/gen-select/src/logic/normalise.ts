import { ownAttr } from "../match/test-value.ts";
import { checkSelector } from "../selector/check-selector.ts";
import { escapeGlob, type GlobPart, parseGlob } from "../selector/glob.ts";
import type { AttrSelector, Selector } from "../selector/selector.ts";
import { codeUnits } from "../view/view.ts";
import { createKeyOf } from "./key-of.ts";
import { createLattice } from "./lattice.ts";
import { reduce } from "./reduce.ts";

/** A normal form with a text that is equal exactly for equal forms. */
interface Keyed {
  readonly selector: Selector;
  readonly key: string;
}

const STAR: Selector = { sel: "star" };
const NONE: Selector = { sel: "any", of: [] };

function printGlob(parts: readonly GlobPart[]): string {
  return parts
    .map((part) => {
      if (part.type === "run") return "*";
      if (part.type === "one") return "?";
      if (part.type === "literal") return escapeGlob(part.char);
      const escaped = (char: string): string => (/[\]\\!-]/.test(char) ? `\\${char}` : char);
      const ranges = part.ranges.map(([a, b]) =>
        a === b ? escaped(a) : `${escaped(a)}-${escaped(b)}`,
      );
      return `[${part.negated ? "!" : ""}${ranges.sort(codeUnits).join("")}]`;
    })
    .join("");
}

/** Tests of the node itself become the forms that say so; `!=` and `in` become `=`. */
function attrForm(test: AttrSelector): Selector {
  const path = test.path.length === 1 && test.path[0] === "tags" ? ["tag"] : [...test.path];
  const own = ownAttr(path);
  if (test.op === "!=")
    return { sel: "not", of: attrForm({ sel: "attr", path, op: "=", value: test.value }) };
  if (test.op === "in" && test.value.length > 0) {
    return {
      sel: "any",
      of: test.value.map((value) => attrForm({ sel: "attr", path, op: "=", value })),
    };
  }
  const equal = test.op === "=" || (test.op === "~=" && own === "tag");
  if (equal && typeof test.value === "string") {
    if (own === "kind") return { sel: "kind", kind: test.value };
    if (own === "tag") return { sel: "tag", tag: test.value };
    if (own === "name") return { sel: "name", glob: escapeGlob(test.value) };
  }
  if (test.op === "exists") return { sel: "attr", path, op: "exists" };
  return { sel: "attr", path, op: test.op, value: test.value } as AttrSelector;
}

/**
 * An equivalent selector in normal form, for every view and node, unknown answers included: negations
 * stand before tests and steps only (De Morgan), operands of `all` and `any` are flat, ordered, and none is
 * idle (absorption), `a > b` and `a b` are written with `:parent` and
 * `:within`, tests of `kind`, `tag` and `name` as the forms for them. Selectors that are equal by the
 * lattice laws and De Morgan have the same normal form; distribution, which may cost exponential room,
 * is not applied. Excluded middle and contradiction do not hold where answers
 * may be unknown: `s, :not(s)` stays as it is; ask `implies`.
 * @throws SelectError when the selector is not one
 */
export function normalise(selector: Selector): Selector {
  const keyOf = createKeyOf();
  const lattice = createLattice(keyOf);
  const keyed = (form: Selector): Keyed => ({ selector: form, key: keyOf(form) });

  const join = (sel: "all" | "any", operands: readonly Keyed[]): Keyed => {
    const [unit, zero] = sel === "all" ? [STAR, NONE] : [NONE, STAR];
    const [unitKey, zeroKey] = [keyOf(unit), keyOf(zero)];
    const found = new Map<string, Selector>();
    for (const { selector: form, key } of operands) {
      if (key === zeroKey) return keyed(zero);
      if (key === unitKey) continue;
      if (form.sel === sel) for (const inner of form.of) found.set(keyOf(inner), inner);
      else found.set(key, form);
    }
    const kept = reduce(sel, [...found], keyOf, lattice);
    const of = kept.sort(([a], [b]) => codeUnits(a, b)).map(([, form]) => form);
    const [only] = of;
    if (only === undefined) return keyed(unit);
    return keyed(of.length === 1 ? only : { sel, of });
  };

  const normal = (form: Selector, positive: boolean): Keyed => {
    const atom = (plain: Selector): Keyed => keyed(positive ? plain : { sel: "not", of: plain });
    switch (form.sel) {
      case "star":
        return keyed(positive ? STAR : NONE);
      case "kind":
        return atom({ sel: "kind", kind: form.kind });
      case "tag":
        return atom({ sel: "tag", tag: form.tag });
      case "name":
        return atom({ sel: "name", glob: printGlob(parseGlob(form.glob)) });
      case "attr": {
        const plain = attrForm(form);
        return plain.sel === "attr" ? atom(plain) : normal(plain, positive);
      }
      case "not":
        return normal(form.of, !positive);
      case "all":
      case "any":
        return join(
          (form.sel === "all") === positive ? "all" : "any",
          form.of.map((operand) => normal(operand, positive)),
        );
      case "child":
      case "descendant": {
        const step = form.sel === "child" ? "parent" : "within";
        return normal({ sel: "all", of: [form.of, { sel: step, of: form.left }] }, positive);
      }
      case "nth": {
        const of = form.of === undefined ? STAR : normal(form.of, true).selector;
        const [step, offset] = [form.step + 0, form.offset + 0];
        return atom(
          of.sel === "star" ? { sel: "nth", step, offset } : { sel: "nth", step, offset, of },
        );
      }
      case "via":
        return atom({ sel: "via", path: form.path, of: normal(form.of, true).selector });
      case "when":
        return atom(form);
      default:
        return atom({ sel: form.sel, of: normal(form.of, true).selector });
    }
  };
  return normal(checkSelector(selector), true).selector;
}
