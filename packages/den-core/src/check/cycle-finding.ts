import { ScopeError } from "gen-scope";
import { DenError } from "../diagnostics/den-error.ts";
import { type Finding, problem } from "../diagnostics/finding.ts";
import type { Model } from "../model/model.ts";

/**
 * An error of the evaluator as a finding: things that need each other in a circle, told as the chain
 * of what was being computed. Undefined for any other error.
 */
export function cycleFinding(error: unknown, model?: Model): Finding | undefined {
  if (!(error instanceof ScopeError)) return undefined;
  const issue = error.issues.find((one) => one.code === "attribute-cycle");
  if (issue === undefined) return undefined;
  const steps = (issue.chain ?? []).map(({ attribute, node, arg }) => {
    const of = typeof arg === "string" ? `${arg} ` : "";
    return { attribute, node, arg, text: `${attribute} ${of}of ${String(node)}` };
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
  const tags = loop.flatMap(({ attribute, node, arg }) =>
    attribute === "computedTag" ? [String(node)] : attribute === "hasTag" ? [String(arg)] : [],
  );
  const places = [...new Set(tags)].flatMap((tag) =>
    (model?.tags.get(tag) ?? []).map((declared) => declared.origin),
  );
  return problem("DEN_CYCLE", `this needs itself: ${told}`, {
    ...(places.length === 0 ? {} : { places }),
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

/** What den itself refused while the evaluator was at work, which wraps what it meets. */
export function refusalIn(error: unknown): DenError | undefined {
  let at: unknown = error;
  for (let depth = 0; at instanceof Error && depth < 64; depth += 1) {
    if (at instanceof DenError) return at;
    at = at.cause;
  }
  return undefined;
}

/** Runs a step of a check; a circle that it meets, or what is refused on the way, is a finding. */
export function attempt(findings: Finding[], step: () => readonly Finding[], model?: Model): void {
  try {
    findings.push(...step());
  } catch (error) {
    const circle = cycleFinding(error, model);
    const found = circle === undefined ? refusalIn(error)?.findings : [circle];
    if (found === undefined) throw error;
    findings.push(...found);
  }
}
