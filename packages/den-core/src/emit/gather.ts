import { allEntities } from "../check/check-landing.ts";
import type { Finding } from "../diagnostics/finding.ts";
import type { ClassModel } from "../model/model.ts";
import { entityId } from "../model/names.ts";
import type { NodeId } from "../pipeline/base.ts";
import type { Contribution } from "../pipeline/contributions.ts";
import type { PlacedModule } from "../pipeline/outputs.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";

/** A contribution at its place, with the route that brought it where that matters. */
export type GatheredContribution = Contribution & Pick<PlacedModule, "route">;

/** What landed for one class at one scope above the machines. */
export interface Gathered {
  readonly at: NodeId;
  /** The scope's name: the environment's, or the fleet's. */
  readonly name: string;
  readonly contributions: readonly GatheredContribution[];
}

/** Everything that landed for a class at the fleet and at environments, scopes in that order. */
export function gather(pipeline: Pipeline, className: string, findings: Finding[]): Gathered[] {
  const { model } = pipeline;
  const known = model.classes.get(className);
  const scopes: NodeId[] = [];
  if (known?.kinds.includes("fleet") === true) scopes.push(entityId("fleet", model.name));
  if (known?.kinds.includes("environment") === true) {
    scopes.push(...model.environmentNames.map((name) => entityId("environment", name)));
  }
  return scopes.flatMap((at) => landedAt(pipeline, at, className, findings));
}

/**
 * What landed for a class of the fleet's own that leads to a flake attribute: at the fleet and at
 * environments, and at each entity of any other kind where it lands.
 */
export function gatherOwn(pipeline: Pipeline, known: ClassModel, findings: Finding[]): Gathered[] {
  const { evaluator, base } = pipeline;
  const below = allEntities(pipeline).filter(
    (id) =>
      isBelow(known, id) &&
      // The configuration of a host of this class is an output already.
      evaluator.get(base.declared, id)?.class !== known.name,
  );
  return [
    ...gather(pipeline, known.name, findings),
    ...below.flatMap((at) => landedAt(pipeline, at, known.name, findings)),
  ];
}

/** The flake attribute of what was gathered: that of the class, with a name where there may be many. */
export function ownAttribute(known: ClassModel, { at, name }: Gathered): readonly string[] {
  const path = known.intoAttr ?? [known.name, name];
  return isBelow(known, at) && known.intoAttr !== undefined ? [...path, name] : path;
}

/** Whether a class lands at a scope that is neither the fleet nor an environment. */
function isBelow(known: ClassModel, id: NodeId): boolean {
  const kind = id.slice(0, id.indexOf(":"));
  return kind !== "fleet" && kind !== "environment" && known.kinds.includes(kind);
}

function landedAt(
  { evaluator, outputs }: Pipeline,
  at: NodeId,
  className: string,
  findings: Finding[],
): Gathered[] {
  const { modules, findings: wrong } = evaluator.get(outputs.placed, at, className);
  findings.push(...wrong);
  const landed = modules.map(({ contribution, at: path, route }) => ({
    ...contribution,
    at: [...path, ...contribution.at],
    ...(route === undefined ? {} : { route }),
  }));
  const name = at.slice(at.indexOf(":") + 1);
  return landed.length === 0 ? [] : [{ at, name, contributions: landed }];
}
