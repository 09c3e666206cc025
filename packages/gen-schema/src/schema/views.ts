import { hasOwn, isPlain, own } from "../data/plain.ts";
import type { JsonSchema, JsonSchemaObject } from "./json-schema.ts";
import { resolveRef } from "./resolve-ref.ts";

/** The schema objects that speak about one place. */
export interface Views {
  /** Those that always apply: through `$ref` and `allOf`. */
  readonly sure: readonly JsonSchemaObject[];
  /** Those that may apply: through `anyOf`, `oneOf`, `then` and `else`. */
  readonly maybe: readonly JsonSchemaObject[];
}

/** Every schema object that speaks about the same place as `schemas` do. */
export function viewsOf(root: JsonSchema, schemas: readonly JsonSchema[]): Views {
  const sure: JsonSchemaObject[] = [];
  const maybe: JsonSchemaObject[] = [];
  const seen = new Set<unknown>();
  const queue = schemas.map((schema) => ({ schema, certain: true }));
  for (let index = 0; index < queue.length; index++) {
    const { schema, certain } = queue[index] as { schema: JsonSchema; certain: boolean };
    if (typeof schema !== "object" || seen.has(schema)) continue;
    seen.add(schema);
    (certain ? sure : maybe).push(schema);
    const ref = own(schema, "$ref");
    const target = typeof ref === "string" ? resolveRef(root, ref) : undefined;
    if (target !== undefined) queue.push({ schema: target, certain });
    for (const keyword of ["allOf", "anyOf", "oneOf"]) {
      const parts = own(schema, keyword);
      if (!Array.isArray(parts)) continue;
      for (const part of parts) {
        queue.push({ schema: part, certain: certain && keyword === "allOf" });
      }
    }
    for (const keyword of ["then", "else"]) {
      const part = own(schema, keyword);
      if (isPlain(part)) queue.push({ schema: part, certain: false });
    }
  }
  return { sure, maybe };
}

/** What a schema object says about the value at a key: its property, its patterns, or the rest. */
export function schemasAt(view: JsonSchemaObject, key: string): JsonSchema[] {
  const found: JsonSchema[] = [];
  const properties = own(view, "properties");
  if (isPlain(properties) && hasOwn(properties, key)) found.push(properties[key] as JsonSchema);
  for (const [pattern, schema] of patternsOf(view)) if (pattern.test(key)) found.push(schema);
  if (found.length > 0) return found;
  const rest = own(view, "additionalProperties") ?? own(view, "unevaluatedProperties");
  return isPlain(rest) ? [rest] : [];
}

/** A memo: the patterns of a schema object, made once. */
const patterns = new WeakMap<object, readonly (readonly [RegExp, JsonSchema])[]>();

function patternsOf(view: JsonSchemaObject): readonly (readonly [RegExp, JsonSchema])[] {
  const named = own(view, "patternProperties");
  if (!isPlain(named)) return [];
  let made = patterns.get(view);
  if (made === undefined) {
    made = Object.keys(named).map((key) => [new RegExp(key, "u"), named[key] as JsonSchema]);
    patterns.set(view, made);
  }
  return made;
}
