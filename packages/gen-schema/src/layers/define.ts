import { isPlain } from "../data/plain.ts";
import { markOf } from "./marker.ts";
import type { Plan } from "./plan.ts";
import { readOf } from "./read.ts";
import type { Def, Source, State } from "./state.ts";

const LISTS: ReadonlySet<string> = new Set(["append", "prepend", "union"]);

/**
 * The definition that `value` is when `source` says it at a place with this plan, its marks taken
 * off from the outside in (the innermost priority holds); `undefined` when its condition fails.
 */
export function define(
  state: State,
  plan: Plan | undefined,
  source: Source,
  priority: number,
  value: unknown,
): Def | undefined {
  const def: Def = {
    layer: source.name,
    origin: source.origin,
    value,
    priority,
    strategy: "replace",
    source,
    order: 1000,
    marked: false,
    combine: undefined,
    misfit: undefined,
    pending: undefined,
    dropped: false,
  };
  if (typeof value === "object" && value !== null && markOf(value) !== undefined) {
    unwrap(state, def, value);
    if (def.dropped) return undefined;
  }
  if (def.pending === undefined) classify(state, plan, def);
  return def;
}

/** Gets the value of a definition that was not computed yet. */
export function settle(state: State, plan: Plan | undefined, def: Def): void {
  const { pending } = def;
  if (pending === undefined) return;
  const value = pending(readOf(state));
  def.pending = undefined;
  const { priority } = def; // How strong it is had to be known before it was computed.
  def.value = value;
  if (typeof value === "object" && value !== null && markOf(value) !== undefined) {
    unwrap(state, def, value);
    def.priority = priority;
    if (def.pending !== undefined) settle(state, plan, def);
  }
  if (def.value === undefined && def.strategy !== "unset" && def.strategy !== "reset") {
    def.dropped = true;
  }
  classify(state, plan, def);
}

function unwrap(state: State, def: Def, from: object): void {
  let value: unknown = from;
  for (;;) {
    const mark = typeof value === "object" && value !== null ? markOf(value) : undefined;
    if (mark === undefined) break;
    switch (mark.is) {
      case "unset":
      case "reset":
        def.strategy = mark.is;
        def.marked = true;
        def.value = undefined;
        return;
      case "priority":
        def.priority = mark.priority;
        break;
      case "fold":
        def.strategy = mark.fold;
        def.marked = true;
        if (state.module && mark.fold === "prepend") def.order = 500;
        if (state.module && mark.fold === "append") def.order = 1500;
        break;
      case "when": {
        const { condition } = mark;
        if (!(typeof condition === "function" ? condition(readOf(state)) : condition)) {
          def.dropped = true;
          return;
        }
        break;
      }
      case "lazy":
        def.pending = mark.compute;
        return;
    }
    value = (value as { readonly value: unknown }).value;
  }
  def.value = value;
  if (value === undefined) def.dropped = true;
}

/** Finds how the definition folds, now that its value is known. */
function classify(state: State, plan: Plan | undefined, def: Def): void {
  if (def.strategy === "unset" || def.strategy === "reset") return;
  if (!def.marked) {
    const fold = plan?.fold();
    if (fold !== undefined) {
      def.strategy = fold.name;
      def.combine = fold.combine;
    } else if (typeof def.value === "object" && def.value !== null) {
      if (Array.isArray(def.value)) def.strategy = state.module ? "append" : "replace";
      else if (isPlain(def.value)) def.strategy = "merge";
    }
  }
  if (def.combine === undefined && !fits(def.strategy, def.value)) {
    def.misfit = def.strategy;
    def.strategy = "replace";
  }
}

/** Whether a built-in strategy can work on this value. */
export function fits(strategy: string, value: unknown): boolean {
  if (LISTS.has(strategy)) return Array.isArray(value);
  return strategy !== "merge" || isPlain(value);
}
