import { isPlain, own } from "../data/plain.ts";
import type { JsonSchema } from "../schema/json-schema.ts";

/** The type of a schema in a few words, for tables: `integer 1…65535`, `"a" | "b"`, `list of string`. */
export function typeText(schema: JsonSchema | undefined): string {
  return text(schema, 0);
}

function text(schema: JsonSchema | undefined, depth: number): string {
  if (schema === undefined || schema === true) return "any";
  if (schema === false) return "nothing";
  if (depth > 8) return "…";
  const inner = (part: unknown): string => text(part as JsonSchema, depth + 1);
  const ref = own(schema, "$ref");
  if (typeof ref === "string") return ref === "#" ? "itself" : (ref.split("/").pop() ?? ref);
  if (own(schema, "const") !== undefined) return JSON.stringify(own(schema, "const"));
  const values = own(schema, "enum");
  if (Array.isArray(values)) return values.map((value) => JSON.stringify(value)).join(" | ");
  for (const keyword of ["anyOf", "oneOf"]) {
    const parts = own(schema, keyword);
    if (Array.isArray(parts)) return [...new Set(parts.map(inner))].join(" | ");
  }
  const all = own(schema, "allOf");
  const type = own(schema, "type");
  if (type === undefined && Array.isArray(all)) return [...new Set(all.map(inner))].join(" & ");
  if (Array.isArray(type)) return type.join(" | ");
  if (type === "array") return listText(schema, inner);
  if (type === "object" || isPlain(own(schema, "properties"))) {
    const rest = own(schema, "additionalProperties");
    return isPlain(rest) && own(schema, "properties") === undefined
      ? `map of ${inner(rest)}`
      : "object";
  }
  return typeof type === "string" ? type + bounds(schema) : "any";
}

function listText(schema: JsonSchema, inner: (part: unknown) => string): string {
  const tuple = own(schema, "prefixItems");
  if (Array.isArray(tuple)) return `[${tuple.map(inner).join(", ")}]`;
  const items = own(schema, "items");
  return items === undefined ? "list" : `list of ${inner(items)}`;
}

function bounds(schema: JsonSchema): string {
  const low = own(schema, "minimum") ?? own(schema, "exclusiveMinimum");
  const high = own(schema, "maximum") ?? own(schema, "exclusiveMaximum");
  const format = own(schema, "format");
  if (typeof format === "string") return ` (${format})`;
  if (low === undefined && high === undefined) return "";
  return ` ${low ?? "…"}…${high ?? ""}`;
}
