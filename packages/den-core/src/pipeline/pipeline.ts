import {
  type Attribute,
  attribute,
  type Context,
  createEvaluator,
  type Evaluator,
} from "gen-scope";
import { refuse } from "../diagnostics/den-error.ts";
import type { Finding } from "../diagnostics/finding.ts";
import type { Model } from "../model/model.ts";
import { entityId } from "../model/names.ts";
import { suggestion } from "../model/reader.ts";
import { varsAccessor } from "../vars/accessor.ts";
import { declareVars, type VarsAttributes } from "../vars/attributes.ts";
import { NOTHING_GENERATED, type ReadVars } from "../vars/records.ts";
import { UNDECIDED_VARS, UNKNOWN_VARS } from "../vars/unknown-vars.ts";
import { declareWiring } from "../vars/wiring.ts";
import { type Base, declareBase, entityOf, type NodeId, wholeModel } from "./base.ts";
import { type Binder, createBinder } from "./bind-content.ts";
import { type ChannelAttributes, declareChannels } from "./channels.ts";
import { type ContributionAttributes, declareContributions } from "./contributions.ts";
import { type DecisionAttributes, declareDecisions } from "./decisions/decisions.ts";
import { declareOutputs, type OutputAttributes } from "./outputs.ts";
import { type PeerInput, peersAccessor } from "./peers.ts";
import type { Decisions } from "./policy-effects.ts";
import { policyIndex } from "./policy-index.ts";
import {
  bindPart,
  declareResolution,
  type ResolutionAttributes,
  referenceOf,
} from "./resolution.ts";
import { type Scope, scopeFactory, withArguments } from "./scope.ts";
import { scopeView } from "./scope-view.ts";
import { declareSelection, type SelectionAttributes } from "./selection.ts";
import { isMatch } from "./selectors.ts";
import { declareSettings, type SettingsAttributes } from "./settings.ts";
import { spawnedBelow, spawnedEntity, spawnFindings } from "./spawned.ts";
import { strictSettings } from "./strict-settings.ts";
import { declareTopology, type Topology } from "./topology.ts";
import { refName } from "./walk-includes.ts";

/** A fleet, ready to be asked: every question evaluates what it needs, once. */
export interface Pipeline {
  readonly model: Model;
  readonly evaluator: Evaluator;
  readonly base: Base;
  readonly topology: Topology;
  readonly resolution: ResolutionAttributes;
  readonly decided: DecisionAttributes;
  /** What is wrong with the entities that policies of a scope add. */
  readonly spawnProblems: Attribute<NodeId, readonly Finding[]>;
  readonly settings: SettingsAttributes;
  readonly selection: SelectionAttributes;
  readonly channels: ChannelAttributes;
  readonly contributions: ContributionAttributes;
  readonly vars: VarsAttributes;
  readonly outputs: OutputAttributes;
  readonly binder: Binder;
}

