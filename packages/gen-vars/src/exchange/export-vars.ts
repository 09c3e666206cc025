import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { makeFolder } from "../effects/make-folder.ts";
import { failure, refuse, VarsError, type VarsIssue } from "../error/vars-error.ts";
import { instancePath, pathPart } from "../layout/layout.ts";
import type { Instance } from "../model/vars-model.ts";
import { printState } from "../state/state-file.ts";
import { cancelled } from "../vars/collect-answers.ts";
import { planOf } from "../vars/plan-of.ts";
import { readStored } from "../vars/read-value.ts";
import type { Vars } from "../vars/vars.ts";

export interface ExportOptions {
  /** @default all */
  readonly instances?: Iterable<Instance>;
  /** Stops it; then nothing is left. */
  readonly signal?: AbortSignal;
}

/**
 * Writes everything that is stored **in clear** into a new folder: folders 0700, files 0600, at
 * `<kind>/<node>/<generator>/<file>`, with a record beside each generator so that an import gives
 * the same state. Nothing is left when something cannot be read.
 *
 * @returns the number of files
 * @throws VarsError `path-unsafe` (the folder exists and is not empty), and every file that cannot
 * be read
 */
export async function exportVars(
  vars: Vars,
  folder: string,
  options: ExportOptions = {},
): Promise<number> {
  makeFolder(folder, 0o700);
  if (readdirSync(folder).length > 0) {
    throw failure({
      code: "path-unsafe",
      message: `${folder} is not empty.`,
      remedy: "Export into a new folder.",
      culprit: folder,
    });
  }
  const plan = await planOf(vars);
  const issues: VarsIssue[] = [];
  const layout = { folder: "values" };
  let count = 0;
  try {
    for (const instance of options.instances ?? vars.model.instances) {
      if (options.signal?.aborted) throw cancelled();
      const { stored } = plan.state(instance);
      if (stored === undefined) continue;
      const base = join(folder, instancePath(layout, instance.node, instance.name));
      for (const name of stored.files.keys()) {
        if (!instance.generator.files.has(name)) continue;
        try {
          write(join(base, pathPart(name)), await readStored(vars, instance, name, stored));
          count++;
        } catch (error) {
          if (!(error instanceof VarsError)) throw error;
          issues.push(...error.issues);
        }
      }
      write(join(base, ".state.json"), printState(instance.id, stored));
    }
    refuse(issues);
    return count;
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

function write(path: string, bytes: Uint8Array): void {
  makeFolder(dirname(path), 0o700);
  writeFileSync(path, bytes, { mode: 0o600, flag: "wx" });
}
