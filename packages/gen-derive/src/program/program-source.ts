import type { RelationShape } from "../language/relation.ts";
import type { Rule } from "../language/rule.ts";

/** What a program is made of. */
export interface ProgramOptions {
  /** Names of the strata, earliest first. Each sees the ones before it complete. */
  readonly strata?: readonly string[];
  /**
   * Declared relations. With `closed`, every other relation is an error, with the nearest declared
   * name.
   */
  readonly relations?: readonly RelationShape[];
  /** Whether only declared relations (and `enriched` keys) may occur. @default false */
  readonly closed?: boolean;
  readonly limits?: Limits;
}

/** Bounds that the data cannot give. */
export interface Limits {
  /**
   * How many values that occur neither in the facts nor in the rules the rules of one recursive
   * component may make. Only recursion through `compute`, aggregates or functions can make values
   * without end; everything else ends by itself.
   * @default 1000 + 10 × the number of distinct values in facts and rules
   */
  readonly freshValues?: number;
  /** How much one run of a function may return. @default 1,000,000 */
  readonly outputs?: number;
}

/** Rules and options, as given. */
export interface ProgramSource {
  readonly rules: readonly Rule[];
  readonly options: ProgramOptions;
}
