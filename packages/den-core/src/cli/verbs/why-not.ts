import { located } from "../../config/located.ts";
import { originText } from "../../diagnostics/origin.ts";
import { answerWhyNot } from "../../explain/answer-why-not.ts";
import type { Absence } from "../../explain/why-not.ts";
import { type Paint, paintFor } from "../io.ts";
import type { Verb } from "../main.ts";
import { openFleet } from "../open-fleet.ts";
import { policyLines } from "../tell/why-things.ts";

/** `den why-not HOST ASPECT|POLICY`: what kept it out, or what would have had to bring it. */
export const verb: Verb = {
  define: (command) =>
    command.argument("<host>", "a host").argument("<thing>", "an aspect, or a policy"),
  async run(io, args, options) {
    const { pipeline, locator } = await openFleet(io, options);
    const [host = "", thing = ""] = args;
    const answer = await located(answerWhyNot(pipeline, host, thing), locator);
    if (options.json === true) io.out(`${JSON.stringify(answer, null, 2)}\n`);
    else {
      const paint = await paintFor(io, options.color !== false);
      const lines =
        answer.kind === "policy" ? policyLines(answer, paint) : absenceLines(host, answer, paint);
      for (const line of lines) io.out(`${line}\n`);
    }
    const there = answer.kind === "policy" ? answer.found : answer.presentAt.length > 0;
    return there ? 1 : 0;
  },
};

const SHOWN = 5;

function names(all: readonly string[]): string {
  const rest = all.length - SHOWN;
  return `${all.slice(0, SHOWN).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}

function absenceLines(host: string, absence: Absence, paint: Paint): string[] {
  const { aspect, presentAt, excluded, policies, includers, elsewhere } = absence;
  const spoken = (id: string): string => id.replace(":", " ");
  if (presentAt.length > 0)
    return [`${aspect} is at ${presentAt.map(spoken).join(", ")} (den why ${host} ${aspect})`];
  const lines = [
    ...excluded.map(
      ({ scope, from, by, origin }) =>
        `${paint.yellow("excluded")} at ${spoken(scope)} by ${by}, though ${from} asks for it  ${paint.dim(originText(origin))}`,
    ),
    ...policies.map(
      ({ policy, scope, reason, origin, how }) =>
        `policy ${policy} ${how === "includes" ? "would include it" : "names it"}, but was ${paint.yellow("suppressed")} at ${spoken(scope)}: ${reason}  ${paint.dim(originText(origin))}`,
    ),
  ];
  if (lines.length === 0) lines.push(`nothing includes ${aspect} at ${host}`);
  for (const { via, origin, hosts } of includers) {
    const where =
      hosts.length === 0
        ? "is at no host"
        : hosts.includes(host)
          ? `is at ${host}`
          : `is at ${names(hosts)}, not at ${host}`;
    lines.push(
      `  ${via.join(" → ")}: ${via[0]} ${where}  ${origin === null ? "" : paint.dim(originText(origin))}`,
    );
  }
  for (const { host: other, chain } of elsewhere.slice(0, SHOWN))
    lines.push(`  ${other} has it: ${chain.join(" → ")}`);
  if (elsewhere.length > SHOWN) lines.push(`  and ${elsewhere.length - SHOWN} more hosts have it`);
  return lines;
}
