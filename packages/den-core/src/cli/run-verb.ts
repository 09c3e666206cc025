import { type Command, CommanderError } from "commander";
import { fail, refusalOf } from "./fail.ts";
import type { VerbEntry } from "./help.ts";
import type { Io } from "./io.ts";
import { unknownVerb, usage, wantsJson } from "./usage.ts";
import { groupHelp, type Verb, type VerbGroup, verbFirst } from "./verb.ts";

/** Runs one verb, or one below a group, on the words behind its name; its exit status. */
export async function runVerb(
  verb: Verb | VerbGroup,
  path: string,
  { summary }: VerbEntry,
  rest: readonly string[],
  io: Io,
): Promise<number> {
  if ("verbs" in verb) return runGroup(verb, path, rest, io);
  const { Command: CommandClass } = await import("commander");
  let status = 0;
  const command = withCommonOptions(verb.define(new CommandClass(path)))
    .description(summary)
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
    return fail(await refusalOf(error), io, rest);
  }
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
  return runVerb(await group.load(name), `${path} ${name}`, entry, rest, io);
}

/** Adds the options that every verb has. */
export function withCommonOptions(command: Command): Command {
  return command
    .option("--config <file>", "the fleet's configuration file")
    .option("--json", "machine-readable output")
    .option("--no-color", "plain text");
}

/** An option where the value of another should be. */
function valueForgotten(options: Command["options"], words: readonly string[]): string | undefined {
  const takers = new Set(
    options.filter((one) => one.required).flatMap(({ short, long }) => [short, long]),
  );
  return words.find((word, index) => takers.has(word) && /^--|^$/.test(words[index + 1] ?? ""));
}
