import type { Context } from "gen-scope";
import type { SpawnSpec } from "../author/effects.ts";
import { type Finding, problem } from "../diagnostics/finding.ts";
import type { EntityModel } from "../model/model.ts";
import { entityId, isSafeName, SAFE_NAME } from "../model/names.ts";
import { readEntity } from "../model/read-entity.ts";
import { suggestion } from "../model/reader.ts";
import { type Base, type NodeId, wholeModel } from "./base.ts";
import type { Decisions, FiredEffect } from "./policy-effects.ts";

type DecisionsOf = (id: NodeId, ctx: Context) => Decisions;

/** Kinds that other declarations count or select: a policy cannot add to them. */
const FIXED: ReadonlySet<string> = new Set(["fleet", "environment", "host", "home"]);

/** The id of an entity that a policy adds below a scope. */
export function spawnId(parent: NodeId, spec: SpawnSpec): NodeId {
  const above = parent.slice(parent.indexOf(":") + 1);
  return entityId(spec.kind, parent.startsWith("fleet:") ? spec.name : `${spec.name}@${above}`);
}

function specs(
  id: NodeId,
  decisions: DecisionsOf,
  ctx: Context,
): { readonly spec: SpawnSpec; readonly fired: FiredEffect }[] {
  return decisions(id, ctx).effects.flatMap((fired) =>
    fired.effect.effect === "spawn" ? [{ spec: fired.effect.spawn, fired }] : [],
  );
}

/** Why a policy cannot add an entity, if it cannot. */
export function spawnProblem(
  parent: NodeId,
  spec: SpawnSpec,
  fired: FiredEffect,
  base: Base,
  ctx: Context,
): Finding | undefined {
  const model = wholeModel(base, ctx);
  const kind = model.kinds.get(spec.kind);
  const places = [fired.origin];
  const what = `the policy ${fired.policy} adds the ${spec.kind} ${JSON.stringify(spec.name)}`;
  const above = parent.slice(0, parent.indexOf(":"));
  if (kind === undefined)
    return problem("DEN_SPAWN_INVALID", `${what}, which is no kind`, {
      places,
      remedy: suggestion(spec.kind, model.kinds.keys()),
    });
  if (FIXED.has(spec.kind)) {
    return problem("DEN_SPAWN_INVALID", `${what}: a ${spec.kind} can only be declared`, { places });
  }
  if (kind.parent !== above) {
    return problem(
      "DEN_SPAWN_INVALID",
      `${what} below ${parent.replace(":", " ")}, but a ${spec.kind} is below a ${kind.parent}`,
      { places },
    );
  }
  if (!isSafeName(spec.name))
    return problem("DEN_UNSAFE_NAME", `${what}: that name is not safe`, {
      places,
      remedy: SAFE_NAME,
    });
  if (model.entity(spawnId(parent, spec)) !== undefined) {
    return problem("DEN_DUPLICATE_NAME", `${what}, which is declared already`, { places });
  }
  return undefined;
}

/** Entities that policies add below a scope, in name order. */
export function spawnedBelow(
  id: NodeId,
  decisions: DecisionsOf,
  base: Base,
  ctx: Context,
): NodeId[] {
  const found = specs(id, decisions, ctx)
    .filter(({ spec, fired }) => spawnProblem(id, spec, fired, base, ctx) === undefined)
    .map(({ spec }) => spawnId(id, spec));
  return [...new Set(found)].sort();
}

/** What is wrong with the entities that policies add below a scope. */
export function spawnFindings(
  id: NodeId,
  decisions: DecisionsOf,
  base: Base,
  ctx: Context,
): Finding[] {
  return specs(id, decisions, ctx).flatMap(
    ({ spec, fired }) => spawnProblem(id, spec, fired, base, ctx) ?? [],
  );
}

/** The declarations of an entity that a policy added. */
export function spawnedEntity(
  id: NodeId,
  decisions: DecisionsOf,
  base: Base,
  ctx: Context,
): EntityModel | undefined {
  const model = wholeModel(base, ctx);
  const kindName = id.slice(0, id.indexOf(":"));
  const name = id.slice(id.indexOf(":") + 1);
  const kind = model.kinds.get(kindName);
  if (kind?.parent === undefined || FIXED.has(kindName)) return undefined;
  const at = name.lastIndexOf("@");
  const parent =
    kind.parent === "fleet"
      ? entityId("fleet", model.name)
      : entityId(kind.parent, name.slice(at + 1));
  if (kind.parent !== "fleet" && at < 0) return undefined;
  const above = model.entity(parent);
  if (above === undefined && kind.parent !== "fleet") return undefined;
  const declarations = specs(parent, decisions, ctx)
    .filter(({ spec }) => spawnId(parent, spec) === id)
    .map(({ spec: { kind: _kind, name: _name, ...rest }, fired }) => ({
      value: rest,
      origin: fired.origin,
    }));
  if (declarations.length === 0) return undefined;
  return readEntity({ kind: kindName, name, parent, system: above?.system }, declarations, {
    classNames: new Set(model.classes.keys()),
    channelNames: new Set(model.channels.keys()),
    namesByValue: model.aspectNames,
  });
}
