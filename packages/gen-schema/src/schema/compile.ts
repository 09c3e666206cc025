import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { fromPointer, showPath } from "../data/path.ts";
import { isPlain, put } from "../data/plain.ts";
import type { Issue } from "../problems/issue.ts";
import { SchemaError } from "../problems/schema-error.ts";
import type { JsonSchema } from "./json-schema.ts";
import { LIST, NAMED, ONE } from "./keywords.ts";

/**
 * ajv with the settings that make its answers ours: all errors with their data, own properties only
 * (`constructor` is missing unless someone wrote it), nothing filled in or changed in the value.
 */
function engine(meta = false): Ajv2020 {
  const ajv = new Ajv2020({
    meta,
    allErrors: true,
    verbose: true,
    ownProperties: true,
    strict: false, // Schemas were checked before, see `schemaIssues`.
    strictNumbers: true,
    validateSchema: false,
    unicodeRegExp: true,
    logger: false,
  });
  addFormats.default(ajv);
  return ajv;
}

/** The meta-schema's validator, compiled once. */
let meta: ValidateFunction | undefined;

/** What the meta-schema of JSON Schema 2020-12 says against a schema. */
export function metaIssues(schema: JsonSchema): Issue[] {
  meta ??= engine(true).getSchema(
    "https://json-schema.org/draft/2020-12/schema",
  ) as ValidateFunction;
  if (meta(forAjv(schema))) return [];
  const seen = new Set<string>();
  return (meta.errors ?? []).flatMap((error) => {
    if (error.keyword === "allOf" || error.keyword === "anyOf" || seen.has(error.instancePath)) {
      return [];
    }
    seen.add(error.instancePath);
    const path = fromPointer(error.instancePath);
    return [
      {
        code: "schema-invalid",
        path,
        message: `The schema at ${showPath(path)} ${error.message ?? "is not valid JSON Schema"}`,
      },
    ];
  });
}

/**
 * The compiled validator of a schema that was checked before. Each has an engine of its own, which
 * costs little: a shared one would keep every schema it ever saw.
 *
 * @throws SchemaError `schema-invalid`
 */
export function compile(schema: JsonSchema): ValidateFunction {
  try {
    return engine().compile(forAjv(schema));
  } catch (cause) {
    const why = cause instanceof RangeError ? "it is nested too deeply" : (cause as Error).message;
    const message = `The schema cannot be compiled: ${why}`;
    throw new SchemaError([{ code: "schema-invalid", path: [], message }], { cause });
  }
}

/**
 * The schema in the words ajv wants: without `$schema` and `x-` annotations, with the list form of
 * `items` (drafts before 2020) as `prefixItems`, and a property `__proto__`, which ajv passes over,
 * as a pattern.
 */
function forAjv(root: JsonSchema): JsonSchema {
  if (typeof root === "boolean") return root;
  const result: Record<string, unknown> = {};
  const work: [object, Record<string, unknown>][] = [[root, result]];
  const below = (schema: unknown): unknown => {
    if (!isPlain(schema)) return schema;
    const target: Record<string, unknown> = {};
    work.push([schema, target]);
    return target;
  };
  for (let item = work.pop(); item !== undefined; item = work.pop()) {
    const [schema, target] = item;
    for (const [keyword, value] of Object.entries(schema)) {
      if (keyword === "$schema" || keyword.startsWith("x-") || keyword === "discriminator")
        continue;
      if (keyword === "items" && Array.isArray(value)) target.prefixItems = value.map(below);
      else if (keyword === "additionalItems") {
        if (Array.isArray((schema as { items?: unknown }).items)) target.items = below(value);
      } else if (LIST.has(keyword) && Array.isArray(value)) target[keyword] = value.map(below);
      else if (ONE.has(keyword)) target[keyword] = below(value);
      else if (NAMED.has(keyword) && isPlain(value)) {
        const named: Record<string, unknown> = {};
        for (const name of Object.keys(value)) {
          if (keyword === "properties" && name === "__proto__") {
            target.patternProperties = {
              ...(target.patternProperties as object | undefined),
              "^__proto__$": below(value[name]),
            };
          } else put(named, name, below(value[name]));
        }
        target[keyword] =
          keyword === "patternProperties" ? { ...(target[keyword] as object), ...named } : named;
      } else target[keyword] = value;
    }
  }
  return result as JsonSchema;
}
