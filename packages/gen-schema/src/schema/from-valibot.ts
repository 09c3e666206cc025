import type { JsonSchema } from "./json-schema.ts";

/** Valibot's JSON Schema; filled in below. */
export function fromValibot(_source: object): JsonSchema {
  throw new Error("not yet");
}
