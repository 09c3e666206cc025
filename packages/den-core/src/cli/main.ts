import { type Command, CommanderError } from "commander";
import { createLocator, locateFindings } from "../config/locate.ts";
import { DenError } from "../diagnostics/den-error.ts";
import { helpText, VERBS, type VerbEntry } from "./help.ts";
import { type Io, paintFor } from "./io.ts";
import { reportFindings } from "./report.ts";
import { statusOf } from "./status.ts";
import { groupHelp, type Verb, type VerbGroup, verbFirst } from "./verb.ts";

export type { Verb } from "./verb.ts";

const LOADERS: Readonly<Record<string, () => Promise<Verb | VerbGroup>>> = {
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
  vars: async () => (await import("./verbs/vars.ts")).verb,
  why: async () => (await import("./verbs/why.ts")).verb,
  diff: async () => (await import("./verbs/diff.ts")).verb,
  affected: async () => (await import("./verbs/affected.ts")).verb,
  "why-not": async () => (await import("./verbs/why-not.ts")).verb,
};

/** Runs one command line; resolves to the exit status, never rejects for what a user can cause. */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  const [name = "", ...rest] = argv;
  const load = Object.hasOwn(LOADERS, name) ? LOADERS[name] : undefined;
  if (load === undefined) return unknownVerb("den", name, VERBS, helpText(), io);
  const entry = VERBS.find((known) => known.name === name) as VerbEntry;
  return run(await load(), `den ${name}`, entry, rest, io);
}

async function run(
  verb: Verb | VerbGroup,
  path: string,
  { summary }: VerbEntry,
  rest: readonly string[],
  io: Io,
): Promise<number> {
  if ("verbs" in verb) return runGroup(verb, path, rest, io);
  const { Command: CommandClass } = await import("commander");
  let status = 0;
  const command = verb
    .define(new CommandClass(path))
    .description(summary)
    .option("--config <file>", "the fleet's configuration file")
    .option("--json", "machine-readable output")
    .option("--no-color", "plain text")
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.out(text), writeErr: (text) => io.err(text) })
    .action(async () => {
      status = await verb.run(io, command.args, command.opts());
    });
  try {
    const forgotten = valueForgotten(command.options, rest);
    if (forgotten !== undefined) {
      io.err(`error: option '${forgotten}' argument missing\n`);
      return 2;
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

/** An option where the value of another should be. */
function valueForgotten(options: Command["options"], words: readonly string[]): string | undefined {
  const takers = new Set(
    options.filter((one) => one.required).flatMap(({ short, long }) => [short, long]),
  );
  return words.find((word, index) => takers.has(word) && /^--|^$/.test(words[index + 1] ?? ""));
}

async function runGroup(
  group: VerbGroup,
  path: string,
  words: readonly string[],
  io: Io,
): Promise<number> {
  const [name, ...rest] = verbFirst(words, group);
  if (name === "help" && rest.length > 0) return runGroup(group, path, [...rest, "--help"], io);
  if (name === undefined || name === "help" || name === "--help" || name === "-h") {
    const text = groupHelp(path, group);
    if (name === undefined) io.err(text);
    else io.out(text);
    return name === undefined ? 2 : 0;
  }
  const entry = group.verbs.find((known) => known.name === name);
  if (entry === undefined) return unknownVerb(path, name, group.verbs, groupHelp(path, group), io);
  return run(await group.load(name), `${path} ${name}`, entry, rest, io);
}

async function fail(error: DenError, io: Io, args: readonly string[]): Promise<number> {
  const root = (error as { root?: string }).root ?? io.cwd;
  const locator = createLocator(root);
  const findings = await locateFindings(error.findings, locator);
  if (args.includes("--json")) io.out(`${JSON.stringify({ findings }, null, 2)}\n`);
  else reportFindings(io, await paintFor(io, !args.includes("--no-color")), findings, locator);
  return statusOf(error.code);
}

async function unknownVerb(
  path: string,
  name: string,
  verbs: readonly VerbEntry[],
  help: string,
  io: Io,
): Promise<number> {
  const { nearest } = await import("gen-schema");
  const best = nearest(
    name,
    verbs.map((verb) => verb.name),
  );
  const what = path === "den" ? "verb" : "command";
  io.err(
    `${path}: there is no ${what} ${JSON.stringify(name)}${best === undefined ? "" : `; did you mean \`${path} ${best}\`?`}\n`,
  );
  if (best === undefined) io.err(help);
  return 2;
}
