import type { Attribute, Context } from "gen-scope";
import { attribute } from "gen-scope";
import { type CheckedPlaces, placeVars, type TerraformVariable } from "gen-vars";
import type { Base, NodeId } from "../pipeline/base.ts";
import type { Decisions } from "../pipeline/policy-effects.ts";
import type { ResolutionAttributes } from "../pipeline/resolution.ts";
import type { Topology } from "../pipeline/topology.ts";
import { type BackendAttributes, declareBackends } from "./backends.ts";
import { type DeclaredGenerator, declareGenerators } from "./generators.ts";
import { declarePlaces, type PlacesAttributes } from "./places.ts";
import { declareRecords, type ReadVars, type RecordAttributes } from "./records.ts";

/** What generated values are declared over. */
export interface VarsInput {
  readonly base: Base;
  readonly topology: Topology;
  readonly resolution: ResolutionAttributes;
  readonly decisions: (id: NodeId, ctx: Context) => Decisions;
  readonly read: ReadVars;
}

/** Everything about generated values that is computed. */
export interface VarsAttributes {
  readonly base: Base;
  readonly topology: Topology;
  readonly generators: Attribute<NodeId, readonly DeclaredGenerator[]>;
  readonly places: PlacesAttributes & { readonly wholePlaced: Attribute<NodeId, CheckedPlaces> };
  readonly backends: BackendAttributes;
  readonly records: RecordAttributes;
  /** Terraform variables that content asked for, by name. */
  readonly terraformVariables: Map<string, TerraformVariable>;
}

/** Declares everything about generated values. */
export function declareVars(input: VarsInput): VarsAttributes {
  const { base, topology, resolution, decisions } = input;
  const generators = declareGenerators({ base, resolution });
  const places = declarePlaces({ base, topology, resolution, generators });
  const wholePlaced: Attribute<NodeId, CheckedPlaces> = attribute("varsPlaced", (id, ctx) =>
    placeVars(ctx.get(places.whole, id)),
  );
  return {
    base,
    topology,
    generators,
    places: { ...places, wholePlaced },
    backends: declareBackends(base, topology, decisions),
    records: declareRecords(base, { folder: base.source.model.vars.folder }, input.read),
    terraformVariables: new Map(),
  };
}
