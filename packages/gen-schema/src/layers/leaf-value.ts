import { distinct } from "../data/distinct.ts";
import { combine } from "./combine.ts";
import { readOf } from "./read.ts";
import { type Def, type Node, pathOf, type State } from "./state.ts";
import { unmark } from "./unmark.ts";

/** The value that definitions make together, weakest first; without repetition in a field of sets. */
export function leafValue(state: State, node: Node, defs: readonly Def[]): unknown {
  const value = together(state, node, defs);
  return node.plan?.fold()?.name === "union" && Array.isArray(value) ? distinct(value) : value;
}

function together(state: State, node: Node, defs: readonly Def[]): unknown {
  const [first] = defs as readonly [Def, ...Def[]];
  let value = unmark(readOf(state), first.value);
  if (first.strategy === "union") value = distinct(value as readonly unknown[]);
  if (defs.length === 1) return value;
  const path = pathOf(node);
  for (let index = 1; index < defs.length; index++) {
    const def = defs[index] as Def;
    def.value = unmark(readOf(state), def.value);
    if (state.module && def.strategy === "replace") continue; // Equal definitions, checked before.
    const concat = state.module && (def.strategy === "append" || def.strategy === "prepend");
    value = concat
      ? [...(value as unknown[]), ...(def.value as unknown[])]
      : combine(value, def, path);
  }
  return value;
}
