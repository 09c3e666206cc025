import { join } from "node:path";
import { checkFleet } from "../../check/check-fleet.ts";
import { locateFindings } from "../../config/locate.ts";
import { type Finding, sortFindings } from "../../diagnostics/finding.ts";
import { pathText } from "../../diagnostics/origin.ts";
import { type PlanOutput, planFleet, planOutputs, planPieces } from "../../plan/plan.ts";
import { type Paint, paintFor } from "../io.ts";
import type { Verb } from "../main.ts";
import { openFleet } from "../open-fleet.ts";
import { countText, reportFindings } from "../report.ts";

/** `den plan`: what each machine gets, as a table or as the whole plan in JSON. */
export const verb: Verb = {
  define: (command) => command,
  async run(io, _args, options) {
    const fleet = await openFleet(io, options);
    const layout = { root: fleet.root, out: join(fleet.root, "den-out") };
    const paint = await paintFor(io, options.color !== false);
    // Before anything is printed: what cannot be planned at all is refused here.
    const checked = checkFleet(fleet.pipeline, layout);
    if (hasError(checked)) planFleet(fleet.pipeline, layout);
    // Piece by piece: the plan of a large fleet is longer than a string can be.
    if (options.json === true) {
      const pieces = planPieces(fleet.pipeline, layout, { found: fleet.findings, checked });
      let step = pieces.next();
      for (; step.done !== true; step = pieces.next()) io.out(step.value);
      return hasError(step.value) ? 1 : 0;
    }
    for (const output of planOutputs(fleet.pipeline)) io.out(outputText(output, paint));
    const found = sortFindings([...fleet.findings, ...checked]);
    const findings = await locateFindings(found, fleet.locator);
    reportFindings(io, paint, findings, fleet.locator);
    io.out(`${countText(findings)}\n`);
    return hasError(findings) ? 1 : 0;
  },
};

function hasError(findings: readonly Finding[]): boolean {
  return findings.some((finding) => finding.severity === "error");
}

/** An output for people: a block with its modules, aspect by aspect. */
function outputText(output: PlanOutput, { bold, dim }: Paint): string {
  const file = output.file === undefined ? "" : dim(`  ${output.file}`);
  const width = Math.max(0, ...output.modules.map((module) => module.aspect.length));
  const lines = output.modules.map((module) => {
    const at = module.at.length === 0 ? "" : ` at ${module.at.join(".")}`;
    return `  ${module.aspect.padEnd(width)}  ${module.class}${at}  ${dim(`${module.origin.file} ${pathText(module.origin.path)}`)}`;
  });
  return `${[bold(output.attribute.join(".")) + file, ...lines].join("\n")}\n`;
}
