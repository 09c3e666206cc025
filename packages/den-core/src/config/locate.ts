import { existsSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import type { Finding } from "../diagnostics/finding.ts";
import type { Origin } from "../diagnostics/origin.ts";

/** A 1-based place in a file. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Finds where declarations stand in their files: each file is parsed once, when first asked for. */
export interface Locator {
  /** The origin with its line and column; as it is, when the source does not tell. */
  locate(origin: Origin): Promise<Origin>;
  /** The text of a line, for excerpts. */
  lineText(origin: Origin): string | undefined;
}

/** Looks up the place of the longest part of a path that a file spells out. */
type Lookup = (path: readonly string[]) => Place | undefined;

/** A locator for the files of a fleet whose folder is `root`. */
export function createLocator(root: string): Locator {
  const lookups = new Map<string, Promise<Lookup>>();
  const lookup = (file: string): Promise<Lookup> => {
    let found = lookups.get(file);
    if (found === undefined) {
      found = openLookup(join(root, file));
      lookups.set(file, found);
    }
    return found;
  };
  return {
    async locate(origin) {
      if (origin.line !== undefined || origin.file === "") return origin;
      const place = (await lookup(origin.file))(origin.path);
      return place === undefined ? origin : { ...origin, ...place };
    },
    lineText({ file, line }) {
      if (line === undefined) return undefined;
      const path = join(root, file);
      return existsSync(path) ? readFileSync(path, "utf8").split("\n")[line - 1] : undefined;
    },
  };
}

async function openLookup(file: string): Promise<Lookup> {
  if (!existsSync(file)) return () => undefined;
  const text = readFileSync(file, "utf8");
  try {
    switch (extname(file)) {
      case ".json":
      case ".yaml":
      case ".yml": {
        const { yamlLookup } = await import("./locate-yaml.ts");
        return yamlLookup(text);
      }
      default: {
        const { moduleLookup } = await import("./locate-module.ts");
        return moduleLookup(text);
      }
    }
  } catch {
    // A file that does not parse was reported as such; places in it are not known.
    return () => undefined;
  }
}

/** Findings with lines and columns at their places. */
export async function locateFindings(
  findings: readonly Finding[],
  locator: Locator,
): Promise<Finding[]> {
  return Promise.all(
    findings.map(async (finding) =>
      finding.places === undefined
        ? finding
        : {
            ...finding,
            places: await Promise.all(finding.places.map((place) => locator.locate(place))),
          },
    ),
  );
}
