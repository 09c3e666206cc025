import {
  invalid,
  join,
  type Place,
  readBoolean,
  readChoice,
  readFields,
  readOptional,
  readRecord,
  readString,
  readStrings,
  report,
} from "./field-reader.ts";
import type { GeneratorFile, GeneratorPrompt } from "./generator.ts";
import type { NeededFor } from "./generator-input.ts";
import { compare } from "./json.ts";
import { isName } from "./names.ts";
import { parseTemplate, type Template } from "./template.ts";

const FILE_FIELDS = [
  "secret",
  "deploy",
  "owner",
  "group",
  "mode",
  "neededFor",
  "restartUnits",
  "template",
] as const;

/** Read-only and internal fields of Clan's file modules: accepted, not used. */
const FILE_IGNORED = [
  "name",
  "generatorName",
  "rel_dir",
  "path",
  "flakePath",
  "value",
  "exists",
  "share",
  "sops",
] as const;

const NEEDED_FOR: readonly NeededFor[] = ["partitioning", "activation", "users", "services"];

/** The declared files, and one for each persisted prompt that has none. Sorted by name. */
export function readFiles(
  value: unknown,
  prompts: ReadonlyMap<string, GeneratorPrompt>,
  place: Place,
): ReadonlyMap<string, GeneratorFile> {
  const files = new Map<string, GeneratorFile>();
  for (const [name, file] of readRecord(value, "files", place)) {
    checkName(name, join("files", name), "file", place);
    files.set(name, readFile(name, file, place));
  }
  for (const prompt of prompts.values()) {
    if (prompt.persist && !files.has(prompt.name)) {
      files.set(prompt.name, readFile(prompt.name, {}, place));
    } else if (prompt.persist && files.get(prompt.name)?.template !== undefined) {
      report(
        place,
        "field-conflict",
        `files.${prompt.name}.template`,
        `the file ${prompt.name} is both the persisted prompt and a template.`,
        "Give the template another name.",
      );
    }
  }
  return new Map([...files].sort(([a], [b]) => compare(a, b)));
}

function readFile(name: string, value: unknown, place: Place): GeneratorFile {
  const path = join("files", name);
  const fields = readFields(value, path, FILE_FIELDS, FILE_IGNORED, place);
  const at = (field: string): string => join(path, field);
  // Clan renamed `sops.owner` and `sops.group`; old declarations still carry them.
  const sops = readFields(fields.get("sops"), at("sops"), ["owner", "group"], [], place);
  const mode = readString(fields.get("mode"), at("mode"), "0400", place);
  if (!/^[0-7]{4}$/.test(mode)) invalid(place, at("mode"), "four octal digits", mode);
  return {
    name,
    secret: readBoolean(fields.get("secret"), at("secret"), true, place),
    deploy: readDeploy(fields.get("deploy"), at("deploy"), place),
    owner: readString(fields.get("owner") ?? sops.get("owner"), at("owner"), "root", place),
    group: readString(fields.get("group") ?? sops.get("group"), at("group"), "root", place),
    mode,
    neededFor: readChoice(fields.get("neededFor"), at("neededFor"), NEEDED_FOR, "services", place),
    restartUnits: readStrings(fields.get("restartUnits"), at("restartUnits"), place),
    template: readTemplate(fields.get("template"), at("template"), place),
  };
}

function readDeploy(value: unknown, path: string, place: Place): boolean | readonly string[] {
  if (!Array.isArray(value)) return readBoolean(value, path, true, place);
  const nodes = [...new Set(readStrings(value, path, place))].sort(compare);
  return nodes.length === 0 ? false : nodes;
}

function readTemplate(value: unknown, path: string, place: Place): Template | undefined {
  const source = readOptional(value, path, place);
  if (source === undefined) return undefined;
  const parsed = parseTemplate(source);
  if ("template" in parsed) return parsed.template;
  report(
    place,
    "template-syntax",
    path,
    `${path} has no reference in the braces at offset ${parsed.at}: ${JSON.stringify(parsed.found)}.`,
    "Write {{file}}, {{dependency/file}} or {{prompts/name}}, and {{{{ for two literal braces.",
  );
  return undefined;
}

/** Reports a name that cannot be a folder of `$in`, `$out` or `$prompts` and a part of ids. */
export function checkName(name: string, path: string, what: string, place: Place): void {
  if (isName(name)) return;
  report(
    place,
    "name-invalid",
    path,
    `${JSON.stringify(name)} cannot name a ${what}.`,
    "Use letters, digits and : _ . - (not . or .. alone, at most 200 characters).",
  );
}
