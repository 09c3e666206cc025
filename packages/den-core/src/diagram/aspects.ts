import type { Picture } from "den-diagram";
import { allEntities } from "../check/check-landing.ts";
import { compareNames } from "../model/names.ts";
import type { NodeId } from "../pipeline/base.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";
import { type Plan, type PlanAspect, planAspects } from "../plan/plan.ts";
import { aspectRows } from "./aspect-rows.ts";
import { aspectUsage } from "./aspect-usage.ts";
import { details } from "./details.ts";
import { aspectNode, policyNode } from "./ids.ts";
import { collect } from "./parts.ts";
import { plannedAspects, type ScopeAspects, scopeAspects } from "./scope-aspects.ts";

/** What the picture of all aspects is drawn from. */
export interface DeclaredAspects {
  readonly fleet: string;
  readonly aspects: readonly PlanAspect[];
  /** Every entity with what it has by itself. */
  readonly scopes: readonly ScopeAspects[];
}

/** The aspects of a fleet. Resolves every entity; settings and outputs are not computed. */
export function declaredAspects(pipeline: Pipeline): DeclaredAspects {
  return {
    fleet: pipeline.model.name,
    aspects: planAspects(pipeline.model),
    scopes: allEntities(pipeline).map((id) => scopeAspects(pipeline, id, "own")),
  };
}

/** The same from a plan. */
export function plannedDeclarations({ fleet, aspects, entities }: Plan): DeclaredAspects {
  const scopes = entities.map((entity) => plannedAspects(entity, "own"));
  return { fleet: fleet.name, aspects, scopes };
}

/**
 * Every aspect with what it includes, as declared and as computed somewhere in the fleet; policies with
 * the aspects that they include or exclude. What nothing includes is muted.
 */
export function aspectsPicture({ fleet, aspects, scopes }: DeclaredAspects): Picture {
  const parts = collect();
  const use = aspectUsage(scopes);
  const known = new Map(aspects.map((aspect) => [aspect.name, aspect]));
  const includes = aspects.flatMap(({ name, includes: names }) =>
    names.map((to) => [name, to] as const),
  );
  const computed = scopes.flatMap(({ steps }) =>
    steps.flatMap(({ aspect, from }) => ("aspect" in from ? [[from.aspect, aspect] as const] : [])),
  );
  const edges = new Map([...includes, ...computed].map((edge) => [JSON.stringify(edge), edge]));
  const names = new Set([
    ...known.keys(),
    ...[...edges.values()].flat(),
    ...use.reached.keys(),
    ...[...use.exclusions.values()].map(({ aspect }) => aspect),
    ...use.excluders.keys(),
  ]);
  for (const name of names) {
    const used = use.reached.has(name);
    parts.node({
      id: aspectNode(name),
      kind: "aspect",
      label: name,
      ...(used ? {} : { muted: true }),
      ...details(
        ...aspectRows(known.get(name)),
        ["included at", scopeText(use.reached.get(name))],
        ["asked for by", scopeText(use.asked.get(name))],
        ["excluded by", [...(use.excluders.get(name) ?? [])].sort(compareNames)],
      ),
    });
  }
  for (const [from, to] of edges.values())
    parts.edge({ from: aspectNode(from), to: aspectNode(to), kind: "includes" });
  for (const [policy, included] of use.policies) {
    const from = parts.node({
      id: policyNode(policy),
      kind: "policy",
      label: policy,
      ...details(["includes at", scopeText(included.scopes)]),
    });
    for (const aspect of included.aspects)
      parts.edge({ from, to: aspectNode(aspect), kind: "includes" });
  }
  for (const { aspect, by } of use.exclusions.values()) {
    if ("policy" in by) parts.node({ id: policyNode(by.policy), kind: "policy", label: by.policy });
    else parts.node({ id: aspectNode(by.aspect), kind: "aspect", label: by.aspect });
    const from = "policy" in by ? policyNode(by.policy) : aspectNode(by.aspect);
    parts.edge({ from, to: aspectNode(aspect), kind: "excludes" });
  }
  return parts.done(`Aspects of ${fleet}`);
}

/** The scopes of a set by kind: few by name, many by number. */
function scopeText(scopes: ReadonlySet<NodeId> | undefined): string {
  if (scopes === undefined) return "";
  const ids = [...scopes].sort(compareNames);
  if (ids.length <= 6) return ids.map((id) => id.replace(":", " ")).join(", ");
  const counts = new Map<string, number>();
  for (const id of ids) {
    const kind = id.slice(0, id.indexOf(":"));
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return [...counts].map(([kind, count]) => `${count} × ${kind}`).join(", ");
}
