import { isNixExpr, print } from "gen-nix";
import { checkFleet } from "../check/check-fleet.ts";
import { allEntities } from "../check/check-landing.ts";
import { type Finding, sortFindings } from "../diagnostics/finding.ts";
import type { Origin } from "../diagnostics/origin.ts";
import { gather, gatherOwn, ownAttribute } from "../emit/gather.ts";
import type { Layout } from "../emit/layout.ts";
import { configurationPath } from "../emit/machine-file.ts";
import type { Model } from "../model/model.ts";
import { compareNames, entityId } from "../model/names.ts";
import type { NodeId } from "../pipeline/base.ts";
import type { Configuration, PlacedModule } from "../pipeline/outputs.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";
import { chainsTo } from "../pipeline/resolved.ts";
import { contentHash } from "./content-hash.ts";
import { type PlanVar, planVars } from "./plan-vars.ts";

/** The version of the plan's format; raised when a reader of the old one would be misled. */
export const PLAN_VERSION = 1;

/** Where something was declared: the file, and the path of keys in it. */
export interface PlanOrigin {
  readonly file: string;
  readonly path: readonly string[];
}

/** A setting's leaf: its value, who set it, and what that shadows. */
export interface PlanSetting {
  readonly path: string;
  readonly value: unknown;
  readonly layer: string;
  readonly origin: PlanOrigin | null;
  readonly shadowed: readonly {
    readonly layer: string;
    readonly value: unknown;
    readonly origin: PlanOrigin | null;
  }[];
}

/** An aspect at an entity, with the chains that include it. */
export interface PlanInclusion {
  readonly aspect: string;
  readonly chains: readonly (readonly string[])[];
  readonly settings?: readonly PlanSetting[];
}

/** An entity of the fleet. */
export interface PlanEntity {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly parent: string | null;
  readonly system?: string;
  readonly class?: string;
  /** Where it is not the name. */
  readonly hostName?: string;
  readonly tags: readonly string[];
  readonly meta: unknown;
  readonly aspects: readonly PlanInclusion[];
  readonly excluded: readonly {
    readonly aspect: string;
    readonly by: string;
    readonly origin: PlanOrigin;
  }[];
}

/** A module of an output, and where it came from. */
export interface PlanModule {
  readonly aspect: string;
  readonly class: string;
  readonly at: readonly string[];
  readonly from: readonly string[];
  readonly origin: PlanOrigin;
  /** Tells content apart: equal for equal content, wherever it is declared. */
  readonly content: string;
}

/** An output of the fleet. */
export interface PlanOutput {
  /** The flake attribute. */
  readonly attribute: readonly string[];
  readonly class: string;
  readonly scope: string;
  readonly file?: string;
  readonly modules: readonly PlanModule[];
}

/** An aspect as declared. */
export interface PlanAspect {
  readonly name: string;
  readonly meta: unknown;
  readonly classes: readonly string[];
  readonly includes: readonly string[];
  readonly origins: readonly PlanOrigin[];
}

/** A fleet, resolved: plain data, the same bytes for the same fleet. */
export interface Plan {
  readonly version: typeof PLAN_VERSION;
  readonly fleet: {
    readonly name: string;
    readonly meta: unknown;
    readonly systems: readonly string[];
  };
  readonly aspects: readonly PlanAspect[];
  readonly entities: readonly PlanEntity[];
  readonly outputs: readonly PlanOutput[];
  readonly vars: readonly PlanVar[];
  readonly diagnostics: readonly Finding[];
}

const origin = ({ file, path }: Origin): PlanOrigin => ({ file, path });

function originOf(value: unknown): PlanOrigin | null {
  const found = value as Origin | undefined;
  return found !== undefined && typeof found.file === "string" ? origin(found) : null;
}

/** Plain data of any value: functions and Nix expressions as their text. */
export function plain(value: unknown): unknown {
  if (isNixExpr(value)) return { nix: print(value) };
  if (typeof value === "function") return { function: true };
  if (typeof value === "bigint") return Number(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === "object" && value !== null) {
    const keys = Object.keys(value).sort(compareNames);
    return Object.fromEntries(
      keys.map((key) => [key, plain((value as Record<string, unknown>)[key])]),
    );
  }
  return value ?? null;
}

function planModule({ contribution, at, route }: PlacedModule): PlanModule {
  return {
    aspect: contribution.aspect,
    class: contribution.class,
    at,
    from: contribution.from,
    origin: origin(contribution.origin),
    content: contentHash(contribution.content, route),
  };
}

