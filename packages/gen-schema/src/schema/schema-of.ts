import { copyData } from "../data/copy.ts";
import { endless } from "../data/endless.ts";
import { showPath } from "../data/path.ts";
import { isPlain } from "../data/plain.ts";
import { show } from "../data/show.ts";
import { refuse, SchemaError } from "../problems/schema-error.ts";
import { schemaIssues } from "./check-schema.ts";
import { compile, metaIssues } from "./compile.ts";
import { fromStandard, isStandard } from "./from-standard.ts";
import type { InferInput, InferOutput } from "./infer.ts";
import { isJsonSchema } from "./is-json-schema.ts";
import type { JsonSchema } from "./json-schema.ts";
import { checkEach, readRecord } from "./record-schema.ts";
import { type ExtraCheck, isSchema, type Schema } from "./schema.ts";

/** A memo: the same object gives the same schema, compiled once, for as long as the object lives. */
const known = new WeakMap<object, Schema>();

/**
 * The schema that `source` is: a JSON Schema, a record of property schemas (`{ port: { type:
 * "integer", default: 80 } }`, closed, `required: true` on a property makes it required), a TypeBox
 * type, or anything with `~standard` that can give JSON Schema (Zod 4, Valibot and others). A
 * `Schema` comes back as it is.
 *
 * @throws SchemaError with everything that is wrong with it: `schema-invalid`, `keyword-unknown`, `keyword-idle`,
 * `format-unknown`, `pattern-invalid`, `ref-unresolved`, `ref-cycle`, `schema-endless`, `not-a-schema`.
 */
export function schemaOf<const S>(source: S): Schema<InferInput<S>, InferOutput<S>> {
  return make(source) as Schema<InferInput<S>, InferOutput<S>>;
}

/** The same for a record of property schemas, when its keys could be taken for keywords. */
export function fields<const S extends Readonly<Record<string, unknown>>>(
  source: S,
): Schema<InferInput<{ "~fields": S }>, InferOutput<{ "~fields": S }>> {
  return buildRecord(source) as never;
}

function make(source: unknown): Schema {
  if (isSchema(source)) return source;
  if (typeof source === "boolean") return buildSchema(source, undefined);
  if ((typeof source !== "object" && typeof source !== "function") || source === null) {
    return refuseSource(source);
  }
  const before = known.get(source);
  if (before !== undefined) return before;
  const schema = isStandard(source) ? buildStandard(source) : buildData(source);
  known.set(source, schema);
  return schema;
}

function buildStandard(source: object): Schema {
  const { json, extra } = fromStandard(source);
  return buildSchema(json, extra);
}

function buildData(source: object): Schema {
  if (!isPlain(source)) return refuseSource(source);
  return isJsonSchema(source) ? buildSchema(source, undefined) : buildRecord(source);
}

function buildRecord(source: Readonly<Record<string, unknown>>): Schema {
  const { json, extras } = readRecord(source);
  return buildSchema(json, checkEach(extras));
}

/** The schema of JSON Schema that is about to be checked, with a check beside it. */
export function buildSchema(source: unknown, extra: ExtraCheck | undefined): Schema {
  const cycle = endless(source);
  if (cycle !== undefined) {
    refuse({
      code: "schema-endless",
      path: cycle,
      message: `The schema at ${showPath(cycle)} contains itself`,
      remedy: "Name it in $defs and refer to it with $ref.",
    });
  }
  const json = copyData(source, true) as JsonSchema;
  const issues = schemaIssues(json);
  if (issues.length === 0) issues.push(...metaIssues(json));
  if (issues.length > 0) throw new SchemaError(issues);
  let validator: ReturnType<Schema["~validator"]> | undefined;
  const schema: Schema = {
    json,
    "~validator": () => {
      validator ??= compile(json);
      return validator;
    },
    "~extra": extra,
  };
  return Object.freeze(schema);
}

function refuseSource(source: unknown): never {
  return refuse({
    code: "not-a-schema",
    message: `${show(source)} is no schema`,
    expected: "JSON Schema, a record of property schemas, or a schema of TypeBox, Zod or Valibot",
    got: show(source),
  });
}
