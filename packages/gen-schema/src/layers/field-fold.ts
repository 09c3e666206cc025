import type { Path } from "../data/path.ts";
import { didYouMean, nearest } from "../problems/nearest.ts";
import { refuse } from "../problems/schema-error.ts";
import { BUILT_IN, type Combine, type FieldFold } from "./strategy.ts";

/** What a word on folding means: a built-in name, a custom one, or a function. */
export function fieldFold(
  strategies: ReadonlyMap<string, Combine>,
  word: unknown,
  path: Path,
): FieldFold | undefined {
  if (word === undefined) return undefined;
  if (typeof word === "function") {
    return { name: word.name === "" ? "custom" : word.name, combine: word as Combine };
  }
  const name = String(word);
  const combine = strategies.get(name);
  if (combine !== undefined) return { name, combine };
  if ((BUILT_IN as readonly string[]).includes(name)) return { name, combine: undefined };
  const names = [...BUILT_IN, ...strategies.keys()];
  const suggestion = nearest(name, names);
  return refuse({
    code: "strategy-unknown",
    path,
    message: `No fold strategy is called ${JSON.stringify(name)}${didYouMean(suggestion)}`,
    got: name,
    expected: names.join(", "),
    ...(suggestion === undefined ? {} : { suggestion }),
    remedy: "Use a built-in name, or hand the strategy to the fold in `strategies`.",
  });
}
