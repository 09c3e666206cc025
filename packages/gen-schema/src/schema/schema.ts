import type { ValidateFunction } from "ajv/dist/2020.js";
import type { JsonSchema } from "./json-schema.ts";

/**
 * A schema as this package works with it: JSON Schema, checked and frozen, whose validator is
 * compiled once. Made by `schemaOf`.
 */
export interface Schema<Input = unknown, Output = Input> {
  /** The JSON Schema: a frozen copy of what was handed over. */
  readonly json: JsonSchema;
  /** Only types: what may be written, and what is there once defaults are in. */
  readonly "~types"?: { readonly input: Input; readonly output: Output };
  /** The compiled validator, compiled when first asked for. */
  readonly "~validator": () => ValidateFunction;
  /** Checks of the library the schema came from that JSON Schema cannot say (Zod's `refine`, say). */
  readonly "~extra"?: ExtraCheck | undefined;
}

/** A check beside JSON Schema: messages with the keys they are about. */
export type ExtraCheck = (
  value: unknown,
) => readonly { readonly message: string; readonly path: readonly string[] }[];

/** Whether `value` was made by `schemaOf`. */
export function isSchema(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && "~validator" in value;
}
