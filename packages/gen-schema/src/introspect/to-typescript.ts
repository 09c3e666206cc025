import { isPlain, own } from "../data/plain.ts";
import type { JsonSchema } from "../schema/json-schema.ts";
import { schemaOf } from "../schema/schema-of.ts";

/** How the declaration is written. */
export interface TypeScriptOptions {
  /** The name of the type. @default the schema's title as an identifier, or "Value" */
  readonly name?: string | undefined;
  /** What is typed: what may be written, or what is there once defaults are in. @default "input" */
  readonly side?: "input" | "output" | undefined;
}

interface Writer {
  readonly root: JsonSchema;
  readonly output: boolean;
  readonly name: string;
  /** The names of `$defs`, as identifiers. */
  readonly names: ReadonlyMap<string, string>;
}

/**
 * A TypeScript declaration of a schema (of any source): `export type` for every `$defs` entry, then
 * for the schema itself, with descriptions and defaults as doc comments. Schemas that contain
 * themselves become types that do.
 *
 * @throws SchemaError if `source` is no schema.
 */
export function toTypeScript(source: unknown, options: TypeScriptOptions = {}): string {
  const root = schemaOf(source).json;
  const title = own(root, "title");
  const name = identifier(options.name ?? (typeof title === "string" ? title : "Value"));
  const taken = new Set([name]);
  const names = new Map<string, string>();
  const defs: [string, JsonSchema][] = [];
  for (const keyword of ["$defs", "definitions"]) {
    const found = own(root, keyword);
    if (!isPlain(found)) continue;
    for (const key of Object.keys(found)) {
      let chosen = identifier(key);
      while (taken.has(chosen)) chosen += "_";
      taken.add(chosen);
      names.set(`#/${keyword}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`, chosen);
      defs.push([chosen, found[key] as JsonSchema]);
    }
  }
  const writer: Writer = { root, output: options.side === "output", name, names };
  const declare = ([key, schema]: [string, JsonSchema]): string =>
    `${docs(schema, "")}export type ${key} = ${typeOf(writer, schema, "")};\n`;
  return [...defs, [name, root] as [string, JsonSchema]].map(declare).join("\n");
}

function typeOf(writer: Writer, schema: JsonSchema, indent: string): string {
  if (schema === true) return "unknown";
  if (schema === false) return "never";
  const parts: string[] = [];
  const ref = own(schema, "$ref");
  if (typeof ref === "string") {
    const known = ref === "#" ? writer.name : writer.names.get(decodeURIComponent(ref));
    parts.push(known ?? "unknown");
  }
  const inner = (part: unknown): string => typeOf(writer, part as JsonSchema, indent);
  for (const keyword of ["anyOf", "oneOf"]) {
    const list = own(schema, keyword);
    if (Array.isArray(list)) parts.push(union(list.map(inner)));
  }
  const all = own(schema, "allOf");
  if (Array.isArray(all)) parts.push(...all.map(inner));
  const self = ownType(writer, schema, indent);
  if (self !== undefined) parts.push(self);
  const known = [...new Set(parts)].filter((part) => part !== "unknown");
  if (known.length === 0) return "unknown";
  return known.length === 1
    ? (known[0] as string)
    : known.map((part) => (part.includes(" | ") ? `(${part})` : part)).join(" & ");
}

function ownType(writer: Writer, schema: JsonSchema, indent: string): string | undefined {
  const constant = own(schema, "const");
  if (constant !== undefined) return literal(constant);
  const values = own(schema, "enum");
  if (Array.isArray(values)) return union(values.map(literal));
  const type = own(schema, "type") ?? (isPlain(own(schema, "properties")) ? "object" : undefined);
  if (type === undefined) return undefined;
  const types = Array.isArray(type) ? type : [type];
  const nullable = own(schema, "nullable") === true ? ["null"] : [];
  return union([...types.map((item) => oneType(writer, schema, item, indent)), ...nullable]);
}

