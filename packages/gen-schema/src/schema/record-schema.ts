import { hasOwn, isPlain, own, put } from "../data/plain.ts";
import { fromStandard, isStandard } from "./from-standard.ts";
import type { JsonSchema } from "./json-schema.ts";
import { isSchema } from "./schema.ts";

/** A closed object with these properties; `required: true` on one moves into the list of the object. */
export function recordSchema(source: Readonly<Record<string, unknown>>): JsonSchema {
  const properties: Record<string, unknown> = {};
  const required: string[] = [];
  for (const key of Object.keys(source)) {
    const schema = propertySchema(source[key], key);
    if (isPlain(schema) && typeof own(schema, "required") === "boolean") {
      const { required: flag, ...rest } = schema;
      if (flag === true) required.push(key);
      put(properties, key, rest);
    } else put(properties, key, schema);
  }
  return {
    type: "object",
    properties: properties as { readonly [name: string]: JsonSchema },
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: false,
  };
}

/** A property from any source. A schema that was whole by itself keeps its references to itself. */
function propertySchema(source: unknown, key: string): unknown {
  if (isSchema(source)) return rebase(source.json, key);
  if (typeof source !== "object" || source === null) return source;
  if (isStandard(source)) return rebase(fromStandard(source).json, key);
  const whole = hasOwn(source, "$defs") || hasOwn(source, "definitions");
  return whole ? rebase(source, key) : source;
}

/** The schema with its `#…` references turned into references to where it is now. */
function rebase(schema: unknown, key: string): unknown {
  const prefix = `#/properties/${encodeURIComponent(key.replaceAll("~", "~0").replaceAll("/", "~1"))}`;
  const made = new Map<object, object>();
  const work: object[] = [];
  const copy = (item: unknown): unknown => {
    if (typeof item !== "object" || item === null) return item;
    if (!Array.isArray(item) && !isPlain(item)) return item;
    const target = made.get(item) ?? (Array.isArray(item) ? [] : {});
    if (!made.has(item)) work.push(item);
    made.set(item, target);
    return target;
  };
  const root = copy(schema);
  for (let item = work.pop(); item !== undefined; item = work.pop()) {
    const target = made.get(item) as object;
    for (const name of Object.keys(item)) {
      const value = own(item, name);
      const isRef = name === "$ref" && typeof value === "string";
      const moved = isRef && (value === "#" || value.startsWith("#/"));
      put(target, name, moved ? prefix + value.slice(1) : copy(value));
    }
  }
  return root;
}
