import type { Instance, Vars, VarsError, VarsErrorCode, VarsIssue } from "gen-vars";
import { DenError } from "../../diagnostics/den-error.ts";
import { type Finding, problem } from "../../diagnostics/finding.ts";
import { type Origin, originText } from "../../diagnostics/origin.ts";
import { WHOLE } from "../../pipeline/base.ts";
import { varsFinding } from "../../vars/failures.ts";
import type { OpenFleet } from "../open-fleet.ts";
import type { IdentitySource } from "./identities.ts";
import { shellWord } from "./text.ts";

/** What gen-vars refused, with where the culprit was declared and what to type. */
export function cliFailure(
  error: VarsError,
  fleet: OpenFleet,
  vars: Vars | undefined,
  identities: IdentitySource,
): DenError {
  const places = vars === undefined ? () => [] : placeFinder(fleet, vars);
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
    missing: `run \`den vars generate -g ${id}\``,
    stale: `run \`den vars generate -g ${id}\``,
    expired: `run \`den vars rotate ${id}\``,
    "rotation-due": `run \`den vars rotate ${id}\``,
    "wrong-recipients": "run `den vars rekey`",
    tampered: `restore it from version control, or accept it with \`den vars set\` or \`den vars rotate\``,
    orphan: `run \`den vars prune ${id}\`, or \`den vars adopt ${id} NEW\` if the generator was renamed`,
    "no-recipients":
      "add the key of an administrator, a host or a user: `den vars keys add --help`",
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
  return REMEDIES[code] ?? asDenSays(remedy);
}

/** The library writes sentences, and den goes on after an arrow. */
function asDenSays(remedy: string): string {
  const start = /^[A-Z][a-z ]/.test(remedy) ? remedy.slice(0, 1).toLowerCase() : remedy.slice(0, 1);
  return `${start}${remedy.slice(1)}`.replace(/\.$/, "");
}

/** Finds where the generator of an id was declared. */
export function placeFinder(fleet: OpenFleet, vars: Vars): (culprit: string) => readonly Origin[] {
  let known: Map<string, Origin> | undefined;
  return (culprit) => {
    const instance = instanceOf(vars, culprit);
    if (instance === undefined) return [];
    known ??= originsOf(fleet);
    const texts = new Set(instance.declarations.map(({ origin }) => origin ?? ""));
    return [...texts].flatMap((text) => known?.get(text) ?? []);
  };
}

/** The instance of an id, or of the id of one of its files. */
export function instanceOf(vars: Vars, id: string): Instance | undefined {
  return (
    vars.model.instance(id) ?? vars.model.instance(id.slice(0, Math.max(0, id.lastIndexOf("/"))))
  );
}

function originsOf({ pipeline }: OpenFleet): Map<string, Origin> {
  const { evaluator, vars } = pipeline;
  return new Map(
    evaluator
      .get(vars.places.whole, WHOLE)
      .scopes.flatMap(({ id }) => evaluator.get(vars.generators, id))
      .map(({ origin }) => [originText(origin), origin] as const),
  );
}

/** What the file system refused: no defect of den's. Its message names a path and no value. */
export function systemFailure(error: unknown): DenError | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (code === undefined || syscall === undefined) return undefined;
  return new DenError([problem("DEN_OUTPUT_UNWRITABLE", error.message)], { cause: error });
}
