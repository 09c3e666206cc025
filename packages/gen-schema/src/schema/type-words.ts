import { isPlain, own } from "../data/plain.ts";
import { show } from "../data/show.ts";

const TYPE_WORDS: ReadonlyMap<unknown, string> = new Map([
  ["string", "a string"],
  ["number", "a number"],
  ["integer", "an integer"],
  ["boolean", "true or false"],
  ["object", "an object"],
  ["array", "a list"],
  ["null", "null"],
]);

/** JSON types in words. */
export function typeWords(type: unknown): string {
  const types = Array.isArray(type) ? type : [type];
  return types.map((item) => TYPE_WORDS.get(item) ?? String(item)).join(" or ");
}

/** A value with its kind. */
export function kindAndValue(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  const kind = Array.isArray(value) ? "array" : typeof value;
  return kind === "object" || kind === "array"
    ? `${typeWords(kind)} ${show(value)}`
    : kind === "boolean"
      ? String(value)
      : `${typeWords(kind)} ${show(value)}`;
}

/** An alternative in words. */
export function describe(schema: unknown): string {
  if (!isPlain(schema)) return "anything";
  const title = own(schema, "title");
  if (typeof title === "string") return title;
  const ref = own(schema, "$ref");
  if (typeof ref === "string") return ref.split("/").pop() ?? ref;
  const constant = own(schema, "const");
  if (constant !== undefined) return show(constant);
  const values = own(schema, "enum");
  if (Array.isArray(values)) return values.map((item) => show(item)).join(" or ");
  const type = own(schema, "type");
  if (type !== undefined) return typeWords(type);
  const required = own(schema, "required");
  return Array.isArray(required) ? `an object with ${required.join(", ")}` : "another shape";
}
