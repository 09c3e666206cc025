import type { Selector } from "gen-select";
import type { Value } from "../data/value.ts";
import type { AggregateOp } from "../language/condition.ts";
import type { Atom, Fact } from "../language/relation.ts";
import type { Action, Finding } from "../result/conclusions.ts";

/** Why something holds: the tree of what it was derived from. Shared parts are one object. */
export interface Derivation {
  readonly of: Fact | Action | Finding;
  /** The rule that derives it; absent when it was given. */
  readonly rule?: string;
  readonly origin?: string;
  /** The values of the rule's variables. */
  readonly bindings: Readonly<Record<string, Value>>;
  /** One entry for each condition of the rule. */
  readonly because: readonly Support[];
}

/** Why one condition holds. */
export type Support =
  | { readonly kind: "fact"; readonly derivation: Derivation }
  | { readonly kind: "selector"; readonly node: string; readonly selector: Selector }
  /** Nothing fits all of these patterns. */
  | { readonly kind: "absent"; readonly patterns: readonly Atom[] }
  | { readonly kind: "test"; readonly label: string; readonly values: readonly Value[] }
  | { readonly kind: "computed"; readonly label: string; readonly value: Value }
  | {
      readonly kind: "aggregate";
      readonly op: AggregateOp;
      readonly value: Value;
      /** What it sums up, at most {@link SHOWN} of them. */
      readonly facts: readonly Fact[];
      readonly total: number;
    }
  | { readonly kind: "not-overridden"; readonly by: string }
  | { readonly kind: "not-suppressed" }
  /** No candidate for the key has a higher priority. */
  | { readonly kind: "ranked"; readonly priority: number; readonly candidates: number };

/** How many facts of an aggregate an explanation lists. */
export const SHOWN = 20;
