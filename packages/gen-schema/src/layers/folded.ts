import type { PathLike } from "../data/path.ts";
import type { Issue } from "../problems/issue.ts";
import type { Leaf } from "./layer.ts";
import type { Finding } from "./state.ts";

/** The type at a dotted path of `T`; `unknown` where the type does not say. */
export type At<T, P> = P extends readonly [infer Head, ...infer Rest]
  ? Head extends keyof NonNullable<T>
    ? At<NonNullable<T>[Head], Rest>
    : unknown
  : P extends readonly []
    ? T
    : P extends readonly string[]
      ? unknown
      : P extends `${infer Head}.${infer Rest}`
        ? Head extends keyof NonNullable<T>
          ? At<NonNullable<T>[Head], Rest>
          : unknown
        : P extends ""
          ? T
          : P extends keyof NonNullable<T>
            ? NonNullable<T>[P]
            : unknown;

/**
 * A folded record. Nothing is computed until it is asked for, and then only that leaf, once.
 * Paths are texts parted by dots, or arrays of exact keys. Its methods are to be called on it, not on their own.
 */
export interface Folded<T = unknown> {
  /**
   * The value at a path (an object for a branch), `undefined` when there is none. The value of a
   * leaf is the layer's own: do not change it.
   * @throws SchemaError `missing-leaf` for a required leaf when the fold was made with `missing: "access"`,
   * and the conflict of the leaf when made with `conflicts: "throw"` (or in module mode).
   */
  get<const P extends PathLike>(path: P): At<T, P>;
  /** Whether there is a value at a path. */
  has(path: PathLike): boolean;
  /** Why the leaf at exactly this path is what it is; `undefined` for branches and for what nobody set. */
  leaf(path: PathLike): Leaf | undefined;
  /** The leaf that the value at this path comes from: itself, or the whole list or object around it. */
  owner(path: PathLike): Leaf | undefined;
  /** The keys that have a value below a path: the schema's in its order, the others sorted. */
  keys(path?: PathLike): string[];
  /** All leaves that have a value, at or below a path, in key order. */
  leaves(path?: PathLike): Leaf[];
  /** The whole record as plain data of its own: changing it changes no layer. Throws as `get` does. */
  toObject(): T;
  /** What is odd about the fold as a whole (evaluates everything): conflicts of peers, misfits. */
  findings(): readonly Finding[];
  /** Everything that is wrong with the record against its schema, with the layer that said it. */
  validate(): readonly Issue[];
  /** The whole record, if `validate` finds nothing. @throws SchemaError with every issue. */
  valid(): T;
}
