import { join } from "node:path";
import { locateFindings } from "../../config/locate.ts";
import { pathText } from "../../diagnostics/origin.ts";
import { type Plan, planFleet } from "../../plan/plan.ts";
import { paintFor } from "../io.ts";
import type { Verb } from "../main.ts";
import { openFleet } from "../open-fleet.ts";
import { countText, reportFindings } from "../report.ts";

/** `den plan`: what each machine gets, as a table or as the whole plan in JSON. */
export const verb: Verb = {
  define: (command) => command,
  async run(io, _args, options) {
    const fleet = await openFleet(io, options);
    const plan = planFleet(fleet.pipeline, { root: fleet.root, out: join(fleet.root, "den-out") });
    const fails = plan.diagnostics.some((finding) => finding.severity === "error");
    if (options.json === true) {
      io.out(`${JSON.stringify(plan, null, 2)}\n`);
      return fails ? 1 : 0;
    }
    const paint = await paintFor(io, options.color !== false);
    io.out(planText(plan, paint.bold, paint.dim));
    const findings = await locateFindings([...fleet.findings, ...plan.diagnostics], fleet.locator);
    reportFindings(io, paint, findings, fleet.locator);
    io.out(`${countText(findings)}\n`);
    return fails ? 1 : 0;
  },
};

/** The plan for people: a block for each output with its modules, aspect by aspect. */
export function planText(
  plan: Plan,
  bold: (text: string) => string,
  dim: (text: string) => string,
): string {
  const lines: string[] = [];
  for (const output of plan.outputs) {
    lines.push(
      bold(output.attribute.join(".")) + (output.file === undefined ? "" : dim(`  ${output.file}`)),
    );
    const width = Math.max(0, ...output.modules.map((module) => module.aspect.length));
    for (const module of output.modules) {
      const at = module.at.length === 0 ? "" : ` at ${module.at.join(".")}`;
      lines.push(
        `  ${module.aspect.padEnd(width)}  ${module.class}${at}  ${dim(`${module.origin.file} ${pathText(module.origin.path)}`)}`,
      );
    }
  }
  return lines.length === 0 ? "" : `${lines.join("\n")}\n`;
}
