import type { Attribute, Context } from "./types.ts";
import { definition } from "./types.ts";

/** A way to get something of a node: another attribute, or a function that may read through ctx. */
export type Accessor<Node, Value> = Attribute<Node, Value> | ((node: Node, ctx: Context) => Value);

/** The accessor as a function. */
export function accessor<Node, Value>(
  given: Accessor<Node, Value>,
): (node: Node, ctx: Context) => Value {
  if (typeof given === "function") return given;
  return (node, ctx) => ctx.get<Node, Value>(given, node);
}

/** Whether something is a declared attribute. */
export function isAttribute(given: unknown): given is Attribute<never, unknown, never> {
  return typeof given === "object" && given !== null && definition in given;
}
