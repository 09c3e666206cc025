import type { Path } from "../data/path.ts";
import { hasOwn, isPlain, own } from "../data/plain.ts";
import type { JsonSchema, JsonSchemaObject } from "../schema/json-schema.ts";
import { schemasAt, viewsOf } from "../schema/views.ts";
import { fieldFold } from "./field-fold.ts";
import type { Overrides } from "./overrides.ts";
import type { Combine, FieldFold } from "./strategy.ts";

/** What a schema says to the fold at one place. Children are found, and kept, on demand. */
export interface Plan {
  /** How layers fold here, if the schema or the caller said so. @throws SchemaError `strategy-unknown` */
  readonly fold: () => FieldFold | undefined;
  readonly hasDefault: boolean;
  readonly default: unknown;
  /** Whether the schema names properties here: then a priority on an object is one on its keys. */
  readonly declared: boolean;
  readonly required: ReadonlySet<string>;
  /** The declared keys, in the schema's order, and the place of each in that order. */
  readonly keys: readonly string[];
  readonly index: ReadonlyMap<string, number>;
  readonly child: (key: string) => Plan | undefined;
  /** The plan of the declared key at this place in the order. */
  readonly childAt: (index: number) => Plan | undefined;
  /** The plan of list elements at an index. */
  readonly element: (index: number) => Plan | undefined;
  /** The value of a keyword here, the first of those that speak about this place. */
  readonly note: (keyword: string) => unknown;
  /** Every plan one step down: declared keys, other keys, list elements. */
  readonly below: () => readonly Plan[];
}

/** What all plans of one schema share. */
export interface PlanContext {
  readonly root: JsonSchema;
  readonly strategies: ReadonlyMap<string, Combine>;
  /** The plans so far by their first schema: a schema that contains itself has finitely many. */
  readonly known: Map<unknown, Known[]>;
}

interface Known {
  readonly schemas: readonly JsonSchema[];
  readonly overrides: readonly Overrides[];
  readonly plan: Plan;
}

/** The plan of a whole schema. */
export function rootPlan(
  root: JsonSchema,
  overrides?: Overrides,
  strategies: ReadonlyMap<string, Combine> = new Map(),
): Plan {
  const context: PlanContext = { root, strategies, known: new Map() };
  return planOf(context, [root], overrides === undefined ? [] : [overrides], []);
}

function planOf(
  context: PlanContext,
  schemas: readonly JsonSchema[],
  overrides: readonly Overrides[],
  path: Path,
): Plan {
  const bucket = context.known.get(schemas[0]) ?? [];
  const known = bucket.find(
    (item) => same(item.schemas, schemas) && same(item.overrides, overrides),
  );
  if (known !== undefined) return known.plan;
  const plan = newPlan(context, schemas, overrides, path);
  bucket.push({ schemas, overrides, plan });
  context.known.set(schemas[0], bucket);
  return plan;
}

/** The plan of one place, from the schemas and overrides that apply there. */
function newPlan(
  context: PlanContext,
  schemas: readonly JsonSchema[],
  overrides: readonly Overrides[],
  path: Path,
): Plan {
  const { sure, maybe } = viewsOf(context.root, schemas);
  const all = [...sure, ...maybe];
  const withDefault = sure.find((view) => hasOwn(view, "default"));
  const keys = [...new Set(all.flatMap((view) => Object.keys(own(view, "properties") ?? {})))];
  const required = new Set(sure.flatMap((view) => textsOf(own(view, "required"))));
  const index = new Map(keys.map((key, at) => [key, at]));
  const declared: (Plan | null | undefined)[] = new Array(keys.length).fill(undefined);
  const elements = new Map<number, Plan | undefined>();
  let fold: FieldFold | null | undefined;
  let under: readonly Plan[] | undefined;

  const make = (key: string): Plan | undefined => {
    const below = all.flatMap((view) => schemasAt(view, key));
    const over = overrides.flatMap((item) => item.at(key));
    if (below.length === 0 && over.length === 0) return undefined;
    return planOf(context, below, over, [...path, key]);
  };
  const childAt = (at: number): Plan | undefined => {
    const known = declared[at];
    if (known !== undefined) return known ?? undefined;
    const plan = make(keys[at] as string);
    declared[at] = plan ?? null;
    return plan;
  };
  const child = (key: string): Plan | undefined => {
    const at = index.get(key);
    return at === undefined ? make(key) : childAt(at);
  };
  const element = (at: number): Plan | undefined => {
    const prefix = Math.max(0, ...all.map((view) => listOf(own(view, "prefixItems")).length));
    const slot = Math.min(at, prefix);
    if (!elements.has(slot)) {
      const below = all.flatMap((view) => {
        const tuple = listOf(own(view, "prefixItems"));
        const schema = slot < tuple.length ? tuple[slot] : own(view, "items");
        return isPlain(schema) ? [schema] : [];
      });
      const plan = below.length === 0 ? undefined : planOf(context, below, [], [...path, "items"]);
      elements.set(slot, plan);
    }
    return elements.get(slot);
  };

  return {
    fold: () => {
      if (fold === undefined)
        fold = fieldFold(context.strategies, wordOf(overrides, all), path) ?? null;
      return fold ?? undefined;
    },
    hasDefault: withDefault !== undefined,
    default: withDefault?.default,
    declared: keys.length > 0,
    required,
    keys,
    index,
    child,
    childAt,
    element,
    note: (keyword) => all.map((view) => own(view, keyword)).find((value) => value !== undefined),
    below: () => {
      under ??= [
        ...keys.flatMap((_, at) => childAt(at) ?? []),
        ...all.flatMap(insideOf).map((schema) => planOf(context, [schema], [], path)),
      ];
      return under;
    },
  };
}

/** The schemas of what a value holds, apart from its declared properties. */
function insideOf(view: JsonSchemaObject): JsonSchema[] {
  const patterns = own(view, "patternProperties");
  return [
    ...listOf(own(view, "prefixItems")),
    own(view, "items"),
    own(view, "additionalProperties"),
    own(view, "unevaluatedProperties"),
    ...(isPlain(patterns) ? Object.values(patterns) : []),
  ].filter(isPlain) as JsonSchema[];
}

function wordOf(overrides: readonly Overrides[], views: readonly JsonSchemaObject[]): unknown {
  return (
    overrides.find((item) => item.fold !== undefined)?.fold ??
    views.map((view) => own(view, "x-fold")).find((word) => word !== undefined)
  );
}

function same(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
