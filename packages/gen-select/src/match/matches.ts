import { checkSelector } from "../selector/check-selector.ts";
import type { Selector } from "../selector/selector.ts";
import { isUnknown, type View } from "../view/view.ts";
import { compileTest } from "./compile-test.ts";
import type { Verdict } from "./verdict.ts";

/** Whether a node matches. `reasons` are sorted and without repeats, `reason` joins them with `; `. */
export type Match =
  | { readonly answer: "yes" }
  | { readonly answer: "no" }
  | { readonly answer: "unknown"; readonly reason: string; readonly reasons: readonly string[] };

/** A verdict as a {@link Match}. */
export function toMatch(verdict: Verdict): Match {
  if (verdict === true) return { answer: "yes" };
  if (!isUnknown(verdict)) return { answer: "no" };
  return { answer: "unknown", reason: verdict.reasons.join("; "), reasons: verdict.reasons };
}

/**
 * Whether one node of a view matches a selector, in Kleene's three-valued logic: no operand order
 * changes the answer or its reasons.
 * @throws SelectError when the selector is not one (`bad-selector`, `bad-glob`, `bad-labels`, `too-deep`)
 */
export function matches(selector: Selector, node: string, view: View): Match {
  return toMatch(compileTest(checkSelector(selector), view)(node));
}

/**
 * Like {@link matches} for many nodes of one state of a view: checks and compiles the selector once.
 * Make a new matcher when the view's data changed.
 */
export function matcher(selector: Selector, view: View): (node: string) => Match {
  const test = compileTest(checkSelector(selector), view);
  return (node) => toMatch(test(node));
}
