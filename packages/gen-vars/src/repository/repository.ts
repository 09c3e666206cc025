import { dirname, join } from "node:path";
import type { Effects } from "../effects/effects.ts";
import type { EntryKind } from "../effects/file-system.ts";
import { failure } from "../error/vars-error.ts";
import { compare, type Json } from "../model/json.ts";
import { decodeJournal, encodeJournal } from "./journal.ts";
import { acquireLock } from "./lock.ts";
import type { ApplyExternal, Operation } from "./operation.ts";
import { overlay } from "./overlay.ts";
import { CONTROL, safePath } from "./safe-path.ts";

/** What stores see of a repository: its files as they are after every finished transaction. */
export interface RepositoryView {
  read(path: string): Uint8Array | undefined;
  exists(path: string): boolean;
  /** Names in a folder, sorted. */
  list(folder: string): readonly { readonly name: string; readonly kind: EntryKind }[];
  /** Steps of a store outside the repository that are decided but perhaps not done yet. */
  pending(store: string): readonly Json[];
}

/** Files below one folder, changed only by transactions. */
export interface Repository extends RepositoryView {
  readonly root: string;
  /**
   * Runs `work` while no other process can change the repository, after finishing what a crashed
   * one left half-done.
   *
   * @throws VarsError `locked`, `journal-corrupt`
   */
  transact<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>;
}

export interface Transaction {
  /** Unlike that of any other transaction. */
  readonly id: string;
  /**
   * Makes all changes visible together. When it returns they are on the disk; when the process dies
   * before or within, either none of them is visible or all are, also to readers that come before
   * the next writer has tidied up.
   */
  commit(operations: readonly Operation[]): Promise<void>;
}

/**
 * A repository at a folder.
 *
 * How a commit works (write-ahead logging with redo, Mohan et al., ARIES 1992, section 1): all new
 * contents go into one journal file, which is synced and renamed into place: that rename is the
 * decision. Then files are replaced one by one, each by a rename, and the journal is removed. Every
 * reader here looks into the journal first, and every writer redoes it first. A journal that was
 * not renamed counts for nothing.
 */
export function openRepository(
  root: string,
  effects: Effects,
  externals: ReadonlyMap<string, ApplyExternal>,
): Repository {
  const { files } = effects;
  const control = join(root, CONTROL);
  const journal = join(control, "journal");

  function pending(): readonly Operation[] {
    if (files.kind(journal) === undefined) return NONE;
    const bytes = files.read(journal);
    return bytes === undefined ? NONE : decodeJournal(bytes, journal);
  }

  async function redo(operations: readonly Operation[]): Promise<void> {
    for (const operation of operations) {
      if (operation.type !== "external") continue;
      const apply = externals.get(operation.store);
      if (apply === undefined) throw unknownStore(operation.store, journal);
      await apply(operation.data);
    }
    // From here to the sync without a pause: a signal handler runs before all of it or after.
    const written: string[] = [];
    const folders = new Set<string>();
    const emptied = new Set<string>();
    for (const [index, operation] of operations.entries()) {
      if (operation.type === "external") continue;
      const path = join(root, safePath(operation.path));
      const folder = dirname(path);
      if (operation.type === "delete") {
        files.remove(path);
        emptied.add(folder);
      } else {
        if (!folders.has(folder)) files.makeFolder(folder);
        const draft = join(control, `draft-${index}`);
        files.create(draft, operation.content, 0o644);
        files.rename(draft, path);
        written.push(path);
      }
      folders.add(folder);
    }
    const above = new Set<string>();
    for (const folder of [...folders].sort((a, b) => compare(b, a))) {
      let at = folder;
      if (emptied.has(at)) {
        while (at.length > root.length && files.removeFolder(at)) at = dirname(at);
      }
      // New folders are entries of those above them, which must last as well.
      for (; at.length >= root.length && !above.has(at); at = dirname(at)) above.add(at);
    }
    // Contents may reach the disk after names: as long as the journal is there, all is redone.
    await files.sync([...written, ...above]);
    files.remove(journal);
    await files.sync([control]);
  }

  const disk: RepositoryView = {
    read: (path) => files.read(join(root, path)),
    exists: (path) => files.kind(join(root, path)) === "file",
    list: (folder) => [...files.list(join(root, folder))].sort((a, b) => compare(a.name, b.name)),
    pending: () => [],
  };
  const now = (): RepositoryView => overlay(disk, pending());

  return {
    root,
    read: (path) => now().read(safePath(path)),
    exists: (path) => now().exists(safePath(path)),
    list: (folder) => now().list(safePath(folder)),
    pending: (store) => now().pending(store),
    async transact(work) {
      const release = await acquireLock(control, effects);
      try {
        ignoreControl();
        for (const { name } of files.list(control)) {
          const rest = name === "journal.new" || name.startsWith("draft-");
          if (rest) files.remove(join(control, name));
        }
        const unfinished = pending();
        if (unfinished.length > 0) await redo(unfinished);
        return await work({
          id: Buffer.from(effects.randomBytes(12)).toString("hex"),
          async commit(operations) {
            if (operations.length === 0) return;
            for (const operation of operations) {
              if (operation.type !== "external") safePath(operation.path);
            }
            files.create(`${journal}.new`, encodeJournal(operations), 0o600);
            await files.sync([`${journal}.new`]);
            files.rename(`${journal}.new`, journal);
            // The control folder may be new itself.
            await files.sync([control, root]);
            await redo(operations);
          },
        });
      } catch (error) {
        throw asRefusal(error);
      } finally {
        // As long as something is unfinished, it is not to be committed.
        if (files.kind(journal) === undefined) files.remove(join(control, ".gitignore"));
        release();
        // Fails while others wait for the lock, which is as it should be.
        files.removeFolder(control);
      }
    },
  };

  function ignoreControl(): void {
    const path = join(control, ".gitignore");
    if (files.kind(path) === undefined) files.create(path, Buffer.from("*\n"), 0o644);
  }
}

const NONE: readonly Operation[] = [];

/** What the system refused, such as a full disk or a folder that may not be changed. */
function asRefusal(error: unknown): unknown {
  const { syscall, message, path } = error as NodeJS.ErrnoException;
  if (!(error instanceof Error) || syscall === undefined) return error;
  return failure({
    code: "storage-failed",
    message: `Files could not be read or written (${message}).`,
    remedy: "Mend that and run again: what was decided is finished first, all else is as it was.",
    ...(path === undefined ? {} : { culprit: path }),
  });
}

function unknownStore(store: string, journal: string): Error {
  return failure({
    code: "store-unknown",
    message: `An unfinished change of the store ${store} waits in ${journal}, and that store is not configured.`,
    remedy: "Run once more with the stores of the run that was interrupted.",
    culprit: store,
  });
}
