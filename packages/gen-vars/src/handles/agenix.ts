import type { Location } from "../plan/stored.ts";
import { type MachineOptions, machinePath, secretName } from "./machine-path.ts";
import { unresolvable, type VarTarget } from "./target.ts";

/** The path of a secret on a NixOS machine with agenix. */
export function agenixPath(options: MachineOptions = {}): VarTarget<string> {
  return {
    name: "an agenix path",
    worldReadable: false,
    resolve: (handle) =>
      machinePath(handle, "an agenix path", options) ?? `/run/agenix/${secretName(handle)}`,
  };
}

/** Options of agenix for one file: `age.secrets.<name> = …`, with `file` relative to the repository. */
export interface AgenixSecret {
  readonly name: string;
  readonly file: string;
  readonly owner: string;
  readonly group: string;
  readonly mode: string;
}

/** The wiring of a file that is stored as an age file. @throws VarsError `unresolvable` */
export function agenixSecret(location: Location): VarTarget<AgenixSecret> {
  return {
    name: "an agenix secret",
    worldReadable: false,
    resolve(handle) {
      agenixPath({ uploadFolder: "/" }).resolve(handle);
      if (location.format !== "age") {
        throw unresolvable(
          handle,
          "an agenix secret",
          `it is stored as ${location.format} at ${location.path}`,
          "Keep it in an age store.",
        );
      }
      if (handle.restartUnits.length > 0) {
        throw unresolvable(
          handle,
          "an agenix secret",
          `agenix cannot restart ${handle.restartUnits.join(", ")} when it changes`,
          "Drop restartUnits, or keep it in a sops store.",
        );
      }
      const { owner, group, mode } = handle;
      return { name: secretName(handle), file: location.path, owner, group, mode };
    },
  };
}
