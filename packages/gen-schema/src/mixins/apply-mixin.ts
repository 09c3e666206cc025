import { diffJson } from "../compare/diff-schemas.ts";
import { hasOwn, isPlain, own, put } from "../data/plain.ts";
import { sameValue } from "../data/same-value.ts";
import type { Issue } from "../problems/issue.ts";
import { didYouMean, nearest } from "../problems/nearest.ts";
import { refuse, SchemaError } from "../problems/schema-error.ts";
import type { InferInput, InferOutput } from "../schema/infer.ts";
import type { JsonSchema, JsonSchemaObject } from "../schema/json-schema.ts";
import { recordSchema } from "../schema/record-schema.ts";
import type { Schema } from "../schema/schema.ts";
import { schemaOf } from "../schema/schema-of.ts";
import type { Base, Mixin, MixinPart } from "./mixin.ts";

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
  const schema = schemaOf(made) as Schema;
  owners.set(schema, state.owners);
  return schema as never;
}

interface Growing {
  readonly root: JsonSchema;
  readonly properties: Map<string, JsonSchema>;
  readonly required: Set<string>;
  readonly owners: Map<string, string>;
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
  const defined = recordSchema(part.fields(base));
  const named = own(defined, "properties") as Readonly<Record<string, JsonSchema>>;
  issues.push(...providesIssues(part, Object.keys(named)));
  const required = (own(defined, "required") ?? []) as readonly string[];
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
    if (required.includes(name)) state.required.add(name);
  }
}

function requirementIssues(state: Growing, part: MixinPart, later: readonly MixinPart[]): Issue[] {
  const issues: Issue[] = [];
  for (const [name, asked] of part.requires) {
    const field = state.properties.get(name);
    if (field === undefined) {
      const provider = later.find((item) => item.provides.includes(name));
      const suggestion = nearest(name, state.properties.keys());
      issues.push({
        code: "mixin-requires",
        path: [name],
        message: `Mixin ${JSON.stringify(part.name)} requires ${JSON.stringify(name)}, which is not there${provider === undefined ? didYouMean(suggestion) : ` yet: ${JSON.stringify(provider.name)} provides it, but comes later`}`,
        expected: "a property of this name",
        got: "nothing",
        ...(provider !== undefined || suggestion === undefined ? {} : { suggestion }),
        remedy:
          provider === undefined
            ? `Apply a mixin that provides ${JSON.stringify(name)} first.`
            : `Put ${JSON.stringify(provider.name)} before ${JSON.stringify(part.name)}.`,
      });
    } else if (asked !== undefined) {
      const unfit = diffJson(inRoot(state.root, field), asked).filter(
        ({ effect }) => effect === "narrower" || effect === "both",
      );
      for (const change of unfit) {
        issues.push({
          code: "mixin-requires",
          path: [name, ...change.path],
          message: `Mixin ${JSON.stringify(part.name)} requires more of ${JSON.stringify(name)} than ${definer(state, name)} promises: ${change.message}`,
          remedy: `Narrow ${JSON.stringify(name)}, or ask for less.`,
        });
      }
    }
  }
  return issues;
}

/** A property on its own, with the definitions that its references need. */
function inRoot(root: JsonSchema, field: JsonSchema): JsonSchema {
  const defs = own(root, "$defs");
  return isPlain(field) && defs !== undefined && !hasOwn(field, "$defs")
    ? ({ ...field, $defs: defs } as JsonSchema)
    : field;
}

function providesIssues(part: MixinPart, defined: readonly string[]): Issue[] {
  const issue = (name: string, what: string, remedy: string): Issue => ({
    code: "mixin-provides",
    path: [name],
    message: `Mixin ${JSON.stringify(part.name)} ${what} ${JSON.stringify(name)}`,
    remedy,
  });
  return [
    ...part.provides
      .filter((name) => !defined.includes(name))
      .map((name) => issue(name, "does not define what it provides:", "Return it from `fields`.")),
    ...defined
      .filter((name) => !part.provides.includes(name))
      .map((name) => issue(name, "defines what it does not provide:", "Add it to `provides`.")),
  ];
}

function conflictIssue(state: Growing, part: MixinPart, name: string): Issue {
  return {
    code: "mixin-conflict",
    path: [name],
    message: `Mixin ${JSON.stringify(part.name)} and ${definer(state, name)} both define ${JSON.stringify(name)}`,
    remedy: `List ${JSON.stringify(name)} in \`overrides\` of ${JSON.stringify(part.name)}, or rename one.`,
  };
}

function nothingToOverride(state: Growing, part: MixinPart, name: string): Issue {
  const suggestion = nearest(name, state.properties.keys());
  return {
    code: "mixin-overrides",
    path: [name],
    message: `Mixin ${JSON.stringify(part.name)} overrides ${JSON.stringify(name)}, which is not there${didYouMean(suggestion)}`,
    ...(suggestion === undefined ? {} : { suggestion }),
    remedy: "Drop it from `overrides`, or apply the mixin after the one that defines it.",
  };
}

function definer(state: Growing, name: string): string {
  const owner = state.owners.get(name);
  return owner === undefined ? "the base" : `mixin ${JSON.stringify(owner)}`;
}
