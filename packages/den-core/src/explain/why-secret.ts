import type { Origin } from "../diagnostics/origin.ts";
import { INSTANCE_KIND } from "../model/names.ts";
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
  const { evaluator, resolution, vars } = pipeline;
  const generator = generatorOf(name);
  const { placed } = evaluator.get(vars.places.around, host);
  const instances = placed.scopes.nodes.filter((node) => node.kind === INSTANCE_KIND);
  const scopes = [...nearby(pipeline, host), ...instances.map((node) => node.id)];
  return scopes.flatMap((scope): SecretArrival[] =>
    evaluator.get(vars.generators, scope).flatMap(({ name: found, aspect, origin }) => {
      if (found !== generator) return [];
      const isEntity = evaluator.get(pipeline.base.declared, scope) !== undefined;
      const chains =
        aspect === undefined || !isEntity
          ? []
          : chainsTo(evaluator.get(resolution.resolution, scope), aspect);
      return [{ scope, aspect, origin, chains }];
    }),
  );
}

/** `wireguard/key` is a file of the generator `wireguard`. */
export function generatorOf(name: string): string {
  const slash = name.indexOf("/");
  return slash < 0 ? name : name.slice(0, slash);
}
