import type { Origin } from "./origin.ts";

/** What an attribute is, as its declaration says. */
export type AttributeKind =
  | "input"
  | "synthesised"
  | "inherited"
  | "collection"
  | "reference"
  | "higher-order"
  | "circular";

/** What tells two arguments of a parameterised attribute apart: compared as the keys of a `Map`. */
export type ArgumentKey = string | number | bigint | boolean | symbol | null | undefined;

/** What an equation is given: the only way to read other attributes, and every read is recorded. */
export interface Context {
  /** The value of an attribute of a node; throws what its evaluation throws. */
  get<Node, Value>(attribute: Attribute<Node, Value>, node: NoInfer<Node>): Value;
  get<Node, Value, Arg>(
    attribute: Attribute<Node, Value, Arg>,
    node: NoInfer<Node>,
    arg: NoInfer<Arg>,
  ): Value;
}

/** The equation of an attribute: a pure function of what it reads through `ctx`. */
export type Equation<Node, Value, Arg = void> = (node: Node, ctx: Context, arg: Arg) => Value;

/** The order of values a circular attribute climbs; see `circular`. */
export interface Lattice<Value> {
  /** The least value: where the iteration begins. */
  readonly bottom: Value;
  /** The least value that is above both. */
  join(a: Value, b: Value): Value;
  /** Whether `a` is below or equal to `b`. @default equal(join(a, b), b) */
  leq?(a: Value, b: Value): boolean;
  /** Whether two values are the same. @default leq(a, b) && leq(b, a), or Object.is without leq */
  equal?(a: Value, b: Value): boolean;
}

/** The key under which a declaration keeps what the evaluator needs. */
export const definition: unique symbol = Symbol("gen-scope.definition");

/** What the evaluator knows of a declaration. Not for users. */
export interface Definition<Node, Value, Arg> {
  readonly equation: Equation<Node, Value, Arg>;
  equal(a: Value, b: Value): boolean;
  readonly key: ((arg: Arg) => ArgumentKey) | undefined;
  readonly lattice: Required<Lattice<Value>> | undefined;
  readonly height: ((node: Node, arg: Arg) => number) | undefined;
}

/**
 * A declared attribute: a typed value, made once, and read through any evaluator.
 * `Node` is what it hangs on, `Value` what it yields, `Arg` its parameter (void: it has none).
 */
export interface Attribute<Node, Value, Arg = void> {
  readonly name: string;
  readonly kind: AttributeKind;
  /** Where it was declared. */
  readonly origin: Origin;
  readonly [definition]: Definition<Node, Value, Arg>;
}

/** An attribute of any type, for lists of them. */
export type AnyAttribute = Attribute<never, unknown, never>;

/** An attribute whose values are set from outside. */
export interface Input<Node, Value> extends Attribute<Node, Value> {
  readonly kind: "input";
}

/** What every declaration accepts besides its equation. */
export interface AttributeOptions<Value> {
  /** When a recomputed value counts as unchanged, so that its readers are left alone. @default Object.is */
  equal?(a: Value, b: Value): boolean;
  /** Where it was declared, as `file:line:column`. @default the place of the call */
  readonly origin?: string;
}
