import { dirname, resolve } from "node:path";
import { type Command, CommanderError } from "commander";
import { findConfig } from "../config/find-config.ts";
import { loading } from "../config/load-file.ts";
import { createLocator, locateFindings } from "../config/locate.ts";
import { DenError } from "../diagnostics/den-error.ts";
import { problem } from "../diagnostics/finding.ts";
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
  if (load === undefined) return unknownVerb("den", name, VERBS, helpText(), io, rest);
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
    .configureOutput({
      writeOut: (text) => io.out(text),
      // With --json a wrong command line is told as JSON, below.
      writeErr: (text) => (wantsJson(rest) ? undefined : io.err(text)),
    })
    .action(async () => {
      status = await verb.run(io, command.args, command.opts());
    });
  try {
    const forgotten = valueForgotten(command.options, rest);
    if (forgotten !== undefined) {
      return usage(`error: option '${forgotten}' argument missing`, io, rest);
    }
    await command.parseAsync([...rest], { from: "user" });
    return status;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return 0;
      return wantsJson(rest) ? usage(error.message, io, rest) : 2;
    }
    if (error instanceof DenError) return fail(error, io, rest);
    const { cycleFinding, refusalIn } = await import("../check/cycle-finding.ts");
    const circle = cycleFinding(error);
    if (circle !== undefined) return fail(new DenError([circle]), io, rest);
    const refusal = refusalIn(error);
    if (refusal !== undefined) return fail(refusal, io, rest);
    return fail(defect(error), io, rest);
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
  if (entry === undefined)
    return unknownVerb(path, name, group.verbs, groupHelp(path, group), io, rest);
  return run(await group.load(name), `${path} ${name}`, entry, rest, io);
}

function wantsJson(args: readonly string[]): boolean {
  const end = args.indexOf("--");
  return (end < 0 ? args : args.slice(0, end)).includes("--json");
}

/** A command line that is wrong, as text or as JSON; its status. */
function usage(message: string, io: Io, args: readonly string[]): number {
  if (!wantsJson(args)) io.err(`${message}\n`);
  else {
    const found = problem("DEN_USAGE", message.replace(/^error: /, ""));
    io.out(`${JSON.stringify({ findings: [found] }, null, 2)}\n`);
  }
  return 2;
}

/** Something that den should not have let happen: told with its stack, to be reported. */
function defect(error: unknown): DenError {
  const [message = "", ...stack] = String(error instanceof Error ? error.stack : error).split("\n");
  return new DenError(
    [
      problem("DEN_INTERNAL", message, {
        remedy: "this is a defect of den: please report it with these lines",
        detail: stack.slice(0, 8).join("\n"),
      }),
    ],
    { cause: error },
  );
}

/** What is told when there is nothing left to do and the command is not at its end; the status. */
export function stuck(argv: readonly string[], io: Io): number {
  const [file] = loading();
  const found = problem(
    "DEN_CONFIG_HANGS",
    `${file ?? "a file of the fleet"} waits for something that never comes`,
    {
      ...(file === undefined ? {} : { places: [{ file, path: [] }] }),
      remedy: "look for an `await` of a promise that nothing resolves",
    },
  );
  if (wantsJson(argv)) io.out(`${JSON.stringify({ findings: [found] }, null, 2)}\n`);
  else io.err(`error ${found.code} ${found.message}\n  → ${found.remedy}\n`);
  return 3;
}

async function fail(error: DenError, io: Io, args: readonly string[]): Promise<number> {
  const root = (error as { root?: string }).root ?? rootOf(io, args);
  const locator = createLocator(root);
  const findings = await locateFindings(error.findings, locator);
  if (wantsJson(args)) io.out(`${JSON.stringify({ findings }, null, 2)}\n`);
  else reportFindings(io, await paintFor(io, !args.includes("--no-color")), findings, locator);
  return statusOf(error.code);
}

/** The folder that places are relative to, where what was thrown does not know it. */
function rootOf(io: Io, args: readonly string[]): string {
  const at = args.indexOf("--config");
  const named = at < 0 ? undefined : args[at + 1];
  try {
    return dirname(named === undefined ? findConfig(io.cwd) : resolve(io.cwd, named));
  } catch {
    return io.cwd;
  }
}

async function unknownVerb(
  path: string,
  name: string,
  verbs: readonly VerbEntry[],
  help: string,
  io: Io,
  args: readonly string[],
): Promise<number> {
  const { nearest } = await import("gen-schema");
  const best = nearest(
    name,
    verbs.map((verb) => verb.name),
  );
  const what = path === "den" ? "verb" : "command";
  const hint = best === undefined ? "" : `; did you mean \`${path} ${best}\`?`;
  const status = usage(`${path}: there is no ${what} ${JSON.stringify(name)}${hint}`, io, args);
  if (best === undefined && !wantsJson(args)) io.err(help);
  return status;
}
