/** What a marker is recognised by; shared by all copies of the package in one process. */
const MARK: unique symbol = Symbol.for("gen-schema.marker") as never;

/**
 * What markers inherit from, so that ordinary objects are told apart by their prototype alone,
 * which is much cheaper than looking for a key they do not have.
 */
const SHAPE: object = Object.freeze(Object.create(null));

/** How strong a definition is: a name, or a number as NixOS counts (lower is stronger). */
export type Priority = "force" | "plain" | "default" | number;

/** What a condition or a lazy value may ask: the folded value at a path. */
export interface Read {
  readonly get: (path: string | readonly string[]) => unknown;
}

/** A value in a layer together with the word on how it is to be folded. Made by the functions below. */
export interface Marked<T = unknown> {
  readonly [MARK]: Mark;
  readonly value: T;
}

export type Mark =
  | { readonly is: "unset" }
  | { readonly is: "reset" }
  | { readonly is: "priority"; readonly priority: number }
  | { readonly is: "fold"; readonly fold: "replace" | "append" | "prepend" | "union" | "merge" }
  | { readonly is: "when"; readonly condition: boolean | ((read: Read) => boolean) }
  | { readonly is: "lazy"; readonly compute: (read: Read) => unknown };

/** The priority of a schema's own `default` in module mode: weaker than everything a layer says. */
export const SCHEMA_DEFAULT = 1500;

/** A priority as a number: force 50, plain 100, default 1000, or the number itself. */
export function levelOf(priority: Priority): number {
  if (typeof priority === "number") return priority;
  return priority === "force" ? 50 : priority === "default" ? 1000 : 100;
}

function marked<T>(mark: Mark, value: T): Marked<T> {
  const made = Object.create(SHAPE) as { -readonly [K in keyof Marked<T>]: Marked<T>[K] };
  made[MARK] = Object.freeze(mark);
  made.value = value;
  return Object.freeze(made);
}

/** The mark of a marked value, or `undefined` for ordinary data. */
export function markOf(value: object): Mark | undefined {
  const proto: unknown = Object.getPrototypeOf(value);
  if (proto === Object.prototype || proto === Array.prototype) return undefined;
  return (value as { readonly [MARK]?: Mark })[MARK];
}

/** Whether `value` was made by one of the marker functions. */
export function isMarked(value: unknown): value is Marked {
  return typeof value === "object" && value !== null && markOf(value) !== undefined;
}

/** Removes what weaker layers and the schema's default say: the leaf is absent. */
export function unset(): Marked<never> {
  return marked({ is: "unset" }, undefined as never);
}

/** Removes what weaker layers say: the leaf is back at the schema's default. */
export function reset(): Marked<never> {
  return marked({ is: "reset" }, undefined as never);
}

/** Wins over every plain and default value, wherever its layer stands (NixOS: `mkForce`). */
export function force<T>(value: T): Marked<T> {
  return withPriority("force", value);
}

/** Yields to every plain value, wherever its layer stands (NixOS: `mkDefault`). */
export function byDefault<T>(value: T): Marked<T> {
  return withPriority("default", value);
}

/** Any priority by name or number (NixOS: `mkOverride`); lower numbers are stronger. */
export function withPriority<T>(priority: Priority, value: T): Marked<T> {
  return marked({ is: "priority", priority: levelOf(priority) }, value);
}

/** Replaces what weaker layers say, objects as a whole included. */
export function replace<T>(value: T): Marked<T> {
  return marked({ is: "fold", fold: "replace" }, value);
}

/** Adds elements after those of weaker layers (in module mode: after all others, `mkAfter`). */
export function append<T extends readonly unknown[]>(value: T): Marked<T> {
  return marked({ is: "fold", fold: "append" }, value);
}

/** Adds elements before those of weaker layers (in module mode: before all others, `mkBefore`). */
export function prepend<T extends readonly unknown[]>(value: T): Marked<T> {
  return marked({ is: "fold", fold: "prepend" }, value);
}

/** Adds the elements that weaker layers do not have. */
export function union<T extends readonly unknown[]>(value: T): Marked<T> {
  return marked({ is: "fold", fold: "union" }, value);
}

/** Merges key by key with what weaker layers say, also where the schema says otherwise. */
export function merge<T extends object>(value: T): Marked<T> {
  return marked({ is: "fold", fold: "merge" }, value);
}

/** Counts only if the condition holds (NixOS: `mkIf`); it may read other leaves of the result. */
export function when<T>(condition: boolean | ((read: Read) => boolean), value: T): Marked<T> {
  return marked({ is: "when", condition }, value);
}

/** Computed when its leaf is read, at most once; it may read other leaves of the result. */
export function lazy<T>(compute: (read: Read) => T): Marked<T> {
  return marked({ is: "lazy", compute }, undefined as never);
}
