import { refusal } from "../failure/refusal.ts";
import { type Accessor, accessor } from "./accessor.ts";
import { declare } from "./declare.ts";
import { originOf } from "./origin.ts";
import type { Attribute, AttributeOptions, Context } from "./types.ts";

/** What an inherited attribute is made from. */
export interface InheritedOptions<Node, Value> extends AttributeOptions<Value> {
  /** The node above; undefined at a root. */
  readonly parent: Accessor<Node, Node | undefined>;
  /** The value that a node sets for itself and everything below; undefined to copy the parent's. */
  readonly own?: Accessor<Node, Value | undefined>;
  /** The value at a root that sets none. @default it is an error */
  readonly root?: Accessor<Node, Value>;
}

/**
 * Declares an inherited attribute: copied down from the parent until a node overrides it. Every
 * node on the way keeps its copy, so a tree costs one evaluation a node, and an override that
 * equals what was inherited stops an edit right there.
 *
 * Fails with `inherited-missing` at a root without a value.
 */
export function inherited<Node, Value>(
  name: string,
  options: InheritedOptions<Node, Value>,
): Attribute<Node, Value> {
  const parent = accessor(options.parent, name, "parent");
  const own = options.own === undefined ? undefined : accessor(options.own, name, "own");
  const root = options.root === undefined ? undefined : accessor(options.root, name, "root");
  const { equal } = options;
  const equation = (node: Node, ctx: Context): Value => {
    const set = own?.(node, ctx);
    if (set !== undefined) return set;
    const above = parent(node, ctx);
    if (above !== undefined) return ctx.get(self, above);
    if (root !== undefined) return root(node, ctx);
    throw refusal({
      code: "inherited-missing",
      message: `No node up to the root sets ${name}.`,
      remedy: "Let `own` return a value for the root, or give `root`.",
      culprits: [name],
    });
  };
  const self: Attribute<Node, Value> = declare(
    "inherited",
    name,
    originOf(inherited, options.origin),
    {
      equation,
      ...(equal === undefined ? {} : { equal }),
    },
  );
  return self;
}
