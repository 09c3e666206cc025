import type { Instance } from "../model/vars-model.ts";
import type { Plan, PlanEntry, Reason } from "./plan.ts";

/** What to generate. */
export interface WorkRequest {
  /** The instances asked for. @default all */
  readonly instances?: Iterable<Instance>;
  /** Makes the asked-for instances anew even when they are fine. @default false */
  readonly regenerate?: boolean;
  /** Which stale instances to make anew: all, none, or those with one of these reasons. @default "all" */
  readonly stale?: "all" | "none" | readonly Reason["code"][];
}

/** Why an instance is in a run: it is missing, stale, was asked for, is needed, or depends on such. */
export type WorkCause = "missing" | "stale" | "requested" | "needed" | "dependent";

export interface WorkItem {
  readonly entry: PlanEntry;
  readonly cause: WorkCause;
}

export interface Work {
  /** Dependencies first. */
  readonly items: readonly WorkItem[];
  /** Instances that would be in the run if nothing blocked them. */
  readonly blocked: readonly PlanEntry[];
}

/**
 * The instances to run for a request: those asked for that are missing or stale (all of them with
 * `regenerate`), whatever they need that is missing or stale too, and everything already made that
 * depends on one of these. Deterministic; O(reached part of the graph), plus one pass over the plan.
 */
export function selectWork(plan: Plan, request: WorkRequest = {}): Work {
  const causes = new Map<Instance, WorkCause>();
  const queue: Instance[] = [];
  const add = (instance: Instance, cause: WorkCause): void => {
    if (causes.has(instance)) return;
    causes.set(instance, cause);
    queue.push(instance);
  };
  for (const instance of request.instances ?? plan.model.instances) {
    const cause = causeOf(entryOf(plan, instance), request);
    if (cause !== undefined) add(instance, cause);
  }
  for (let at = 0; at < queue.length; at++) {
    const instance = queue[at] as Instance;
    for (const { on } of instance.dependencies) {
      if (causeOf(entryOf(plan, on), { ...request, regenerate: false }) !== undefined) {
        add(on, "needed");
      }
    }
    for (const dependent of plan.model.dependentsOf(instance.id)) {
      if (entryOf(plan, dependent).stored !== undefined) add(dependent, "dependent");
    }
  }
  const items: WorkItem[] = [];
  const blocked: PlanEntry[] = [];
  for (const entry of plan.entries) {
    const cause = causes.get(entry.instance);
    if (cause === undefined) continue;
    if (entry.state === "blocked") blocked.push(entry);
    else items.push({ entry, cause });
  }
  return { items, blocked };
}

function entryOf(plan: Plan, instance: Instance): PlanEntry {
  return plan.entry(instance.id) as PlanEntry;
}

function causeOf(entry: PlanEntry, request: WorkRequest): WorkCause | undefined {
  if (request.regenerate === true) return "requested";
  if (entry.action !== "generate") return undefined;
  if (entry.reasons[0]?.code === "missing") return "missing";
  const { stale = "all" } = request;
  if (stale === "none") return undefined;
  if (stale === "all") return "stale";
  return entry.reasons.some((reason) => stale.includes(reason.code)) ? "stale" : undefined;
}
