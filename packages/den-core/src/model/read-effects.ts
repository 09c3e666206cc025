import type { Effect } from "../author/effects.ts";
import { below, type Origin } from "../diagnostics/origin.ts";
import { EFFECT_KEYS, unknownEffectKeys } from "../pipeline/effect-keys.ts";
import { isRecord, type Reader, suggestion } from "./reader.ts";

/**
 * Reads the effects of a policy that is plain data: what is no effect, and keys that mean nothing, are told
 * at their place and left out. What effects say of a fleet is checked where they are decided.
 */
export function readEffects(
  policy: string,
  effects: readonly unknown[],
  origin: Origin,
  reader: Reader,
): readonly Effect[] {
  return effects.filter((value, index): value is Effect => {
    if (value === null || value === undefined || value === false) return false;
    const at = below(origin, String(index));
    const wrong = (message: string, remedy?: string, ...path: string[]): boolean => {
      const where = below(at, ...path);
      reader.report("DEN_POLICY_SHAPE", `the policy ${policy} ${message}`, where, remedy);
      return false;
    };
    if (!isRecord(value) || typeof value.effect !== "string") {
      return wrong(
        "returns something that is no effect",
        "return a list of effects made by `policy.…`, or records that say which: effect: include",
      );
    }
    const { effect } = value;
    if (!Object.hasOwn(EFFECT_KEYS, effect)) {
      const meant = suggestion(effect, Object.keys(EFFECT_KEYS));
      return wrong(`has the effect ${JSON.stringify(effect)}, which is none`, meant, "effect");
    }
    const unknown = unknownEffectKeys(value as unknown as Effect, policy, at);
    reader.findings.push(...unknown);
    if (effect === "enrich" && unknown.length === 0 && !isRecord(value.values))
      return wrong("enriches without a record of values", "values: { name: … }");
    return unknown.length === 0;
  });
}
