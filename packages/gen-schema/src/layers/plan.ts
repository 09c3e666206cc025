import type { Path } from "../data/path.ts";
import { hasOwn, isPlain, own } from "../data/plain.ts";
import { didYouMean, nearest } from "../problems/nearest.ts";
import { refuse } from "../problems/schema-error.ts";
import type { JsonSchema, JsonSchemaObject } from "../schema/json-schema.ts";
import { resolveRef } from "../schema/resolve-ref.ts";
import { BUILT_IN, type Combine, type FieldFold } from "./strategy.ts";

/** How folds are chosen outside the schema: by dotted path, `*` for any key. */
export type FoldOverrides = Readonly<Record<string, string | Combine>>;

/** What a schema says to the fold at one place. Children are found, and kept, on demand. */
export interface Plan {
  readonly fold: FieldFold | undefined;
  readonly hasDefault: boolean;
  readonly default: unknown;
  /** Whether the schema names properties here: then a priority on an object is one on its keys. */
  readonly declared: boolean;
  readonly required: ReadonlySet<string>;
  /** The declared keys, in the schema's order. */
  readonly keys: readonly string[];
  readonly child: (key: string) => Plan | undefined;
  /** Whether the defaults below make a value on their own: some default, and no required key without. */
  readonly fillsItself: () => boolean;
}

export interface PlanContext {
  readonly root: JsonSchema;
  readonly strategies: ReadonlyMap<string, Combine>;
}

interface Overrides {
  readonly fold: string | Combine | undefined;
  readonly children: ReadonlyMap<string, Overrides>;
}

/** The tree of overrides; each dotted path is one branch of it. */
export function overrideTree(overrides: FoldOverrides): Overrides {
  interface Growing {
    fold: string | Combine | undefined;
    children: Map<string, Growing>;
  }
  const root: Growing = { fold: undefined, children: new Map() };
  for (const path of Object.keys(overrides)) {
    let at = root;
    for (const key of path === "" ? [] : path.split(".")) {
      const next = at.children.get(key) ?? { fold: undefined, children: new Map() };
      at.children.set(key, next);
      at = next;
    }
    at.fold = overrides[path];
  }
  return root;
}

/** The plan of one place, from the schemas and overrides that apply there. */
export function planOf(
  context: PlanContext,
  schemas: readonly JsonSchema[],
  overrides: readonly Overrides[],
  path: Path,
): Plan {
  const { sure, maybe } = inPlace(context.root, schemas);
  const all = [...sure, ...maybe];
  const word =
    overrides.find((item) => item.fold !== undefined)?.fold ??
    all.map((view) => own(view, "x-fold")).find((fold) => fold !== undefined);
  const withDefault = sure.find((view) => hasOwn(view, "default"));
  const keys = [...new Set(all.flatMap((view) => Object.keys(own(view, "properties") ?? {})))];
  const required = new Set(sure.flatMap((view) => listOf(own(view, "required"))));
  const children = new Map<string, Plan | undefined>();
  let filling: boolean | undefined;

  const child = (key: string): Plan | undefined => {
    if (children.has(key)) return children.get(key);
    const below = all.flatMap((view) => schemasAt(view, key));
    const over = overrides.flatMap((item) =>
      [item.children.get(key), item.children.get("*")].filter((next) => next !== undefined),
    );
    const plan =
      below.length === 0 && over.length === 0
        ? undefined
        : planOf(context, below, over, [...path, key]);
    children.set(key, plan);
    return plan;
  };

  return {
    fold: fieldFold(context, word, path),
    hasDefault: withDefault !== undefined,
    default: withDefault?.default,
    declared: keys.length > 0,
    required,
    keys,
    child,
    fillsItself: () => {
      if (filling !== undefined) return filling;
      filling = false; // A schema that contains itself does not fill itself.
      const fills = (key: string): boolean => {
        const plan = child(key);
        return plan !== undefined && (plan.hasDefault || plan.fillsItself());
      };
      filling = keys.some(fills) && [...required].every(fills);
      return filling;
    },
  };
}

/** The schema objects that speak about the same place: through `$ref` and the combinators. */
function inPlace(
  root: JsonSchema,
  schemas: readonly JsonSchema[],
): { sure: JsonSchemaObject[]; maybe: JsonSchemaObject[] } {
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
    if (typeof ref === "string") {
      const target = resolveRef(root, ref);
      if (target !== undefined) queue.push({ schema: target, certain });
    }
    for (const keyword of ["allOf", "anyOf", "oneOf"]) {
      for (const part of schemaList(own(schema, keyword))) {
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

function schemasAt(view: JsonSchemaObject, key: string): JsonSchema[] {
  const found: JsonSchema[] = [];
  const properties = own(view, "properties");
  if (isPlain(properties) && hasOwn(properties, key)) found.push(properties[key] as JsonSchema);
  const patterns = own(view, "patternProperties");
  if (isPlain(patterns)) {
    for (const pattern of Object.keys(patterns)) {
      if (new RegExp(pattern, "u").test(key)) found.push(patterns[pattern] as JsonSchema);
    }
  }
  if (found.length > 0) return found;
  const rest = own(view, "additionalProperties") ?? own(view, "unevaluatedProperties");
  return isPlain(rest) ? [rest] : [];
}

function fieldFold(context: PlanContext, word: unknown, path: Path): FieldFold | undefined {
  if (word === undefined) return undefined;
  if (typeof word === "function") {
    return { name: word.name === "" ? "custom" : word.name, combine: word as Combine };
  }
  const name = String(word);
  if ((BUILT_IN as readonly string[]).includes(name)) return { name, combine: undefined };
  const combine = context.strategies.get(name);
  if (combine !== undefined) return { name, combine };
  const suggestion = nearest(name, [...BUILT_IN, ...context.strategies.keys()]);
  return refuse({
    code: "strategy-unknown",
    path,
    message: `No fold strategy is called ${JSON.stringify(name)}${didYouMean(suggestion)}`,
    got: name,
    expected: [...BUILT_IN, ...context.strategies.keys()].join(", "),
    ...(suggestion === undefined ? {} : { suggestion }),
    remedy: "Use a built-in name, or hand the strategy to the fold in `strategies`.",
  });
}

function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

function schemaList(value: unknown): JsonSchema[] {
  return Array.isArray(value) ? (value as JsonSchema[]) : [];
}
