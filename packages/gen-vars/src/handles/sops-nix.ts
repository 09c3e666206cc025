import type { Location } from "../plan/stored.ts";
import { type MachineOptions, machinePath, secretName } from "./machine-path.ts";
import { unresolvable, type VarTarget } from "./target.ts";

/** The path of a secret on a NixOS machine with sops-nix. */
export function sopsNixPath(options: MachineOptions = {}): VarTarget<string> {
  return {
    name: "a sops-nix path",
    worldReadable: false,
    resolve(handle) {
      const early = machinePath(handle, "a sops-nix path", options);
      if (early !== undefined) return early;
      if (handle.neededFor !== "users") return `/run/secrets/${secretName(handle)}`;
      if (handle.owner !== "root" || handle.group !== "root") {
        throw unresolvable(
          handle,
          "a sops-nix path",
          `it is needed before users exist, so it cannot belong to ${handle.owner}:${handle.group}`,
          "Leave owner and group root.",
        );
      }
      return `/run/secrets-for-users/${secretName(handle)}`;
    },
  };
}

/** Options of sops-nix for one file: `sops.secrets.<name> = …`, with `sopsFile` relative to the repository. */
export interface SopsNixSecret {
  readonly name: string;
  readonly sopsFile: string;
  readonly format: "binary" | "json" | "yaml";
  /** The key in the document; sops-nix takes `/` between parts. Empty for binary documents. */
  readonly key: string;
  readonly owner: string;
  readonly group: string;
  readonly mode: string;
  readonly neededForUsers: boolean;
  readonly restartUnits: readonly string[];
}

/** The wiring of a file that is stored as a sops document. @throws VarsError `unresolvable` */
export function sopsNixSecret(location: Location): VarTarget<SopsNixSecret> {
  return {
    name: "a sops-nix secret",
    worldReadable: false,
    resolve(handle) {
      sopsNixPath({ uploadFolder: "/" }).resolve(handle);
      const format = location.format.replace(/^sops-/, "");
      if (format !== "binary" && format !== "json" && format !== "yaml") {
        throw unresolvable(
          handle,
          "a sops-nix secret",
          `it is stored as ${location.format} at ${location.path}`,
          "Keep it in a sops store.",
        );
      }
      return {
        name: secretName(handle),
        sopsFile: location.path,
        format,
        key: format === "binary" ? "" : (location.key ?? []).join("/"),
        owner: handle.owner,
        group: handle.group,
        mode: handle.mode,
        neededForUsers: handle.neededFor === "users",
        restartUnits: handle.restartUnits,
      };
    },
  };
}
