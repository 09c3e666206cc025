import type { Effect } from "../../author/effects.ts";
import { type Finding, problem } from "../../diagnostics/finding.ts";
import type { Origin } from "../../diagnostics/origin.ts";
import type { Model } from "../../model/model.ts";
import { isRecord, suggestion } from "../../model/reader.ts";
import { CHANNEL_KEYS, isOperation, unknownEffectKeys } from "../effect-keys.ts";
import { referenceOf } from "../resolution.ts";
import { unknownAspect } from "../walk-includes.ts";

/** What is wrong with an effect that a policy returned: its shape, and the names in it. */
export function effectProblems(
  effect: Effect,
  policy: string,
  origin: Origin,
  model: Model,
): Finding[] {
  const unknown = unknownEffectKeys(effect, policy, origin);
  if (unknown.length > 0) return unknown;
  const shape = shapeProblem(effect, model);
  if (shape !== undefined) {
    return [
      problem("DEN_POLICY_SHAPE", `the policy ${policy} ${shape}`, {
        subject: `policy ${policy}`,
        places: [origin],
      }),
    ];
  }
  switch (effect.effect) {
    case "exclude":
    case "configure":
    case "enforce": {
      const ref = referenceOf(effect.aspect, model, policy, origin);
      if (ref === undefined) return [];
      if ("inline" in ref) {
        return [
          problem(
            "DEN_UNKNOWN_ASPECT",
            `the policy ${policy} ${effect.effect}s an aspect by its value, which is not among the fleet's`,
            {
              subject: `policy ${policy}`,
              places: [origin],
              remedy: "declare that value under `aspects`",
            },
          ),
        ];
      }
      return model.aspects.has(ref.name)
        ? []
        : [unknownAspect(ref.name, ref.origin, model.aspects.keys())];
    }
    case "provide":
      return unknownClass(effect.provide.class, `provides content`, policy, origin, model);
    case "instantiate":
      return unknownClass(effect.instantiate.class, `instantiates modules`, policy, origin, model);
    default:
      return [];
  }
}

function unknownClass(
  name: string,
  what: string,
  policy: string,
  origin: Origin,
  model: Model,
): Finding[] {
  if (model.classes.has(name)) return [];
  return [
    problem(
      "DEN_UNKNOWN_CLASS",
      `the policy ${policy} ${what} of ${JSON.stringify(name)}, which is no class`,
      {
        subject: `policy ${policy}`,
        places: [origin],
        remedy: suggestion(name, model.classes.keys()),
      },
    ),
  ];
}

const isPath = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((name) => typeof name === "string" && name !== "");

/** What is wrong with the fields of an effect; undefined where nothing is. */
function shapeProblem(effect: Effect, model: Model): string | undefined {
  const raw = effect as unknown as Readonly<Record<string, unknown>>;
  const field = (name: string): Readonly<Record<string, unknown>> | undefined =>
    isRecord(raw[name]) ? raw[name] : undefined;
  switch (effect.effect) {
    case "include":
    case "exclude":
      return isReference(raw.aspect) ? undefined : `returns an ${effect.effect} of no aspect`;
    case "configure":
    case "enforce":
      if (!isReference(raw.aspect)) return `returns a ${effect.effect} of no aspect`;
      return isRecord(raw.settings) ? undefined : `${effect.effect}s without a record of settings`;
    case "route": {
      const route = field("route");
      if (typeof route?.from !== "string" || typeof route.to !== "string")
        return "routes without the names of two classes (`from`, `to`)";
      if (route.at !== undefined && !isPath(route.at))
        return "routes to a path that is no list of attribute names";
      for (const key of ["guard", "adapt"])
        if (route[key] !== undefined && typeof route[key] !== "function")
          return `routes with a ${key} that is no function`;
      return undefined;
    }
    case "provide": {
      const provide = field("provide");
      if (typeof provide?.class !== "string" || provide.module === undefined)
        return "provides without a class and a module";
      return provide.at === undefined || isPath(provide.at)
        ? undefined
        : "provides at a path that is no list of attribute names";
    }
    case "instantiate": {
      const spec = field("instantiate");
      if (typeof spec?.class !== "string" || typeof spec.name !== "string")
        return "instantiates without a name and a class";
      if (!isPath(spec.intoAttr) || spec.intoAttr.length === 0)
        return "instantiates without `intoAttr`: the list of attribute names that the output gets";
      return spec.instantiate === undefined || typeof spec.instantiate === "function"
        ? undefined
        : "instantiates with something that is no function";
    }
    case "enrich": {
      if (!isRecord(raw.values)) return "enriches without a record of values";
      const own = Object.keys(raw.values).find(
        (key) => OWN.has(key) || model.kinds.has(key) || model.channels.has(key),
      );
      return own === undefined ? undefined : `adds \`${own}\`, which is a name of den's own`;
    }
    case "spawn":
      return typeof field("spawn")?.kind === "string" && typeof field("spawn")?.name === "string"
        ? undefined
        : "adds an entity without a kind and a name";
    case "channel":
      return channelProblem(field("channel"));
    case "varBackend":
      return typeof raw.backend === "string" ? undefined : "names no backend";
    case "assert":
      return typeof raw.holds === "boolean" && typeof raw.message === "string"
        ? undefined
        : "asserts without a truth value and a message";
  }
}

function channelProblem(spec: Readonly<Record<string, unknown>> | undefined): string | undefined {
  if (typeof spec?.op !== "string" || typeof spec.channel !== "string")
    return "does something to a channel without saying what and to which";
  if (!isOperation(spec.op)) {
    const meant = suggestion(spec.op, Object.keys(CHANNEL_KEYS));
    return `does ${JSON.stringify(spec.op)} to the channel ${spec.channel}, which is no operation: ${meant}`;
  }
  const missing = CHANNEL_KEYS[spec.op].find((key) => spec[key] === undefined);
  return missing === undefined
    ? undefined
    : `does ${spec.op} to the channel ${spec.channel} without \`${missing}\``;
}

const OWN: ReadonlySet<string> = new Set(["fleet", "settings", "aspects", "vars", "peers"]);

function isReference(value: unknown): boolean {
  return (
    (typeof value === "string" && value !== "") || typeof value === "function" || isRecord(value)
  );
}
