import type { Command, Option } from "commander";
import type { VerbEntry } from "../help.ts";
import { withCommonOptions } from "../run-verb.ts";
import type { Verb, VerbGroup } from "../verb.ts";

/** What a word of a command line may be. */
export type WordKind = "host" | "file" | "folder" | "other";

/** An option: how it is written, and what its value may be. */
export interface OptionWords {
  /** `--format`, `-g`, … */
  readonly names: readonly string[];
  readonly summary: string;
  /** Absent when it takes no value. */
  readonly value?: WordKind;
}

/** What may follow a verb: commands below it, options, and what its words are. */
export interface CommandWords {
  /** The words that lead here: `["vars", "keys"]`. */
  readonly path: readonly string[];
  readonly commands: readonly Pick<VerbEntry, "name" | "summary">[];
  readonly options: readonly OptionWords[];
  readonly words: readonly WordKind[];
}

/** Every verb and command with its options, depth first. Loads all of them. */
export async function commandTree(
  verbs: readonly VerbEntry[],
  load: (name: string) => Promise<Verb | VerbGroup>,
  path: readonly string[] = [],
): Promise<CommandWords[]> {
  const { Command: CommandClass } = await import("commander");
  const own: CommandWords = { path, commands: verbs, options: [], words: [] };
  const below: CommandWords[] = [];
  for (const { name } of verbs) {
    const verb = await load(name);
    const here = [...path, name];
    if ("verbs" in verb) below.push(...(await commandTree(verb.verbs, verb.load, here)));
    else below.push(wordsOf(withCommonOptions(verb.define(new CommandClass(name))), here));
  }
  return [own, ...below];
}

function wordsOf(command: Command, path: readonly string[]): CommandWords {
  return {
    path,
    commands: [],
    options: [
      ...command.options.map(optionWords),
      { names: ["--help"], summary: "help on the verb" },
    ],
    words: command.registeredArguments.map((argument) =>
      // The files of `den vars get` are not files of this machine.
      argument.description.startsWith("for example web1") ? "other" : kindOf(argument.name()),
    ),
  };
}

function optionWords({ short, long, flags, description }: Option): OptionWords {
  const names = [short, long].filter((name) => typeof name === "string");
  const value = /<(.*?)(\.\.\.)?>/.exec(flags)?.[1];
  if (value === undefined) return { names, summary: description };
  return { names, summary: description, value: long === "--host" ? "host" : kindOf(value) };
}

/** Arguments and values are told apart by what they are called. */
function kindOf(name: string): WordKind {
  if (name === "host" || name === "scope") return "host";
  if (/dir$/.test(name)) return "folder";
  if (name === "file" || name === "before" || name === "after") return "file";
  return "other";
}
