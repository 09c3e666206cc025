import { join } from "node:path";
import { checkFleet } from "../../check/check-fleet.ts";
import { locateFindings } from "../../config/locate.ts";
import { sortFindings } from "../../diagnostics/finding.ts";
import { paintFor } from "../io.ts";
import type { Verb } from "../main.ts";
import { openFleet } from "../open-fleet.ts";
import { countText, reportFindings } from "../report.ts";
import { storedFindings } from "../stored-findings.ts";
import { counted } from "../vars/text.ts";

/** `den check`: everything that is wrong with the fleet. Status 1 when there is an error. */
export const verb: Verb = {
  define: (command) => command.option("--strict", "let warnings fail too"),
  async run(io, _args, options) {
    const fleet = await openFleet(io, options);
    const layout = { root: fleet.root, out: join(fleet.root, "den-out") };
    const found = sortFindings([
      ...fleet.findings,
      ...checkFleet(fleet.pipeline, layout, await storedFindings(fleet, io)),
    ]);
    const findings = await locateFindings(found, fleet.locator);
    if (options.json === true) io.out(`${JSON.stringify({ findings }, null, 2)}\n`);
    else {
      reportFindings(io, await paintFor(io, options.color !== false), findings, fleet.locator);
      const { model } = fleet.pipeline;
      const what = [
        counted(model.hostNames.length, "host"),
        counted(model.homeNames.length, "home"),
        counted(model.aspects.size, "aspect"),
      ];
      io.out(`${model.name}: ${what.join(", ")}: ${countText(findings)}\n`);
    }
    const fails = findings.some(
      (finding) =>
        finding.severity === "error" || (options.strict === true && finding.severity === "warning"),
    );
    return fails ? 1 : 0;
  },
};
