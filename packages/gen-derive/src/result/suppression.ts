import type { Value } from "../data/value.ts";
import type { Fact } from "../language/relation.ts";
import type { Action } from "./conclusions.ts";

/** Why something that a rule would have said does not count. */
export interface SuppressionReason {
  /**
   * `overridden`: the conditions of another rule hold for the same subject. `suppressed`: a rule said
   * so, with its reason. `out-ranked`: a rule of a higher priority wrote another value.
   */
  readonly code: "overridden" | "suppressed" | "out-ranked";
  /** The rules that did it. */
  readonly by: readonly string[];
  readonly message: string;
}

/** A rule, or one action or fact of it, that does not count, and why. */
export interface Suppression {
  readonly rule: string;
  readonly subject: readonly Value[];
  readonly reasons: readonly SuppressionReason[];
  /** When only this action of the rule does not count. */
  readonly action?: Action;
  /** When only this fact does not count. */
  readonly fact?: Fact;
}