/** Declares all attributes over a model. Nothing is evaluated yet; `read` finds generated values. */
export function createPipeline(model: Model, read: ReadVars = NOTHING_GENERATED): Pipeline {
  const base: Base = declareBase(model, (id, ctx) => spawnedEntity(id, decisions, base, ctx));
  const topology: Topology = declareTopology(base, (id, ctx) =>
    spawnedBelow(id, decisions, base, ctx),
  );
  const binder = createBinder();
  const decisions = (id: NodeId, ctx: Context): Decisions => ctx.get(decided.decisions, id);
  const scopes = scopeFactory(base, topology, (id, aspect, ctx) =>
    ctx.get(resolution.resolution, id).aspects.has(aspect),
  );
  /** The scope of functions: its entities, and the values that policies added. */
  const scope = (id: NodeId, ctx: Context): Scope => {
    const enriched = ctx.get(decided.enriched, id);
    const extras = Object.fromEntries([...enriched].map(([key, value]) => [key, () => value]));
    return scopes.scope(id, ctx, extras);
  };
  const resolution: ResolutionAttributes = declareResolution({
    base,
    topology,
    binder,
    // Where generated values live depends on what is decided here: they are not known yet.
    scope: (id, aspect, ctx) =>
      withArguments(contentScope(id, aspect, ctx), {
        vars: () => UNKNOWN_VARS,
        peers: () => rolesOf(unknownInput, aspect, ctx),
      }),
    bareScope: (id, ctx) => scopes.scope(id, ctx),
    decisions,
  });
  const decided: DecisionAttributes = declareDecisions({
    base,
    policiesAt: policyIndex(base),
    staticRoots: (id, ctx) => {
      const above = ctx.get(topology.chain, id).slice(0, -1);
      const found = above.flatMap((node) => ctx.get(resolution.roots, node));
      return [...found, ...ctx.get(resolution.staticRoots, id)].map((root) => refName(root.ref));
    },
    staticExcludes: (id, ctx) => {
      const above = ctx.get(topology.chain, id).slice(0, -1);
      const found = above.flatMap((node) => [...ctx.get(resolution.excludes, node).keys()]);
      return [...found, ...entityOf(base, id, ctx).excludes.map(refName)];
    },
    matches: (policy, id, ctx) =>
      policy.when === undefined || isMatch(policy.when, id, scopeView(base, topology, ctx)),
    parent: (id, ctx) => ctx.get(topology.parent, id),
    scope: (id, ctx, hasAspect, peers) => {
      const own = scopeFactory(base, topology, (node, aspect, inner) =>
        node === id
          ? hasAspect(aspect)
          : inner.get(resolution.resolution, node).aspects.has(aspect),
      );
      return own.scope(
        id,
        ctx,
        peers.size === 0
          ? {}
          : {
              peers: () => peersAccessor({ ...peerInput, vars: () => UNDECIDED_VARS }, peers, ctx),
            },
      );
    },
    includesOf: (id, ctx) => {
      const bare = scopes.scope(id, ctx);
      const model = wholeModel(base, ctx);
      return (aspect) =>
        aspect.parts.flatMap((part) => {
          if (part.parametric === undefined) return [];
          const bound = bindPart(binder, model, aspect, part, bare);
          return "aspect" in bound ? bound.aspect.includes.map(refName) : [];
        });
    },
    aspectName: (reference, ctx) => {
      const ref = referenceOf(reference, wholeModel(base, ctx), "", { file: "", path: [] });
      return ref === undefined ? undefined : refName(ref);
    },
  });
  const settings = declareSettings(
    base,
    topology,
    decisions,
    (id, name, ctx) => ctx.get(resolution.resolution, id).aspects.get(name)?.aspect,
  );
  const selection = declareSelection(base, topology);
  const vars = declareVars({ base, topology, resolution, decisions, read });
  const wiring = declareWiring(vars);
  const peerInput: PeerInput = {
    base,
    topology,
    selection,
    settings,
    views: scopes,
    vars: (id, ctx) => varsAccessor(vars, { scope: id, publicOnly: true }, ctx),
  };
  /** The settings of an aspect at a scope, as functions read them. */
  const settingsRead = (id: NodeId, aspect: string, ctx: Context) =>
    strictSettings(aspect, settings.of(id, aspect, ctx), settings.schemaAt(id, aspect, ctx).json);
  const unknownInput: PeerInput = { ...peerInput, vars: () => UNKNOWN_VARS };
  const rolesOf = (from: PeerInput, aspect: string, ctx: Context) =>
    peersAccessor(from, wholeModel(base, ctx).aspects.get(aspect)?.peers ?? new Map(), ctx);
  const contentScope = (id: NodeId, aspect: string, ctx: Context): Scope =>
    withArguments(scope(id, ctx), {
      ...channelArguments(id, ctx),
      peers: () => rolesOf(peerInput, aspect, ctx),
      vars: () => varsAccessor(vars, { scope: id, aspect }, ctx),
      settings: () => settingsRead(id, aspect, ctx),
      aspects: () => ({
        has: (name: string) => {
          const { aspects } = wholeModel(base, ctx);
          if (!aspects.has(name)) {
            refuse("DEN_UNKNOWN_ASPECT", `there is no aspect ${JSON.stringify(name)} to ask for`, {
              remedy: suggestion(name, aspects.keys()),
            });
          }
          return ctx.get(resolution.resolution, id).aspects.has(name);
        },
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
          return settingsRead(id, name, ctx);
        },
      }),
    });
  /** The channels of a fleet as arguments: lists of values, or of items where a policy says so. */
  const channelArguments = (id: NodeId, ctx: Context): Record<string, () => unknown> =>
    Object.fromEntries(
      [...wholeModel(base, ctx).channels.keys()].map((name) => [
        name,
        () => {
          const { items, withOrigin } = channels.consume(id, name, ctx);
          return withOrigin
            ? items.map(({ value, origin }) => ({ value, origin }))
            : items.map((item) => item.value);
        },
      ]),
    );
  const channels: ChannelAttributes = declareChannels({
    base,
    topology,
    resolution,
    selection,
    decisions,
    binder,
    contentScope,
  });
  const contributions = declareContributions({ base, topology, resolution, binder, contentScope });
  const outputs = declareOutputs({
    base,
    topology,
    contributions,
    decisions,
    binder,
    scope,
    wiring: (id, ctx) => ctx.get(wiring, id),
  });
  return {
    model,
    evaluator: createEvaluator(),
    base,
    topology,
    resolution,
    decided,
    spawnProblems: attribute("spawnProblems", (id, ctx) => spawnFindings(id, decisions, base, ctx)),
    settings,
    selection,
    channels,
    contributions,
    vars,
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
