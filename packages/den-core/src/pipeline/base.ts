import { type Attribute, attribute, type Context, type Input, input } from "gen-scope";
import type { EntityModel, Model } from "../model/model.ts";

/** Everything in the pipeline hangs on entities, by id. */
export type NodeId = string;

/** What all attributes are declared over: the model, and the version of each declared thing. */
export interface Base {
  /** The current model; replaced together with versions when the fleet is edited. */
  readonly source: { model: Model };
  /** Raised for an entity (by id), an aspect (`aspect:<name>`) or the fleet as a whole (`*`). */
  readonly version: Input<NodeId, number>;
  /** The declarations of an entity. */
  readonly declared: Attribute<NodeId, EntityModel | undefined>;
}

/** The node that stands for everything that is not one entity or one aspect. */
export const WHOLE: NodeId = "*";

/** Entities that are not declared but added by a policy of the scope above them. */
export type SpawnedEntity = (id: NodeId, ctx: Context) => EntityModel | undefined;

/** Declares the base of a pipeline over a model. */
export function declareBase(model: Model, spawned: SpawnedEntity): Base {
  const source = { model };
  const version = input<NodeId, number>("version", { default: 0 });
  const declared = attribute<NodeId, EntityModel | undefined>("declared", (id, ctx) => {
    ctx.get(version, id);
    return source.model.entity(id) ?? spawned(id, ctx);
  });
  return { source, version, declared };
}

/** The declarations of an entity that is known to exist. */
export function entityOf(base: Base, id: NodeId, ctx: Context): EntityModel {
  const entity = ctx.get(base.declared, id);
  if (entity === undefined) throw new Error(`no entity ${id}`);
  return entity;
}

/** The parts of the model that are not per entity, as of now. */
export function wholeModel(base: Base, ctx: Context): Model {
  ctx.get(base.version, WHOLE);
  return base.source.model;
}
