import { own } from "../data/plain.ts";
import type { JsonSchema } from "../schema/json-schema.ts";

/** The JSON types that a schema lets through by `type`, `const`, `enum` and `nullable`. */
export function typesOf(schema: JsonSchema): ReadonlySet<string> {
  const type = own(schema, "type");
  const constant = own(schema, "const");
  const values = own(schema, "enum");
  let types = new Set<string>(ALL);
  if (type !== undefined) types = new Set(Array.isArray(type) ? type : [type as string]);
  if (types.has("number")) types.add("integer"); // Every integer is a number.
  if (own(schema, "nullable") === true && type !== undefined) types.add("null");
  const allowed = constant !== undefined ? [constant] : Array.isArray(values) ? values : undefined;
  if (allowed !== undefined) {
    const kinds = new Set(allowed.map(typeOfValue));
    if (kinds.has("number")) kinds.add("integer");
    types = new Set([...types].filter((item) => kinds.has(item)));
  }
  return types;
}

const ALL = ["null", "boolean", "number", "integer", "string", "array", "object"];

/** The JSON type of a value; whole numbers are integers. */
export function typeOfValue(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value;
}
