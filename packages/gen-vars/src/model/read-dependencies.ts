import {
  invalid,
  join,
  type Place,
  readFields,
  readOptional,
  readRecord,
  readString,
  readStrings,
  report,
} from "./field-reader.ts";
import type { Dependency, GeneratorFile, RuntimeInput } from "./generator.ts";
import { compare } from "./json.ts";
import { checkName } from "./read-files.ts";
import { templateReferences } from "./template.ts";

const FIELDS = ["generator", "node", "scope", "exportKey", "as"] as const;

/**
 * Declared dependencies, then those that only a template names. A list holds names or records;
 * Clan's flake-level attribute set maps the folder under `$in` to a record. Sorted by folder.
 */
export function readDependencies(
  value: unknown,
  files: ReadonlyMap<string, GeneratorFile>,
  place: Place,
): readonly Dependency[] {
  const all = new Map<string, Dependency>();
  const listed = Array.isArray(value)
    ? value.map((item, index) => readDependency(item, `dependencies.${index}`, undefined, place))
    : readRecord(value, "dependencies", place).map(([as, item]) =>
        readDependency(item, join("dependencies", as), as, place),
      );
  for (const dependency of listed) {
    if (dependency === undefined) continue;
    const other = all.get(dependency.as);
    if (other !== undefined && !same(other, dependency)) {
      report(
        place,
        "dependency-duplicate",
        "dependencies",
        `two dependencies would both be staged in $in/${dependency.as}.`,
        "Give one of them another folder with `as`.",
      );
    }
    all.set(dependency.as, dependency);
  }
  for (const file of files.values()) {
    if (file.template === undefined) continue;
    for (const reference of templateReferences(file.template)) {
      if (reference.from !== "dependency" || all.has(reference.as)) continue;
      const { as } = reference;
      all.set(as, { as, generator: as, node: undefined, scope: undefined });
    }
  }
  return [...all.values()].sort((a, b) => compare(a.as, b.as));
}

function same(a: Dependency, b: Dependency): boolean {
  return a.generator === b.generator && a.node === b.node && a.scope === b.scope;
}

function readDependency(
  value: unknown,
  path: string,
  folder: string | undefined,
  place: Place,
): Dependency | undefined {
  if (typeof value === "string") {
    checkName(value, path, "generator", place);
    return { as: folder ?? value, generator: value, node: undefined, scope: undefined };
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    invalid(place, path, "a generator's name or a record with `generator`", value);
    return undefined;
  }
  const fields = readFields(value, path, FIELDS, [], place);
  if (fields.get("generator") === undefined) {
    invalid(place, join(path, "generator"), "a generator's name", undefined);
    return undefined;
  }
  const generator = readString(fields.get("generator"), join(path, "generator"), "", place);
  checkName(generator, join(path, "generator"), "generator", place);
  const as = readOptional(fields.get("as"), join(path, "as"), place) ?? folder ?? generator;
  checkName(as, join(path, "as"), "folder of $in", place);
  const node =
    readOptional(fields.get("node"), join(path, "node"), place) ??
    readOptional(fields.get("exportKey"), join(path, "exportKey"), place);
  const scope = readOptional(fields.get("scope"), join(path, "scope"), place);
  if (node !== undefined && scope !== undefined) {
    report(
      place,
      "field-conflict",
      path,
      `${path} names both a node and a kind of scope.`,
      "Keep `node` for another place in the tree, or `scope` for the nearest one above.",
    );
  }
  return { as, generator, node, scope };
}

/** Runtime inputs, each once, in code-unit order: the order of programs on a PATH of their own means nothing. */
export function readRuntimeInputs(value: unknown, place: Place): readonly RuntimeInput[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) {
    invalid(place, "runtimeInputs", "a list", value);
    return [];
  }
  const inputs = new Map<string, RuntimeInput>();
  value.forEach((item, index) => {
    const path = `runtimeInputs.${index}`;
    const input = readRuntimeInput(item, path, place);
    if (input === undefined) return;
    if (input.package === "" || input.package.includes("\0") || input.package.startsWith("-")) {
      invalid(place, path, "a program, a Nix installable or a store path", input.package);
    }
    const programs = new Set([...(inputs.get(input.package)?.programs ?? []), ...input.programs]);
    inputs.set(input.package, { ...input, programs: [...programs].sort(compare) });
  });
  return [...inputs.values()].sort((a, b) => compare(a.package, b.package));
}

function readRuntimeInput(value: unknown, path: string, place: Place): RuntimeInput | undefined {
  if (typeof value === "string") return { package: value, programs: [] };
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    invalid(place, path, "a name or a record with `package`", value);
    return undefined;
  }
  const fields = readFields(value, path, ["package", "programs"], [], place);
  const programs = readStrings(fields.get("programs"), join(path, "programs"), place);
  for (const program of programs) checkName(program, join(path, "programs"), "program", place);
  return { package: readString(fields.get("package"), join(path, "package"), "", place), programs };
}
