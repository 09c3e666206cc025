import { type Command, CommanderError } from "commander";
import { createLocator, locateFindings } from "../config/locate.ts";
import { DenError } from "../diagnostics/den-error.ts";
import { helpText, VERBS } from "./help.ts";
import { type Io, paintFor } from "./io.ts";
import { reportFindings } from "./report.ts";

/** A verb's module: it declares its options on a command and returns its exit status. */
export interface Verb {
  define(command: Command): Command;
  run(io: Io, args: readonly string[], options: Readonly<Record<string, unknown>>): Promise<number>;
}

const LOADERS: Readonly<Record<string, () => Promise<Verb>>> = {
  init: async () => (await import("./verbs/init.ts")).verb,
  check: async () => (await import("./verbs/check.ts")).verb,
  plan: async () => (await import("./verbs/plan.ts")).verb,
  build: async () => (await import("./verbs/build.ts")).verb,
  explain: async () => (await import("./verbs/explain.ts")).verb,
  query: async () => (await import("./verbs/query.ts")).verb,
  hosts: async () => (await import("./verbs/hosts.ts")).verb,
  tags: async () => (await import("./verbs/tags.ts")).verb,
  catalog: async () => (await import("./verbs/catalog.ts")).verb,
  services: async () => (await import("./verbs/services.ts")).verb,
  why: async () => (await import("./verbs/why.ts")).verb,
  diff: async () => (await import("./verbs/diff.ts")).verb,
  affected: async () => (await import("./verbs/affected.ts")).verb,
  "why-not": async () => (await import("./verbs/why-not.ts")).verb,
};

/** Runs one command line; resolves to the exit status, never rejects for what a user can cause. */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  const [name = "", ...rest] = argv;
  const load = Object.hasOwn(LOADERS, name) ? LOADERS[name] : undefined;
  if (load === undefined) return unknownVerb(name, io);
  const verb = await load();
  const { Command: CommandClass } = await import("commander");
  const entry = VERBS.find((known) => known.name === name);
  let status = 0;
  const command = verb
    .define(new CommandClass(`den ${name}`))
    .description(entry?.summary ?? "")
    .option("--config <file>", "the fleet's configuration file")
    .option("--json", "machine-readable output")
    .option("--no-color", "plain text")
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.out(text), writeErr: (text) => io.err(text) })
    .action(async () => {
      status = await verb.run(io, command.args, command.opts());
    });
  try {
    for (const [index, arg] of rest.entries()) {
      // An option where a value should be is a value forgotten.
      if (
        (arg === "--out" || arg === "--config" || arg === "--host") &&
        /^--|^$/.test(rest[index + 1] ?? "")
      ) {
        io.err(`error: option '${arg}' argument missing\n`);
        return 2;
      }
    }
    await command.parseAsync([...rest], { from: "user" });
    return status;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (error instanceof DenError) return fail(error, io, rest);
    const { cycleFinding, refusalIn } = await import("../check/cycle-finding.ts");
    const circle = cycleFinding(error);
    if (circle !== undefined) return fail(new DenError([circle]), io, rest);
    const refusal = refusalIn(error);
    if (refusal !== undefined) return fail(refusal, io, rest);
    throw error;
  }
}

async function fail(error: DenError, io: Io, args: readonly string[]): Promise<number> {
  const root = (error as { root?: string }).root ?? io.cwd;
  const locator = createLocator(root);
  const findings = await locateFindings(error.findings, locator);
  if (args.includes("--json")) io.out(`${JSON.stringify({ findings }, null, 2)}\n`);
  else reportFindings(io, await paintFor(io, !args.includes("--no-color")), findings, locator);
  switch (error.code) {
    case "DEN_USAGE":
      return 2;
    case "DEN_NIX_MISSING":
      return 3;
    default:
      return 1;
  }
}

async function unknownVerb(name: string, io: Io): Promise<number> {
  const { nearest } = await import("gen-schema");
  const best = nearest(
    name,
    VERBS.map((verb) => verb.name),
  );
  io.err(
    `den: there is no verb ${JSON.stringify(name)}${best === undefined ? "" : `; did you mean \`den ${best}\`?`}\n`,
  );
  if (best === undefined) io.err(helpText());
  return 2;
}
