import { refuse, ScopeError, type ScopeIssue } from "../../error/scope-error.ts";
import { show } from "../show.ts";
import type { KeyOption, ParameterOptions } from "./attribute.ts";
import { declare } from "./declare.ts";
import { originOf } from "./origin.ts";
import type { Attribute, Context, Equation, Lattice } from "./types.ts";

/** What a circular attribute climbs, and how far. */
export interface CircularOptions<Node, Value, Arg = void> extends Lattice<Value> {
  /**
   * How many strict steps lead at most from `bottom` to the top (for the subsets of n things: n).
   * A whole number, or a function that gives it for an instance.
   */
  readonly height: number | ((node: Node, arg: Arg) => number);
  /** Where it was declared, as `file:line:column`. @default the place of the call */
  readonly origin?: string;
}

/**
 * Declares a circular attribute: an attribute that may depend on itself, through any other
 * attributes, and whose value is the least fixpoint of its step (Magnusson & Hedin 2007; Söderberg
 * & Hedin 2013). It starts at `bottom`; the step must be monotone, so every run climbs.
 *
 * Fails with `not-monotone` (a step came out below or beside the one before), `height-exceeded`
 * (more strict steps than `height`) and `lattice-invalid`; throws the latter at once for a height
 * that is none, and fails with it where a function gives one that is none.
 */
export function circular<Node, Value>(
  name: string,
  options: CircularOptions<Node, Value>,
  step: Equation<Node, Value>,
): Attribute<Node, Value>;
/** Declares a parameterised circular attribute. */
export function circular<Node, Arg, Value>(
  name: string,
  options: CircularOptions<Node, Value, Arg> & ParameterOptions<Arg, Value>[0],
  step: (node: Node, ctx: Context, arg: Arg) => Value,
): Attribute<Node, Value, Arg>;
export function circular<Node, Arg, Value>(
  name: string,
  options: CircularOptions<Node, Value, Arg> & Partial<KeyOption<Arg>>,
  step: Equation<Node, Value, Arg>,
): Attribute<Node, Value, Arg> {
  const { height, key, origin } = options;
  const lattice = completed(options);
  refuse(shapeIssues(name, lattice, height));
  return declare("circular", name, originOf(circular, origin), {
    equation: step,
    lattice,
    height: typeof height === "number" ? () => height : height,
    equal: lattice.equal,
    ...(key === undefined ? {} : { key }),
  });
}

/** The lattice with what can be derived filled in. */
function completed<Value>({ bottom, join, leq, equal }: Lattice<Value>): Required<Lattice<Value>> {
  const same =
    equal ?? (leq === undefined ? Object.is : (a: Value, b: Value) => leq(a, b) && leq(b, a));
  const below = leq ?? ((a: Value, b: Value) => same(join(a, b), b));
  return { bottom, join, leq: below, equal: same };
}

/** Whether something bounds how often a value may climb: a whole number of at least 0. */
export function isHeight(height: unknown): height is number {
  return typeof height === "number" && Number.isInteger(height) && height >= 0;
}

function noHeight(height: unknown): string {
  return `has the height ${show(height)}, which is no whole number of at least 0`;
}

/** The error for a function of heights that gave no height. */
export function heightRefusal(name: string, height: unknown): ScopeError {
  return new ScopeError([invalidLattice(name, noHeight(height))]);
}

function shapeIssues<Value>(name: string, { join }: Lattice<Value>, height: unknown): ScopeIssue[] {
  const wrong: string[] = [];
  if (typeof height !== "function" && !isHeight(height)) wrong.push(noHeight(height));
  if (typeof join !== "function") wrong.push("has no join");
  return wrong.map((what) => invalidLattice(name, what));
}

/** What is wrong with a lattice at its bottom; found when it is first used, not when declared. */
export function latticeIssues<Value>(
  name: string,
  { bottom, join, leq, equal }: Required<Lattice<Value>>,
): ScopeIssue[] {
  const wrong: string[] = [];
  if (!equal(join(bottom, bottom), bottom))
    wrong.push("joins bottom with itself to something else");
  if (!leq(bottom, bottom)) wrong.push("does not hold bottom below itself");
  return wrong.map((what) => invalidLattice(name, what));
}

function invalidLattice(name: string, what: string): ScopeIssue {
  return {
    code: "lattice-invalid",
    message: `The lattice of ${name} ${what}.`,
    remedy: "Declare bottom, join, leq or equal, and a finite height.",
    culprits: [name],
  };
}
