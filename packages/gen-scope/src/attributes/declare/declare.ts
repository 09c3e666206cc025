import type { Origin } from "./origin.ts";
import { type Attribute, type AttributeKind, type Definition, definition } from "./types.ts";

/** What a declaration is made from: its definition, with defaults for what it leaves out. */
export interface Draft<Node, Value, Arg> extends Partial<Definition<Node, Value, Arg>> {
  readonly equation: Definition<Node, Value, Arg>["equation"];
}

/** Makes the frozen value that stands for a declared attribute. */
export function declare<Node, Value, Arg, Kind extends AttributeKind>(
  kind: Kind,
  name: string,
  origin: () => Origin,
  draft: Draft<Node, Value, Arg>,
): Attribute<Node, Value, Arg> & { readonly kind: Kind } {
  return Object.freeze({
    name,
    kind,
    get origin(): Origin {
      return origin();
    },
    [definition]: Object.freeze({
      equation: draft.equation,
      equal: draft.equal ?? Object.is,
      key: draft.key,
      lattice: draft.lattice,
      height: draft.height,
    }),
  });
}
