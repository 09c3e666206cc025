import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { failure } from "../error/vars-error.ts";
import { pathPart } from "../layout/layout.ts";
import { parseState } from "../state/state-file.ts";
import type { Vars } from "../vars/vars.ts";
import {
  type ImportedGenerator,
  type ImportOptions,
  type ImportResult,
  importEntries,
} from "./entries.ts";

/**
 * Stores what `exportVars` wrote: in whatever stores the model now says, with the age and origin it
 * had. A round trip changes nothing but ciphertexts.
 *
 * @throws VarsError `state-invalid` (the folder is no export), and as `importEntries`
 */
export async function importVars(
  vars: Vars,
  folder: string,
  options: ImportOptions = {},
): Promise<ImportResult> {
  return importEntries(vars, readExport(folder), options);
}

function readExport(folder: string): ImportedGenerator[] {
  const root = join(folder, "values");
  const children = (path: string): string[] =>
    readdirSync(path)
      .sort()
      .map((name) => join(path, name));
  try {
    return children(root)
      .flatMap(children)
      .flatMap(children)
      .map((base) => {
        const path = join(base, ".state.json");
        const bytes = readFileSync(path);
        const id = JSON.parse(bytes.toString()).id as string;
        const { created, fingerprint, files } = parseState(bytes, id, path);
        const present = new Set(readdirSync(base));
        const values = [...files.keys()].flatMap((name) =>
          present.has(pathPart(name))
            ? [[name, readFileSync(join(base, pathPart(name)))] as const]
            : [],
        );
        return { id, created, fingerprint, files: new Map(values) };
      });
  } catch {
    throw failure({
      code: "state-invalid",
      message: `${folder} is no complete export.`,
      remedy: "Name a folder that the export made.",
      culprit: folder,
    });
  }
}
