import { type Action, opaque } from "gen-derive";
import type { Effect } from "../../author/effects.ts";
import type { PolicyModel } from "../../model/read-policy.ts";
import { isRecord } from "../../model/reader.ts";
import type { NodeId } from "../base.ts";
import type { FiredEffect } from "../policy-effects.ts";
import { ruleName } from "./policy-program.ts";

const EFFECTS: ReadonlySet<string> = new Set([
  "include",
  "exclude",
  "configure",
  "enforce",
  "route",
  "provide",
  "instantiate",
  "enrich",
  "spawn",
  "channel",
  "varBackend",
  "assert",
]);

/** Is this what `policy.…` makes? */
export function isEffect(value: unknown): value is Effect {
  return isRecord(value) && typeof value.effect === "string" && EFFECTS.has(value.effect);
}

/** Tells effects of one policy apart by what they say; what is no plain data counts by position. */
export function effectKey(effect: Effect): string {
  try {
    return JSON.stringify(effect, (_key, value: unknown) =>
      typeof value === "function" ? "function" : value,
    );
  } catch {
    return effect.effect;
  }
}

/** Plain data as it is; what holds functions or expressions is carried, told apart by `key`. */
export function plainOrOpaque(value: unknown, key: string): never {
  try {
    const text = JSON.stringify(value);
    if (text !== undefined && JSON.stringify(JSON.parse(text)) === text && !hasFunction(value))
      return value as never;
  } catch {
    // Falls through: not plain data.
  }
  return opaque(key, value) as never;
}

function hasFunction(value: unknown): boolean {
  if (typeof value === "function") return true;
  if (Array.isArray(value)) return value.some(hasFunction);
  return isRecord(value) && Object.values(value).some(hasFunction);
}

/** The effect that an action of the program carries, and its place among those of its policy. */
export function firedOf(
  made: Action,
  policies: readonly PolicyModel[],
  at: NodeId,
): { readonly fired: FiredEffect; readonly index: number }[] {
  const policy = policies.find((one) => ruleName(one) === made.rule);
  const data = made.data as
    | { readonly effect: { readonly value: Effect }; readonly index: number }
    | undefined;
  if (policy === undefined || data === undefined) return [];
  const fired = { effect: data.effect.value, policy: policy.name, origin: policy.origin, at };
  return [{ fired, index: data.index }];
}
