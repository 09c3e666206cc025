import { homedir } from "node:os";
import { join } from "node:path";
import type { Picture } from "den-diagram";
import { NO_IDENTITIES, type Vars } from "gen-vars";
import { byCategory, type CatalogEntry, catalog } from "../catalog/catalog.ts";
import { type UnmetDependency, validateDependencies } from "../catalog/dependencies.ts";
import { checkFleet } from "../check/check-fleet.ts";
import { loadFragments } from "../config/load-fragments.ts";
import { createLocator } from "../config/locate.ts";
import { located } from "../config/located.ts";
import type { Finding } from "../diagnostics/finding.ts";
import { type PictureArguments, type PictureName, pictureOf } from "../diagram/pictures.ts";
import { diffPlans, type PlanDiff } from "../diff/diff-plans.ts";
import { treeOf } from "../emit/tree.ts";
import { answerWhy, type WhyAnswer } from "../explain/answer-why.ts";
import { answerWhyNot, type WhyNotAnswer } from "../explain/answer-why-not.ts";
import { explainService, type ServiceExplanation } from "../explain/explain-service.ts";
import { settingsAt } from "../explain/settings-at.ts";
import { buildModel } from "../model/build-model.ts";
import type { TreeFile } from "../output/write-tree.ts";
import { createPipeline, hostId, type Pipeline } from "../pipeline/pipeline.ts";
import { settingsObject } from "../pipeline/settings.ts";
import { type Plan, type PlanSetting, planFleet } from "../plan/plan.ts";
import { queryFleet } from "../query/query-fleet.ts";
import { openFleetVars, type VarsEdge } from "../vars/fleet-vars.ts";
import { readVarsBelow } from "../vars/records.ts";

/** A loaded fleet: ask it anything. Every answer is computed when it is first asked for, and kept. */
export interface Fleet {
  /** The names of all hosts. */
  readonly hosts: readonly string[];
  /** Everything that is wrong or without effect, in a stable order. */
  check(): readonly Finding[];
  /** The whole plan as plain data. */
  plan(): Plan;
  /** Every aspect by name: what it is for, needs and offers, its settings as JSON Schema. */
  catalog(): Record<string, CatalogEntry>;
  /** The names of the aspects of a category. */
  byCategory(category: string): string[];
  /** Requirements of aspects that nothing meets where those aspects are. */
  validateDependencies(): UnmetDependency[];
  /** The ids of the entities that a selector in text form matches. */
  query(selector: string): string[];
  /** The names of the aspects of a host, in the order of the walk. */
  aspects(host: string): string[];
  /** The settings of an aspect at a host. Refused for an unknown host or aspect. */
  settings(host: string, aspect: string): Readonly<Record<string, unknown>>;
  /** The same leaf by leaf, with who set each and what that shadows. */
  explain(host: string, aspect: string): readonly PlanSetting[];
  /**
   * Where a thing at a host comes from: an aspect, a class, a setting (`nginx.port`), a policy, a
   * channel, an output, a secret or an option; `policy:x` where a name means several.
   */
  why(host: string, thing: string): WhyAnswer;
  /** What kept an aspect or the effects of a policy away from a host, and what would have brought them. */
  whyNot(host: string, thing: string): WhyNotAnswer;
  /** Every instance of a service: its members, and the aspects, policies and selectors it compiled to. */
  services(): readonly ServiceExplanation[];
  /** What changed since an earlier fleet or plan, output by output and entity by entity. */
  diff(before: Fleet | Plan): PlanDiff;
  /** The hosts whose outputs changed since an earlier fleet or plan: what has to be built again. */
  affected(before: Fleet | Plan): readonly string[];
  /**
   * A picture as data, for the renderers and views of den-diagram (`toSvg`, `toHtml`, `neighbourhood`,
   * …): `fleet`, `aspects`, `services`, `channels`, `vars`, `settings`, `catalog` or `outputs`. With
   * `at` only what bears on that host is computed. Refused for an unknown name, host or aspect.
   */
  picture<Name extends PictureName>(name: Name, ...options: PictureArguments<Name>): Picture;
  /**
   * The generators of the fleet on their stores, for the functions of gen-vars (`generateVars`,
   * `listVars`, `getVar`, …). Refused with everything that is wrong with generators, keys and backends.
   */
  vars(edge?: Partial<Omit<VarsEdge, "root">>): Vars;
  /** An answer (of `why`, `check`, …) with line and column at every place in it that the sources tell. */
  located<T>(answer: T): Promise<T>;
  /** The files of the output tree, one by one. */
  files(out?: string): Iterable<TreeFile>;
  /** Counts of the evaluator: what was computed, how often. */
  stats(): { readonly evaluations: number; readonly contentRuns: number };
  readonly pipeline: Pipeline;
}

