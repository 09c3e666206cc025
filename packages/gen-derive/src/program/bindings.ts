import type { Aggregate, Condition, Inner, Not } from "../language/condition.ts";
import { isVariable } from "../language/term.ts";

/** The name that every rule with `at` binds. */
export const NODE = "node";

/** The named variables of a list of terms; `_` is not one. */
export function namesOf(terms: readonly unknown[]): string[] {
  return terms.flatMap((term) => (isVariable(term) && term.$var !== "_" ? [term.$var] : []));
}

/** The variables that a positive pattern binds. */
export function patternNames(condition: Condition): string[] {
  if ("relation" in condition) return namesOf(condition.args);
  return "select" in condition ? namesOf([condition.select]) : [];
}

/** Every variable inside a negation or an aggregate. */
export function innerNames(conditions: readonly Inner[]): Set<string> {
  return new Set(
    conditions.flatMap((inner) => ("test" in inner ? namesOf(inner.reads) : patternNames(inner))),
  );
}

/** What each variable of a rule gets its value from, and which conditions never can be evaluated. */
export interface Bindings {
  /** Every variable that has a value when all conditions hold. */
  readonly bound: ReadonlySet<string>;
  /** Every variable that some condition outside negations and aggregates could bind. */
  readonly bindable: ReadonlySet<string>;
}

/** The variables shared between a negation or aggregate and the rest of its rule. */
export function outerNames(condition: Not | Aggregate, bindable: ReadonlySet<string>): string[] {
  const inner = innerNames("not" in condition ? condition.not : condition.from);
  if ("into" in condition) inner.delete(condition.into.$var);
  return [...inner].filter((name) => bindable.has(name));
}

/** What a condition needs before it can be evaluated; patterns need nothing. */
function needs(condition: Condition, bindable: ReadonlySet<string>): string[] {
  if ("reads" in condition) return namesOf(condition.reads);
  return "not" in condition || "aggregate" in condition ? outerNames(condition, bindable) : [];
}

/** Which variables the conditions of a rule bind: the least fixpoint, independent of their order. */
export function bindingsOf(conditions: readonly Condition[], hasNode: boolean): Bindings {
  const bound = new Set(hasNode ? [NODE] : []);
  for (const condition of conditions) for (const name of patternNames(condition)) bound.add(name);
  const bindable = new Set(bound);
  let open = conditions.filter((condition) => "into" in condition);
  for (const { into } of open) bindable.add(into.$var);
  for (let before = -1; before !== bound.size; ) {
    before = bound.size;
    open = open.filter((condition) => {
      if (!needs(condition, bindable).every((name) => bound.has(name))) return true;
      bound.add(condition.into.$var);
      return false;
    });
  }
  return { bound, bindable };
}
