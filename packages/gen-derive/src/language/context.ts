import type { Value } from "../data/value.ts";
import type { Atom } from "./relation.ts";

/**
 * What a function rule reads. Reads are tracked: the function runs again when one of them changes,
 * and what it returned before is forgotten.
 */
export interface RuleContext {
  /** The values of the variables of the rule's conditions, by name. */
  readonly bindings: Readonly<Record<string, Value>>;
  /** Whether some fact fits the pattern. */
  has(pattern: Atom): boolean;
  /** The columns of the first fact (in the order of values) that fits the pattern. */
  get<T extends readonly Value[]>(pattern: Atom<T>): T | undefined;
  /** The last column of that fact. @example context.value(enriched<string>("region")(node, _)) */
  value<T extends readonly Value[]>(pattern: Atom<T>): LastOf<T> | undefined;
  /** The columns of all facts that fit the pattern, in the order of values. */
  all<T extends readonly Value[]>(pattern: Atom<T>): readonly T[];
  /**
   * Whether no fact fits the pattern, now and at the end: the rules that could derive one come
   * first, and it is an error when they depend on this rule.
   */
  absent(pattern: Atom): boolean;
}

/** The type of the last column. */
export type LastOf<T extends readonly Value[]> = T extends readonly [...unknown[], infer L]
  ? L
  : T[number];
