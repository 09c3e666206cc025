import type { Blocker, Plan, PlanEntry, PlanState, Reason } from "./plan.ts";

/** One instance of a plan as plain JSON data. */
export interface PlanRow {
  readonly id: string;
  readonly scope: string;
  readonly kind: string;
  readonly generator: string;
  readonly state: PlanState;
  readonly action: PlanEntry["action"];
  readonly reasons: readonly Reason[];
  readonly dependsOn: readonly string[];
  readonly waitsFor: readonly string[];
  readonly blockedBy: readonly Blocker[];
  readonly leftovers: readonly string[];
  /** Seconds since 1970, or `null`. */
  readonly created: number | null;
  readonly expiresAt: number | null;
  readonly rotateAt: number | null;
}

/** A plan as plain JSON data, dependencies first. It holds no value, and nothing made from one. */
export function planData(plan: Plan): PlanRow[] {
  return plan.entries.map((entry) => {
    const { instance, stored } = entry;
    return {
      id: instance.id,
      scope: instance.node.id,
      kind: instance.node.kind,
      generator: instance.name,
      state: entry.state,
      action: entry.action,
      reasons: entry.reasons,
      dependsOn: instance.dependencies.map(({ on }) => on.id),
      waitsFor: entry.waitsFor,
      blockedBy: entry.blockedBy,
      leftovers: entry.leftovers,
      created: stored?.created ?? null,
      expiresAt: entry.expiresAt ?? null,
      rotateAt: entry.rotateAt ?? null,
    };
  });
}
