import { dirname } from "node:path";
import type { FileSystem } from "gen-vars";

/** The process died. */
export class Crash extends Error {}

export interface MemoryFiles extends FileSystem {
  /** How many changing steps were made. */
  readonly steps: () => number;
  /** The step in which the process dies; further steps die as well. */
  crashAt(step: number): void;
  /**
   * Goes on after the crash. `lost` says for each renamed, removed or created entry whose folder
   * was not synced, and each content, whether the disk lost it (a power failure instead of a killed process).
   */
  restart(lost?: (change: number) => boolean): void;
  readonly snapshot: () => ReadonlyMap<string, string>;
}

type Tree = Map<string, Uint8Array | "folder">;

/** A file system in memory that can die at every step, and lose what was not synced. */
export function memoryFiles(root: string): MemoryFiles {
  let tree: Tree = new Map();
  for (let at = root; !tree.has(at); at = dirname(at)) tree.set(at, "folder");
  /** Undo steps of changes that a power failure may lose, oldest first, by folder. */
  let unsynced: { readonly folder: string; file?: string; readonly undo: () => void }[] = [];
  let count = 0;
  let deadline = Number.POSITIVE_INFINITY;

  const step = (torn?: () => void): void => {
    count++;
    if (count < deadline) return;
    if (count === deadline) torn?.();
    throw new Crash();
  };
  const fail = (code: string): never => {
    throw Object.assign(new Error(code), { code });
  };
  const change = (path: string, value: Uint8Array | "folder" | undefined): void => {
    const before = tree.get(path);
    unsynced.push({
      folder: dirname(path),
      undo: () => (before === undefined ? tree.delete(path) : tree.set(path, before)),
    });
    if (value === undefined) tree.delete(path);
    else tree.set(path, value);
  };
  const inside = (path: string): string[] =>
    [...tree.keys()].filter((other) => other !== path && dirname(other) === path);

  return {
    read(path) {
      const found = tree.get(path);
      return found === "folder" ? fail("EISDIR") : found;
    },
    create(path, bytes) {
      if (tree.has(path)) fail("EEXIST");
      if (tree.get(dirname(path)) !== "folder") fail("ENOENT");
      const half = bytes.subarray(0, Math.floor(bytes.length / 2));
      step(() => change(path, half));
      change(path, bytes);
      const undo = () => {
        for (const [at, value] of tree) if (value === bytes) tree.set(at, half);
      };
      unsynced.push({ folder: "", file: path, undo });
    },
    rename(from, to) {
      const found = tree.get(from);
      if (found === undefined || found === "folder") return fail("ENOENT");
      step();
      change(to, found);
      change(from, undefined);
      for (const item of unsynced) if (item.file === from) item.file = to;
    },
    remove(path) {
      if (!tree.has(path)) return;
      step();
      change(path, undefined);
    },
    makeFolder(path) {
      if (tree.get(path) === "folder") return;
      if (tree.has(path)) fail("EEXIST");
      this.makeFolder(dirname(path));
      step();
      change(path, "folder");
    },
    removeFolder(path) {
      if (!tree.has(path)) return true;
      if (tree.get(path) !== "folder" || inside(path).length > 0) return false;
      step();
      change(path, undefined);
      return true;
    },
    list: (path) =>
      inside(path).map((other) => ({
        name: other.slice(path.length + 1),
        kind: tree.get(other) === "folder" ? "folder" : "file",
      })),
    kind(path) {
      const found = tree.get(path);
      return found === undefined ? undefined : found === "folder" ? "folder" : "file";
    },
    async sync(paths) {
      step();
      const synced = new Set(paths);
      unsynced = unsynced.filter(
        ({ folder, file }) => !synced.has(folder) && !synced.has(file ?? ""),
      );
    },
    steps: () => count,
    crashAt: (at) => {
      deadline = count + at;
    },
    restart(lost) {
      deadline = Number.POSITIVE_INFINITY;
      if (lost !== undefined) {
        for (const [index, { undo }] of [...unsynced.entries()].reverse()) if (lost(index)) undo();
        // What lies in a folder that was lost is lost with it.
        for (const path of [...tree.keys()].sort()) {
          if (path !== "/" && tree.get(dirname(path)) !== "folder") tree.delete(path);
        }
      }
      unsynced = [];
      tree = new Map(tree);
    },
    snapshot: () =>
      new Map(
        [...tree]
          .filter(([, value]) => value !== "folder")
          .map(([path, value]) => [path, Buffer.from(value as Uint8Array).toString()] as const)
          .sort(([a], [b]) => (a < b ? -1 : 1)),
      ),
  };
}
