import type { Effect } from "../author/effects.ts";
import type { Finding } from "../diagnostics/finding.ts";
import type { Origin } from "../diagnostics/origin.ts";

/** An effect with the policy that returned it. */
export interface FiredEffect {
  readonly effect: Effect;
  readonly policy: string;
  readonly origin: Origin;
  /** The scope that the policy fired at. */
  readonly at: string;
}

/** A policy or an effect that did not count, and why. */
export interface Suppressed {
  readonly policy: string;
  readonly at: string;
  readonly reason: string;
  readonly origin: Origin;
}

/** What the policies of a scope decided. */
export interface Decisions {
  readonly effects: readonly FiredEffect[];
  readonly suppressed: readonly Suppressed[];
  /** Whether aspects that policies ask about are there, as they were told. */
  readonly asked: ReadonlyMap<string, boolean>;
  readonly findings: readonly Finding[];
}

/** No decisions. */
export const UNDECIDED: Decisions = {
  effects: [],
  suppressed: [],
  asked: new Map(),
  findings: [],
};
