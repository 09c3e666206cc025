import { mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Makes a folder and those above it. Node's own recursive mkdir does not return where the system lets
 * nothing be made and says that the folder above is missing (`/proc`).
 *
 * @throws what mkdir throws
 */
export function makeFolder(path: string, mode?: number): void {
  if (tryMake(path, mode)) return;
  makeFolder(dirname(path), mode);
  if (!tryMake(path, mode)) mkdirSync(path, mode);
}

/** Whether the folder is there now; not when the one above it is missing. */
function tryMake(path: string, mode: number | undefined): boolean {
  try {
    mkdirSync(path, mode);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST" && statSync(path).isDirectory()) return true;
    if (code === "ENOENT" && dirname(path) !== path) return false;
    throw error;
  }
}
