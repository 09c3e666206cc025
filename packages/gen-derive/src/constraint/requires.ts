import { show } from "../error/show.ts";
import { type Inner, not } from "../language/condition.ts";
import { finding } from "../language/head.ts";
import { type Rule, rule } from "../language/rule.ts";
import { isVariable, type Term } from "../language/term.ts";
import { type Constraint, findingParts, ruleParts } from "./constraint.ts";
import { provided } from "./provides.ts";

/** Where the conditions hold, patterns must be satisfied too. */
export interface PatternRequirement extends Constraint {
  /** Together; variables of the conditions mean the same here, others mean "some". */
  readonly needs: readonly Inner[];
}

/** Where the conditions hold, someone must provide a capability. */
export interface CapabilityRequirement extends Constraint {
  readonly of: Term<string>;
  readonly capability: Term<string>;
}

function text(term: Term): string {
  return isVariable(term) ? `{${term.$var}}` : show(term, true);
}

/**
 * A constraint: a finding wherever the conditions hold without what they need. For a capability it
 * reads `provided`.
 * @example requires({ name: "tls", when: [uses(v("host"), "https")], of: v("host"), capability: "certificates" })
 * @example requires({ name: "owner", at: "host", needs: [owner(node, _)], message: "{node} has no owner" })
 */
export function requires(constraint: PatternRequirement | CapabilityRequirement): Rule {
  const { code = "requires", when = [] } = constraint;
  if ("needs" in constraint) {
    const { needs, ...rest } = constraint;
    const message = rest.message ?? `${rest.name}: something that is required is missing`;
    return rule({
      ...ruleParts(rest),
      when: [...when, not(...needs)],
      emit: finding(code, message, findingParts(rest)),
    });
  }
  const { of, capability, ...rest } = constraint;
  const message =
    rest.message ?? `${text(of)} requires ${text(capability)}, which it does not have`;
  return rule({
    ...ruleParts(rest),
    when: [...when, not(provided(of, capability))],
    emit: finding(code, message, findingParts(rest)),
  });
}
