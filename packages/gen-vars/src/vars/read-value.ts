import { failure } from "../error/vars-error.ts";
import { fileId } from "../model/names.ts";
import type { Instance } from "../model/vars-model.ts";
import type { StoredGenerator } from "../plan/stored.ts";
import { loadState } from "./stored-state.ts";
import { storeNamed, type Vars } from "./vars.ts";

/**
 * The stored value of one file of an instance, decrypted.
 *
 * @throws VarsError `not-found` (no such file, or not generated yet), `unreadable`, `tampered`
 */
export async function getVar(vars: Vars, instance: Instance, file: string): Promise<Uint8Array> {
  const { stored, issues } = await loadState(vars, instance);
  const [issue] = issues;
  if (stored === undefined && issue !== undefined) throw failure(issue);
  return readStored(vars, instance, file, stored);
}

/** {@link getVar} with a record that is at hand. */
export async function readStored(
  vars: Vars,
  instance: Instance,
  file: string,
  stored: StoredGenerator | undefined,
): Promise<Uint8Array> {
  const id = fileId(instance.node.id, instance.name, file);
  const found = stored?.files.get(file);
  if (found !== undefined) {
    return storeNamed(vars.stores, found.store, id).read(found.location, vars.context);
  }
  const declared = instance.generator.files.has(file);
  throw failure({
    code: "not-found",
    message: declared ? `${id} has not been generated yet.` : `${instance.id} has no file ${file}.`,
    remedy: declared
      ? "Generate it."
      : `Its files are ${[...instance.generator.files.keys()].join(", ") || "none"}.`,
    culprit: id,
  });
}
