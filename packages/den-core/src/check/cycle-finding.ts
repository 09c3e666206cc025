import { ScopeError } from "gen-scope";
import { type Finding, problem } from "../diagnostics/finding.ts";

/**
 * An error of the evaluator as a finding: things that need each other in a circle, told as the chain
 * of what was being computed. Undefined for any other error.
 */
export function cycleFinding(error: unknown): Finding | undefined {
  if (!(error instanceof ScopeError)) return undefined;
  const issue = error.issues.find((one) => one.code === "attribute-cycle");
  if (issue === undefined) return undefined;
  const chain = (issue.chain ?? []).map(({ attribute, node, arg }) => {
    const of = typeof arg === "string" ? `${arg} ` : "";
    return `${attribute} ${of}of ${String(node)}`;
  });
  const settings = chain.filter((step) => step.startsWith("settings "));
  const peers = new Set(
    (issue.chain ?? []).filter((step) => step.attribute === "settings").map((step) => step.node),
  );
  const told = chain.length === 0 ? issue.message : [...chain, chain[0]].join(" → ");
  if (settings.length > 0 && peers.size > 1) {
    return problem("DEN_PEERS_CYCLE", `settings of peers need each other: ${told}`, {
      remedy: "let one side read names, tags or meta of its peers instead of their settings",
    });
  }
  return problem("DEN_CYCLE", `this needs itself: ${told}`, {
    remedy: "break the circle: a tag that asks for itself, a policy that reads what it decides",
  });
}

/** Runs a step of a check; a circle that it meets is a finding. */
export function attempt(findings: Finding[], step: () => readonly Finding[]): void {
  try {
    findings.push(...step());
  } catch (error) {
    const found = cycleFinding(error);
    if (found === undefined) throw error;
    findings.push(found);
  }
}
