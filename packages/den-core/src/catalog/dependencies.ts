import { entityId } from "../model/names.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";
import { chainsTo } from "../pipeline/resolved.ts";

/** A requirement of an aspect that nothing meets where the aspect is. */
export interface UnmetDependency {
  readonly aspect: string;
  readonly missing: string;
  readonly host: string;
  /** A chain that led to the aspect which has the need. */
  readonly chain: readonly string[];
}

function texts(value: unknown): string[] {
  return Array.isArray(value)
    ? value.filter((item): item is string => typeof item === "string")
    : [];
}

/** Unmet `meta.requires` of the aspects of one host: a need is met by an aspect of that name, or by a capability that one provides. */
export function hostDependencies(pipeline: Pipeline, host: string): UnmetDependency[] {
  const resolution = pipeline.evaluator.get(pipeline.resolution.resolution, entityId("host", host));
  const offered = new Set<string>(resolution.aspects.keys());
  for (const { aspect } of resolution.aspects.values()) {
    for (const capability of texts(aspect.meta.provides)) offered.add(capability);
  }
  return [...resolution.aspects.values()].flatMap(({ aspect }) =>
    texts(aspect.meta.requires)
      .filter((need) => !offered.has(need))
      .map((missing) => ({
        aspect: aspect.name,
        missing,
        host,
        chain: chainsTo(resolution, aspect.name, 1)[0] ?? [aspect.name],
      })),
  );
}

/** Unmet requirements of a whole fleet, host by host. */
export function validateDependencies(pipeline: Pipeline): UnmetDependency[] {
  return pipeline.model.hostNames.flatMap((host) => hostDependencies(pipeline, host));
}
