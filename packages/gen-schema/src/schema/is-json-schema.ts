import { hasOwn, isPlain, type Plain } from "../data/plain.ts";

const isText = (value: unknown): boolean => typeof value === "string";
const isSchemaLike = (value: unknown): boolean => typeof value === "boolean" || isPlain(value);
const allSchemas = (value: unknown): boolean =>
  isPlain(value) && Object.values(value).every(isSchemaLike);

/** Keywords whose value cannot be taken for a property schema of that name. */
const TELLING: readonly [string, (value: unknown) => boolean][] = [
  ["type", (value) => isText(value) || Array.isArray(value)],
  ["$ref", isText],
  ["$schema", isText],
  ["enum", Array.isArray],
  ["allOf", Array.isArray],
  ["anyOf", Array.isArray],
  ["oneOf", Array.isArray],
  ["properties", allSchemas],
  ["$defs", allSchemas],
  ["patternProperties", allSchemas],
  ["const", (value) => !isPlain(value)],
  ["additionalProperties", (value) => typeof value === "boolean"],
];

/**
 * Whether an object is a JSON Schema by itself, rather than a record of property schemas: it has a
 * keyword with a value that no property schema could be. `{}` is a record (without properties).
 */
export function isJsonSchema(source: Plain): boolean {
  return TELLING.some(([keyword, fits]) => hasOwn(source, keyword) && fits(source[keyword]));
}
