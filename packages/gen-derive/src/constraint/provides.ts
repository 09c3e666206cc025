import type { Selector } from "gen-select";
import type { Condition } from "../language/condition.ts";
import { type Relation, relation } from "../language/relation.ts";
import { type Rule, rule } from "../language/rule.ts";
import type { Term } from "../language/term.ts";

/** Who provides what: written by {@link provides}, read by `requires`. */
export const provided: Relation<[by: string, capability: string]> = relation("provided", {
  columns: ["by", "capability"],
});

/** Says that someone provides a capability while the conditions hold. */
export interface Provision {
  readonly name: string;
  /** Nodes that provide it: binds the variable `node`. */
  readonly at?: Selector | string;
  readonly when?: readonly Condition[];
  readonly by: Term<string>;
  readonly capability: Term<string>;
  readonly stratum?: string;
  readonly origin?: string;
  readonly description?: string;
}

/**
 * A rule that derives `provided(by, capability)`.
 * @example provides({ name: "acme", at: sel.tag("acme"), by: node, capability: "certificates" })
 */
export function provides({ by, capability, ...parts }: Provision): Rule {
  return rule({ ...parts, emit: provided(by, capability) });
}
