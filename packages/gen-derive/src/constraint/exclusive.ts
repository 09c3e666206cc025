import { canonical } from "../data/canonical.ts";
import type { Value } from "../data/value.ts";
import { collect, type Inner, test } from "../language/condition.ts";
import { finding } from "../language/head.ts";
import { type Rule, rule } from "../language/rule.ts";
import { isVariable, type Term, type Variable, v } from "../language/term.ts";
import { type Constraint, findingParts, ruleParts } from "./constraint.ts";

/** At most one of several: for each binding of `per`, one value of `what`. */
export interface Exclusion extends Omit<Constraint, "subject" | "at"> {
  readonly of: readonly Inner[];
  /** Which of its values exclude each other. */
  readonly what: Variable<unknown>;
  /** For each binding of these. */
  readonly per: readonly Variable<unknown>[];
  /** Only these values exclude each other. @default all */
  readonly among?: readonly Value[];
}

const COPY = "'";

/** Equal for equal values. */
function identity(value: Value): string {
  const form = canonical(value);
  return "key" in form ? form.key : "";
}

/** The same patterns over variables of their own, but for some that are kept. */
function renamed(inner: Inner, kept: ReadonlySet<string>): Inner {
  const own = <T extends Term>(term: T): T =>
    isVariable(term) && term.$var !== "_" && !kept.has(term.$var)
      ? ({ $var: term.$var + COPY } as unknown as T)
      : term;
  if ("test" in inner) {
    const reads = inner.reads.map((read) => own(read as Variable));
    return { ...inner, reads };
  }
  if ("select" in inner) return { ...inner, select: own(inner.select) };
  return { ...inner, args: inner.args.map(own) };
}

/**
 * A constraint: values that exclude each other. The message may use `{values}`, the sorted list of
 * those found together.
 * @example exclusive({ name: "roles", of: [role(v("host"), v("r"))], what: v("r"), per: [v("host")] })
 */
export function exclusive(constraint: Exclusion): Rule {
  const { of, what, per, among, ...rest } = constraint;
  const { code = "exclusive", when = [] } = rest;
  const kept = new Set(per.map(({ $var }) => $var));
  const inside = of.map((inner) => renamed(inner, kept));
  const copy = v<Value>(what.$var + COPY);
  const chosen = new Set(among?.map(identity));
  const excluding = test(
    [copy],
    (value) => chosen.has(identity(value)),
    "one of those that exclude",
  );
  const names = per.map(({ $var }) => `{${$var}}`).join(", ");
  const message = rest.message ?? `${rest.name}: ${names} has {values}, of which one may be there`;
  return rule({
    ...ruleParts(rest),
    subject: per,
    when: [
      ...when,
      ...of,
      collect(v("values"), copy, ...inside, ...(among === undefined ? [] : [excluding])),
      test(
        [v<readonly Value[]>("values")],
        (values) => values.length > 1,
        "several of them are there",
      ),
    ],
    emit: finding(code, message, findingParts(rest)),
  });
}
