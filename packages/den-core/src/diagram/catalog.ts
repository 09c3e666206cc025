import type { Picture } from "den-diagram";
import { type CatalogEntry, catalog } from "../catalog/catalog.ts";
import { hostDependencies, validateDependencies } from "../catalog/dependencies.ts";
import { compareNames } from "../model/names.ts";
import { hostId, type Pipeline } from "../pipeline/pipeline.ts";
import { details, originRows } from "./details.ts";
import { aspectNode, capabilityNode, categoryGroup } from "./ids.ts";
import { collect } from "./parts.ts";

/**
 * Aspects by category, with what they provide and require: all of the fleet, or those of one host.
 * What nothing provides is muted; a need that is unmet at some host says so.
 *
 * @throws DenError `DEN_UNKNOWN_HOST`
 */
export function catalogPicture(pipeline: Pipeline, host?: string): Picture {
  const parts = collect();
  const { evaluator, model, resolution } = pipeline;
  const here =
    host === undefined
      ? undefined
      : evaluator.get(resolution.resolution, hostId(model, host)).aspects;
  const entries = Object.values(catalog(pipeline)).filter(({ name }) => here?.has(name) ?? true);
  const unmet =
    host === undefined ? validateDependencies(pipeline) : hostDependencies(pipeline, host);
  const lacking = new Map<string, string[]>();
  for (const { aspect, missing, host: at } of unmet) {
    const key = JSON.stringify([aspect, missing]);
    const hosts = lacking.get(key);
    if (hosts === undefined) lacking.set(key, [at]);
    else hosts.push(at);
  }
  const names = new Set(entries.map(({ name }) => name));
  const provided = new Set(entries.flatMap(({ provides }) => provides));
  for (const entry of entries) {
    const from = parts.node({ ...aspectPart(entry, pipeline), ...groupOf(entry) });
    for (const category of entry.categories.slice(0, 1))
      parts.group({ id: categoryGroup(category), kind: "category", label: category });
    for (const capability of entry.provides)
      parts.edge({ from, to: capabilityNode(capability), kind: "provides" });
    for (const need of entry.requires) {
      const hosts = [...(lacking.get(JSON.stringify([entry.name, need])) ?? [])].sort(compareNames);
      const to = [
        ...(names.has(need) ? [aspectNode(need)] : []),
        ...(provided.has(need) || !names.has(need) ? [capabilityNode(need)] : []),
      ];
      for (const target of to)
        parts.edge({
          from,
          to: target,
          kind: "requires",
          ...(hosts.length > 0 ? { label: "unmet", ...details(["unmet at", hosts]) } : {}),
        });
    }
  }
  const needed = new Set(entries.flatMap(({ requires }) => requires));
  for (const capability of new Set([...provided, ...needed])) {
    if (names.has(capability) && !provided.has(capability)) continue;
    parts.node({
      id: capabilityNode(capability),
      kind: "capability",
      label: capability,
      ...(provided.has(capability)
        ? {}
        : { muted: true, note: "unmet", ...details(["unmet", "nothing provides it"]) }),
    });
  }
  return parts.done(`Catalog of ${host === undefined ? model.name : `host ${host}`}`);
}

function aspectPart(entry: CatalogEntry, { model }: Pipeline) {
  return {
    id: aspectNode(entry.name),
    kind: "aspect",
    label: entry.name,
    ...details(
      ["description", entry.description],
      ["categories", entry.categories],
      ["classes", entry.classes],
      ["channels", entry.channels],
      ["generators", entry.generators],
      ...originRows(model.aspects.get(entry.name)?.origins ?? []),
    ),
  };
}

/** An aspect stands in the first of its categories. */
function groupOf({ categories }: CatalogEntry): { readonly group?: string } {
  const [first] = categories;
  return first === undefined ? {} : { group: categoryGroup(first) };
}
