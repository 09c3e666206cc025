import type { JsonSchema } from "./json-schema.ts";

/** What a Valibot schema or action looks like from outside: plain data with a `type`. */
export interface Piece {
  readonly kind: "schema" | "validation" | "transformation" | "metadata";
  readonly type: string;
  readonly [field: string]: unknown;
}

/** Checks of a pipe that JSON Schema has a keyword for. The others are left to Valibot. */
export function actionSchema(action: Piece, about: JsonSchema): object {
  const { requirement } = action;
  const keyword = KEYWORD.get(action.type);
  if (keyword !== undefined) return { [keyword]: requirement };
  const format = FORMAT.get(action.type);
  if (format !== undefined) return { format };
  switch (action.type) {
    case "integer":
      return { type: "integer" };
    case "min_length":
      return { [isList(about) ? "minItems" : "minLength"]: requirement };
    case "max_length":
      return { [isList(about) ? "maxItems" : "maxLength"]: requirement };
    case "length":
      return isList(about)
        ? { minItems: requirement, maxItems: requirement }
        : { minLength: requirement, maxLength: requirement };
    case "non_empty":
      return { [isList(about) ? "minItems" : "minLength"]: 1 };
    case "min_entries":
      return { minProperties: requirement };
    case "max_entries":
      return { maxProperties: requirement };
    case "regex":
      return (requirement as RegExp).flags.replace(/[gu]/g, "") === ""
        ? { pattern: (requirement as RegExp).source }
        : {};
    case "title":
      return { title: action.title };
    case "description":
      return { description: action.description };
    case "metadata":
      return metadataOf(action.metadata);
    default:
      return {};
  }
}

function isList(schema: JsonSchema): boolean {
  return typeof schema === "object" && schema.type === "array";
}

function metadataOf(metadata: unknown): object {
  const kept = Object.entries((metadata ?? {}) as object).filter(
    ([key]) => key === "title" || key === "description" || key.startsWith("x-"),
  );
  return Object.fromEntries(kept);
}

const KEYWORD: ReadonlyMap<string, string> = new Map([
  ["min_value", "minimum"],
  ["max_value", "maximum"],
  ["gt_value", "exclusiveMinimum"],
  ["lt_value", "exclusiveMaximum"],
  ["multiple_of", "multipleOf"],
]);

const FORMAT: ReadonlyMap<string, string> = new Map([
  ["ipv4", "ipv4"],
  ["ipv6", "ipv6"],
  ["uuid", "uuid"],
]);
