import type { Selector } from "gen-select";
import type { Condition } from "./condition.ts";
import type { RuleContext } from "./context.ts";
import type { Head } from "./head.ts";
import type { RelationShape } from "./relation.ts";
import type { Variable } from "./term.ts";

/** What all rules have. */
interface Common {
  /** Unique in its program. */
  readonly name: string;
  /** Where the rule was declared; shown in errors and explanations. */
  readonly origin?: string;
  readonly description?: string;
  /** Conditions, all of which must hold. */
  readonly when?: readonly Condition[];
  /**
   * What one firing is about: overriding and suppressing compare the values of these variables.
   * @default `[node]` with `at`, otherwise none: one firing stands for the whole rule
   */
  readonly subject?: readonly Variable<unknown>[];
  /** Among facts of a keyed relation that differ, those of the highest priority stay. @default 0 */
  readonly priority?: number;
  /** Rules that do not fire for a subject for which the conditions of this one hold. */
  readonly overrides?: readonly string[];
  /** One of the program's `strata`: such rules see every earlier stratum complete. */
  readonly stratum?: string;
}

/** A rule that is data: when the conditions hold, so do the heads. */
export interface PatternRule extends Common {
  /** Nodes that the rule looks at, as a selector or a kind: binds the variable `node`. */
  readonly at?: Selector | string;
  readonly emit: Head | readonly Head[];
}

/**
 * What a function rule may declare, so that it is checked before anything runs. What it does not
 * declare is found out by running it.
 */
interface Declared {
  /** The relations it reads. Reading another one is an error. */
  readonly reads?: readonly (string | RelationShape)[];
  /** The relations whose absence it reads. Asking for another absence is an error. */
  readonly absent?: readonly (string | RelationShape)[];
  /** The relations it writes. Writing another one is an error. */
  readonly derives?: readonly (string | RelationShape)[];
}

/** What a function rule returns: facts, actions, findings and suppressions without variables. */
export type Output = Iterable<Head> | undefined;

/** A function that is run for each node that a selector or kind chooses. */
export interface NodeRule extends Common, Declared {
  readonly at: Selector | string;
  /** Pure: everything that may change is read through the context. */
  run(node: string, context: RuleContext): Output;
}

/** A function that is run for each binding of its conditions; once when it has none. */
export interface FunctionRule extends Common, Declared {
  readonly at?: undefined;
  run(node: undefined, context: RuleContext): Output;
}

/** A rule of a program. */
export type Rule = PatternRule | NodeRule | FunctionRule;

/**
 * Gives a rule back; the compiler checks it on the way.
 * @example rule({ name: "tls", at: "host", emit: action("include", { host: node, aspect: "tls" }) })
 * @example rule({ name: "dns", at: "host", run: (host, { has }) => has(zone(host)) ? [dns(host)] : [] })
 */
export function rule(definition: NodeRule): Rule;
export function rule(definition: FunctionRule): Rule;
export function rule(definition: PatternRule): Rule;
export function rule(definition: Rule): Rule {
  return definition;
}
