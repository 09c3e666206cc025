import { lstatSync } from "node:fs";
import { join } from "node:path";

/** Whether a path stays below its folder: relative, with no `..`, no empty and no odd segment. */
export function isInside(path: string): boolean {
  if (path === "" || path.startsWith("/") || path.includes("\\") || path.includes("\0"))
    return false;
  if (/^[A-Za-z]:/.test(path)) return false;
  return path.split("/").every((segment) => segment !== "" && segment !== "." && segment !== "..");
}

/** The first folder on the way to `path` that is a link or not a folder; undefined when the way is clear. */
export function blockedBy(folder: string, path: string): string | undefined {
  const segments = path.split("/").slice(0, -1);
  let at = folder;
  for (const segment of segments) {
    at = join(at, segment);
    const stats = lstatSync(at, { throwIfNoEntry: false });
    if (stats === undefined) return undefined;
    if (!stats.isDirectory()) return at;
  }
  return undefined;
}
