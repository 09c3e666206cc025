import { suggest } from "../error/suggest.ts";
import { failure, VarsError } from "../error/vars-error.ts";
import type { Instance } from "../model/vars-model.ts";
import type { StoredGenerator } from "../plan/stored.ts";
import { parseState } from "../state/state-file.ts";
import { commitInstances, type InstanceChange, type NextFile, targetOf } from "./commit.ts";
import { cleanStores } from "./generate.ts";
import { keptFiles } from "./kept-files.ts";
import { loadState } from "./stored-state.ts";
import { addressOf, storeNamed, type Vars } from "./vars.ts";

/** Something stored that no generator of the model declares any more. */
export interface Orphan {
  /** The id of the instance it was made for. */
  readonly id: string;
  /** The path of its record. */
  readonly path: string;
  readonly stored: StoredGenerator;
}

/** Everything stored for instances that are not in the model, by path. */
export function findOrphans(vars: Vars): Orphan[] {
  const { repository, layout, model } = vars;
  const folders = (path: string): string[] =>
    repository
      .list(path)
      .flatMap(({ name, kind }) => (kind === "folder" ? [`${path}/${name}`] : []));
  const generators = folders(layout.folder).flatMap(folders).flatMap(folders);
  return generators.flatMap((folder) => {
    const path = `${folder}/.state.json`;
    const bytes = repository.read(path);
    const id = bytes === undefined ? undefined : idOf(bytes);
    if (bytes === undefined || id === undefined) return [];
    const instance = model.instance(id);
    if (instance !== undefined && targetOf(vars, instance).path === path) return [];
    try {
      return [{ id, path, stored: parseState(bytes, id, path) }];
    } catch (error) {
      if (error instanceof VarsError) return [];
      throw error;
    }
  });
}

function idOf(bytes: Uint8Array): string | undefined {
  try {
    const { id } = JSON.parse(Buffer.from(bytes).toString());
    return typeof id === "string" ? id : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Removes orphans from all stores, in one transaction.
 *
 * @param ids Which; @default all
 * @throws VarsError `not-found`, `locked`
 */
export async function pruneVars(vars: Vars, ids?: readonly string[]): Promise<string[]> {
  return vars.repository.transact(async (transaction) => {
    await cleanStores(vars);
    const orphans = findOrphans(vars);
    const chosen = ids === undefined ? orphans : ids.map((id) => orphanNamed(orphans, id));
    const changes = chosen.map(removal);
    await commitInstances(vars, transaction, changes);
    return chosen.map((orphan) => orphan.id);
  });
}

function removal({ id, path, stored }: Orphan): InstanceChange {
  return { id, path, node: undefined, before: stored, after: undefined };
}

function orphanNamed(orphans: readonly Orphan[], id: string): Orphan {
  const found = orphans.find((orphan) => orphan.id === id);
  if (found !== undefined) return found;
  throw failure({
    code: "not-found",
    message: `Nothing is stored for ${id} that is not declared.`,
    remedy: `There is ${orphans.map((orphan) => orphan.id).join(", ") || "no such thing"}.`,
    culprit: id,
    ...suggest(
      id,
      orphans.map((orphan) => orphan.id),
    ),
  });
}

/**
 * Gives an orphan's values to an instance, after a generator was renamed or got another scope: they
 * are encrypted for the new audience, keep their age and content, and the orphan is removed.
 *
 * @throws VarsError `not-found`, `unreadable`, `field-conflict` (the instance has values already, or a
 * public value would have to be secret), `locked`
 */
export async function adoptVars(vars: Vars, id: string, instance: Instance): Promise<void> {
  await vars.repository.transact(async (transaction) => {
    await cleanStores(vars);
    const orphan = orphanNamed(findOrphans(vars), id);
    const { stored: before } = await loadState(vars, instance);
    const files = keptFiles(before);
    for (const [name, file] of orphan.stored.files) {
      const declared = instance.generator.files.get(name);
      if (declared === undefined) continue;
      if (files.has(name) || (declared.secret && !file.secret)) {
        throw failure({
          code: "field-conflict",
          message: `${instance.id}/${name} cannot take over the value of ${id}: ${files.has(name) ? "it has one" : "that was public"}.`,
          remedy: "Generate it, and prune the old one.",
          culprit: instance.id,
        });
      }
      const store = vars.storeFor(instance, declared);
      const source = storeNamed(vars.stores, file.store, id);
      const next: NextFile = {
        store: store.name,
        location: store.locate(addressOf(vars.model, instance, declared)),
        secret: declared.secret,
        content: file.content,
        recipients: vars.recipientsFor(instance, declared),
        value: await source.read(file.location, vars.context),
      };
      files.set(name, next);
    }
    const { created, fingerprint, rotate } = orphan.stored;
    const after = { created, fingerprint, files, rotate };
    await commitInstances(vars, transaction, [
      removal(orphan),
      { ...targetOf(vars, instance), before, after },
    ]);
  });
}
