import { problem } from "../diagnostics/finding.ts";
import type { VerbEntry } from "./help.ts";
import type { Io } from "./io.ts";

/** Does this command line ask for JSON? */
export function wantsJson(args: readonly string[]): boolean {
  const end = args.indexOf("--");
  return (end < 0 ? args : args.slice(0, end)).includes("--json");
}

/** A command line that is wrong, as text or as JSON; its status. */
export function usage(message: string, io: Io, args: readonly string[]): number {
  if (!wantsJson(args)) io.err(`${message}\n`);
  else {
    const found = problem("DEN_USAGE", message.replace(/^error: /, ""));
    io.out(`${JSON.stringify({ findings: [found] }, null, 2)}\n`);
  }
  return 2;
}

/** A name that is no verb of `den`, or no command of a group: told with the nearest; its status. */
export async function unknownVerb(
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
