import type { Finding } from "../diagnostics/finding.ts";
import type { AspectModel } from "../model/model.ts";
import { suggestion } from "../model/reader.ts";
import type { NodeId } from "../pipeline/base.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";
import { accountOf } from "../pipeline/scope.ts";
import { refName } from "../pipeline/walk-includes.ts";

const kindOf = (id: NodeId): string => id.slice(0, id.indexOf(":"));

/** Content that an aspect narrows to one entity: for whom nobody is called so, whom it never reaches, who goes without. */
export function checkNarrowed(pipeline: Pipeline, entities: readonly NodeId[]): Finding[] {
  const { evaluator, resolution } = pipeline;
  /** The names of entities, with the kinds that have an entity of that name. */
  const names = new Map<string, Set<string>>();
  for (const id of entities) {
    const of = [id.slice(id.indexOf(":") + 1), ...(id.startsWith("user:") ? [accountOf(id)] : [])];
    for (const name of of) names.set(name, (names.get(name) ?? new Set()).add(kindOf(id)));
  }
  const owners = new Map<AspectModel, NodeId[]>();
  const reached = new Set<string>();
  for (const id of entities) {
    for (const [name, { aspect }] of evaluator.get(resolution.resolution, id).aspects)
      if (name.includes("/to/")) reached.add(name);
      else if (aspect.narrowed.size > 0) owners.set(aspect, [...(owners.get(aspect) ?? []), id]);
  }
  const all = new Set([...pipeline.model.aspects.values(), ...owners.keys()]);
  return [...all].flatMap((aspect) =>
    [...aspect.narrowed].flatMap(([entity, refs]) =>
      refs.flatMap((ref): Finding[] => {
        const at = owners.get(aspect) ?? [];
        const kinds = names.get(entity);
        const about = { subject: `aspect ${aspect.name}`, places: [ref.origin] };
        if (kinds === undefined) {
          return [
            {
              code: "DEN_UNKNOWN_ENTITY",
              severity: "warning",
              message: `the aspect ${aspect.name} provides content to ${JSON.stringify(entity)}, and no entity is called so`,
              ...about,
              remedy: suggestion(entity, names.keys()),
            },
          ];
        }
        // That nothing includes the aspect itself is told as such.
        if (at.length === 0) return [];
        const where = at.slice(0, 3).map((id) => id.replace(":", " "));
        if (!reached.has(refName(ref))) {
          return [
            {
              code: "DEN_NARROWED",
              severity: "warning",
              message: `the content that ${aspect.name} provides to ${entity} reaches nobody: the aspect is at ${where.join(", ")}, and ${entity} is neither there nor below`,
              ...about,
              remedy: `include ${aspect.name} at ${entity} or above it`,
            },
          ];
        }
        const without = at.filter(
          (id) =>
            kinds.has(kindOf(id)) &&
            !evaluator.get(resolution.resolution, id).aspects.has(refName(ref)),
        );
        if (without.length === 0) return [];
        const told = without.slice(0, 3).map((id) => id.replace(":", " "));
        return [
          {
            code: "DEN_NARROWED",
            severity: "info",
            message: `the content that ${aspect.name} provides to ${entity} is for ${entity} alone: ${told.join(", ")}${without.length > told.length ? ` and ${without.length - told.length} more` : ""} ${without.length === 1 ? "has" : "have"} the aspect without it`,
            ...about,
          },
        ];
      }),
    ),
  );
}
