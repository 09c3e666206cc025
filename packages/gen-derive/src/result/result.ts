import type { Value } from "../data/value.ts";
import type { Unsettled } from "../engine/nodes.ts";
import type { DeriveIssue } from "../error/derive-error.ts";
import type { Question, WhyNot } from "../explain/ask-why-not.ts";
import type { Derivation } from "../explain/derivation.ts";
import type { Atom, Fact, Relation, RelationShape } from "../language/relation.ts";
import type { Action, Finding } from "./conclusions.ts";
import type { Suppression } from "./suppression.ts";

/** Counts of one evaluation: the same on every machine. */
export interface Stats {
  /** Facts that hold, given ones included. */
  readonly facts: number;
  /** Rounds of derivation so far. */
  readonly rounds: number;
  /** Values that rules made. */
  readonly freshValues: number;
  /** Rows that joins looked at so far. */
  readonly visited: number;
}

/**
 * What follows from the facts. Everything is computed when first asked for and does not depend on
 * the order in which rules or facts were declared. A view: after an update of its session it refuses
 * to answer (`stale-result`).
 */
export interface Result {
  /** The facts that hold, given ones included, by relation and values. */
  facts(relation?: string | RelationShape): readonly Fact[];
  /** The columns of the facts of a relation, in the order of values. */
  tuples<T extends readonly Value[]>(relation: Relation<T>): readonly T[];
  /** Whether a fact holds; with variables, whether some fact fits. */
  has(fact: Fact | Atom): boolean;
  /** What is to be done: by priority (highest first), rule and subject. */
  readonly actions: readonly Action[];
  /** Remarks: by rule and subject. */
  readonly findings: readonly Finding[];
  /** What rules would have said but for another rule, with the reasons. */
  readonly suppressed: readonly Suppression[];
  /** Rules whose conditions hold nowhere, by name. Ask `whyNot({ rule })` about them. */
  readonly inert: readonly string[];
  /** Nodes about which a selector cannot decide: it counts as not matching. */
  readonly undecided: readonly Unsettled[];
  /** Keys with several values: only with `onConflict: "report"`. */
  readonly conflicts: readonly DeriveIssue[];
  /** Why a fact, action or finding holds; undefined when it does not. */
  why(of: Fact | Atom | Action | Finding): Derivation | undefined;
  /** Why a fact does not hold, a rule does not fire, or nobody says an action. */
  whyNot(of: Question): WhyNot;
  readonly stats: Stats;
}
