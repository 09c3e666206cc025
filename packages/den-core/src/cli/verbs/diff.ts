import { diffPlans, type ModuleChange, type PlanDiff } from "../../diff/diff-plans.ts";
import { type Paint, paintFor } from "../io.ts";
import type { Verb } from "../main.ts";
import { planOf } from "../plan-of.ts";

/** `den diff A [B]`: what changed between two plans or revisions, host by host and output by output. */
export const verb: Verb = {
  define: (command) =>
    command
      .argument("<before>", "a plan.json, a git revision, or a folder with a fleet")
      .argument("[after]", "the same (default: the fleet here)"),
  async run(io, args, options) {
    const [a, b] = args;
    const diff = diffPlans(await planOf(a, io, options), await planOf(b, io, options));
    if (options.json === true) io.out(`${JSON.stringify(diff, null, 2)}\n`);
    else {
      const paint = await paintFor(io, options.color !== false);
      for (const line of diffLines(diff, paint)) io.out(`${line}\n`);
    }
    return 0;
  },
};

const SIGN = { added: "+", removed: "-", changed: "~" } as const;

function diffLines({ outputs, entities, untouched }: PlanDiff, paint: Paint): string[] {
  const colour = { added: paint.green, removed: paint.red, changed: paint.yellow };
  const sign = (change: keyof typeof SIGN): string => colour[change](SIGN[change]);
  const module = ({ aspect, class: name, at }: ModuleChange): string =>
    `${aspect} ${name}${at.length === 0 ? "" : ` at ${at.join(".")}`}`;
  const lines = outputs.flatMap((output) => [
    `${sign(output.change)} ${paint.bold(output.output)}`,
    ...output.facts.map((fact) => `    ${sign("changed")} its ${fact}`),
    ...(["added", "removed", "changed"] as const).flatMap((change) =>
      output[change].map((one) => `    ${sign(change)} ${module(one)}`),
    ),
    ...(output.reordered ? ["    the same modules in another order"] : []),
  ]);
  for (const { entity, change, aspectsAdded, aspectsRemoved, settings } of entities) {
    lines.push(`${sign(change)} ${paint.bold(entity.replace(":", " "))}`);
    if (change !== "changed") continue;
    lines.push(...aspectsAdded.map((name) => `    ${sign("added")} aspect ${name}`));
    lines.push(...aspectsRemoved.map((name) => `    ${sign("removed")} aspect ${name}`));
    for (const { aspect, setting, ...values } of settings) {
      const text = (key: "before" | "after"): string =>
        key in values ? JSON.stringify(values[key]) : "nothing";
      lines.push(
        `    ${sign("changed")} ${aspect}.${setting}: ${text("before")} → ${text("after")}`,
      );
    }
  }
  if (lines.length === 0) lines.push("nothing changed");
  if (untouched.length > 0) lines.push(paint.dim(`untouched: ${untouched.join(", ")}`));
  return lines;
}
