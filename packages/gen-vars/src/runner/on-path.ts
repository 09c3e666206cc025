import { statSync } from "node:fs";
import { delimiter, join } from "node:path";

/** The first program of that name in the folders of a PATH. */
export function onPath(name: string, path: string): string | undefined {
  for (const folder of path.split(delimiter)) {
    if (folder === "") continue;
    const candidate = join(folder, name);
    const found = statSync(candidate, { throwIfNoEntry: false });
    if (found?.isFile() && (found.mode & 0o111) !== 0) return candidate;
  }
  return undefined;
}
