import { packageName } from "./definition-fingerprint.ts";
import type { Generator } from "./generator.ts";
import { canonicalJson, compare } from "./json.ts";

/** One field in which two declarations of a shared generator differ; absent values are `undefined`. */
export interface GeneratorDifference {
  readonly path: string;
  readonly left: string | undefined;
  readonly right: string | undefined;
}

/**
 * What makes two declarations produce different values, field by field. Owner, group, mode,
 * neededFor and restartUnits only say how one machine installs a file, and may differ.
 */
export function generatorDifferences(left: Generator, right: Generator): GeneratorDifference[] {
  if (left === right) return [];
  const a = comparable(left);
  const b = comparable(right);
  return [...new Set([...a.keys(), ...b.keys()])]
    .sort(compare)
    .filter((path) => a.get(path) !== b.get(path))
    .map((path) => ({ path, left: a.get(path), right: b.get(path) }));
}

/** Differences as lines of text, long values cut. */
export function differenceText(differences: readonly GeneratorDifference[]): string {
  return differences
    .map(({ path, left, right }) => `  ${path}: ${cut(left)} ≠ ${cut(right)}`)
    .join("\n");
}

function cut(text: string | undefined): string {
  if (text === undefined) return "(absent)";
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

function comparable(generator: Generator): Map<string, string> {
  const fields = new Map<string, string>([
    ["script", JSON.stringify(generator.script)],
    ["scope", JSON.stringify(generator.share ? "(root)" : (generator.scope ?? null))],
    ["validation", generator.validation ?? "null"],
    ["expires", String(generator.expires ?? "never")],
    ["rotateAfter", String(generator.rotateAfter ?? "never")],
    ["runtimeInputs", canonicalJson(generator.runtimeInputs.map((i) => packageName(i.package)))],
  ]);
  for (const file of generator.files.values()) {
    fields.set(`files.${file.name}.secret`, String(file.secret));
    fields.set(`files.${file.name}.deploy`, canonicalJson(file.deploy));
    if (file.template !== undefined) {
      fields.set(`files.${file.name}.template`, JSON.stringify(file.template.source));
    }
  }
  for (const { name, ...prompt } of generator.prompts.values()) {
    for (const [key, value] of Object.entries(prompt)) {
      fields.set(`prompts.${name}.${key}`, canonicalJson(value ?? null));
    }
  }
  for (const { as, ...dependency } of generator.dependencies) {
    fields.set(`dependencies.${as}`, canonicalJson(dependency));
  }
  return fields;
}