function oneType(writer: Writer, schema: JsonSchema, type: unknown, indent: string): string {
  if (type === "integer" || type === "number") return "number";
  if (type === "string" || type === "boolean" || type === "null") return type;
  if (type === "array") return arrayType(writer, schema, indent);
  return type === "object" ? objectType(writer, schema, indent) : "unknown";
}

function arrayType(writer: Writer, schema: JsonSchema, indent: string): string {
  const inner = (part: unknown): string => typeOf(writer, part as JsonSchema, indent);
  const tuple = own(schema, "prefixItems");
  const items = own(schema, "items");
  const rest = items === undefined ? "unknown" : inner(items);
  if (!Array.isArray(tuple)) return `${wrapped(rest)}[]`;
  const least = own(schema, "minItems");
  const sure = typeof least === "number" ? least : 0;
  const heads = tuple.map((part, index) => wrapped(inner(part)) + (index < sure ? "" : "?"));
  const tail = items === false ? [] : [`...${wrapped(rest)}[]`];
  return `[${[...heads, ...tail].join(", ")}]`;
}

function objectType(writer: Writer, schema: JsonSchema, indent: string): string {
  const properties = own(schema, "properties");
  const required = own(schema, "required");
  const deeper = `${indent}  `;
  const lines: string[] = [];
  const names = isPlain(properties) ? Object.keys(properties) : [];
  for (const key of names) {
    const property = own(properties, key) as JsonSchema;
    const sure =
      (Array.isArray(required) && required.includes(key)) ||
      (writer.output && own(property, "default") !== undefined);
    const type = typeOf(writer, property, deeper);
    lines.push(`${docs(property, deeper)}${deeper}${keyText(key)}${sure ? "" : "?"}: ${type};`);
  }
  const rest = own(schema, "additionalProperties") ?? own(schema, "unevaluatedProperties");
  const patterns = own(schema, "patternProperties");
  const open = isPlain(rest) || rest === true || isPlain(patterns);
  if (names.length === 0 && rest === undefined && !open) return "{ [key: string]: unknown }";
  if (open) {
    const single = names.length === 0 && isPlain(rest) && !isPlain(patterns);
    const type = single ? typeOf(writer, rest as JsonSchema, deeper) : "unknown";
    lines.push(`${deeper}[key: string]: ${type};`);
  }
  return lines.length === 0 ? "Record<string, never>" : `{\n${lines.join("\n")}\n${indent}}`;
}

function union(types: readonly string[]): string {
  const kept = [...new Set(types)];
  return kept.length === 0 ? "never" : kept.includes("unknown") ? "unknown" : kept.join(" | ");
}

function wrapped(type: string): string {
  return / [|&] /.test(type) && !/^\{/.test(type) ? `(${type})` : type;
}

function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (isPlain(value)) {
    const keys = Object.keys(value).map((key) => `${keyText(key)}: ${literal(value[key])}`);
    return keys.length === 0 ? "Record<string, never>" : `{ ${keys.join("; ")} }`;
  }
  return JSON.stringify(value) ?? "unknown";
}

function keyText(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key);
}

function identifier(text: string): string {
  const words = text.split(/[^A-Za-z0-9_$]+/).filter((word) => word !== "");
  const joined = words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join("");
  return /^[A-Za-z_$]/.test(joined) ? joined : `_${joined}`;
}

/** The doc comment of a schema; text that would end the comment is taken apart. */
function docs(schema: JsonSchema, indent: string): string {
  const description = own(schema, "description") ?? own(schema, "title");
  const fallback = own(schema, "default");
  const lines = [
    ...(typeof description === "string" ? description.split(/\r?\n/) : []),
    ...(own(schema, "deprecated") === true ? ["@deprecated"] : []),
    ...(fallback === undefined ? [] : [`@default ${JSON.stringify(fallback)}`]),
  ].map((text) => text.replaceAll("*/", "*\\/"));
  if (lines.length === 0) return "";
  if (lines.length === 1) return `${indent}/** ${lines[0]} */\n`;
  return `${indent}/**\n${lines.map((text) => `${indent} * ${text}\n`).join("")}${indent} */\n`;
}
