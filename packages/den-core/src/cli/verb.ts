import type { Command } from "commander";
import type { VerbEntry } from "./help.ts";
import type { Io } from "./io.ts";

/** A verb's module: it declares its options on a command and returns its exit status. */
export interface Verb {
  define(command: Command): Command;
  run(io: Io, args: readonly string[], options: Readonly<Record<string, unknown>>): Promise<number>;
}

/** A verb with verbs below it: `den vars list`. */
export interface VerbGroup {
  readonly verbs: readonly VerbEntry[];
  /** What else its help says. */
  readonly about: string;
  /** The module of one of its verbs. */
  load(name: string): Promise<Verb | VerbGroup>;
}

/** What `--help` of a group prints. */
export function groupHelp(path: string, { verbs, about }: VerbGroup): string {
  const width = Math.max(...verbs.map(({ name, usage }) => `${name} ${usage}`.length));
  const lines = verbs.map(
    ({ name, usage, summary }) => `  ${`${name} ${usage}`.padEnd(width)}  ${summary}`,
  );
  return `Usage: ${path} COMMAND [OPTION]…

${lines.join("\n")}

${about}
\`${path} COMMAND --help\` tells the options of a command.
`;
}

const WITH_VALUE: ReadonlySet<string> = new Set(["--config", "--identity"]);

/** The words of a command line with options that stand before the verb of a group behind it. */
export function verbFirst(words: readonly string[], { verbs }: VerbGroup): readonly string[] {
  let at = 0;
  while (words[at]?.startsWith("-") === true) at += WITH_VALUE.has(words[at] as string) ? 2 : 1;
  const name = words[at];
  if (at === 0 || name === undefined || !verbs.some((verb) => verb.name === name)) return words;
  return [name, ...words.slice(0, at), ...words.slice(at + 1)];
}
