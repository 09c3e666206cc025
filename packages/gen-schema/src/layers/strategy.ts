import type { Path } from "../data/path.ts";

/**
 * A custom way to fold a field: from what weaker layers made (`lower`) and what the next layer says
 * (`higher`) to what holds. It must not change its arguments. It should be associative, so that
 * layers may be grouped; it is called once per layer after the first.
 */
export type Combine = (lower: unknown, higher: unknown, at: { readonly path: Path }) => unknown;

/** Custom strategies by the name that `x-fold` uses. */
export type Strategies = Readonly<Record<string, Combine>>;

export type BuiltIn = "replace" | "append" | "prepend" | "union" | "merge";

export const BUILT_IN: readonly BuiltIn[] = ["replace", "append", "prepend", "union", "merge"];

/** A strategy of a field as the fold uses it: its name, and its function when it is not built in. */
export interface FieldFold {
  readonly name: string;
  readonly combine: Combine | undefined;
}
