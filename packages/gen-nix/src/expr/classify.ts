import type { NixErrorCode } from "../errors.ts";

/** Why a value is refused. */
export interface Refusal {
  readonly code: NixErrorCode;
  readonly message: string;
  readonly remedy: string;
}

/** What an object is to Nix: a list, a set with these names in order, or nothing. */
export type Classified =
  | { readonly kind: "list"; readonly size: number }
  | { readonly kind: "attrs"; readonly keys: readonly string[] }
  | (Refusal & { readonly kind: "refused"; readonly index?: number });

const NAMELESS = "class instance";

/** Plain objects and full arrays are values; all else that JavaScript calls an object is not. */
export function classify(item: object): Classified {
  if (Array.isArray(item)) return classifyList(item);
  const proto: unknown = Object.getPrototypeOf(item);
  // Objects of other realms have another Object.prototype, which has no prototype either.
  if (proto !== null && Object.getPrototypeOf(proto) !== null) {
    const name = (item.constructor as { name?: unknown } | undefined)?.name;
    return {
      kind: "refused",
      code: "CLASS_INSTANCE",
      message: `a ${typeof name === "string" && name !== "" ? name : NAMELESS} is not a Nix value`,
      remedy: "give plain data: an object, an array, a string, …",
    };
  }
  if (Object.getOwnPropertySymbols(item).length > 0) {
    return {
      kind: "refused",
      code: "SYMBOL_VALUE",
      message: "a JavaScript symbol cannot be an attribute name",
      remedy: "use a string",
    };
  }
  return { kind: "attrs", keys: Object.keys(item).sort() };
}

function classifyList(item: readonly unknown[]): Classified {
  for (let index = 0; index < item.length; index++) {
    if (index in item) continue;
    return {
      kind: "refused",
      index,
      code: "SPARSE_ARRAY",
      message: "the array has a hole",
      remedy: "fill it, or filter the array",
    };
  }
  return { kind: "list", size: item.length };
}
