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
  const steps = (issue.chain ?? []).map(({ attribute, node, arg }) => {
    const of = typeof arg === "string" ? `${arg} ` : "";
    return { attribute, node, text: `${attribute} ${of}of ${String(node)}` };
  });
  const loop = turned(steps);
  const peers = new Set(
    loop.filter((step) => step.attribute === "settings").map((step) => step.node),
  );
  const texts = loop.map((step) => step.text);
  const told = texts.length === 0 ? issue.message : [...texts, texts[0]].join(" → ");
  if (peers.size > 1) {
    return problem("DEN_PEERS_CYCLE", `settings of peers need each other: ${told}`, {
      remedy: "let one side read names, tags or meta of its peers instead of their settings",
    });
  }
  return problem("DEN_CYCLE", `this needs itself: ${told}`, {
    remedy: "break the circle: a tag that asks for itself, a policy that reads what it decides",
  });
}

/** The circle alone, without the way that led into it, from its least step on: one text for every entry. */
function turned<Step extends { readonly text: string }>(chain: readonly Step[]): Step[] {
  const last = chain.at(-1);
  const first = chain.findIndex((step) => step.text === last?.text);
  const loop = first === chain.length - 1 ? [...chain] : chain.slice(first, -1);
  const least = loop.reduce(
    (best, step, index) => (step.text < (loop[best]?.text ?? "") ? index : best),
    0,
  );
  return [...loop.slice(least), ...loop.slice(0, least)];
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
