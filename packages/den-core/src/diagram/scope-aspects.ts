import { nearby } from "../explain/nearby.ts";
import type { NodeId } from "../pipeline/base.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";
import type { Excluder, Resolution, Step } from "../pipeline/resolved.ts";
import type { Plan, PlanEntity, PlanOrigin } from "../plan/plan.ts";

/** Who brings an aspect, or keeps it out. */
export type Source =
  | { readonly aspect: string }
  | { readonly policy: string; readonly scope: NodeId }
  | { readonly scope: NodeId };

/** One step that leads to an aspect at a scope. */
export interface AspectStep {
  readonly aspect: string;
  readonly from: Source;
  /** What is special about it: `by its name`. */
  readonly how?: string;
}

/** An aspect that something keeps out of a scope. */
export interface AspectExclusion {
  readonly aspect: string;
  readonly by: Source;
  /** Who would have brought it, where that is known. */
  readonly step?: AspectStep;
  readonly origin: PlanOrigin;
}

/** The aspects of one scope: every step that leads to one, and what was kept out. */
export interface ScopeAspects {
  readonly scope: NodeId;
  readonly steps: readonly AspectStep[];
  readonly excluded: readonly AspectExclusion[];
}

/** The aspects that a scope has by itself (`own`), or all, those of the scopes above included. */
export function scopeAspects(
  { evaluator, resolution }: Pipeline,
  scope: NodeId,
  which: "own" | "all",
): ScopeAspects {
  const resolved: Resolution = evaluator.get(
    which === "own" ? resolution.own : resolution.resolution,
    scope,
  );
  return {
    scope,
    steps: [...resolved.aspects].flatMap(([name, { steps }]) =>
      steps.map((step) => stepOf(name, step)),
    ),
    excluded: resolved.tombstones.map(({ aspect, step, by }) => ({
      aspect,
      by: excluderOf(by, scope),
      step: stepOf(aspect, step),
      origin: by.origin,
    })),
  };
}

/** A host with all its aspects, and every scope below it with its own. */
export function aspectsAround(pipeline: Pipeline, host: NodeId): ScopeAspects[] {
  const around = nearby(pipeline, host);
  const below = around.slice(around.indexOf(host) + 1);
  return [
    scopeAspects(pipeline, host, "all"),
    ...below.map((scope) => scopeAspects(pipeline, scope, "own")),
  ];
}

/** The same from a plan, which has chains instead of steps: each entity with what it has by itself, or all. */
export function plannedAspects(
  { id: scope, aspects, excluded }: PlanEntity,
  which: "own" | "all",
): ScopeAspects {
  const steps = new Map<string, AspectStep>();
  for (const chain of aspects.flatMap(({ chains }) => chains)) {
    const [root = "", first = "", ...rest] = chain;
    const begin = rootStep(root, first);
    if (which === "own" && (begin === undefined || ownerOf(begin.scope, begin.step) !== scope))
      continue;
    if (begin !== undefined) steps.set(JSON.stringify(begin.step), begin.step);
    let above = first;
    for (const aspect of rest) {
      const step = { aspect, from: { aspect: above } };
      steps.set(JSON.stringify(step), step);
      above = aspect;
    }
  }
  const kept = excluded.map(({ aspect, by, origin }) => ({
    aspect,
    by: excluderNamed(by, scope),
    origin,
  }));
  return {
    scope,
    steps: [...steps.values()],
    excluded:
      which === "all" ? kept : kept.filter(({ by }) => !("scope" in by) || by.scope === scope),
  };
}

/** {@link aspectsAround} from a plan; undefined for a host that it does not have. */
export function plannedAround({ entities }: Plan, host: NodeId): ScopeAspects[] | undefined {
  const own = entities.find(({ id }) => id === host);
  if (own === undefined) return undefined;
  const above = new Set(own.excluded.map((one) => JSON.stringify(one)));
  const found = [plannedAspects(own, "all")];
  const ids = new Set([host]);
  // Entities stand behind their parents.
  for (const entity of entities) {
    if (entity.parent === null || !ids.has(entity.parent)) continue;
    ids.add(entity.id);
    const excluded = entity.excluded.filter((one) => !above.has(JSON.stringify(one)));
    found.push(plannedAspects({ ...entity, excluded }, "own"));
  }
  return found;
}

function stepOf(aspect: string, step: Step): AspectStep {
  if (!("root" in step)) return { aspect, from: { aspect: step.from } };
  const { owner: scope, reason } = step.root;
  switch (reason.kind) {
    case "policy":
      return { aspect, from: { policy: reason.policy, scope } };
    case "name":
      return { aspect, from: { scope }, how: "by its name" };
    case "narrowed":
      return { aspect, from: { scope }, how: `provided by ${reason.by}` };
    default:
      return { aspect, from: { scope } };
  }
}

function excluderOf({ policy, aspect, scope }: Excluder, at: NodeId): Source {
  if (policy !== undefined) return { policy, scope: scope ?? at };
  return aspect !== undefined ? { aspect } : { scope: scope ?? at };
}

/** How a chain of a plan begins: `host web1 (policy p)`. */
function rootStep(
  root: string,
  aspect: string,
): { readonly scope: NodeId; readonly step: AspectStep } | undefined {
  const match = /^(\S+) (\S+)(?: \((by its name|policy (.*)|provided by .*)\))?$/s.exec(root);
  if (match === null) return undefined;
  const [, kind = "", name = "", how, policy] = match;
  const scope = `${kind}:${name}`;
  if (policy !== undefined) return { scope, step: { aspect, from: { policy, scope } } };
  return { scope, step: { aspect, from: { scope }, ...(how === undefined ? {} : { how }) } };
}

function ownerOf(scope: NodeId, { from }: AspectStep): NodeId {
  return "scope" in from ? from.scope : scope;
}

/** Who excludes, from a plan's words: `policy p at host web1`, `aspect web`, `host web1`. */
function excluderNamed(by: string, at: NodeId): Source {
  const policy = /^policy (.*) at (\S+) (\S+)$/s.exec(by);
  if (policy !== null) return { policy: policy[1] ?? "", scope: `${policy[2]}:${policy[3]}` };
  if (by.startsWith("aspect ")) return { aspect: by.slice("aspect ".length) };
  return { scope: by === "" ? at : by.replace(" ", ":") };
}
