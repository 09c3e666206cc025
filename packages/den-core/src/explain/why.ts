import type { Origin } from "../diagnostics/origin.ts";
import type { NodeId } from "../pipeline/base.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";
import { chainsTo } from "../pipeline/resolved.ts";
import { excluderText } from "../plan/plan.ts";

/** How an aspect got to a scope, or was kept out of it. */
export interface Inclusion {
  readonly scope: NodeId;
  readonly chains: readonly (readonly string[])[];
  readonly declared: readonly Origin[];
  readonly excluded: readonly { readonly by: string; readonly origin: Origin }[];
}

/** Content of a class at a host, with the chains of the aspect that brought it. */
export interface Arrival {
  readonly aspect: string;
  readonly class: string;
  readonly at: readonly string[];
  readonly origin: Origin;
  readonly chains: readonly (readonly string[])[];
}

/** How an aspect got to a host and to the users on it: only scopes where it is, or was excluded. */
export function explainInclusion(pipeline: Pipeline, host: NodeId, aspect: string): Inclusion[] {
  const { evaluator, resolution, topology } = pipeline;
  const users = evaluator.get(topology.children, host);
  return [host, ...users].flatMap((scope): Inclusion[] => {
    // What a user has from the host is told once, at the host.
    const resolved = evaluator.get(scope === host ? resolution.resolution : resolution.own, scope);
    const found = resolved.aspects.get(aspect);
    const excluded = resolved.tombstones
      .filter((stone) => stone.aspect === aspect)
      .map((stone) => ({ by: excluderText(stone.by), origin: stone.by.origin }));
    if (found === undefined && excluded.length === 0) return [];
    return [
      {
        scope,
        chains: found === undefined ? [] : chainsTo(resolved, aspect),
        declared: found?.aspect.origins ?? [],
        excluded,
      },
    ];
  });
}

/** The content of a class that a host gets, directly or through its users, with its chains. */
export function explainClass(pipeline: Pipeline, host: NodeId, className: string): Arrival[] {
  const { evaluator, outputs, resolution } = pipeline;
  const configuration = evaluator.get(outputs.host, host);
  const homes = configuration.homes.flatMap((home) =>
    home.modules.map(({ contribution, at }) => ({
      contribution,
      at: ["home-manager", "users", home.userName, ...at],
    })),
  );
  const all = [...configuration.modules, ...homes];
  const wanted =
    className === configuration.class
      ? configuration.modules
      : all.filter(({ contribution }) => contribution.class === className);
  return wanted.map(({ contribution, at }) => ({
    aspect: contribution.aspect,
    class: contribution.class,
    at,
    origin: contribution.origin,
    chains: contribution.from.flatMap((scope) =>
      chainsTo(evaluator.get(resolution.resolution, scope), contribution.aspect),
    ),
  }));
}
