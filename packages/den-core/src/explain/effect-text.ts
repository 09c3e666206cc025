import type { AspectReference } from "../author/aspect.ts";
import type { ChannelOperation, Effect } from "../author/effects.ts";
import type { Model } from "../model/model.ts";
import { referenceOf } from "../pipeline/resolution.ts";
import { refName } from "../pipeline/walk-includes.ts";
import { plain } from "../plan/plan.ts";

/** The name of the aspect that an effect refers to, by name or by value; undefined when it is none. */
export function effectAspect(reference: AspectReference, model: Model): string | undefined {
  const ref = referenceOf(reference, model, "", { file: "", path: [] });
  return ref === undefined ? undefined : refName(ref);
}

/** An effect in a line of words: `configure nginx {"port":443}`, `route a to b at users.x`. */
export function effectText(effect: Effect, model: Model): string {
  const aspect = (reference: AspectReference): string => effectAspect(reference, model) ?? "?";
  const at = (path: readonly string[] | undefined): string =>
    path === undefined || path.length === 0 ? "" : ` at ${path.join(".")}`;
  switch (effect.effect) {
    case "include":
    case "exclude":
      return `${effect.effect} ${aspect(effect.aspect)}`;
    case "configure":
    case "enforce":
      return `${effect.effect} ${aspect(effect.aspect)} ${JSON.stringify(plain(effect.settings))}`;
    case "route":
      return `route ${effect.route.from} to ${effect.route.to}${at(effect.route.at)}`;
    case "provide":
      return `provide ${effect.provide.class}${at(effect.provide.at)}`;
    case "instantiate":
      return `instantiate ${effect.instantiate.intoAttr.join(".")} of ${effect.instantiate.class}`;
    case "enrich":
      return `enrich ${Object.keys(effect.values).join(", ")}`;
    case "spawn":
      return `spawn ${effect.spawn.kind} ${effect.spawn.name}`;
    case "channel":
      return operationText(effect.channel);
    case "varBackend":
      return `varBackend ${effect.backend}${effect.generator === undefined ? "" : ` for ${effect.generator}`}`;
    case "assert":
      return `assert ${effect.message} (${effect.holds ? "holds" : "does not hold"})`;
  }
}

/** What a policy does to a channel: `rename a to b`, `filter ports`. */
export function operationText(operation: ChannelOperation): string {
  const name = operation.channel;
  return operation.op === "rename"
    ? `rename ${name} to ${operation.as}`
    : `${operation.op} ${name}`;
}
