import { failure } from "../error/vars-error.ts";
import type { Instance } from "../model/vars-model.ts";
import { commitInstances, type InstanceChange, targetOf } from "./commit.ts";
import { type GenerateOptions, type GenerateResult, generateVars } from "./generate.ts";
import { keptFiles } from "./kept-files.ts";
import { loadState } from "./stored-state.ts";
import type { Vars } from "./vars.ts";

/**
 * Makes values anew: those of the given instances, else those that are expired, due or marked for
 * rotation; and what depends on them.
 */
export function rotateVars(
  vars: Vars,
  options: Omit<GenerateOptions, "regenerate" | "stale"> = {},
): Promise<GenerateResult> {
  if (options.instances !== undefined) return generateVars(vars, { ...options, regenerate: true });
  const stale = ["expired", "rotation-due", "rotation-marked"] as const;
  return generateVars(vars, { ...options, stale });
}

/**
 * Marks values for rotation, for instance because they leaked. They are stale until made anew.
 *
 * @throws VarsError `not-found` when an instance has no values, `locked`
 */
export async function markForRotation(vars: Vars, instances: readonly Instance[]): Promise<void> {
  await vars.repository.transact(async (transaction) => {
    const changes: InstanceChange[] = [];
    for (const instance of instances) {
      const { stored } = await loadState(vars, instance);
      if (stored === undefined) {
        throw failure({
          code: "not-found",
          message: `${instance.id} has not been generated yet.`,
          remedy: "Generate it.",
          culprit: instance.id,
        });
      }
      if (stored.rotate !== undefined) continue;
      const { created, fingerprint } = stored;
      const rotate = { because: "requested", since: vars.effects.now() } as const;
      const after = { created, fingerprint, files: keptFiles(stored), rotate };
      changes.push({ ...targetOf(vars, instance), before: stored, after });
    }
    await commitInstances(vars, transaction, changes);
  });
}
