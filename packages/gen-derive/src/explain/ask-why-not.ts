import type { Value } from "../data/value.ts";
import { show } from "../error/show.ts";
import type { Atom, Fact } from "../language/relation.ts";
import { type Attempt, compareAttempts, type FailedRule } from "./why-not.ts";

/** What `whyNot` is asked about: a fact, a firing of a rule, or an action. */
export type Question =
  | Fact
  | Atom
  | { readonly rule: string; readonly subject?: readonly Value[] }
  | { readonly action: string; readonly data?: unknown };

/** Why something does not hold. */
export interface WhyNot {
  /** It holds after all: ask `why`. */
  readonly holds: boolean;
  /** One sentence. */
  readonly message: string;
  /** The rule that came nearest. */
  readonly nearest?: FailedRule;
  /** All rules that could have derived it, nearest first. */
  readonly rules: readonly FailedRule[];
  /** A name that may have been meant. */
  readonly suggestion?: string;
}

/** The answer for what holds. */
export const HOLDS: WhyNot = { holds: true, message: "It holds.", rules: [] };

/** The answer from the attempts to derive something. */
export function answer(what: string, attempts: readonly Attempt[], otherwise: string): WhyNot {
  const sorted = [...attempts].sort(compareAttempts).map(({ failed }) => failed);
  const [first] = sorted;
  if (first === undefined) return { holds: false, message: otherwise, rules: [] };
  const [failure] = first.failures;
  const reason = failure?.message ?? "its conditions do not hold";
  const message = `${what}: rule ${show(first.rule)} came nearest, but ${reason}.`;
  return { holds: false, message, nearest: first, rules: sorted };
}
