import {
  closeSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { open } from "node:fs/promises";

/** What lies at a path, without following links. */
export type EntryKind = "file" | "folder" | "other";

/**
 * The part of a file system that stores need. Synchronous: no other code of this process, and no
 * signal handler, runs between two of these calls unless the caller lets it.
 */
export interface FileSystem {
  /** `undefined` when there is nothing; throws on anything else. */
  read(path: string): Uint8Array | undefined;
  /** Creates a file that must not exist yet. */
  create(path: string, bytes: Uint8Array, mode: number): void;
  rename(from: string, to: string): void;
  /** Removes a file; nothing there is fine. */
  remove(path: string): void;
  /** Makes a folder and those above it. */
  makeFolder(path: string): void;
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

/** {@link FileSystem} of this machine. */
export const nodeFileSystem: FileSystem = {
  // Asking first is many times cheaper than an exception, and most questions are about nothing.
  read: (path) => (existsSync(path) ? absentAs(undefined, () => readFileSync(path)) : undefined),
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
  makeFolder: (path) => void mkdirSync(path, { recursive: true }),
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
    // All at once: journaling file systems then write one commit for many of them.
    await Promise.all(paths.map(syncPath));
  },
};

async function syncPath(path: string): Promise<void> {
  const file = await open(path, constants.O_RDONLY).catch((error) => {
    if (codeOf(error) === "ENOENT" || codeOf(error) === "ENOTDIR") return undefined;
    throw error;
  });
  if (file === undefined) return;
  try {
    await file.sync();
  } catch (error) {
    // Some file systems cannot sync folders, and have nothing better to offer either.
    const code = codeOf(error);
    if (code !== "EINVAL" && code !== "EISDIR" && code !== "EPERM") throw error;
  } finally {
    await file.close();
  }
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
