import type { Selector } from "gen-select";
import type { Value } from "../data/value.ts";
import type { Atom } from "./relation.ts";
import type { Bound, Term, Variable } from "./term.ts";

/** A node that a selector matches. Binds the variable `select` when nothing else does. */
export interface Matches {
  readonly select: Term;
  readonly selector: Selector;
}

/** No binding satisfies all of `not`. Variables that occur nowhere else mean "any". */
export interface Not {
  readonly not: readonly Inner[];
}

/** A predicate over the values of the variables it declares. */
export interface Test {
  readonly test: (...values: readonly Value[]) => boolean;
  readonly reads: readonly Variable<unknown>[];
  readonly label: string;
}

/** A value computed from the values of the variables it declares. */
export interface Compute {
  readonly compute: (...values: readonly Value[]) => Value;
  readonly into: Variable<unknown>;
  readonly reads: readonly Variable<unknown>[];
  readonly label: string;
}

/** The ways to sum up a group. */
export type AggregateOp = "count" | "min" | "max" | "sum" | "collect";

/**
 * One value for all bindings of `from`. Variables of `from` that other conditions bind name the
 * group; the others range over it.
 */
export interface Aggregate {
  readonly aggregate: AggregateOp;
  readonly into: Variable<unknown>;
  /** What is summed up; not for `count`. */
  readonly of?: Term;
  readonly from: readonly Inner[];
}

/** What may stand inside a negation or an aggregate. */
export type Inner = Atom | Matches | Test;

/** One condition of a rule. All must hold; their order means nothing. */
export type Condition = Atom | Matches | Not | Test | Compute | Aggregate;

type Fn<V extends readonly Variable<unknown>[], R> = (...values: Bound<V>) => R;

/** Holds for nodes that a gen-select selector matches. @example matches(v("n"), sel.tag("edge")) */
export function matches(term: Term<string>, selector: Selector): Matches {
  return { select: term, selector };
}

/** Holds when no binding satisfies all of these. @example not(blocked(v("user"))) */
export function not(...conditions: readonly Inner[]): Not {
  return { not: conditions };
}

/**
 * A guard: a pure predicate over declared variables.
 * @example test([v<number>("port")], (port) => port < 1024, "port is privileged")
 */
export function test<const V extends readonly Variable<unknown>[]>(
  reads: V,
  predicate: Fn<V, boolean>,
  label?: string,
): Test {
  const run = predicate as unknown as Test["test"];
  return { test: run, reads, label: label ?? nameOf(predicate, "test") };
}

/**
 * Binds a variable to a pure function of declared variables; when something else binds it too, both
 * must agree. In a recursive rule this can make new values without end: see `limits.freshValues`.
 * @example compute(v("next"), [v<number>("n")], (n) => n + 1)
 */
export function compute<const V extends readonly Variable<unknown>[]>(
  into: Variable<unknown>,
  reads: V,
  value: Fn<V, Value>,
  label?: string,
): Compute {
  const run = value as unknown as Compute["compute"];
  return { compute: run, into, reads, label: label ?? nameOf(value, "compute") };
}

/** How many bindings there are, 0 included. @example count(v("n"), member(v("group"), _)) */
export function count(into: Variable<unknown>, ...from: readonly Inner[]): Aggregate {
  return { aggregate: "count", into, from };
}

/** The sum of numbers (or of bigints) over all bindings; 0 when there is none. */
export function sum(into: Variable<unknown>, of: Term, ...from: readonly Inner[]): Aggregate {
  return { aggregate: "sum", into, of, from };
}

/** The smallest value in the order of values; does not hold when there is none. */
export function min(into: Variable<unknown>, of: Term, ...from: readonly Inner[]): Aggregate {
  return { aggregate: "min", into, of, from };
}

/** The greatest value in the order of values; does not hold when there is none. */
export function max(into: Variable<unknown>, of: Term, ...from: readonly Inner[]): Aggregate {
  return { aggregate: "max", into, of, from };
}

/** The sorted list of distinct values; empty when there is none. */
export function collect(into: Variable<unknown>, of: Term, ...from: readonly Inner[]): Aggregate {
  return { aggregate: "collect", into, of, from };
}

function nameOf(fn: { readonly name: string }, otherwise: string): string {
  return fn.name === "" ? otherwise : fn.name;
}
