import { difference, type Picture } from "den-diagram";
import { refuse } from "../../diagnostics/den-error.ts";
import { aspectsPicture, plannedDeclarations } from "../../diagram/aspects.ts";
import { aspectsAtPicture } from "../../diagram/aspects-at.ts";
import { fleetPicture, plannedEntities } from "../../diagram/fleet.ts";
import type { PictureName } from "../../diagram/pictures.ts";
import { plannedAround } from "../../diagram/scope-aspects.ts";
import { entityId } from "../../model/names.ts";
import { suggestion } from "../../model/reader.ts";
import type { Plan } from "../../plan/plan.ts";

/** The pictures for which a plan has all that they need. */
export const OF_PLANS: readonly PictureName[] = ["fleet", "aspects"];

/**
 * What changed between two plans, as one picture.
 *
 * @throws DenError `DEN_UNKNOWN_HOST` for a host that neither has
 */
export function differenceOf(before: Plan, after: Plan, name: PictureName, at?: string): Picture {
  if (name === "fleet")
    return difference(fleetPicture(plannedEntities(before)), fleetPicture(plannedEntities(after)));
  if (at === undefined) {
    return difference(
      aspectsPicture(plannedDeclarations(before)),
      aspectsPicture(plannedDeclarations(after)),
    );
  }
  const host = entityId("host", at);
  const [old, now] = [before, after].map((plan) => plannedAround(plan, host));
  if (old === undefined && now === undefined) {
    const names = [before, after].flatMap(({ entities }) =>
      entities.flatMap((one) => (one.kind === "host" ? one.name : [])),
    );
    return refuse("DEN_UNKNOWN_HOST", `there is no host ${JSON.stringify(at)}`, {
      remedy: suggestion(at, new Set(names)),
    });
  }
  return {
    ...difference(
      aspectsAtPicture(before.aspects, old ?? []),
      aspectsAtPicture(after.aspects, now ?? []),
    ),
    title: `Aspects of host ${at}`,
  };
}
