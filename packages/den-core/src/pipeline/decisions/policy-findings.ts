import type { DeriveError } from "gen-derive";
import { DenError } from "../../diagnostics/den-error.ts";
import { type Finding, problem } from "../../diagnostics/finding.ts";
import type { Origin } from "../../diagnostics/origin.ts";
import { userStack } from "../../diagnostics/user-stack.ts";
import type { PolicyModel } from "../../model/read-policy.ts";
import { ArgumentMissing } from "../argument-missing.ts";
import type { NodeId } from "../base.ts";
import { ruleName } from "./policy-program.ts";

/** A policy that returned something else than effects. */
export function shapeError(policy: PolicyModel, what: string): Finding {
  return problem("DEN_POLICY_SHAPE", `the policy ${policy.name} ${what}`, {
    places: [policy.origin],
    remedy: "return a list of effects made by `policy.…`",
  });
}

/** A policy whose function threw. */
export function policyError(policy: PolicyModel, id: NodeId, error: unknown): Finding {
  const where = id.replace(":", " ");
  if (error instanceof ArgumentMissing) {
    return problem(
      "DEN_ARGUMENT_MISSING",
      `the policy ${policy.name} reads \`${error.argument}\` at ${where}, where there is none`,
      {
        places: [policy.origin],
        remedy: `a policy at ${policy.at} sees that scope and those above it`,
      },
    );
  }
  if (error instanceof DenError && error.findings[0] !== undefined) {
    const [first] = error.findings;
    return {
      ...first,
      message: `the policy ${policy.name}: ${first.message}`,
      places: [...(first.places ?? []), policy.origin],
    };
  }
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const [frame] = userStack(error, []);
  return problem(
    "DEN_POLICY_THROWS",
    `the policy ${policy.name} throws ${message.split("\n")[0]} at ${where}`,
    {
      places: [policy.origin],
      ...(frame === undefined ? {} : { detail: frame.text }),
    },
  );
}

/** Policies that do not fit together, as gen-derive found. */
export function issueFinding(
  issue: DeriveError["issues"][number],
  policies: readonly PolicyModel[],
): Finding {
  const involved = policies.filter((policy) => issue.rules.includes(ruleName(policy)));
  const places: Origin[] = involved.map((policy) => policy.origin);
  const code =
    issue.code === "negative-cycle" ||
    issue.code === "override-cycle" ||
    issue.code === "not-monotone" ||
    issue.code === "stratum-order"
      ? "DEN_POLICY_CYCLE"
      : issue.code === "key-conflict"
        ? "DEN_POLICY_CONFLICT"
        : "DEN_POLICY_SHAPE";
  const names = involved.map((policy) => policy.name).join(", ");
  return problem(code, names === "" ? issue.message : `policies ${names}: ${issue.message}`, {
    places,
    remedy: issue.remedy,
  });
}
