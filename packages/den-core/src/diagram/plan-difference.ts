import { difference, type Picture } from "den-diagram";
import { refuse } from "../diagnostics/den-error.ts";
import { diffPlans } from "../diff/diff-plans.ts";
import { entityId } from "../model/names.ts";
import { suggestion } from "../model/reader.ts";
import type { Plan } from "../plan/plan.ts";
import { aspectsPicture, plannedDeclarations } from "./aspects.ts";
import { aspectsAtPicture } from "./aspects-at.ts";
import { aspectChanges, entityChanges, withChanges } from "./changes.ts";
import { fleetPicture, plannedEntities } from "./fleet.ts";
import type { PictureName } from "./pictures.ts";
import { plannedAround, type ScopeAspects } from "./scope-aspects.ts";

/** The pictures for which a plan has all that they need. */
export const OF_PLANS: readonly PictureName[] = ["fleet", "aspects"];

/**
 * What changed between two plans, as the picture of the fleet, or of its aspects, or of those of a host:
 * parts that came, went or say something else, and those whose outputs, content or settings changed.
 *
 * @throws DenError `DEN_UNKNOWN_HOST` for a host that neither has
 */
export function planDifference(old: Plan, now: Plan, name: PictureName, at?: string): Picture {
  const diff = diffPlans(old, now);
  const [before, after] = [unplaced(old), unplaced(now)];
  const compared = (draw: (plan: Plan) => Picture): Picture =>
    difference(draw(before), draw(after));
  if (name === "fleet") {
    const whole = compared((plan) => fleetPicture(plannedEntities(plan)));
    return withChanges(whole, entityChanges(diff));
  }
  if (at === undefined) {
    const whole = compared((plan) => aspectsPicture(plannedDeclarations(plan)));
    return withChanges(whole, aspectChanges(diff));
  }
  const around = (plan: Plan): ScopeAspects[] => plannedAround(plan, entityId("host", at)) ?? [];
  const scopes = new Set([before, after].flatMap(around).map(({ scope }) => scope));
  if (scopes.size === 0) unknownHost([before, after], at);
  const whole = compared((plan) => aspectsAtPicture(plan.aspects, around(plan)));
  return { ...withChanges(whole, aspectChanges(diff, scopes)), title: `Aspects of host ${at}` };
}

/** A plan without places: what only moved to another file did not change. */
function unplaced(plan: Plan): Plan {
  const nowhere = { file: "", path: [] };
  return {
    ...plan,
    aspects: plan.aspects.map((aspect) => ({ ...aspect, origins: [] })),
    entities: plan.entities.map((entity) => ({
      ...entity,
      excluded: entity.excluded.map((one) => ({ ...one, origin: nowhere })),
    })),
  };
}

function unknownHost(plans: readonly Plan[], at: string): never {
  const names = plans.flatMap(({ entities }) =>
    entities.flatMap((one) => (one.kind === "host" ? one.name : [])),
  );
  return refuse("DEN_UNKNOWN_HOST", `there is no host ${JSON.stringify(at)}`, {
    remedy: suggestion(at, new Set(names)),
  });
}
