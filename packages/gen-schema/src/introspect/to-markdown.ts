import { type Path, showPath } from "../data/path.ts";
import { isPlain, own } from "../data/plain.ts";
import type { JsonSchema } from "../schema/json-schema.ts";
import { resolveRef } from "../schema/resolve-ref.ts";
import { schemaOf } from "../schema/schema-of.ts";
import { typeText } from "./type-words.ts";

/** How the table is written. */
export interface MarkdownOptions {
  /** A heading before the table; @default the schema's title, if any */
  readonly title?: string | undefined;
  /** The level of that heading. @default 2 */
  readonly level?: number | undefined;
}

interface Row {
  readonly path: Path;
  readonly schema: JsonSchema;
  readonly required: boolean;
}

/**
 * A Markdown table of a schema (of any source): one row per key, nested ones by path (`tls.cert`,
 * `users[].name`, `env.*`), with type, default, how layers fold and the description. Parts that
 * contain themselves are named once and not opened again.
 *
 * @throws SchemaError if `source` is no schema.
 */
export function toMarkdown(source: unknown, options: MarkdownOptions = {}): string {
  const root = schemaOf(source).json;
  const title = options.title ?? textOf(root, "title");
  const description = textOf(root, "description");
  const head =
    title === undefined ? [] : [`${"#".repeat(options.level ?? 2)} ${inline(title)}`, ""];
  const intro = description === undefined ? [] : [inline(description), ""];
  const rows = rowsOf(root);
  const folds = rows.some(({ schema }) => textOf(schema, "x-fold") !== undefined);
  const columns = [
    "Key",
    "Type",
    "Default",
    "Required",
    ...(folds ? ["Layers"] : []),
    "Description",
  ];
  const table =
    rows.length === 0
      ? [`Accepts: ${code(typeText(root))}`]
      : [
          line(columns),
          line(columns.map(() => "---")),
          ...rows.map((row) => line(cells(row, folds))),
        ];
  return `${[...head, ...intro, ...table].join("\n")}\n`;
}

function rowsOf(root: JsonSchema): Row[] {
  const rows: Row[] = [];
  const work: (Row & { readonly around: readonly JsonSchema[] })[] = [
    { path: [], schema: root, required: true, around: [] },
  ];
  for (let row = work.pop(); row !== undefined; row = work.pop()) {
    const { path, around } = row;
    if (path.length > 0) rows.push(row);
    const views = opened(root, row.schema);
    if (views.some((view) => around.includes(view))) continue;
    const inside = [...around, ...views];
    const next = views
      .flatMap((view) => below(view, path))
      .map((item) => ({ ...item, around: inside }));
    work.push(...next.reverse());
  }
  return rows;
}

/** The schema with what it refers to and is composed of, each once. */
function opened(root: JsonSchema, schema: JsonSchema): JsonSchema[] {
  const found = new Set<JsonSchema>([schema]);
  for (const view of found) {
    const ref = own(view, "$ref");
    const target = typeof ref === "string" ? resolveRef(root, ref) : undefined;
    if (target !== undefined) found.add(target);
    for (const keyword of ["allOf", "anyOf", "oneOf"]) {
      const parts = own(view, keyword);
      if (Array.isArray(parts)) for (const part of parts) found.add(part);
    }
  }
  return [...found].filter((view) => typeof view === "object");
}

function below(view: JsonSchema, path: Path): Row[] {
  const rows: Row[] = [];
  const properties = own(view, "properties");
  const required = own(view, "required");
  if (isPlain(properties)) {
    for (const key of Object.keys(properties)) {
      rows.push({
        path: [...path, key],
        schema: properties[key] as JsonSchema,
        required: Array.isArray(required) && required.includes(key),
      });
    }
  }
  const inner: [string, unknown][] = [
    ["*", own(view, "additionalProperties")],
    ["[]", own(view, "items")],
  ];
  for (const [key, schema] of inner) {
    if (isPlain(schema) && isStructured(schema)) {
      rows.push({ path: [...path, key], schema: schema as JsonSchema, required: false });
    }
  }
  return rows;
}

/** Whether a row of its own is worth it: an element that is an object, not a plain value. */
function isStructured(schema: JsonSchema): boolean {
  return ["properties", "$ref", "allOf", "anyOf", "oneOf", "description"].some(
    (keyword) => own(schema, keyword) !== undefined,
  );
}

function cells({ path, schema, required }: Row, folds: boolean): string[] {
  const fallback = own(schema, "default");
  const deprecated = own(schema, "deprecated") === true ? "**Deprecated.** " : "";
  const title = textOf(schema, "title");
  const description = textOf(schema, "description") ?? title ?? "";
  return [
    code(keyText(path)),
    code(typeText(schema)),
    fallback === undefined ? "" : code(JSON.stringify(fallback) ?? ""),
    required ? "yes" : "",
    ...(folds ? [textOf(schema, "x-fold") ?? ""] : []),
    deprecated + inline(description),
  ];
}

function keyText(path: Path): string {
  let text = "";
  for (const key of path) {
    if (key === "[]") text += "[]";
    else if (key === "*") text += text === "" ? "*" : ".*";
    else {
      const shown = showPath([key]);
      text += text === "" || shown.startsWith("[") ? shown : `.${shown}`;
    }
  }
  return text;
}

function textOf(schema: JsonSchema, keyword: string): string | undefined {
  const value = own(schema, keyword);
  return typeof value === "string" ? value : undefined;
}

function line(cellTexts: readonly string[]): string {
  return `| ${cellTexts.join(" | ")} |`;
}

/** A code span that survives backticks, bars and line ends. */
function code(text: string): string {
  if (text === "") return "";
  const flat = text.replace(/\s+/g, " ").replaceAll("|", "\\|");
  const longest = Math.max(0, ...[...flat.matchAll(/`+/g)].map((run) => run[0].length));
  const fence = "`".repeat(longest + 1);
  const pad = flat.startsWith("`") || flat.endsWith("`") ? " " : "";
  return fence + pad + flat + pad + fence;
}

/** Running text in a cell: one line, nothing that ends the cell or starts a tag. */
function inline(text: string): string {
  return text.replace(/\s+/g, " ").trim().replaceAll("|", "\\|").replaceAll("<", "&lt;");
}
