import type { Schema } from "./schema.ts";

type Side = "input" | "output";
type Flat<T> = { [K in keyof T]: T[K] } & {};

/** How `$ref`s into the same document are followed this deep; further down the type is `unknown`. */
type Deeper<D extends 0[]> = [...D, 0];
type MaxDepth = 12;

/**
 * What a schema accepts, before defaults are in: inferred from raw literals, from the types of
 * TypeBox (structurally), and from what a Standard Schema (Zod, Valibot) says about itself.
 * `unknown` where the source does not tell.
 */
export type InferInput<S> = InferAs<S, "input">;

/** What holds once defaults are in: properties with a default are always there. */
export type InferOutput<S> = InferAs<S, "output">;

/** Short for {@link InferOutput}. */
export type Infer<S> = InferAs<S, "output">;

type InferAs<S, IO extends Side> =
  S extends Schema<infer I, infer O>
    ? IO extends "input"
      ? I
      : O
    : S extends { readonly "~standard": { readonly types?: infer T } }
      ? Standard<NonNullable<T>, IO>
      : S extends { readonly "~fields": infer F }
        ? Fields<F, IO>
        : S extends boolean
          ? S extends false
            ? never
            : unknown
          : IsJson<S> extends true
            ? FromJson<S, S, IO, []>
            : S extends object
              ? Fields<S, IO>
              : unknown;

type Standard<T, IO extends Side> = T extends { readonly input: infer I; readonly output: infer O }
  ? IO extends "input"
    ? I
    : I extends object
      ? O extends object
        ? O
        : I
      : I
  : unknown;

/** Keywords whose value is no property schema when it is a text, a number or a list. */
type Telling =
  | "type"
  | "$ref"
  | "$schema"
  | "$id"
  | "$anchor"
  | "enum"
  | "const"
  | "default"
  | "title"
  | "description"
  | "format"
  | "pattern"
  | "allOf"
  | "anyOf"
  | "oneOf"
  | "prefixItems"
  | "required"
  | "minimum"
  | "maximum"
  | "exclusiveMinimum"
  | "exclusiveMaximum"
  | "multipleOf"
  | "minLength"
  | "maxLength"
  | "minItems"
  | "maxItems"
  | "minProperties"
  | "maxProperties";

/** The same question as the run time's `isJsonSchema`. */
type IsJson<S> = true extends {
  [K in keyof S]: K extends Telling
    ? S[K] extends string | number | null | readonly unknown[]
      ? true
      : false
    : K extends "properties" | "$defs" | "definitions" | "patternProperties"
      ? S[K] extends Record<string, boolean | object>
        ? true
        : false
      : K extends "additionalProperties" | "unevaluatedProperties" | "uniqueItems"
        ? S[K] extends boolean
          ? true
          : false
        : false;
}[keyof S]
  ? true
  : false;

/** The properties that are always there. */
type FixedKeys<P, IO extends Side> = {
  [K in keyof P]: P[K] extends { readonly required: true }
    ? K
    : IO extends "output"
      ? HasDefault<P[K]> extends true
        ? K
        : never
      : never;
}[keyof P];

type HasDefault<S> = S extends { readonly default: unknown } ? true : false;

type Fields<P, IO extends Side> = Flat<
  { -readonly [K in FixedKeys<P, IO>]: Property<P[K], P, IO, []> } & {
    -readonly [K in Exclude<keyof P, FixedKeys<P, IO>>]?: Property<P[K], P, IO, []>;
  }
>;

type Property<S, Root, IO extends Side, D extends 0[]> =
  S extends Schema<infer I, infer O>
    ? IO extends "input"
      ? I
      : O
    : S extends { readonly "~standard": { readonly types?: infer T } }
      ? Standard<NonNullable<T>, IO>
      : FromJson<S, Root, IO, D>;

