import { hasOwn, isPlain, own, put } from "../data/plain.ts";
import { fromStandard, isStandard } from "./from-standard.ts";
import type { JsonSchema } from "./json-schema.ts";
import { type ExtraCheck, isSchema } from "./schema.ts";

/** A record of property schemas, read. */
export interface RecordParts {
  /** A closed object with these properties. */
  readonly json: JsonSchema;
  /** The properties that said `required: false`, as a refinement may. */
  readonly optional: readonly string[];
  /** The checks of properties that JSON Schema cannot say. */
  readonly extras: ReadonlyMap<string, ExtraCheck>;
}

/** Reads a record of property schemas; `required: true` on one moves into the list of the object. */
export function readRecord(source: Readonly<Record<string, unknown>>): RecordParts {
  const properties: Record<string, unknown> = {};
  const required: string[] = [];
  const optional: string[] = [];
  const extras = new Map<string, ExtraCheck>();
  for (const key of Object.keys(source)) {
    const { schema, extra } = propertySchema(source[key], key);
    if (extra !== undefined) extras.set(key, extra);
    if (isPlain(schema) && typeof own(schema, "required") === "boolean") {
      const { required: flag, ...rest } = schema;
      (flag === true ? required : optional).push(key);
      put(properties, key, rest);
    } else put(properties, key, schema);
  }
  const json: JsonSchema = {
    type: "object",
    properties: properties as { readonly [name: string]: JsonSchema },
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: false,
  };
  return { json, optional, extras };
}

/** The checks of properties as one check of the object. */
export function checkEach(extras: ReadonlyMap<string, ExtraCheck>): ExtraCheck | undefined {
  if (extras.size === 0) return undefined;
  return (value) =>
    [...extras].flatMap(([key, check]) => {
      const property = own(value, key);
      if (property === undefined) return [];
      return check(property).map(({ message, path }) => ({ message, path: [key, ...path] }));
    });
}

interface Property {
  readonly schema: unknown;
  readonly extra?: ExtraCheck | undefined;
}

/** A property from any source. A schema that was whole by itself keeps its references to itself. */
function propertySchema(source: unknown, key: string): Property {
  if (isSchema(source)) return { schema: rebase(source.json, key), extra: source["~extra"] };
  if (typeof source !== "object" || source === null) return { schema: source };
  if (isStandard(source)) {
    const { json, extra } = fromStandard(source);
    return { schema: rebase(json, key), extra };
  }
  const whole = hasOwn(source, "$defs") || hasOwn(source, "definitions");
  return { schema: whole ? rebase(source, key) : source };
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
