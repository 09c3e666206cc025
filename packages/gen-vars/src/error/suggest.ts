import { nearest } from "gen-schema";

/** The suggestion part of an issue: `{ suggestion }` when `name` looks like a typo of a known name. */
export function suggest(name: string, known: Iterable<string>): { readonly suggestion?: string } {
  const found = nearest(name, known);
  return found === undefined ? {} : { suggestion: found };
}