type FromJson<S, Root, IO extends Side, D extends 0[]> = D["length"] extends MaxDepth
  ? unknown
  : S extends false
    ? never
    : S extends { readonly const: infer C }
      ? Literal<C>
      : S extends { readonly enum: readonly (infer E)[] }
        ? Literal<E>
        : S extends { readonly $ref: infer R }
          ? FromJson<Resolve<Root, R>, Root, IO, Deeper<D>>
          : S extends { readonly allOf: infer A }
            ? All<A, Root, IO, D> & FromJson<Omit<S, "allOf">, Root, IO, Deeper<D>>
            : S extends { readonly anyOf: readonly (infer A)[] }
              ? Each<A, Root, IO, D>
              : S extends { readonly oneOf: readonly (infer A)[] }
                ? Each<A, Root, IO, D>
                : S extends { readonly type: infer T }
                  ? T extends readonly (infer U)[]
                    ? OfTypes<U, S, Root, IO, D>
                    : OfType<T, S, Root, IO, D>
                  : S extends { readonly properties: unknown }
                    ? OfType<"object", S, Root, IO, D>
                    : unknown;

type Literal<C> = C extends object ? { -readonly [K in keyof C]: Literal<C[K]> } : C;

type Each<A, Root, IO extends Side, D extends 0[]> = A extends unknown
  ? FromJson<A, Root, IO, Deeper<D>>
  : never;

type All<A, Root, IO extends Side, D extends 0[]> = A extends readonly [infer H, ...infer T]
  ? FromJson<H, Root, IO, Deeper<D>> & All<T, Root, IO, D>
  : unknown;

type OfTypes<T, S, Root, IO extends Side, D extends 0[]> = T extends unknown
  ? OfType<T, S, Root, IO, D>
  : never;

type OfType<T, S, Root, IO extends Side, D extends 0[]> = T extends "string"
  ? string
  : T extends "number" | "integer"
    ? number
    : T extends "boolean"
      ? boolean
      : T extends "null"
        ? null
        : T extends "array"
          ? OfArray<S, Root, IO, D>
          : T extends "object"
            ? OfObject<S, Root, IO, D>
            : unknown;

type OfArray<S, Root, IO extends Side, D extends 0[]> = S extends {
  readonly prefixItems: infer P;
}
  ? {
      -readonly [K in keyof P]: FromJson<P[K], Root, IO, Deeper<D>>;
    } extends infer Tuple extends readonly unknown[]
    ? S extends { readonly items: false }
      ? Tuple
      : S extends { readonly items: infer I extends object }
        ? [...Tuple, ...FromJson<I, Root, IO, Deeper<D>>[]]
        : [...Tuple, ...unknown[]]
    : unknown[]
  : S extends { readonly items: infer I }
    ? I extends readonly unknown[]
      ? { -readonly [K in keyof I]: FromJson<I[K], Root, IO, Deeper<D>> }
      : FromJson<I, Root, IO, Deeper<D>>[]
    : unknown[];

type RequiredOf<S> = S extends { readonly required: readonly (infer R)[] } ? R : never;

type OfObject<S, Root, IO extends Side, D extends 0[]> = S extends { readonly properties: infer P }
  ? Flat<
      {
        -readonly [K in Extract<keyof P, RequiredOf<S>> | FixedKeys<P, IO>]: FromJson<
          P[K],
          Root,
          IO,
          Deeper<D>
        >;
      } & {
        -readonly [K in Exclude<keyof P, RequiredOf<S> | FixedKeys<P, IO>>]?: FromJson<
          P[K],
          Root,
          IO,
          Deeper<D>
        >;
      } & Open<S>
    >
  : S extends { readonly additionalProperties: infer A extends object }
    ? { [key: string]: FromJson<A, Root, IO, Deeper<D>> }
    : S extends { readonly patternProperties: infer P }
      ? { [key: string]: FromJson<P[keyof P], Root, IO, Deeper<D>> }
      : { [key: string]: unknown };

/** Keys beside the named ones are only part of the type where the schema speaks of them. */
type Open<S> = S extends { readonly additionalProperties: true | object }
  ? { [key: string]: unknown }
  : unknown;

type Resolve<Root, R> = R extends "#"
  ? Root
  : R extends `#/$defs/${infer Name}`
    ? Root extends { readonly $defs: infer Defs }
      ? Name extends keyof Defs
        ? Defs[Name]
        : unknown
      : unknown
    : R extends `#/definitions/${infer Name}`
      ? Root extends { readonly definitions: infer Defs }
        ? Name extends keyof Defs
          ? Defs[Name]
          : unknown
        : unknown
      : unknown;
