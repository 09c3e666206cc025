import {
  agenixPath,
  type FileHandle,
  type MachineOptions,
  resolveVar,
  type StoredFile,
  sopsNixPath,
  unresolvable,
} from "gen-vars";
import type { BackendModel } from "../model/read-vars.ts";

/** Who installs a secret on a machine. */
export type Installer = "sops-nix" | "agenix";

/** The installer for a file: by the form in which it is kept, else by the backend that will keep it. */
export function installerOf(
  stored: StoredFile | undefined,
  backend: BackendModel,
): Installer | undefined {
  const form = stored === undefined ? backend.type : stored.location.format.replace(/-.*/, "");
  if (form === "sops") return "sops-nix";
  return form === "age" ? "agenix" : undefined;
}

/**
 * Where a secret is on the machine that it is deployed to.
 *
 * @throws VarsError `unresolvable`
 */
export function pathOnMachine(
  handle: FileHandle,
  stored: StoredFile | undefined,
  backend: BackendModel,
  options: MachineOptions,
): string {
  switch (installerOf(stored, backend)) {
    case "sops-nix":
      return resolveVar(sopsNixPath(options), handle);
    case "agenix":
      return resolveVar(agenixPath(options), handle);
    default:
      throw unresolvable(
        handle,
        "a path on a machine",
        `it is kept in ${backend.name}, from which nothing brings files to machines`,
        "Choose a sops or an age backend for it (policy.varBackend).",
      );
  }
}