/** A fleet from a pipeline over a model. */
export function fleetFrom(pipeline: Pipeline): Fleet {
  const { model, evaluator } = pipeline;
  const layout = (out?: string) => ({ root: model.root, out: out ?? join(model.root, "den-out") });
  const self: Fleet = {
    hosts: model.hostNames,
    check: () => checkFleet(pipeline, layout()),
    plan: () => planFleet(pipeline, layout()),
    catalog: () => catalog(pipeline),
    byCategory: (category) => byCategory(pipeline, category),
    validateDependencies: () => validateDependencies(pipeline),
    query: (selector) => queryFleet(pipeline, selector),
    aspects: (host) => [
      ...evaluator.get(pipeline.resolution.resolution, hostId(model, host)).aspects.keys(),
    ],
    settings: (host, aspect) => {
      const { settings } = settingsAt(pipeline, host, aspect);
      return settings.length === 0
        ? {}
        : settingsObject(pipeline.settings.of(hostId(model, host), aspect, evaluator));
    },
    explain: (host, aspect) => settingsAt(pipeline, host, aspect).settings,
    why: (host, thing) => answerWhy(pipeline, host, thing),
    whyNot: (host, thing) => answerWhyNot(pipeline, host, thing),
    services: () => model.services.map((one) => explainService(pipeline, one)),
    diff: (before) => diffPlans(planOf(before), self.plan()),
    picture: (name, ...[options]) => pictureOf(pipeline, name, options),
    affected: (before) => self.diff(before).affected,
    vars: (edge = {}) =>
      openFleetVars(pipeline, {
        root: model.root,
        env: process.env,
        home: homedir(),
        identities: () => NO_IDENTITIES,
        ...edge,
      }),
    located: (answer) => located(answer, createLocator(model.root)),
    files: (out) => treeOf(pipeline, layout(out), []),
    stats: () => ({
      evaluations: evaluator.stats().evaluations,
      contentRuns: pipeline.binder.runs(),
    }),
    pipeline,
  };
  return self;
}

function planOf(of: Fleet | Plan): Plan {
  return "outputs" in of ? of : of.plan();
}

/**
 * A fleet from what a configuration file would export (several, by file name, for fragments).
 *
 * @param root the folder that relative paths start from
 */
export function createFleet(
  fleet: object,
  options: { readonly root?: string; readonly fragments?: Readonly<Record<string, object>> } = {},
): Fleet {
  const root = options.root ?? process.cwd();
  const all = Object.entries({ "den.config.ts": fleet, ...options.fragments });
  const fragments = all.map(([file, value]) => ({
    file,
    absolute: join(root, file),
    value: value as Readonly<Record<string, unknown>>,
  }));
  return fleetFrom(createPipeline(buildModel(root, fragments), readVarsBelow(root)));
}

/**
 * Loads a fleet from its configuration file, with everything it imports.
 *
 * @throws DenError `DEN_CONFIG_MISSING`, `DEN_CONFIG_PARSE`, `DEN_CONFIG_LOAD`, `DEN_CONFIG_SHAPE`
 */
export async function loadFleet(configFile: string): Promise<Fleet> {
  const { root, fragments } = await loadFragments(configFile);
  return fleetFrom(createPipeline(buildModel(root, fragments), readVarsBelow(root)));
}
