import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { contentHash, MANIFEST_NAME } from "./manifest.ts";
import { blockedBy, isInside } from "./safe-path.ts";

/** Folders of this prefix hold a write that is under way, or was when its process died. */
export const STAGING_PREFIX = ".den-staging-";

/** What a commit is going to do, written before it does anything. */
export interface Journal {
  readonly version: 1;
  /** Hash of the manifest that completes the commit. */
  readonly manifest: string;
  readonly operations: readonly {
    readonly path: string;
    readonly backup: string;
    readonly existed: boolean;
  }[];
}

/**
 * Puts back what an interrupted write of this folder had moved, and clears its staging. A write whose
 * manifest is in place was complete, and is only cleared. Writes of processes still alive are left alone.
 */
export function recover(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(STAGING_PREFIX)) continue;
    const pid = Number(name.slice(STAGING_PREFIX.length).split("-")[0]);
    if (pid !== process.pid && isAlive(pid)) continue;
    const staging = join(folder, name);
    undo(folder, staging);
    rmSync(staging, { recursive: true, force: true });
  }
}

function undo(folder: string, staging: string): void {
  const file = join(staging, "journal.json");
  if (!existsSync(file)) return;
  const journal = JSON.parse(readFileSync(file, "utf8")) as Journal;
  const manifest = join(folder, MANIFEST_NAME);
  if (existsSync(manifest) && contentHash(readFileSync(manifest)) === journal.manifest) {
    if (!existsSync(join(staging, "manifest"))) return;
  }
  for (const operation of [...journal.operations].reverse()) {
    if (!isInside(operation.path) || blockedBy(folder, operation.path) !== undefined) continue;
    const target = join(folder, operation.path);
    const backup = join(staging, operation.backup);
    if (existsSync(backup)) renameSync(backup, target);
    else if (!operation.existed && existsSync(target)) rmSync(target);
  }
}

/** Whether a process is still there. */
export function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
