import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import {
  type ClanGenerator,
  type ClanPlacement,
  clanEntries,
  type ImportedGenerator,
  type ImportResult,
  importEntries,
  importVars,
  instancePath,
  NO_IDENTITIES,
  planOf,
  readClan,
  VarsError,
} from "gen-vars";
import { refuse } from "../../diagnostics/den-error.ts";
import { compareNames } from "../../model/names.ts";
import type { Verb } from "../verb.ts";
import { printJson, type VarsContext, varsVerb } from "./command.ts";
import { confirmed } from "./confirm.ts";
import { counted } from "./text.ts";

/** `den vars import [clan] DIR`: stores what was exported, or what Clan kept. */
export const verb: Verb = varsVerb({
  define: (command) =>
    command
      .argument("<dir>", "what `den vars export` wrote, or `clan` and a Clan's folder")
      .argument("[clan-dir]", "the folder of a Clan")
      .option("--skip-unknown", "leave out what has no generator here (a Clan's always is)")
      .option("--skip-unreadable", "leave out a Clan's secrets that cannot be decrypted")
      .option("--yes", "replace existing values without asking"),
  async run(context, [dir = "", clanDir]) {
    const { io } = context;
    if (clanDir !== undefined && dir !== "clan") {
      return refuse("DEN_USAGE", `den vars import cannot read ${JSON.stringify(dir)}`, {
        remedy: "use `den vars import DIR` or `den vars import clan DIR`",
      });
    }
    if (clanDir !== undefined) return importClan(context, resolve(io.cwd, clanDir));
    return importExport(context, resolve(io.cwd, dir));
  },
});

async function importExport(context: VarsContext, folder: string): Promise<number> {
  const { vars, options } = context;
  const there = vars.model.instances.filter((instance) =>
    existsSync(join(folder, instancePath({ folder: "values" }, instance.node, instance.name))),
  );
  if (!(await mayReplace(context, new Set(there.map(({ id }) => id))))) return 1;
  const unknown = options.skipUnknown === true ? "skip" : "refuse";
  return tell(context, await importVars(vars, folder, { unknown }));
}

async function importClan(context: VarsContext, folder: string): Promise<number> {
  const found = await readAll(context, folder);
  if (found.length === 0) {
    return refuse("DEN_VARS_NOT_FOUND", `there are no values of a Clan in ${folder}`, {
      remedy: "name the folder that holds its `vars` or `secrets`",
    });
  }
  const homeless: string[] = [];
  const entries = clanEntries(found, (placement, generator) => {
    const node = nodeOf(context, placement);
    if (node === undefined) homeless.push(`${placeText(placement)}/${generator}`);
    return node;
  });
  if (!(await mayReplace(context, idsOf(entries)))) return 1;
  const { stored, skipped } = await importEntries(context.vars, entries, { unknown: "skip" });
  return tell(context, { stored, skipped: [...homeless, ...skipped] });
}

async function readAll(
  { identities, options }: VarsContext,
  folder: string,
): Promise<ClanGenerator[]> {
  const skipUnreadable = options.skipUnreadable === true;
  let missing: VarsError | undefined;
  const keys = await identities.load().catch((error: unknown) => {
    if (!(error instanceof VarsError) || error.code !== "identity-missing") throw error;
    missing = error;
    return NO_IDENTITIES;
  });
  try {
    return await readClan(folder, { identities: keys, skipUnreadable });
  } catch (error) {
    // Without any key, that is what there is to say; public files alone need none.
    throw missing !== undefined && error instanceof VarsError && error.code === "unreadable"
      ? missing
      : error;
  }
}

/** Machines are hosts, what is shared is the fleet's, exports are instances of services. */
function nodeOf({ vars }: VarsContext, placement: ClanPlacement): string | undefined {
  const { scopes } = vars.model;
  switch (placement.kind) {
    case "shared":
      return scopes.nodes.find(({ kind }) => kind === "fleet")?.id;
    case "machine":
      return scopes.get(`host:${placement.name}`)?.id;
    case "export":
      return (scopes.get(`instance:${placement.name}`) ?? scopes.find(placement.name))?.id;
  }
}

function placeText(placement: ClanPlacement): string {
  return placement.kind === "shared" ? "shared" : `${placement.kind} ${placement.name}`;
}

function idsOf(entries: readonly ImportedGenerator[]): Set<string> {
  return new Set(entries.map(({ id }) => id));
}

async function mayReplace(context: VarsContext, ids: ReadonlySet<string>): Promise<boolean> {
  const { entries } = await planOf(context.vars);
  const existing = entries
    .filter(({ instance, stored }) => ids.has(instance.id) && (stored?.files.size ?? 0) > 0)
    .map(({ instance }) => instance.id);
  if (existing.length === 0) return true;
  const what = `replaces values of ${counted(existing.length, "generator")} that has some already`;
  return confirmed(context, what.replace("generators that has", "generators that have"), existing);
}

function tell(context: VarsContext, result: ImportResult): number {
  const { io, paint } = context;
  const stored = [...result.stored].sort(compareNames);
  const skipped = [...result.skipped].sort(compareNames);
  if (context.json) {
    printJson(context, { stored, skipped });
    return 0;
  }
  for (const id of stored) io.out(`  ${paint.green("✓")} ${id}\n`);
  for (const id of skipped)
    io.out(`  ${paint.yellow("-")} ${id} ${paint.dim("no generator here")}\n`);
  const left = skipped.length === 0 ? "" : `, left out ${skipped.length} without a generator`;
  io.out(`stored ${counted(stored.length, "file")}${left}\n`);
  return 0;
}
