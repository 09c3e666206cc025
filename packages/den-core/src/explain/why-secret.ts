import type { Origin } from "../diagnostics/origin.ts";
import type { NodeId } from "../pipeline/base.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";
import { chainsTo } from "../pipeline/resolved.ts";
import { nearby } from "./nearby.ts";

/** A declaration of a generator of secrets that bears on a host. */
export interface SecretArrival {
  readonly scope: NodeId;
  /** The aspect that declares it; undefined where the entity itself does. */
  readonly aspect: string | undefined;
  readonly origin: Origin;
  readonly chains: readonly (readonly string[])[];
}

/** Who declares a generator, by `generator` or `generator/file`, at a host, above it and below it. */
export function explainSecret(pipeline: Pipeline, host: NodeId, name: string): SecretArrival[] {
  const { evaluator, base, resolution } = pipeline;
  const slash = name.indexOf("/");
  const generator = slash < 0 ? name : name.slice(0, slash);
  const around = nearby(pipeline, host);
  const below = new Set(around.slice(around.indexOf(host)));
  return around.flatMap((scope): SecretArrival[] => {
    const own = evaluator.get(base.declared, scope)?.generators.get(generator);
    const found: SecretArrival[] =
      own === undefined ? [] : [{ scope, aspect: undefined, origin: own.origin, chains: [] }];
    if (!below.has(scope)) return found;
    // What an entity has from above is told once, at the host.
    const resolved = evaluator.get(scope === host ? resolution.resolution : resolution.own, scope);
    for (const { aspect } of resolved.aspects.values()) {
      const declared = aspect.generators.get(generator);
      if (declared === undefined) continue;
      const chains = chainsTo(resolved, aspect.name);
      found.push({ scope, aspect: aspect.name, origin: declared.origin, chains });
    }
    return found;
  });
}
