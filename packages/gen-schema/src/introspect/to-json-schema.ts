import { copyData } from "../data/copy.ts";
import { isPlain, put } from "../data/plain.ts";
import type { JsonSchema } from "../schema/json-schema.ts";
import { schemaOf } from "../schema/schema-of.ts";

/** How the schema is handed out. */
export interface JsonSchemaOptions {
  /** An `$id` for it. */
  readonly id?: string | undefined;
  /** A title, instead of its own. */
  readonly title?: string | undefined;
}

/**
 * The JSON Schema (2020-12) of a schema of any source, as plain data of its own with `$schema`, for
 * editors and other tools. Our annotations (`x-fold`, `x-ref`) stay: validators pass over them.
 *
 * @throws SchemaError if `source` is no schema.
 */
export function toJsonSchema(source: unknown, options: JsonSchemaOptions = {}): JsonSchema {
  const { json } = schemaOf(source);
  const body = isPlain(json) ? json : json === true ? {} : { not: {} };
  const made: Record<string, unknown> = { $schema: "https://json-schema.org/draft/2020-12/schema" };
  if (options.id !== undefined) made.$id = options.id;
  if (options.title !== undefined) made.title = options.title;
  for (const [key, value] of Object.entries(copyData(body))) {
    if (key === "$schema" || (key === "$id" && options.id !== undefined)) continue;
    if (key === "title" && options.title !== undefined) continue;
    put(made, key, value);
  }
  return made as JsonSchema;
}
