import { refusal } from "../failure/refusal.ts";
import { show } from "../show.ts";
import { declare, unusable } from "./declare.ts";
import { originOf } from "./origin.ts";
import type { Attribute, AttributeOptions, Context } from "./types.ts";

/** The options of a reference attribute. */
export interface ReferenceOptions<Target> extends AttributeOptions<Target> {
  /** Whether a node is there to be referred to. @default every node is */
  readonly exists?: (target: NonNullable<Target>, ctx: Context) => boolean;
}

/**
 * Declares a reference attribute (Hedin 2000): its value is another node, or undefined for none,
 * and attributes are read across it: `ctx.get(type, ctx.get(declaration, use))`.
 *
 * Fails with `reference-dangling` when `exists` denies the node.
 */
export function reference<Node, Target = Node | undefined>(
  name: string,
  equation: (node: Node, ctx: Context) => Target,
  options: ReferenceOptions<Target> = {},
): Attribute<Node, Target> {
  const { equal, exists } = options;
  if (typeof equation !== "function") throw unusable(name, "has no equation");
  return declare<Node, Target, void, "reference">(
    "reference",
    name,
    originOf(reference, options.origin),
    {
      equation: (node, ctx) => {
        const target = equation(node, ctx);
        if (exists !== undefined && target !== undefined && target !== null) {
          if (!exists(target, ctx)) throw dangling(name, node, target);
        }
        return target;
      },
      ...(equal === undefined ? {} : { equal }),
    },
  );
}

function dangling(name: string, node: unknown, target: unknown): Error {
  return refusal({
    code: "reference-dangling",
    message: `${name} of ${show(node)} refers to ${show(target)}, which does not exist.`,
    remedy: "Return a node that exists, or undefined.",
    culprits: [show(target)],
  });
}
