import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { refuse } from "../diagnostics/den-error.ts";

/** The file in which den remembers what it wrote: everything else in the folder is foreign. */
export const MANIFEST_NAME = ".den-manifest.json";

/** What den wrote: SHA-256 (hex) of each file by its path below the output folder, with `/`. */
export interface Manifest {
  readonly version: 1;
  readonly files: ReadonlyMap<string, string>;
}

/** Content of a file: whole, or made piece by piece (each time anew) where it is too large to hold. */
export type FileContent = string | Uint8Array | (() => Iterable<string>);

/** SHA-256 of a file's content, in hex. */
export function contentHash(content: FileContent): string {
  const hash = createHash("sha256");
  if (typeof content === "function") for (const piece of content()) hash.update(piece);
  else hash.update(content);
  return hash.digest("hex");
}

/** The manifest as text: one file a line, sorted, so that it diffs well. */
export function manifestText(files: ReadonlyMap<string, string>): string {
  const names = [...files.keys()].sort((a, b) => (a < b ? -1 : 1));
  const lines = names.map(
    (name) => `    ${JSON.stringify(name)}: ${JSON.stringify(files.get(name))}`,
  );
  const body = lines.length === 0 ? "{}" : `{\n${lines.join(",\n")}\n  }`;
  return `{\n  "version": 1,\n  "files": ${body}\n}\n`;
}

/**
 * The manifest of an output folder; an empty one where there is none.
 *
 * @throws DenError `DEN_OUTPUT_FOREIGN` when there is a file of that name that den cannot read
 */
export function readManifest(folder: string): Manifest {
  const file = join(folder, MANIFEST_NAME);
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? ""))
      return { version: 1, files: new Map() };
    throw error;
  }
  try {
    const parsed = JSON.parse(text) as { version?: unknown; files?: unknown };
    if (parsed.version === 1 && typeof parsed.files === "object" && parsed.files !== null) {
      return { version: 1, files: new Map(Object.entries(parsed.files as Record<string, string>)) };
    }
  } catch {
    // Falls through: not JSON, for example after a merge with conflicts.
  }
  return refuse("DEN_OUTPUT_FOREIGN", `${file} is not a manifest that this den can read`, {
    remedy: `remove ${folder} (it is generated) and build again`,
  });
}
