import { literalOf, parseGlob } from "../selector/glob.ts";
import type { Selector } from "../selector/selector.ts";

/** How specific a selector is: identities, then properties, then kinds. Compared from the left. */
export type Specificity = readonly [identities: number, properties: number, kinds: number];

const ZERO: Specificity = [0, 0, 0];
const IDENTITY: Specificity = [1, 0, 0];
const PROPERTY: Specificity = [0, 1, 0];

function plus(a: Specificity, b: Specificity): Specificity {
  return [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
}

/** Below 0 when `a` is less specific than `b`, above 0 when it is more so. */
export function compareSpecificity(a: Specificity, b: Specificity): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

/**
 * The specificity of a selector, after CSS Selectors Level 4, §17, for every form: a whole name or id
 * counts as an identity; a tag, an attribute test, a wildcard name, a place, a predicate and a label
 * walk as a property; a kind as a kind; `*` and a lone step as nothing. `all` and steps add up their
 * operands; `any` has that of its most specific operand; `not` that of its operand. The selector must
 * be valid.
 */
export function specificity(selector: Selector): Specificity {
  switch (selector.sel) {
    case "star":
      return ZERO;
    case "kind":
      return [0, 0, 1];
    case "tag":
    case "when":
      return PROPERTY;
    case "name":
      return literalOf(parseGlob(selector.glob)) === undefined ? PROPERTY : IDENTITY;
    case "attr": {
      const own =
        selector.path.length === 1 && (selector.path[0] === "id" || selector.path[0] === "name");
      if (selector.op === "=" && own) return IDENTITY;
      return selector.op === "=" && selector.path.length === 1 && selector.path[0] === "kind"
        ? [0, 0, 1]
        : PROPERTY;
    }
    case "all":
      return selector.of.map(specificity).reduce(plus, ZERO);
    case "any":
      return selector.of
        .map(specificity)
        .reduce((best, one) => (compareSpecificity(one, best) > 0 ? one : best), ZERO);
    case "child":
    case "descendant":
      return plus(specificity(selector.left), specificity(selector.of));
    case "nth":
      return selector.of === undefined ? PROPERTY : plus(PROPERTY, specificity(selector.of));
    case "via":
      return plus(PROPERTY, specificity(selector.of));
    default:
      return specificity(selector.of);
  }
}
