import { declare } from "./declare.ts";
import { originOf } from "./origin.ts";
import type { ArgumentKey, Attribute, AttributeOptions, Context, Equation } from "./types.ts";

/** How a parameterised attribute tells its arguments apart. */
export interface KeyOption<Arg> {
  /** The identity of an argument, by value. @default the argument itself, when it is a primitive */
  readonly key: (arg: Arg) => ArgumentKey;
}

/** The options of a parameterised attribute: `key` may be left out only for primitive arguments. */
export type ParameterOptions<Arg, Value> = [Arg] extends [ArgumentKey]
  ? [options?: AttributeOptions<Value> & Partial<KeyOption<Arg>>]
  : [options: AttributeOptions<Value> & KeyOption<Arg>];

/**
 * Declares a (synthesised) attribute: a value of a node, computed from other attributes when it is
 * first asked for, kept, and recomputed only when something it read has changed.
 *
 * @param name what messages and statistics call it
 * @param equation pure: what it returns depends only on its arguments and on what it reads from ctx
 * @example const depth = attribute<string, number>("depth", (node, ctx) => …);
 */
export function attribute<Node, Value>(
  name: string,
  // With its third parameter named, so that `ctx` of an equation that has one is known to be Context.
  equation: Equation<Node, Value>,
  options?: AttributeOptions<Value> & { readonly key?: never },
): Attribute<Node, Value>;
/**
 * Declares a parameterised attribute: memoised for every node and every argument, arguments being
 * told apart by `key`.
 *
 * @example const lookup = attribute<string, string, number>("lookup", (node, ctx, name) => …);
 */
export function attribute<Node, Arg, Value>(
  name: string,
  equation: (node: Node, ctx: Context, arg: Arg) => Value,
  ...options: ParameterOptions<Arg, Value>
): Attribute<Node, Value, Arg>;
export function attribute<Node, Arg, Value>(
  name: string,
  equation: Equation<Node, Value, Arg>,
  options: AttributeOptions<Value> & Partial<KeyOption<Arg>> = {},
): Attribute<Node, Value, Arg> {
  const { equal, key, origin } = options;
  return declare("synthesised", name, originOf(attribute, origin), {
    equation,
    ...(equal === undefined ? {} : { equal }),
    ...(key === undefined ? {} : { key }),
  });
}
