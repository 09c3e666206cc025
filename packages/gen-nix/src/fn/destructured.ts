import { type PatternKey, parametersOf } from "./parameters.ts";

/**
 * The names that a function destructures from its first argument, with their defaults as source text;
 * empty for a function that takes the argument whole, or whose source cannot be read with certainty.
 *
 * @example destructured(({ pkgs, port = 80 }) => …) // [{ name: "pkgs" }, { name: "port", default: "80" }]
 */
export function destructured(fn: (...args: never) => unknown): readonly PatternKey[] {
  const first = parametersOf(Function.prototype.toString.call(fn))?.[0];
  return first?.kind === "pattern" ? first.keys : [];
}
