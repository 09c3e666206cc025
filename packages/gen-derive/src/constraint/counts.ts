import { count, type Inner, test } from "../language/condition.ts";
import { finding } from "../language/head.ts";
import { type Rule, rule } from "../language/rule.ts";
import { v } from "../language/term.ts";
import { type Constraint, findingParts, ruleParts } from "./constraint.ts";

/** How many there may be, for each binding of the conditions; without conditions, in all. */
export interface CountConstraint extends Constraint {
  /** What is counted: bindings of the variables that the conditions do not bind. */
  readonly of: readonly Inner[];
  /** @default 0 */
  readonly min?: number;
  /** @default no limit */
  readonly max?: number;
}

/**
 * A constraint on a number. The message may use `{count}`, so the patterns may not have a variable
 * of that name.
 * @example counts({ name: "servers", when: [service(v("s"))], of: [server(v("s"), _)], min: 1, max: 3 })
 */
export function counts(constraint: CountConstraint): Rule {
  const { of, min = 0, max = Number.POSITIVE_INFINITY, ...rest } = constraint;
  const { code = "counts", when = [] } = rest;
  const wanted =
    max === Number.POSITIVE_INFINITY
      ? `at least ${min}`
      : min === max
        ? `exactly ${min}`
        : min === 0
          ? `at most ${max}`
          : `${min} to ${max}`;
  const message = rest.message ?? `${rest.name}: there are {count}, but it must be ${wanted}`;
  const outside = (found: number): boolean => found < min || found > max;
  return rule({
    ...ruleParts(rest),
    when: [
      ...when,
      count(v("count"), ...of),
      test([v<number>("count")], outside, `the count is not ${wanted}`),
    ],
    emit: finding(code, message, findingParts(rest)),
  });
}
