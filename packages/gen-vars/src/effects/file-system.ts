import {
  closeSync,
  constants,
  fsync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { makeFolder } from "./make-folder.ts";

/** What lies at a path, without following links. */
export type EntryKind = "file" | "folder" | "other";

/**
 * The part of a file system that stores need. Synchronous: no other code of this process, and no
 * signal handler, runs between two of these calls unless the caller lets it.
 */
export interface FileSystem {
  /** The bytes of a file; `undefined` when there is none (a link is none). */
  read(path: string): Uint8Array | undefined;
  /** Creates a file that must not exist yet. */
  create(path: string, bytes: Uint8Array, mode: number): void;
  rename(from: string, to: string): void;
  /** Removes a file; nothing there is fine. */
  remove(path: string): void;
  /** Makes a folder and those above it. */
  makeFolder(path: string, mode?: number): void;
  /** Removes a folder when it is empty; answers whether it is gone. */
  removeFolder(path: string): boolean;
  list(path: string): readonly { readonly name: string; readonly kind: EntryKind }[];
  kind(path: string): EntryKind | undefined;
  /**
   * Makes the contents of files, and the names in folders, last: when it settles they survive a
   * power failure. What is not there any more is skipped.
   */
  sync(paths: readonly string[]): Promise<void>;
}

const SYNC_BATCH = 256;

/** {@link FileSystem} of this machine. */
export const nodeFileSystem: FileSystem = {
  // Asking first is many times cheaper than an exception, and most questions are about nothing.
  read: (path) =>
    absentAs(undefined, () =>
      lstatSync(path, { throwIfNoEntry: false })?.isFile() ? readFileSync(path) : undefined,
    ),
  create(path, bytes, mode) {
    const file = openSync(path, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY, mode);
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    } finally {
      closeSync(file);
    }
  },
  rename: (from, to) => renameSync(from, to),
  remove(path) {
    if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return;
    absentAs(undefined, () => unlinkSync(path));
  },
  makeFolder,
  removeFolder(path) {
    try {
      rmdirSync(path);
      return true;
    } catch (error) {
      const code = codeOf(error);
      if (code === "ENOENT") return true;
      if (code === "ENOTEMPTY" || code === "EEXIST" || code === "ENOTDIR") return false;
      throw error;
    }
  },
  list: (path) =>
    absentAs([], () =>
      readdirSync(path, { withFileTypes: true }).map((entry) => ({
        name: entry.name,
        kind: entry.isFile() ? "file" : entry.isDirectory() ? "folder" : "other",
      })),
    ),
  kind: (path) =>
    absentAs(undefined, () => {
      const found = lstatSync(path, { throwIfNoEntry: false });
      if (found === undefined) return undefined;
      return found.isFile() ? "file" : found.isDirectory() ? "folder" : "other";
    }),
  async sync(paths) {
    // Many at once: journaling file systems then write one commit for several of them.
    for (let at = 0; at < paths.length; at += SYNC_BATCH) {
      await Promise.all(paths.slice(at, at + SYNC_BATCH).map(syncPath));
    }
  },
};

/** Opens at once, as many as there are, and lets the threads do the waiting. */
function syncPath(path: string): Promise<void> | undefined {
  const file = absentAs(undefined, () => openSync(path, constants.O_RDONLY));
  if (file === undefined) return undefined;
  return new Promise((resolve, reject) => {
    fsync(file, (error) => {
      closeSync(file);
      // Some file systems cannot sync folders, and have nothing better to offer either.
      const fine = error === null || ["EINVAL", "EISDIR", "EPERM"].includes(error.code ?? "");
      if (fine) resolve();
      else reject(error);
    });
  });
}

function absentAs<T>(fallback: T, call: () => T): T {
  try {
    return call();
  } catch (error) {
    const code = codeOf(error);
    if (code === "ENOENT" || code === "ENOTDIR") return fallback;
    throw error;
  }
}

function codeOf(error: unknown): unknown {
  return (error as { readonly code?: unknown }).code;
}
