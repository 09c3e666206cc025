import { type JsonSchema, toJsonSchema, toMarkdown } from "gen-schema";
import type { AspectModel } from "../model/model.ts";
import { compareNames, entityId } from "../model/names.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";

/** What the catalog says of one aspect. */
export interface CatalogEntry {
  readonly name: string;
  readonly description: string;
  readonly categories: readonly string[];
  readonly requires: readonly string[];
  readonly provides: readonly string[];
  /** Its settings; null when it has none. */
  readonly schema: JsonSchema | null;
  readonly classes: readonly string[];
  readonly channels: readonly string[];
  readonly generators: readonly string[];
  readonly includes: readonly string[];
  /** Where it was declared. */
  readonly files: readonly string[];
}

function texts(value: unknown): string[] {
  return Array.isArray(value)
    ? value.filter((item): item is string => typeof item === "string")
    : [];
}

function entryOf(aspect: AspectModel, schema: unknown): CatalogEntry {
  const { meta } = aspect;
  const keys = (of: "contents" | "channels" | "generators"): string[] =>
    [...new Set(aspect.parts.flatMap((part) => [...part[of].keys()]))].sort(compareNames);
  return {
    name: aspect.name,
    description: typeof meta.description === "string" ? meta.description : "",
    categories: texts(meta.categories),
    requires: texts(meta.requires),
    provides: texts(meta.provides),
    schema: schema === undefined ? null : toJsonSchema(schema),
    classes: keys("contents"),
    channels: keys("channels"),
    generators: keys("generators"),
    includes: aspect.includes.map((ref) => ("name" in ref ? ref.name : ref.inline.name)),
    files: [...new Set(aspect.origins.map((origin) => origin.file))],
  };
}

/** Every aspect of a fleet, by name. Nothing per host is evaluated. */
export function catalog(pipeline: Pipeline): Record<string, CatalogEntry> {
  const { model, evaluator, settings } = pipeline;
  const names = [...model.aspects.keys()].sort(compareNames);
  return Object.fromEntries(
    names.map((name) => [
      name,
      entryOf(model.aspects.get(name) as AspectModel, evaluator.get(settings.schema, name).source),
    ]),
  );
}

/** The names of the aspects of a category, in order. */
export function byCategory(pipeline: Pipeline, category: string): string[] {
  return Object.values(catalog(pipeline))
    .filter((entry) => entry.categories.includes(category))
    .map((entry) => entry.name);
}

/** Every category with its aspects, in order. */
export function categories(pipeline: Pipeline): Record<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { name, categories: of } of Object.values(catalog(pipeline))) {
    for (const category of of) found.set(category, [...(found.get(category) ?? []), name]);
  }
  return Object.fromEntries([...found].sort(([a], [b]) => compareNames(a, b)));
}

/** The hosts (by name) that have each aspect. Evaluates every host. */
export function usedBy(pipeline: Pipeline): ReadonlyMap<string, readonly string[]> {
  const { model, evaluator, resolution } = pipeline;
  const found = new Map<string, string[]>();
  for (const host of model.hostNames) {
    for (const name of evaluator
      .get(resolution.resolution, entityId("host", host))
      .aspects.keys()) {
      found.set(name, [...(found.get(name) ?? []), host]);
    }
  }
  return found;
}

/** The catalog as a Markdown page. */
export function catalogMarkdown(pipeline: Pipeline, entries: readonly CatalogEntry[]): string {
  const used = usedBy(pipeline);
  const blocks = entries.map((entry) => {
    const lines = [`## ${entry.name}`, "", entry.description || "(no description)", ""];
    const row = (title: string, values: readonly string[]): void => {
      if (values.length > 0)
        lines.push(`- ${title}: ${values.map((value) => `\`${value}\``).join(", ")}`);
    };
    row("categories", entry.categories);
    row("requires", entry.requires);
    row("provides", entry.provides);
    row("classes", entry.classes);
    row("channels", entry.channels);
    row("generators", entry.generators);
    row("includes", entry.includes);
    row("used by", used.get(entry.name) ?? []);
    if (entry.schema !== null) lines.push("", "### Settings", "", toMarkdown(entry.schema).trim());
    return lines.join("\n");
  });
  return `# Catalog of ${pipeline.model.name}\n\n${blocks.join("\n\n")}\n`;
}
