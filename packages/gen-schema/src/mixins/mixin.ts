import { isPlain } from "../data/plain.ts";
import type { Issue } from "../problems/issue.ts";
import { didYouMean, nearest } from "../problems/nearest.ts";
import { SchemaError } from "../problems/schema-error.ts";
import type { JsonSchema } from "../schema/json-schema.ts";

/** Property schemas by name, as in a record schema; `required: true` makes a property required. */
export type Fields = Readonly<Record<string, unknown>>;

/** What a mixin sees of the schema it is applied to. */
export interface Base {
  readonly names: readonly string[];
  readonly has: (name: string) => boolean;
  /** The schema of a property as it is so far, for refinement; `undefined` if there is none. */
  readonly field: (name: string) => JsonSchema | undefined;
}

/** What a mixin is made of. */
export interface MixinOptions<F extends Fields = Fields> {
  readonly name: string;
  /** Properties that have to be there: names, or names with a schema that they must at least satisfy. */
  readonly requires?: readonly string[] | Readonly<Record<string, unknown>> | undefined;
  /** The properties it defines. Needed when `fields` is a function; otherwise checked against `fields`. */
  readonly provides?: readonly string[] | undefined;
  /** The provided properties that may redefine one that is there already. */
  readonly overrides?: readonly string[] | undefined;
  /**
   * Who wins where both sides define a property that may be overridden: the mixin (Smalltalk, where
   * the subclass wins), or the base (Beta, where the superclass does). @default "mixin"
   */
  readonly wins?: "mixin" | "base" | undefined;
  /** The properties, or a function from the schema so far to the properties. */
  readonly fields: F | ((base: Base) => F);
}

/** One mixin as declared. */
export interface MixinPart {
  readonly name: string;
  readonly requires: ReadonlyMap<string, JsonSchema | undefined>;
  readonly provides: readonly string[];
  readonly overrides: ReadonlySet<string>;
  readonly wins: "mixin" | "base";
  readonly fields: (base: Base) => Fields;
}

/** A schema extension. Applied with `applyMixin`, composed with `composeMixins`. */
export interface Mixin<F = Fields> {
  /** The name; of a composition the names in order of application. */
  readonly name: string;
  /** What it needs from outside: a composition does not need what an earlier member provides. */
  readonly requires: readonly string[];
  readonly provides: readonly string[];
  /** The members in order of application; a composition is nothing but their list. */
  readonly "~parts": readonly MixinPart[];
  /** Only types. */
  readonly "~fields"?: F;
}

/**
 * Declares a schema extension: a function from the schema so far to more properties (a mixin in the
 * sense of Bracha & Cook, Mixin-based Inheritance, OOPSLA 1990, §3).
 *
 * @throws SchemaError `mixin-invalid` (each with the name concerned) when the declaration contradicts
 * itself: `provides` missing for a function or not equal to the keys of `fields`, `overrides` of
 * something not provided.
 */
export function mixin<const F extends Fields>(options: MixinOptions<F>): Mixin<F> {
  const { name, fields } = options;
  const issues: Issue[] = [];
  const invalid = (message: string, remedy: string): void => {
    issues.push({
      code: "mixin-invalid",
      path: [],
      message: `Mixin ${JSON.stringify(name)} ${message}`,
      remedy,
    });
  };
  const keys = typeof fields === "function" ? undefined : Object.keys(fields);
  const provides = options.provides ?? keys ?? [];
  if (options.provides === undefined && keys === undefined) {
    invalid("does not say what it provides", "List the properties of its function in `provides`.");
  }
  for (const key of keys ?? []) {
    if (!provides.includes(key))
      invalid(`defines ${JSON.stringify(key)}, which it does not provide`, "Add it to `provides`.");
  }
  for (const key of provides) {
    if (keys !== undefined && !keys.includes(key)) {
      invalid(
        `provides ${JSON.stringify(key)}, which it does not define${didYouMean(nearest(key, keys))}`,
        "Define it in `fields`.",
      );
    }
  }
  for (const key of options.overrides ?? []) {
    if (!provides.includes(key)) {
      invalid(
        `overrides ${JSON.stringify(key)}, which it does not provide${didYouMean(nearest(key, provides))}`,
        "Add it to `provides`, or drop it from `overrides`.",
      );
    }
  }
  if (issues.length > 0) throw new SchemaError(issues);
  return fromParts([
    {
      name,
      requires: requirements(options.requires ?? []),
      provides,
      overrides: new Set(options.overrides ?? []),
      wins: options.wins ?? "mixin",
      fields: typeof fields === "function" ? fields : () => fields,
    },
  ]);
}

/**
 * The mixin that applies the given ones in order, the first first: `composeMixins(a, b)` is `b ⋆ a`
 * of Bracha & Cook, λi. b(a(i)+i) + a(i). Composition is associative, and without arguments it is
 * the mixin that changes nothing.
 */
export function composeMixins<const M extends readonly Mixin<unknown>[]>(
  ...mixins: M
): Mixin<FieldsOf<M>> {
  return fromParts(mixins.flatMap((item) => item["~parts"]));
}

/** The properties of several mixins; those of later ones win. */
export type FieldsOf<M> = M extends readonly [...infer Head, infer Last]
  ? Last extends Mixin<infer F>
    ? Omit<FieldsOf<Head>, keyof F> & F
    : FieldsOf<Head>
  : object;

function fromParts<F>(parts: readonly MixinPart[]): Mixin<F> {
  const provided = new Set<string>();
  const required = new Set<string>();
  for (const part of parts) {
    for (const name of part.requires.keys()) if (!provided.has(name)) required.add(name);
    for (const name of part.provides) provided.add(name);
  }
  return Object.freeze({
    name: parts.map((part) => part.name).join(" + "),
    requires: [...required],
    provides: [...provided],
    "~parts": parts,
  });
}

function requirements(
  given: readonly string[] | Readonly<Record<string, unknown>>,
): ReadonlyMap<string, JsonSchema | undefined> {
  if (Array.isArray(given)) return new Map(given.map((name) => [String(name), undefined]));
  return new Map(
    Object.entries(given).map(([name, schema]) => [
      name,
      isPlain(schema) || typeof schema === "boolean" ? (schema as JsonSchema) : undefined,
    ]),
  );
}
