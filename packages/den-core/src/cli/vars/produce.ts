import {
  type GenerateOptions,
  type GenerateResult,
  previewWork,
  type VarsPlan,
  type Work,
  type WorkRequest,
} from "gen-vars";
import { locateFindings } from "../../config/locate.ts";
import { DenError } from "../../diagnostics/den-error.ts";
import { type Finding, sortFindings } from "../../diagnostics/finding.ts";
import { declaredAt } from "../../vars/declared-at.ts";
import { reportFindings } from "../report.ts";
import { createAsker } from "./ask.ts";
import { printJson, type VarsContext } from "./command.ts";
import { confirmed } from "./confirm.ts";
import { cliFinding } from "./failures.ts";
import { hasNoKeys, noKeysFinding } from "./no-keys.ts";
import { createProgress } from "./progress.ts";
import { scriptOptions } from "./run-options.ts";
import { stoppable } from "./stopping.ts";
import { counted } from "./text.ts";
import { replacedIds, workData, workLines } from "./work.ts";

/** Runs generators for a request: preview, confirmation, prompts, progress, and what came of it. */
export async function produce(
  context: VarsContext,
  request: WorkRequest,
  run: (options: GenerateOptions) => Promise<GenerateResult>,
  idle = "everything is up to date",
): Promise<number> {
  const { io, vars, options, json } = context;
  const ask = await createAsker(context);
  const { plan, work } = await previewWork(vars, request);
  if (hasNoKeys(vars) && work.blocked.some(isUnreadable)) throw new DenError([noKeysFinding(io)]);
  if (options.dryRun === true) return tellDryRun(context, work, plan, idle);
  if (work.items.length === 0 && work.blocked.length === 0) {
    if (json) printJson(context, { generated: [], unchanged: [], failed: [] });
    else io.out(`${idle}\n`);
    const rekey = plan.entries.filter(({ action }) => action === "rekey").length;
    if (rekey > 0 && !json)
      io.out(
        `${counted(rekey, "generator")} not encrypted for the right readers: \`den vars rekey\`\n`,
      );
    return 0;
  }
  const replaced = replacedIds(work.items, plan);
  if (work.blocked.length === 0 && replaced.length > 0) {
    if (options.yes !== true && io.input?.isTerminal === true) {
      for (const line of workLines(work, plan, context.paint)) io.err(`${line}\n`);
    }
    const what = `replaces what ${counted(replaced.length, "generator")} made before`;
    if (!(await confirmed(context, what, replaced))) return 1;
  }
  const progress = createProgress(context);
  const result = await stoppable(
    io,
    async (controller) => {
      try {
        return await run({
          ...scriptOptions(context),
          ...request,
          ...ask(controller),
          onEvent: progress.onEvent,
        });
      } finally {
        progress.end();
      }
    },
    progress.end,
  );
  return tellResult(context, result);
}

function isUnreadable({ blockedBy }: Work["blocked"][number]): boolean {
  return blockedBy.some(({ code }) => code === "recipients");
}

function tellDryRun(context: VarsContext, work: Work, plan: VarsPlan, idle: string): number {
  const { io, paint, json } = context;
  if (json) printJson(context, workData(work, plan));
  else if (work.items.length + work.blocked.length === 0) io.out(`${idle}\n`);
  else {
    for (const line of workLines(work, plan, paint)) io.out(`${line}\n`);
    const replaced = replacedIds(work.items, plan).length;
    const also = replaced === 0 ? "" : `, ${replaced} of which made values before`;
    io.out(`would run ${counted(work.items.length, "generator")}${also}\n`);
  }
  return work.blocked.length > 0 ? 1 : 0;
}

async function tellResult(context: VarsContext, result: GenerateResult): Promise<number> {
  const { io, vars, fleet, paint, identities, json } = context;
  const places = declaredAt(fleet.pipeline, vars.model);
  const failed = await Promise.all(
    [...result.failed].map(async ([id, issues]) => {
      const findings: Finding[] = issues.map((issue) => cliFinding(issue, places, identities));
      return { id, findings: await locateFindings(sortFindings(findings), fleet.locator) };
    }),
  );
  const { generated, unchanged } = result;
  if (json) printJson(context, { generated, unchanged, failed });
  else {
    for (const { findings } of failed) reportFindings(io, paint, findings, fleet.locator);
    const files = generated.reduce(
      (sum, id) => sum + (vars.model.instance(id)?.generator.files.size ?? 0),
      0,
    );
    const rest = [
      ...(unchanged.length > 0 ? [`${unchanged.length} did not have to change`] : []),
      ...(failed.length > 0 ? [`${failed.length} failed`] : []),
    ];
    io.out(
      `${[`stored ${counted(files, "file")} of ${counted(generated.length, "generator")}`, ...rest].join(", ")}\n`,
    );
  }
  return failed.length > 0 ? 1 : 0;
}
