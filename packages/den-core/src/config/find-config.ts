import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { refuse } from "../diagnostics/den-error.ts";

/** The names under which a fleet is looked for, in this order. */
export const CONFIG_NAMES: readonly string[] = [
  "den.config.ts",
  "den.config.mts",
  "den.config.js",
  "den.config.mjs",
  "den.config.json",
  "den.config.yaml",
  "den.config.yml",
];

/**
 * The configuration file for a working directory: in it, or in the nearest folder above.
 *
 * @throws DenError `DEN_CONFIG_MISSING`, `DEN_CONFIG_TWICE`
 */
export function findConfig(cwd: string): string {
  const start = resolve(cwd);
  let folder = start;
  for (;;) {
    const [found, other] = CONFIG_NAMES.map((name) => join(folder, name)).filter((file) =>
      existsSync(file),
    );
    if (other !== undefined) {
      const names = [found, other].map((file) => file?.slice(folder.length + 1));
      refuse("DEN_CONFIG_TWICE", `${folder} has both ${names.join(" and ")}`, {
        remedy: "remove one, name the one you mean with --config, or let one import the other",
      });
    }
    if (found !== undefined) return found;
    const parent = dirname(folder);
    if (parent === folder) break;
    folder = parent;
  }
  return refuse("DEN_CONFIG_MISSING", `no den.config.* in ${start} or above`, {
    remedy: "run `den init`, or name the file with --config",
  });
}
