import type { Instance, VarsModel } from "../model/vars-model.ts";
import type { Blocker, Plan, PlanEntry, PlanInput, PlanState, Reason } from "./plan.ts";
import { reasonsOf } from "./reasons.ts";
import type { StoredGenerator } from "./stored.ts";

/**
 * The state of every instance: missing, stale (with every reason), blocked (with the chain), or ok.
 * One pass in dependency order, O(instances + dependencies + files), nothing hashed: a dependency
 * that is made anew makes its dependents stale, so fingerprints chain.
 */
export function planVars(model: VarsModel, input: PlanInput): Plan {
  const byInstance = new Map<Instance, PlanEntry>();
  const entries: PlanEntry[] = [];
  for (const instance of model.instances) {
    const entry = planInstance(instance, input, byInstance);
    byInstance.set(instance, entry);
    entries.push(entry);
  }
  return {
    model,
    entries,
    entry: (id) => {
      const instance = model.instance(id);
      return instance === undefined ? undefined : byInstance.get(instance);
    },
  };
}

const NONE: readonly never[] = [];

function planInstance(
  instance: Instance,
  input: PlanInput,
  entries: ReadonlyMap<Instance, PlanEntry>,
): PlanEntry {
  const stored = input.stored(instance);
  const reasons = reasonsOf(instance, stored, input, entries);
  const action = actionOf(reasons);
  let waitsFor: readonly string[] = NONE;
  let blockedBy: readonly Blocker[] = NONE;
  if (action === "generate") {
    const own = input.blockers?.(instance) ?? NONE;
    const found: Blocker[] = [...own];
    const waits: string[] = [];
    for (const { on } of instance.dependencies) {
      const dependency = entries.get(on) as PlanEntry;
      if (dependency.state === "blocked") found.push(blockedDependency(instance, dependency));
      else if (dependency.action === "generate") waits.push(on.id);
    }
    if (waits.length > 0) waitsFor = [...new Set(waits)];
    if (found.length > 0) blockedBy = found;
  }
  const { expires, rotateAfter } = instance.generator;
  return {
    instance,
    state: stateOf(reasons, blockedBy),
    action,
    reasons,
    waitsFor,
    blockedBy,
    stored,
    expiresAt: after(stored, expires),
    rotateAt: after(stored, rotateAfter),
    leftovers: leftoversOf(instance, stored),
  };
}

function actionOf(reasons: readonly Reason[]): PlanEntry["action"] {
  if (reasons.length === 0) return "none";
  return reasons.some((reason) => reason.remedy === "generate") ? "generate" : "rekey";
}

function stateOf(reasons: readonly Reason[], blockedBy: readonly Blocker[]): PlanState {
  if (reasons.length === 0) return "ok";
  if (blockedBy.length > 0) return "blocked";
  return reasons[0]?.code === "missing" ? "missing" : "stale";
}

function blockedDependency(instance: Instance, dependency: PlanEntry): Blocker {
  const first = dependency.blockedBy[0];
  const rest = first?.code === "dependency" ? first.chain : [dependency.instance.id];
  return { code: "dependency", on: dependency.instance.id, chain: [instance.id, ...rest] };
}

function after(
  stored: StoredGenerator | undefined,
  seconds: number | undefined,
): number | undefined {
  return stored === undefined || seconds === undefined ? undefined : stored.created + seconds;
}

function leftoversOf(instance: Instance, stored: StoredGenerator | undefined): readonly string[] {
  if (stored === undefined) return NONE;
  let found: string[] | undefined;
  for (const name of stored.files.keys()) {
    if (instance.generator.files.has(name)) continue;
    found ??= [];
    found.push(name);
  }
  return found ?? NONE;
}