/** The settings of an aspect at an entity, leaf by leaf, with provenance. */
export function planSettings(pipeline: Pipeline, id: NodeId, aspect: string): PlanSetting[] {
  const folded = pipeline.settings.of(id, aspect, pipeline.evaluator);
  if (folded === undefined) return [];
  return folded.leaves().map((leaf) => ({
    path: leaf.path.join("."),
    value: plain(leaf.value),
    layer: leaf.layer,
    origin: originOf(leaf.origin),
    shadowed: leaf.shadowed.map((one) => ({
      layer: one.layer,
      value: plain(one.value),
      origin: originOf(one.origin),
    })),
  }));
}

/** What is said of an entity itself: all but its aspects. */
export function planFacts(
  pipeline: Pipeline,
  id: NodeId,
): Omit<PlanEntity, "aspects" | "excluded"> {
  const { evaluator, base, topology } = pipeline;
  const entity = evaluator.get(base.declared, id);
  if (entity === undefined) throw new Error(`no entity ${id}`);
  return {
    id,
    kind: entity.kind,
    name: entity.name,
    parent: evaluator.get(topology.parent, id) ?? null,
    ...(entity.system === undefined ? {} : { system: entity.system }),
    ...(entity.class === undefined ? {} : { class: entity.class }),
    ...(entity.hostName === undefined || entity.hostName === entity.name
      ? {}
      : { hostName: entity.hostName }),
    tags: [...evaluator.get(topology.tags, id)],
    meta: plain(evaluator.get(topology.meta, id)),
  };
}

/** One entity as plain data. */
export function planEntity(pipeline: Pipeline, id: NodeId): PlanEntity {
  const resolved = pipeline.evaluator.get(pipeline.resolution.resolution, id);
  return {
    ...planFacts(pipeline, id),
    aspects: [...resolved.aspects.keys()].map((name) => {
      const settings = planSettings(pipeline, id, name);
      return {
        aspect: name,
        chains: chainsTo(resolved, name),
        ...(settings.length === 0 ? {} : { settings }),
      };
    }),
    excluded: resolved.tombstones.map((stone) => ({
      aspect: stone.aspect,
      by: excluderText(stone.by),
      origin: origin(stone.by.origin),
    })),
  };
}

/** Who excluded an aspect, in words. */
export function excluderText(by: {
  readonly scope?: string;
  readonly aspect?: string;
  readonly policy?: string;
}): string {
  if (by.policy !== undefined) return `policy ${by.policy} at ${by.scope?.replace(":", " ")}`;
  if (by.aspect !== undefined) return `aspect ${by.aspect}`;
  return by.scope?.replace(":", " ") ?? "";
}

const ATTRIBUTE: Readonly<Record<string, string>> = {
  nixos: "nixosConfigurations",
  darwin: "darwinConfigurations",
  homeManager: "homeConfigurations",
};

function configurationAttribute(className: string, model: Model): readonly string[] {
  const own = ATTRIBUTE[className];
  return own === undefined ? (model.classes.get(className)?.intoAttr ?? [className]) : [own];
}

/** The outputs of one host or home as plain data. */
export function planConfiguration(configuration: Configuration, model: Model): PlanOutput {
  const homes: PlacedModule[] = configuration.homes.flatMap((home) =>
    home.modules.map(({ at, ...rest }) => ({
      ...rest,
      at: ["home-manager", "users", home.userName, ...at],
    })),
  );
  return {
    attribute: [...configurationAttribute(configuration.class, model), configuration.name],
    class: configuration.class,
    scope: configuration.id,
    file: configurationPath(configuration),
    modules: [...configuration.modules, ...homes].map(planModule),
  };
}

/**
 * What landed at the fleet and at environments, class by class, for those of `scopes`; `wants` may
 * narrow the classes by the first name of their flake attribute.
 */
export function planLanded(
  pipeline: Pipeline,
  scopes: readonly NodeId[],
  wants: (head: string) => boolean = () => true,
): PlanOutput[] {
  const wanted = new Set(scopes);
  return [...pipeline.model.classes.values()]
    .filter(
      (known) =>
        known.kinds.some((kind) => kind === "fleet" || kind === "environment") ||
        (!known.builtin && known.intoAttr !== undefined),
    )
    .filter((known) => known.into === undefined && wants(known.intoAttr?.[0] ?? known.name))
    .flatMap((known) =>
      (known.builtin ? gather(pipeline, known.name, []) : gatherOwn(pipeline, known, []))
        .filter(({ at }) => wanted.has(at))
        .map(
          (gathered): PlanOutput => ({
            attribute: ownAttribute(known, gathered),
            class: known.name,
            scope: gathered.at,
            modules: gathered.contributions.map((contribution) =>
              planModule({ contribution, at: contribution.at }),
            ),
          }),
        ),
    );
}

