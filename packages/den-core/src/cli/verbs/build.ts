import { join, relative, resolve } from "node:path";
import { checkEntity, checkFleet, checkHost } from "../../check/check-fleet.ts";
import { locateFindings } from "../../config/locate.ts";
import { DenError, refuse } from "../../diagnostics/den-error.ts";
import { type Finding, sortFindings } from "../../diagnostics/finding.ts";
import { treeOf, treeOfHosts } from "../../emit/tree.ts";
import { entityId } from "../../model/names.ts";
import { type WriteResult, writeTree } from "../../output/write-tree.ts";
import { hostId } from "../../pipeline/pipeline.ts";
import { paintFor } from "../io.ts";
import type { Verb } from "../main.ts";
import { type OpenFleet, openFleet } from "../open-fleet.ts";
import { countText, reportFindings } from "../report.ts";
import { storedFindings } from "../stored-findings.ts";
import { counted } from "../vars/text.ts";

function collect(value: string, before: readonly string[]): string[] {
  return [...before, value];
}

/** `den build`: writes the output tree, or says what it would write. */
export const verb: Verb = {
  define: (command) =>
    command
      .option("--host <name>", "only this host (may be repeated)", collect, [])
      .option("--out <dir>", "the output folder (default: den-out beside the fleet)")
      .option("--check", "write nothing; fail when the tree does not match the fleet")
      .option("--dry-run", "write nothing; say what would be written"),
  async run(io, _args, options) {
    const fleet = await openFleet(io, options);
    const out =
      typeof options.out === "string" ? resolve(io.cwd, options.out) : join(fleet.root, "den-out");
    const layout = { root: fleet.root, out };
    const hosts = options.host as readonly string[];
    const checked =
      hosts.length > 0 ? checkHosts(fleet, hosts) : checkFleet(fleet.pipeline, layout);
    // A damaged record would leave a machine out of its peers' configuration, and a value that somebody
    // else changed would go to all of them. Asking costs the whole fleet, which one host does not.
    const stored = hosts.length > 0 ? [] : await storedFindings(fleet, io);
    const stopping = stored.filter(({ severity }) => severity === "error");
    const findings = [...fleet.findings, ...checked, ...stopping];
    const paint = await paintFor(io, options.color !== false);
    const located = await locateFindings(sortFindings(findings), fleet.locator);
    if (located.some((finding) => finding.severity === "error")) {
      throw Object.assign(new DenError(located), { root: fleet.root });
    }
    if (options.json !== true) reportFindings(io, paint, located, fleet.locator);
    const emitting: Finding[] = [];
    const tree =
      hosts.length > 0
        ? treeOfHosts(fleet.pipeline, layout, hosts)
        : treeOf(fleet.pipeline, layout, emitting, checked);
    const look = options.check === true || options.dryRun === true;
    const result = writeTree(out, tree, { complete: hosts.length === 0, dryRun: look });
    const changes = result.created.length + result.updated.length + result.removed.length;
    const shown = relative(io.cwd, out) || ".";
    if (options.json === true)
      io.out(`${JSON.stringify({ out: shown, ...result, findings: located }, null, 2)}\n`);
    else if (look) for (const line of changeLines(result)) io.out(`${line}\n`);
    if (options.check === true && changes > 0) {
      if (options.json === true) return 1;
      refuse("DEN_OUTPUT_STALE", `${shown} does not match the fleet: ${changes} files differ`, {
        remedy: "run `den build`",
      });
    }
    if (options.json !== true)
      io.out(`${summary(fleet, hosts, shown, result, look)}: ${countText(located)}\n`);
    return 0;
  },
};

function checkHosts(fleet: OpenFleet, names: readonly string[]): Finding[] {
  const { pipeline } = fleet;
  const ids = names.map((name) => hostId(pipeline.model, name));
  const fleetScope = checkEntity(pipeline, entityId("fleet", pipeline.model.name));
  return [
    ...pipeline.model.findings,
    ...fleetScope,
    ...ids.flatMap((id) => checkHost(pipeline, id)),
  ];
}

function changeLines(result: WriteResult): string[] {
  return [
    ...result.created.map((path) => `create ${path}`),
    ...result.updated.map((path) => `update ${path}`),
    ...result.removed.map((path) => `remove ${path}`),
  ];
}

function summary(
  fleet: OpenFleet,
  hosts: readonly string[],
  out: string,
  result: WriteResult,
  look: boolean,
): string {
  const { model } = fleet.pipeline;
  const what =
    hosts.length > 0
      ? `${hosts.length} of ${model.hostNames.length} hosts`
      : `${counted(model.hostNames.length, "host")}, ${counted(model.homeNames.length, "home")}`;
  const verb = look ? "would write" : "wrote";
  return `${model.name}: ${what} → ${out}: ${verb} ${counted(result.created.length + result.updated.length, "file")}, ${look ? "remove" : "removed"} ${result.removed.length}, ${look ? "leave" : "left"} ${result.unchanged} as they were`;
}
