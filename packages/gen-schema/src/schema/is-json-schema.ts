import { hasOwn, isPlain, type Plain } from "../data/plain.ts";
import { KEYWORDS } from "./keywords.ts";

const isSchemaLike = (value: unknown): boolean => typeof value === "boolean" || isPlain(value);

/** Keywords that hold schemas by name: telling only if everything in them is a schema. */
const NAMED: ReadonlySet<string> = new Set([
  "properties",
  "patternProperties",
  "$defs",
  "definitions",
]);

/** Keywords for which a boolean is the usual value. */
const FLAGS: ReadonlySet<string> = new Set([
  "additionalProperties",
  "unevaluatedProperties",
  "unevaluatedItems",
  "uniqueItems",
]);

/**
 * Whether an object is a JSON Schema by itself, rather than a record of property schemas: it has a
 * keyword with a value that no property schema could be (`type` with a text, `minimum` with a number,
 * `enum` with a list, `properties` with schemas in it). `{}` is a record, without properties.
 */
export function isJsonSchema(source: Plain): boolean {
  return [...KEYWORDS].some(
    (keyword) => hasOwn(source, keyword) && tells(keyword, source[keyword]),
  );
}

function tells(keyword: string, value: unknown): boolean {
  if (FLAGS.has(keyword) && typeof value === "boolean") return true;
  if (!NAMED.has(keyword)) return !isSchemaLike(value);
  return isPlain(value) && Object.values(value).every(isSchemaLike);
}
