import type { Result, Suppression } from "gen-derive";
import type { PolicyModel } from "../../model/read-policy.ts";
import type { NodeId } from "../base.ts";
import type { Suppressed } from "../policy-effects.ts";
import { ruleName } from "./policy-program.ts";
import { declared, present, selected } from "./presence-rules.ts";

/** The policies that did nothing at a scope, each with its reason. */
export function suppressedOf(
  result: Result,
  policies: readonly PolicyModel[],
  at: NodeId,
  waiting: ReadonlyMap<string, string>,
): Suppressed[] {
  const found: Suppressed[] = [];
  const fired = new Set(result.actions.map((made) => made.rule));
  const overridden = new Map(result.suppressed.map((one) => [one.rule, one]));
  for (const policy of policies) {
    if (fired.has(ruleName(policy))) continue;
    const suppression = overridden.get(ruleName(policy));
    const reason =
      waiting.get(policy.name) ??
      (suppression === undefined ? conditionReason(result, policy) : suppressionText(suppression));
    found.push({ policy: policy.name, at, reason, origin: policy.origin });
  }
  return found;
}

function suppressionText({ reasons }: Suppression): string {
  return reasons.map((reason) => reason.message).join("; ");
}

function conditionReason(result: Result, policy: PolicyModel): string {
  if (!result.has(selected(policy.name))) return "its selector does not match the scope";
  if (policy.aspect !== undefined && !result.has(present(policy.aspect)))
    return `its aspect ${policy.aspect} is absent`;
  const lacking = policy.present.find((name) => !result.has(present(name)));
  if (lacking !== undefined) return `${lacking} is absent`;
  const there = policy.absent.find((name) => result.has(present(name)));
  if (there !== undefined) return `${there} is present`;
  const undeclared = policy.declared.find((name) => !result.has(declared(name)));
  if (undeclared !== undefined) return `${undeclared} is not declared there`;
  const found = policy.undeclared.find((name) => result.has(declared(name)));
  if (found !== undefined) return `${found} is declared there`;
  return "it returned no effects";
}
