import { isPlain, own, put } from "../data/plain.ts";
import { sameValue } from "../data/same-value.ts";
import type { Issue } from "../problems/issue.ts";
import { refuse, SchemaError } from "../problems/schema-error.ts";
import type { InferInput, InferOutput } from "../schema/infer.ts";
import type { JsonSchema, JsonSchemaObject } from "../schema/json-schema.ts";
import { checkEach, readRecord } from "../schema/record-schema.ts";
import type { ExtraCheck, Schema } from "../schema/schema.ts";
import { buildSchema, schemaOf } from "../schema/schema-of.ts";
import type { Base, Mixin, MixinPart } from "./mixin.ts";
import {
  conflictIssue,
  type Growing,
  nothingToOverride,
  providesIssues,
  requirementIssues,
} from "./mixin-issues.ts";

/** Who defined each property of a schema that mixins made; only for messages. */
const owners = new WeakMap<Schema, ReadonlyMap<string, string>>();

type Extended<A, B> = { [K in keyof (Omit<A, keyof B> & B)]: (Omit<A, keyof B> & B)[K] };

/**
 * The schema that the mixin makes of `base` (any source of an object schema).
 *
 * @throws SchemaError with everything that is wrong: `mixin-requires` (a required property is not
 * there, or does not satisfy what is asked of it), `mixin-conflict` (a property is there already and
 * the mixin does not override it; both definers are named), `mixin-provides` (what its function
 * returned is not what it provides), `mixin-overrides` (nothing to override), `mixin-base` (`base` is
 * no object schema), and the codes of `schemaOf` for properties that are no schemas.
 */
export function applyMixin<const S, F>(
  base: S,
  mixin: Mixin<F>,
): Schema<
  Extended<InferInput<S>, InferInput<{ "~fields": F }>>,
  Extended<InferOutput<S>, InferOutput<{ "~fields": F }>>
> {
  const from = schemaOf(base) as Schema;
  const { json } = from;
  if (!isPlain(json) || (own(json, "type") !== undefined && own(json, "type") !== "object")) {
    return refuse({
      code: "mixin-base",
      message: `Mixin ${JSON.stringify(mixin.name)} extends objects, and this schema is none`,
      remedy: "Apply it to a schema of type object.",
    });
  }
  const state: Growing = {
    root: json,
    properties: new Map(
      Object.entries((own(json, "properties") ?? {}) as Record<string, JsonSchema>),
    ),
    required: new Set((own(json, "required") ?? []) as readonly string[]),
    owners: new Map(owners.get(from) ?? []),
    extras: new Map(),
    defined: new Set(),
  };
  const issues: Issue[] = [];
  const parts = mixin["~parts"];
  parts.forEach((part, index) => {
    applyPart(state, part, parts.slice(index + 1), issues);
  });
  if (issues.length > 0) throw new SchemaError(issues);
  const properties: Record<string, JsonSchema> = {};
  for (const [name, schema] of state.properties) put(properties, name, schema);
  const { required: _, ...rest } = json as JsonSchemaObject;
  const made: JsonSchemaObject = {
    ...rest,
    type: "object",
    properties,
    ...(state.required.size === 0 ? {} : { required: [...state.required] }),
  };
  const schema = buildSchema(made, checkBoth(from["~extra"], state));
  owners.set(schema, state.owners);
  return schema as never;
}

function applyPart(
  state: Growing,
  part: MixinPart,
  later: readonly MixinPart[],
  issues: Issue[],
): void {
  const { properties } = state;
  const unmet = requirementIssues(state, part, later);
  issues.push(...unmet);
  const base: Base = {
    names: [...properties.keys()],
    has: (name) => properties.has(name),
    field: (name) => properties.get(name),
  };
  if (unmet.length > 0) return; // Its function may count on what is not there.
  const { json, optional, extras } = readRecord(part.fields(base));
  const named = own(json, "properties") as Readonly<Record<string, JsonSchema>>;
  issues.push(...providesIssues(part, Object.keys(named)));
  const required = (own(json, "required") ?? []) as readonly string[];
  for (const name of Object.keys(named)) {
    const schema = named[name] as JsonSchema;
    const before = properties.get(name);
    if (before !== undefined && !sameValue(before, schema)) {
      if (!part.overrides.has(name)) issues.push(conflictIssue(state, part, name));
      if (part.wins === "base") continue;
    }
    if (before === undefined && part.overrides.has(name))
      issues.push(nothingToOverride(state, part, name));
    properties.set(name, schema);
    state.owners.set(name, part.name);
    state.defined.add(name);
    state.extras.delete(name);
    const extra = extras.get(name);
    if (extra !== undefined) state.extras.set(name, extra);
    if (required.includes(name)) state.required.add(name);
    if (optional.includes(name)) state.required.delete(name);
  }
}

/** The base's own check, except about what mixins redefined, and the checks of their properties. */
function checkBoth(base: ExtraCheck | undefined, state: Growing): ExtraCheck | undefined {
  const each = checkEach(state.extras);
  if (base === undefined) return each;
  return (value) => [
    ...base(value).filter(({ path: [name] }) => name === undefined || !state.defined.has(name)),
    ...(each?.(value) ?? []),
  ];
}
