import { checkVars, type VarsIssue } from "gen-vars";
import { locateFindings } from "../../config/locate.ts";
import { type Finding, sortFindings } from "../../diagnostics/finding.ts";
import { declaredAt } from "../../vars/declared-at.ts";
import { countText, reportFindings } from "../report.ts";
import type { Verb } from "../verb.ts";
import { printJson, type VarsContext, varsVerb } from "./command.ts";
import { cliFinding } from "./failures.ts";
import { hasNoKeys, noKeysFinding } from "./no-keys.ts";
import { selectInstances } from "./select.ts";
import { counted } from "./text.ts";
import { together } from "./together.ts";

/** `den vars check [HOST…]`: everything that is not as it should be. Status 1 when there is something. */
export const verb: Verb = varsVerb({
  reads: true,
  define: (command) =>
    command
      .argument("[host...]", "only what these hosts (or other scopes) need")
      .option("--read", "also decrypt everything, to find what cannot be read or was forged"),
  async run(context, args) {
    const { io, vars, paint, fleet } = context;
    const instances = selectInstances(vars, args, [], "needed");
    const found = await findingsOf(context, instances);
    const findings = await locateFindings(sortFindings(found), fleet.locator);
    if (context.json) printJson(context, { findings });
    else {
      reportFindings(io, paint, together(findings), fleet.locator);
      const of = instances ?? vars.model.instances;
      const files = of.reduce((sum, { generator }) => sum + generator.files.size, 0);
      io.out(
        `${fleet.pipeline.model.name}: ${counted(of.length, "generator")}, ${counted(files, "file")}: ${countText(findings)}\n`,
      );
    }
    if (findings.some(({ code }) => code === "DEN_VARS_IDENTITY_MISSING")) return 3;
    return findings.length > 0 ? 1 : 0;
  },
});

async function findingsOf(
  { vars, options, fleet, identities, io }: VarsContext,
  instances: ReturnType<typeof selectInstances>,
): Promise<Finding[]> {
  const places = declaredAt(fleet.pipeline, vars.model);
  const issues = await checkVars(vars, {
    read: options.read === true,
    ...(instances === undefined ? {} : { instances }),
  });
  const withoutKeys = hasNoKeys(vars) && issues.some(({ code }) => code === "no-recipients");
  const findings = issues
    .filter(({ code }) => !(withoutKeys && code === "no-recipients"))
    .map(({ code, id, message, remedy }) => {
      // That there is no key is said once, not of every file.
      const about = code === "identity-missing" ? {} : { culprit: id };
      const issue: VarsIssue = { code, message, remedy, ...about };
      return cliFinding(issue, places, identities);
    });
  return withoutKeys ? [noKeysFinding(io), ...findings] : findings;
}
