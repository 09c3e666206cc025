import type { Vars, VarsError, VarsErrorCode, VarsIssue } from "gen-vars";
import { DenError } from "../../diagnostics/den-error.ts";
import { type Finding, problem } from "../../diagnostics/finding.ts";
import type { Origin } from "../../diagnostics/origin.ts";
import { declaredAt } from "../../vars/declared-at.ts";
import { varsFinding } from "../../vars/failures.ts";
import { asDenSays, commandFor, shellWord } from "../../vars/remedies.ts";
import type { OpenFleet } from "../open-fleet.ts";
import type { IdentitySource } from "./identities.ts";

/** What gen-vars refused, with where the culprit was declared and what to type. */
export function cliFailure(
  error: VarsError,
  fleet: OpenFleet,
  vars: Vars | undefined,
  identities: IdentitySource,
): DenError {
  const places = vars === undefined ? () => [] : declaredAt(fleet.pipeline, vars.model);
  return new DenError(
    error.issues.map((issue) => cliFinding(issue, places, identities)),
    { cause: error },
  );
}

/** One issue as a finding. */
export function cliFinding(
  issue: VarsIssue,
  places: (culprit: string) => readonly Origin[],
  identities: IdentitySource,
): Finding {
  const finding = varsFinding({ ...issue, remedy: remedyOf(issue, identities) });
  const found = issue.culprit === undefined ? [] : places(issue.culprit);
  return found.length === 0 || finding.places !== undefined
    ? finding
    : { ...finding, places: found };
}

/** What to type, where the command knows better than the library. */
function remedyOf(
  { code, culprit = "", remedy, path = "" }: VarsIssue,
  identities: IdentitySource,
): string {
  const id = shellWord(culprit);
  const REMEDIES: Partial<Record<VarsErrorCode, string>> = {
    "sandbox-unavailable":
      "install bubblewrap or allow user namespaces; or say --no-sandbox, which lets scripts read what you can read and use the network",
    "prompt-unanswered": `answer it on a terminal, or in a file: --answers FILE with ${JSON.stringify({ [culprit]: { [path.replace(/^prompts\./, "")]: "…" } })}`,
    "script-timeout":
      "make the script faster (it has no network and no terminal), or give it longer with --timeout SECONDS",
    "unknown-name": "`den vars list` shows what there is",
  };
  if (code === "not-found" && remedy === "Generate it.")
    return `run \`den vars generate -g ${id}\``;
  if (code === "script-failed" && remedy.includes("withheld")) {
    return "what it printed is withheld, because it handles secrets; --show-output shows it";
  }
  if (code === "unreadable" && identities.used.length > 0) {
    return `${asDenSays(remedy)}; looked for keys in ${identities.used.join(", ")}`;
  }
  return REMEDIES[code] ?? commandFor(code, culprit) ?? asDenSays(remedy);
}

/** What the file system refused: no defect of den's. Its message names a path and no value. */
export function systemFailure(error: unknown): DenError | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (code === undefined || syscall === undefined) return undefined;
  return new DenError([problem("DEN_OUTPUT_UNWRITABLE", error.message)], { cause: error });
}
