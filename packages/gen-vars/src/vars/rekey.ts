import { refuse, VarsError, type VarsIssue } from "../error/vars-error.ts";
import { compare } from "../model/json.ts";
import { fileId } from "../model/names.ts";
import type { Instance } from "../model/vars-model.ts";
import type { PlanEntry } from "../plan/plan.ts";
import type { RotationMark, StoredGenerator } from "../plan/stored.ts";
import { commitInstances, type InstanceChange, type NextFile, targetOf } from "./commit.ts";
import { cleanStores } from "./generate.ts";
import { keptFiles } from "./kept-files.ts";
import { planOf } from "./plan-of.ts";
import { readStored } from "./read-value.ts";
import { addressOf, type Vars } from "./vars.ts";

export interface RekeyOptions {
  /** @default all */
  readonly instances?: Iterable<Instance>;
  /** Says what would be done. @default false */
  readonly dryRun?: boolean;
}

/** One file whose recipients, store or place change. */
export interface RekeyedFile {
  readonly id: string;
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** The store it moved from and to, when it did. */
  readonly moved?: { readonly from: string; readonly to: string };
}

/**
 * Encrypts exactly those files anew whose recipients are not the wanted ones, and moves files whose
 * store or place changed, all in one transaction. Whoever was removed could read the values until
 * now: those generators are marked for rotation.
 *
 * @throws VarsError with every file that cannot be read or would have no recipients; then nothing is
 * changed
 */
export async function rekeyVars(vars: Vars, options: RekeyOptions = {}): Promise<RekeyedFile[]> {
  const wanted = options.instances === undefined ? undefined : new Set(options.instances);
  if (options.dryRun === true) return (await collect(vars, wanted, true)).files;
  return vars.repository.transact(async (transaction) => {
    await cleanStores(vars);
    const { files, changes } = await collect(vars, wanted, false);
    await commitInstances(vars, transaction, changes);
    return files;
  });
}

async function collect(
  vars: Vars,
  wanted: ReadonlySet<Instance> | undefined,
  dryRun: boolean,
): Promise<{ readonly files: RekeyedFile[]; readonly changes: InstanceChange[] }> {
  const plan = await planOf(vars);
  const files: RekeyedFile[] = [];
  const changes: InstanceChange[] = [];
  const issues: VarsIssue[] = [];
  for (const entry of plan.entries) {
    const { stored } = entry;
    if (stored === undefined || wanted?.has(entry.instance) === false) continue;
    const found = await rekeyInstance(vars, entry, stored, dryRun, issues);
    if (found === undefined) continue;
    files.push(...found.files);
    changes.push(found.change);
  }
  refuse(issues);
  return { files, changes };
}

async function rekeyInstance(
  vars: Vars,
  { instance }: PlanEntry,
  stored: StoredGenerator,
  dryRun: boolean,
  issues: VarsIssue[],
): Promise<{ readonly files: RekeyedFile[]; readonly change: InstanceChange } | undefined> {
  const files = keptFiles(stored);
  const touched: RekeyedFile[] = [];
  for (const [name, file] of stored.files) {
    const declared = instance.generator.files.get(name);
    if (declared === undefined || (declared.secret && !file.secret)) continue;
    try {
      const store = vars.storeFor(instance, declared);
      const recipients = vars.recipientsFor(instance, declared);
      const location = store.locate(addressOf(vars.model, instance, declared));
      const old = file.recipients ?? [];
      const added = (recipients ?? []).filter((recipient) => !old.includes(recipient));
      const removed = old.filter((recipient) => recipients?.includes(recipient) === false);
      const same =
        store.name === file.store &&
        location.path === file.location.path &&
        location.key?.join("\0") === file.location.key?.join("\0");
      if (same && added.length === 0 && removed.length === 0) continue;
      const id = fileId(instance.node.id, instance.name, name);
      const moved = same ? {} : { moved: { from: file.store, to: store.name } };
      touched.push({ id, added, removed, ...moved });
      if (dryRun) continue;
      const value = await readStored(vars, instance, name, stored);
      const next: NextFile = {
        store: store.name,
        location,
        secret: declared.secret,
        content: file.content,
        recipients,
        value: same ? "rekey" : value,
      };
      files.set(name, next);
    } catch (error) {
      if (!(error instanceof VarsError)) throw error;
      issues.push(...error.issues);
    }
  }
  if (touched.length === 0) return undefined;
  const rotate = rotationMark(stored, touched, vars.effects.now());
  const { created, fingerprint } = stored;
  const after = { created, fingerprint, files, rotate };
  return { files: touched, change: { ...targetOf(vars, instance), before: stored, after } };
}

function rotationMark(
  stored: StoredGenerator,
  files: readonly RekeyedFile[],
  now: number,
): RotationMark | undefined {
  const removed = new Set(files.flatMap((file) => file.removed));
  if (removed.size === 0) return stored.rotate;
  const all = new Set([...(stored.rotate?.removed ?? []), ...removed]);
  const since = stored.rotate?.since ?? now;
  return { because: "recipient-removed", removed: [...all].sort(compare), since };
}
