import type { ChannelOperation, Effect } from "../author/effects.ts";
import { type Finding, problem } from "../diagnostics/finding.ts";
import { below, type Origin } from "../diagnostics/origin.ts";
import { isRecord, suggestion } from "../model/reader.ts";

/** What each effect holds beside its name. */
export const EFFECT_KEYS: Readonly<Record<Effect["effect"], readonly string[]>> = {
  include: ["aspect"],
  exclude: ["aspect"],
  configure: ["aspect", "settings", "precedence"],
  enforce: ["aspect", "settings", "precedence"],
  route: ["route"],
  provide: ["provide"],
  instantiate: ["instantiate"],
  enrich: ["values"],
  spawn: ["spawn"],
  channel: ["channel"],
  varBackend: ["backend", "generator"],
  assert: ["holds", "message"],
};

/** What the records inside of effects hold; what is spawned is read as the entity that it is. */
const SPEC_KEYS: Readonly<Partial<Record<Effect["effect"], readonly string[]>>> = {
  route: ["from", "to", "at", "guard", "adapt"],
  provide: ["class", "module", "at"],
  instantiate: ["name", "class", "instantiate", "intoAttr"],
};

/** What each operation on a channel needs beside the channel. */
export const CHANNEL_KEYS: Readonly<Record<ChannelOperation["op"], readonly string[]>> = {
  expose: [],
  collect: ["from"],
  broadcast: ["to"],
  filter: ["keep"],
  transform: ["map"],
  rename: ["as"],
  withOrigin: [],
};

/** Keys of an effect and of the record inside of it that mean nothing, each with the nearest that does. */
export function unknownEffectKeys(effect: Effect, policy: string, origin: Origin): Finding[] {
  const name = effect.effect;
  const inside = (effect as unknown as Readonly<Record<string, unknown>>)[name];
  return [
    ...unknownKeys(effect, ["effect", ...EFFECT_KEYS[name]], [], name, policy, origin),
    ...(isRecord(inside)
      ? unknownKeys(inside, specKeys(name, inside), [name], name, policy, origin)
      : []),
  ];
}

function specKeys(
  name: Effect["effect"],
  inside: Readonly<Record<string, unknown>>,
): readonly string[] | undefined {
  if (name !== "channel") return SPEC_KEYS[name];
  const own = isOperation(inside.op) ? CHANNEL_KEYS[inside.op] : undefined;
  return own === undefined ? undefined : ["op", "channel", ...own];
}

/** Whether there is an operation on channels of this name. */
export function isOperation(op: unknown): op is ChannelOperation["op"] {
  return typeof op === "string" && Object.hasOwn(CHANNEL_KEYS, op);
}

function unknownKeys(
  value: object,
  known: readonly string[] | undefined,
  path: readonly string[],
  name: string,
  policy: string,
  origin: Origin,
): Finding[] {
  if (known === undefined) return [];
  return Object.keys(value)
    .filter((key) => !known.includes(key))
    .map((key) =>
      problem(
        "DEN_UNKNOWN_KEY",
        `the policy ${policy}: ${name} has no key ${JSON.stringify(key)}`,
        {
          subject: `policy ${policy}`,
          places: [below(origin, ...path, key)],
          remedy: suggestion(key, known),
        },
      ),
    );
}