/** The outputs that policies of `scopes` name, in the order of their attributes. */
export function planInstantiated(pipeline: Pipeline, scopes: readonly NodeId[]): PlanOutput[] {
  return scopes
    .flatMap((id) => pipeline.evaluator.get(pipeline.outputs.instantiated, id))
    .map(
      (made): PlanOutput => ({
        attribute: made.spec.intoAttr,
        class: made.spec.class,
        scope: made.at,
        modules: made.contributions.map((contribution) =>
          planModule({ contribution, at: contribution.at }),
        ),
      }),
    )
    .sort((a, b) => compareNames(a.attribute.join("\0"), b.attribute.join("\0")));
}

/** Every aspect as declared. */
export function planAspects(model: Model): PlanAspect[] {
  return [...model.aspects.values()].map((aspect) => ({
    name: aspect.name,
    meta: plain(aspect.meta),
    classes: [...new Set(aspect.parts.flatMap((part) => [...part.contents.keys()]))].sort(
      compareNames,
    ),
    includes: aspect.includes.map((ref) => ("name" in ref ? ref.name : ref.inline.name)),
    origins: aspect.origins.map(origin),
  }));
}

/** The outputs of a fleet, one by one. */
export function* planOutputs(pipeline: Pipeline): Generator<PlanOutput> {
  const { model, evaluator, outputs } = pipeline;
  for (const name of model.hostNames) {
    yield planConfiguration(evaluator.get(outputs.host, entityId("host", name)), model);
  }
  for (const name of model.homeNames) {
    yield planConfiguration(evaluator.get(outputs.home, entityId("home", name)), model);
  }
  const entities = allEntities(pipeline);
  yield* planLanded(pipeline, entities);
  yield* planInstantiated(pipeline, entities);
}

function planHead({ model }: Pipeline): Pick<Plan, "version" | "fleet" | "aspects"> {
  return {
    version: PLAN_VERSION,
    fleet: { name: model.name, meta: plain(model.meta), systems: model.systems },
    aspects: planAspects(model),
  };
}

/** Computes the whole plan of a fleet, with everything that is wrong with it. */
export function planFleet(pipeline: Pipeline, layout: Layout): Plan {
  return {
    ...planHead(pipeline),
    entities: allEntities(pipeline).map((id) => planEntity(pipeline, id)),
    outputs: [...planOutputs(pipeline)],
    vars: planVars(pipeline),
    diagnostics: checkFleet(pipeline, layout),
  };
}

/** Findings that are known already when a plan is made. */
export interface PlanFindings {
  /** What loading the fleet found. */
  readonly found?: readonly Finding[];
  /** What checking it found; by default it is checked. */
  readonly checked?: readonly Finding[];
}

/**
 * The plan as JSON text, an entity or output at a time: the plan of a large fleet is never held whole.
 * Returns everything that is wrong with the fleet, which the text ends with.
 */
export function* planPieces(
  pipeline: Pipeline,
  layout: Layout,
  { found = [], checked = checkFleet(pipeline, layout) }: PlanFindings = {},
): Generator<string, readonly Finding[]> {
  const list = function* (name: string, items: Iterable<unknown>, last = false): Generator<string> {
    yield `  ${JSON.stringify(name)}: [`;
    let first = true;
    for (const item of items) {
      yield `${first ? "" : ","}\n    ${JSON.stringify(item)}`;
      first = false;
    }
    yield `${first ? "" : "\n  "}]${last ? "" : ","}\n`;
  };
  const entities = function* (): Generator<PlanEntity> {
    for (const id of allEntities(pipeline)) yield planEntity(pipeline, id);
  };
  const { version, fleet, aspects } = planHead(pipeline);
  yield `{\n  "version": ${version},\n  "fleet": ${JSON.stringify(fleet)},\n`;
  yield* list("aspects", aspects);
  yield* list("entities", entities());
  yield* list("outputs", planOutputs(pipeline));
  yield* list("vars", planVars(pipeline));
  const diagnostics = sortFindings([...found, ...checked]);
  yield* list("diagnostics", diagnostics, true);
  yield "}\n";
  return diagnostics;
}
