import { issueText, VarsError, type VarsIssue } from "../error/vars-error.ts";
import type { GeneratorFile } from "../model/generator.ts";
import { fileId } from "../model/names.ts";
import type { Instance } from "../model/vars-model.ts";
import type { Blocker, Plan, WantedPlace } from "../plan/plan.ts";
import { planVars } from "../plan/plan-vars.ts";
import { type LoadedState, loadState } from "./stored-state.ts";
import type { Vars } from "./vars.ts";

/** A plan with what reading the stores brought to light. */
export interface VarsPlan extends Plan {
  state(instance: Instance): LoadedState;
}

/** Reads what is stored for every instance (no key is needed) and plans. */
export async function planOf(vars: Vars): Promise<VarsPlan> {
  const states = new Map<Instance, LoadedState>();
  for (const instance of vars.model.instances) {
    states.set(instance, await loadState(vars, instance));
  }
  const state = (instance: Instance): LoadedState => states.get(instance) as LoadedState;
  const plan = planVars(vars.model, {
    stored: (instance) => state(instance).stored,
    now: vars.effects.now(),
    wanted: (instance, file) => place(vars, instance, file).place,
    blockers: (instance) => blockersOf(vars, instance),
  });
  return { ...plan, state };
}

function place(
  vars: Vars,
  instance: Instance,
  file: GeneratorFile,
): { readonly place: WantedPlace | undefined; readonly issues: readonly VarsIssue[] } {
  try {
    const { name: store } = vars.storeFor(instance, file);
    return { place: { store, recipients: vars.recipientsFor(instance, file) }, issues: [] };
  } catch (error) {
    if (!(error instanceof VarsError)) throw error;
    return { place: undefined, issues: error.issues };
  }
}

/** Files without a store, and secrets that nobody could read. */
function blockersOf(vars: Vars, instance: Instance): Blocker[] {
  const blockers: Blocker[] = [];
  for (const file of instance.generator.files.values()) {
    const { place: wanted, issues } = place(vars, instance, file);
    for (const issue of issues) {
      blockers.push({ code: "store", message: issueText(issue) });
    }
    if (wanted?.recipients?.length === 0) {
      const id = fileId(instance.node.id, instance.name, file.name);
      blockers.push({
        code: "recipients",
        message: `Nobody could read ${id}: no key of an administrator, host or user covers ${instance.node.id}. Add one.`,
      });
    }
  }
  return blockers;
}
