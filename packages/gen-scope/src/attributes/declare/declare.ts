import { refusal } from "../failure/refusal.ts";
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
  if (typeof draft.equation !== "function") throw unusable(name, "has no equation");
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

/** The error for a declaration that cannot work: `option-invalid`. */
export function unusable(name: string, what: string): Error {
  return refusal({
    code: "option-invalid",
    message: `The declaration of ${name} ${what}.`,
    remedy: "Give a function, or an attribute where one is accepted.",
    culprits: [name],
  });
}
