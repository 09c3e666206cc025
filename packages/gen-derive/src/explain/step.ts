import type { Value } from "../data/value.ts";
import type { RuleCode } from "../program/linked.ts";
import type { Derivation, Support } from "./derivation.ts";

/** Why a row holds, before its facts are explained in turn. */
export interface Step {
  /** Absent when it was given. */
  readonly rule: RuleCode | undefined;
  readonly bindings: Readonly<Record<string, Value>>;
  readonly parts: readonly Part[];
}

/** A finished support, or a row that has to be explained itself. */
export type Part =
  | Support
  | { readonly kind: "row"; readonly relation: number; readonly row: number };

/** Says whether a row may support another one: what came later in the same recursion may not. */
export type Admits = (relation: number, row: number) => boolean;

/** The step of what was given. */
export const GIVEN_STEP: Step = { rule: undefined, bindings: {}, parts: [] };

/** A derivation by a step, without its supports. */
export function derivationFrom(
  of: Derivation["of"],
  step: Step,
): Derivation & { because: Support[] } {
  const { rule, bindings } = step;
  if (rule === undefined) return { of, bindings, because: [] };
  const origin = rule.rule.origin === undefined ? {} : { origin: rule.rule.origin };
  return { of, rule: rule.name, ...origin, bindings, because: [] };
}
