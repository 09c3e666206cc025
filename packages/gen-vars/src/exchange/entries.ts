import { suggest } from "../error/suggest.ts";
import { refuse, type VarsIssue } from "../error/vars-error.ts";
import { fileId } from "../model/names.ts";
import type { Instance } from "../model/vars-model.ts";
import type { Fingerprint } from "../plan/stored.ts";
import { commitInstances, type InstanceChange, type NextFile, targetOf } from "../vars/commit.ts";
import { createGallery } from "../vars/gallery.ts";
import { cleanStores } from "../vars/generate.ts";
import { keptFiles } from "../vars/kept-files.ts";
import { planOf } from "../vars/plan-of.ts";
import type { Vars } from "../vars/vars.ts";

/** Values of one generator that come from elsewhere. */
export interface ImportedGenerator {
  /** The id of the instance that gets them. */
  readonly id: string;
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Seconds since 1970; absent: now. */
  readonly created?: number;
  /** What they were made from; absent: taken to be made by the present definition. */
  readonly fingerprint?: Fingerprint;
  /** The validation hash that they were made under; absent: the present one. */
  readonly validation?: string | null;
}

export interface ImportResult {
  /** Ids of files that were stored. */
  readonly stored: readonly string[];
  /** Generators and files that the model does not have. */
  readonly skipped: readonly string[];
}

export interface ImportOptions {
  /** `refuse`: an error when something has no place in the model; `skip`: it is only told. @default "refuse" */
  readonly unknown?: "refuse" | "skip";
}

/**
 * Stores values that come from elsewhere, in one transaction; dependencies count as they are after
 * the import, so that nothing is stale that was not before.
 *
 * @throws VarsError `unknown-name` for everything without a place, `no-recipients`, `locked`
 */
export async function importEntries(
  vars: Vars,
  entries: readonly ImportedGenerator[],
  options: ImportOptions = {},
): Promise<ImportResult> {
  return vars.repository.transact(async (transaction) => {
    await cleanStores(vars);
    const skipped: string[] = [];
    const issues: VarsIssue[] = [];
    const accepted = new Map<Instance, ImportedGenerator>();
    const ids = vars.model.instances.map((instance) => instance.id);
    for (const entry of entries) {
      const instance = vars.model.instance(entry.id);
      const files = instance?.generator.files;
      const unknown = [...entry.files.keys()].filter((file) => files?.has(file) !== true);
      for (const file of instance === undefined ? [undefined] : unknown) {
        const id = file === undefined ? entry.id : `${entry.id}/${file}`;
        skipped.push(id);
        issues.push({
          code: "unknown-name",
          message: `${id} has values to import, and is not in the model.`,
          remedy: "Declare it, or skip what is unknown.",
          culprit: id,
          ...suggest(id, ids),
        });
      }
      if (instance !== undefined && entry.files.size > unknown.length)
        accepted.set(instance, entry);
    }
    if (options.unknown !== "skip") refuse(issues);

    const gallery = createGallery(vars, await planOf(vars));
    const changes: InstanceChange[] = [];
    const stored: string[] = [];
    for (const instance of vars.model.instances) {
      const entry = accepted.get(instance);
      if (entry === undefined) continue;
      const declared = [...entry.files].filter(([name]) => instance.generator.files.has(name));
      const made = await gallery.add(instance, new Map(declared));
      const next = made.after as NonNullable<InstanceChange["after"]>;
      const files = new Map<string, NextFile>([...keptFiles(made.before), ...next.files]);
      const fingerprint: Fingerprint = {
        ...(entry.fingerprint ?? next.fingerprint),
        dependencies: next.fingerprint.dependencies,
        ...(entry.validation === undefined ? {} : { validation: entry.validation }),
      };
      const created = entry.created ?? next.created;
      changes.push({
        ...targetOf(vars, instance),
        before: made.before,
        after: { created, fingerprint, files },
      });
      stored.push(...declared.map(([name]) => fileId(instance.node.id, instance.name, name)));
    }
    await commitInstances(vars, transaction, changes);
    return { stored, skipped };
  });
}
