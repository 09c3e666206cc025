import { dirname, resolve } from "node:path";
import { findConfig } from "../config/find-config.ts";
import { loading } from "../config/load-file.ts";
import { createLocator, locateFindings } from "../config/locate.ts";
import { DenError } from "../diagnostics/den-error.ts";
import { problem } from "../diagnostics/finding.ts";
import { type Io, paintFor } from "./io.ts";
import { reportFindings } from "./report.ts";
import { statusOf } from "./status.ts";
import { wantsJson } from "./usage.ts";

/** Tells why a command was refused, as text or as JSON; its status. */
export async function fail(error: DenError, io: Io, args: readonly string[]): Promise<number> {
  const root = (error as { root?: string }).root ?? rootOf(io, args);
  const locator = createLocator(root);
  const findings = await locateFindings(error.findings, locator);
  if (wantsJson(args)) io.out(`${JSON.stringify({ findings }, null, 2)}\n`);
  else reportFindings(io, await paintFor(io, !args.includes("--no-color")), findings, locator);
  return statusOf(error.code);
}

/** What was thrown, as a refusal: what is none is a defect of den. */
export async function refusalOf(error: unknown): Promise<DenError> {
  if (error instanceof DenError) return error;
  const { cycleFinding, refusalIn } = await import("../check/cycle-finding.ts");
  const circle = cycleFinding(error);
  if (circle !== undefined) return new DenError([circle]);
  return refusalIn(error) ?? defect(error);
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
