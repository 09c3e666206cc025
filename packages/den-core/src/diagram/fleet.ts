import type { Picture } from "den-diagram";
import { allEntities } from "../check/check-landing.ts";
import type { Origin } from "../diagnostics/origin.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";
import { type Plan, type PlanEntity, planFacts } from "../plan/plan.ts";
import { details, metaRows, originRows } from "./details.ts";
import { entityNode } from "./ids.ts";
import { collect } from "./parts.ts";

/** What the picture of a fleet tells of an entity. */
export interface FleetEntity extends Omit<PlanEntity, "aspects" | "excluded"> {
  /** How many aspects it has. */
  readonly aspects: number;
  readonly origins: readonly Origin[];
}

/** The entities of a fleet; settings and outputs are not computed. */
export function fleetEntities(pipeline: Pipeline): FleetEntity[] {
  const { evaluator, base, resolution } = pipeline;
  return allEntities(pipeline).map((id) => ({
    ...planFacts(pipeline, id),
    aspects: evaluator.get(resolution.resolution, id).aspects.size,
    origins: evaluator.get(base.declared, id)?.origins ?? [],
  }));
}

/** The entities of a plan, which does not say where they are declared. */
export function plannedEntities({ entities }: Plan): FleetEntity[] {
  return entities.map((entity) => ({ ...entity, aspects: entity.aspects.length, origins: [] }));
}

/** A fleet, its environments as groups, and in them hosts with their users, homes and entities of other kinds. */
export function fleetPicture(entities: readonly FleetEntity[]): Picture {
  const parts = collect();
  const byId = new Map(entities.map((entity) => [entity.id, entity]));
  const fleet = entities.find(({ kind }) => kind === "fleet");
  /** The environment around an entity. */
  const environment = ({ parent }: FleetEntity): string | undefined => {
    for (let at = parent; at !== null; at = byId.get(at)?.parent ?? null)
      if (byId.get(at)?.kind === "environment") return at;
    return undefined;
  };
  for (const entity of entities) {
    const { id, kind, name, parent } = entity;
    const common = { id: entityNode(id), kind, label: name };
    const told = details(
      ["system", entity.system],
      ["class", entity.class],
      ["host name", entity.hostName],
      ["tags", entity.tags],
      ["aspects", entity.aspects === 0 ? undefined : entity.aspects],
      ...metaRows(entity.meta),
      ...originRows(entity.origins),
    );
    if (kind === "environment") {
      parts.group({ ...common, ...told });
      continue;
    }
    const around = environment(entity);
    parts.node({
      ...common,
      // A user's is its host's.
      ...(entity.system === undefined || kind === "user" ? {} : { note: entity.system }),
      ...(around === undefined ? {} : { group: entityNode(around) }),
      ...told,
    });
    if (parent === null) continue;
    // An environment is a frame: what stands in it hangs on the fleet.
    const above = byId.get(parent)?.kind === "environment" ? fleet?.id : parent;
    if (above !== undefined)
      parts.edge({ from: entityNode(above), to: entityNode(id), kind: "contains" });
  }
  return parts.done(`The fleet ${fleet?.name ?? ""}`.trim());
}
