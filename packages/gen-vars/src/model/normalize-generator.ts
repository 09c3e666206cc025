import type { VarsIssue } from "../error/vars-error.ts";
import { checkTemplates } from "./check-templates.ts";
import { definitionFingerprint } from "./definition-fingerprint.ts";
import { parseDuration } from "./duration.ts";
import {
  type Place,
  readBoolean,
  readFields,
  readOptional,
  readString,
  report,
  shown,
} from "./field-reader.ts";
import type { Generator } from "./generator.ts";
import { canonicalJson } from "./json.ts";
import { readDependencies, readRuntimeInputs } from "./read-dependencies.ts";
import { checkName, readFiles } from "./read-files.ts";
import { readPrompts } from "./read-prompts.ts";

const FIELDS = [
  "files",
  "prompts",
  "dependencies",
  "runtimeInputs",
  "script",
  "scope",
  "share",
  "validation",
  "expires",
  "rotateAfter",
] as const;

/** Read-only and internal options of Clan's generators: accepted, not used. */
const IGNORED = ["name", "finalScript", "validationHash", "pkgs", "settings", "_module"] as const;

/** A normalised generator with everything that is wrong or doubtful about its declaration. */
export interface NormalizedGenerator {
  readonly generator: Generator;
  readonly issues: readonly VarsIssue[];
  readonly warnings: readonly VarsIssue[];
}

/**
 * Reads one declaration (of unknown shape: it may come from JSON or Nix) and fills in every
 * default. Never throws; `issues` holds all problems, each with its field's path.
 */
export function normalizeGenerator(
  name: string,
  input: unknown,
  origin?: string,
): NormalizedGenerator {
  const issues: VarsIssue[] = [];
  const place: Place = { culprit: `generator ${JSON.stringify(name)}`, origin, issues };
  checkName(name, "", "generator", place);
  const fields = readFields(input, "", FIELDS, IGNORED, place);
  const prompts = readPrompts(fields.get("prompts"), place);
  const files = readFiles(fields.get("files"), prompts, place);
  const scope = readOptional(fields.get("scope"), "scope", place);
  const share = readBoolean(fields.get("share"), "share", false, place);
  if (share && scope !== undefined) {
    report(
      place,
      "field-conflict",
      "share",
      `\`share\` (lives at the root) and \`scope: ${JSON.stringify(scope)}\` contradict each other.`,
      "Keep one of them.",
    );
  }
  const parts = {
    name,
    files,
    hasTemplates: [...files.values()].some((file) => file.template !== undefined),
    prompts,
    dependencies: readDependencies(fields.get("dependencies"), files, place),
    runtimeInputs: readRuntimeInputs(fields.get("runtimeInputs"), place),
    script: readString(fields.get("script") ?? undefined, "script", "", place),
    scope,
    share,
    validation: readValidation(fields.get("validation"), place),
    expires: readDuration(fields.get("expires"), "expires", place),
    rotateAfter: readDuration(fields.get("rotateAfter"), "rotateAfter", place),
  };
  if (parts.script.includes("\0")) {
    report(place, "field-invalid", "script", "script holds a NUL character.", "Remove it.");
  }
  const generator = { ...parts, fingerprint: definitionFingerprint(parts) };
  checkTemplates(generator, place);
  return { generator, issues, warnings: doubts(generator, origin) };
}

function readValidation(value: unknown, place: Place): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === "function" || typeof value === "symbol" || typeof value === "bigint") {
    report(place, "field-invalid", "validation", "validation must be plain data.", "Change it.");
    return null;
  }
  return canonicalJson(value);
}

function readDuration(value: unknown, path: string, place: Place): number | undefined {
  if (value === undefined || value === null) return undefined;
  const seconds = parseDuration(value);
  if (seconds === undefined) {
    report(
      place,
      "duration-invalid",
      path,
      `${path} is ${shown(value)}, which is no length of time.`,
      "Write seconds as a number, or text such as 90d, 12h30m, 2w, 1y or P90D.",
    );
  }
  return seconds;
}

function doubts(generator: Generator, origin: string | undefined): VarsIssue[] {
  const warnings: VarsIssue[] = [];
  const place: Place = {
    culprit: `generator ${JSON.stringify(generator.name)}`,
    origin,
    issues: warnings,
  };
  for (const file of generator.files.values()) {
    const path = `files.${file.name}`;
    if (file.secret && (Number.parseInt(file.mode, 8) & 0o004) !== 0) {
      report(
        place,
        "secret-world-readable",
        `${path}.mode`,
        `the secret file ${file.name} is deployed with mode ${file.mode}, readable by everybody on the machine.`,
        'Drop the last digit to 0, or declare the file with "secret: false".',
      );
    }
    const owned = file.owner !== "root" || file.group !== "root" || file.mode !== "0400";
    if (!file.secret && owned) {
      report(
        place,
        "public-file-permissions",
        path,
        `owner, group and mode of ${file.name} have no effect, because it is not secret.`,
        'Remove them, or declare the file with "secret: true".',
      );
    }
  }
  return warnings;
}
