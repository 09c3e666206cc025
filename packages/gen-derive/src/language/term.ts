import type { Value } from "../data/value.ts";

/**
 * A variable of a rule: the same name means the same value throughout one rule. The type parameter
 * is for the compiler only; without one a variable fits every column.
 */
export interface Variable<T = never> {
  readonly $var: string;
  readonly $type?: T;
}

/** A constant that looks like a variable. Made by {@link lit}. */
export interface Literal<T extends Value = Value> {
  readonly $lit: T;
}

/** What stands in a column of a pattern: a variable or a constant. */
export type Term<T extends Value = Value> = T | Variable<T> | Literal<T>;

/** A list of terms for a list of column types. */
export type Terms<T extends readonly Value[]> = { readonly [K in keyof T]: Term<T[K]> };

/** The type of a variable's value; any value when it does not say. */
type Known<T> = [T] extends [never] ? Value : unknown extends T ? Value : T;

/** The values that a list of variables stands for. */
export type Bound<V extends readonly Variable<unknown>[]> = {
  readonly [K in keyof V]: V[K] extends Variable<infer T> ? Known<T> : never;
};

/** A variable. @example v("host"), v<number>("port") */
export function v<T = never>(name: string): Variable<T> {
  return Object.freeze({ $var: name });
}

/** Any value, which nothing else refers to. Every occurrence is a variable of its own. */
export const _: Variable = Object.freeze({ $var: "_" });

/** The node that a rule with `at` is looking at. */
export const node: Variable<string> = Object.freeze({ $var: "node" });

/** A constant, whatever it looks like: needed for one that has a property `$var` or `$lit`. */
export function lit<T extends Value>(value: T): Literal<T> {
  return Object.freeze({ $lit: value });
}

/** Whether a term is a variable. */
export function isVariable(term: unknown): term is Variable {
  return (
    typeof term === "object" && term !== null && "$var" in term && typeof term.$var === "string"
  );
}

/** Whether a term is a wrapped constant. */
export function isLiteral(term: unknown): term is Literal {
  return typeof term === "object" && term !== null && "$lit" in term;
}

/** The value of a constant term. */
export function constant(term: unknown): unknown {
  return isLiteral(term) ? term.$lit : term;
}
