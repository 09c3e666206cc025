import { compareNames } from "./names.ts";

const known = new WeakMap<object, unknown>();

/**
 * The same data with the keys of its records in code-unit order, so that a function which lists them
 * sees one order however they were declared. Made once for each object; what is no plain data stays.
 */
export function ordered<T>(value: T): T {
  if (typeof value !== "object" || value === null) return value;
  const before = known.get(value);
  if (before !== undefined) return before as T;
  const made = copy(value);
  known.set(value, made);
  return made as T;
}

function copy(value: object): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  const keys = Object.keys(value).sort(compareNames);
  return Object.fromEntries(
    keys.map((key) => [key, ordered((value as Record<string, unknown>)[key])]),
  );
}
