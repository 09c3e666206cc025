import type { Detail } from "den-diagram";
import { originText } from "../diagnostics/origin.ts";
import { compareNames } from "../model/names.ts";
import type { PlanOrigin } from "../plan/plan.ts";
import { plain } from "../plan/plan.ts";

/** A row of details that may have nothing to say. */
export type Row = readonly [name: string, value: unknown];

/** Rows that say something, as a part's details; none at all where no row does. */
export function details(...rows: readonly Row[]): { readonly details?: readonly Detail[] } {
  const told = rows.flatMap(([name, value]): Detail[] => {
    const text = valueText(value);
    return text === "" ? [] : [[name, text]];
  });
  return told.length === 0 ? {} : { details: told };
}

/** A value as text: texts as they are, a list of texts with commas, anything else as JSON. */
export function valueText(value: unknown): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "string") return value;
  if (Array.isArray(value) && value.every((item) => typeof item === "string"))
    return value.join(", ");
  return JSON.stringify(plain(value)) ?? "";
}

/** A row for each key of `meta`, in name order: `meta.region`. */
export function metaRows(meta: unknown): Row[] {
  if (typeof meta !== "object" || meta === null || Array.isArray(meta)) return [["meta", meta]];
  return Object.entries(meta)
    .sort(([a], [b]) => compareNames(a, b))
    .map(([key, value]) => [`meta.${key}`, value]);
}

/** A row for each place where something is declared, each once. */
export function originRows(origins: readonly (PlanOrigin | null)[], name = "declared"): Row[] {
  const texts = origins.flatMap((origin) =>
    origin === null || origin.file === "" ? [] : [originText(origin)],
  );
  return [...new Set(texts)].sort(compareNames).map((text) => [name, text]);
}

/** `host web1 (den.config.ts at hosts.web1)`; without a place where it is not known. */
export function placedText(text: string, origin: PlanOrigin): string {
  return origin.file === "" ? text : `${text} (${originText(origin)})`;
}

/** Names, sorted: the first of many, and how many there are. */
export function listText(names: Iterable<string>, shown = 6): string {
  const all = [...new Set(names)].sort(compareNames);
  if (all.length <= shown) return all.join(", ");
  return `${all.slice(0, shown).join(", ")}, … (${all.length})`;
}

/** The first characters of a text that is long, with an ellipsis. */
export function cut(text: string, length = 40): string {
  const characters = [...text];
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join("")}…`;
}
