import { SelectError } from "../select-error.ts";
import { predicatesByName } from "./check-leaf.ts";
import { checkSelector, selectorIssues } from "./check-selector.ts";
import type { Selector, WhenSelector } from "./selector.ts";

/**
 * A selector from parsed JSON. `{ "sel": "when", "name": … }`, all that JSON keeps of a predicate,
 * becomes the predicate of that name.
 * @throws SelectError with every issue: as `checkSelector`, `unknown-predicate`, `duplicate-predicate`
 */
export function reviveSelector(value: unknown, predicates: Iterable<WhenSelector> = []): Selector {
  const known = predicatesByName(predicates);
  const [first, ...rest] = selectorIssues(value, known);
  if (first !== undefined) throw new SelectError([first, ...rest]);
  // The depth is checked, so that this recursion is bounded.
  const revive = (form: Selector): Selector => {
    switch (form.sel) {
      case "when":
        return known.get(form.name) ?? form;
      case "all":
      case "any":
        return { ...form, of: form.of.map(revive) };
      case "child":
      case "descendant":
        return { ...form, left: revive(form.left), of: revive(form.of) };
      case "nth":
        return form.of === undefined ? form : { ...form, of: revive(form.of) };
      case "not":
      case "has":
      case "has-child":
      case "within":
      case "parent":
      case "sibling":
      case "via":
        return { ...form, of: revive(form.of) };
      default:
        return form;
    }
  };
  return checkSelector(revive(value as Selector));
}
