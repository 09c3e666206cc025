import { unusable } from "./declare.ts";
import type { Attribute, Context } from "./types.ts";
import { definition } from "./types.ts";

/** A way to get something of a node: another attribute, or a function that may read through ctx. */
export type Accessor<Node, Value> = Attribute<Node, Value> | ((node: Node, ctx: Context) => Value);

/** The accessor as a function. Errors: `option-invalid`, naming the declaration and the option. */
export function accessor<Node, Value>(
  given: Accessor<Node, Value>,
  name: string,
  option: string,
): (node: Node, ctx: Context) => Value {
  if (typeof given === "function") return given;
  if (!isAttribute(given)) throw unusable(name, `has no usable ${option}`);
  return (node, ctx) => ctx.get<Node, Value>(given, node);
}

/** Whether something is a declared attribute. */
function isAttribute(given: unknown): given is Attribute<never, unknown, never> {
  return typeof given === "object" && given !== null && definition in given;
}
