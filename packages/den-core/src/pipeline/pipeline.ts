import { type Context, createEvaluator, type Evaluator } from "gen-scope";
import { refuse } from "../diagnostics/den-error.ts";
import type { Model } from "../model/model.ts";
import { entityId } from "../model/names.ts";
import { suggestion } from "../model/reader.ts";
import { type Base, declareBase, type NodeId, wholeModel } from "./base.ts";
import { type Binder, createBinder } from "./bind-content.ts";
import { type ContributionAttributes, declareContributions } from "./contributions.ts";
import { declareOutputs, type OutputAttributes } from "./outputs.ts";
import { UNDECIDED } from "./policy-effects.ts";
import { declareResolution, type ResolutionAttributes } from "./resolution.ts";
import { type Scope, scopeFactory, withArguments } from "./scope.ts";
import { declareSettings, type SettingsAttributes, settingsObject } from "./settings.ts";
import { declareTopology, type Topology } from "./topology.ts";

/** A fleet, ready to be asked: every question evaluates what it needs, once. */
export interface Pipeline {
  readonly model: Model;
  readonly evaluator: Evaluator;
  readonly base: Base;
  readonly topology: Topology;
  readonly resolution: ResolutionAttributes;
  readonly settings: SettingsAttributes;
  readonly contributions: ContributionAttributes;
  readonly outputs: OutputAttributes;
  readonly binder: Binder;
}

/** Declares all attributes over a model. Nothing is evaluated yet. */
export function createPipeline(model: Model): Pipeline {
  const base = declareBase(model);
  const topology = declareTopology(base);
  const binder = createBinder();
  const decisions = () => UNDECIDED;
  const scopes = scopeFactory(base, topology, (id, aspect, ctx) =>
    ctx.get(resolution.resolution, id).aspects.has(aspect),
  );
  const scope = (id: NodeId, ctx: Context): Scope => scopes.scope(id, ctx);
  const resolution: ResolutionAttributes = declareResolution({
    base,
    topology,
    binder,
    scope,
    decisions,
  });
  const settings = declareSettings(base, topology, decisions);
  const contentScope = (id: NodeId, aspect: string, ctx: Context): Scope =>
    withArguments(scope(id, ctx), {
      settings: () => settingsObject(ctx.get(settings.settings, id, aspect)),
      aspects: () => ({
        has: (name: string) => ctx.get(resolution.resolution, id).aspects.has(name),
        settings: (name: string) => {
          if (!ctx.get(resolution.resolution, id).aspects.has(name)) {
            refuse(
              "DEN_UNKNOWN_ASPECT",
              `the aspect ${aspect} reads the settings of ${name}, which is absent at ${id.replace(":", " ")}`,
              {
                remedy: suggestion(name, wholeModel(base, ctx).aspects.keys()),
              },
            );
          }
          return settingsObject(ctx.get(settings.settings, id, name));
        },
      }),
    });
  const contributions = declareContributions({ base, topology, resolution, binder, contentScope });
  const outputs = declareOutputs(base, topology, contributions);
  return {
    model,
    evaluator: createEvaluator(),
    base,
    topology,
    resolution,
    settings,
    contributions,
    outputs,
    binder,
  };
}

/**
 * The id of a host by its name.
 *
 * @throws DenError `DEN_UNKNOWN_HOST` with the nearest name
 */
export function hostId(model: Model, name: string): NodeId {
  const id = entityId("host", name);
  if (model.entity(id) === undefined) {
    refuse("DEN_UNKNOWN_HOST", `there is no host ${JSON.stringify(name)}`, {
      remedy: suggestion(name, model.hostNames),
    });
  }
  return id;
}
