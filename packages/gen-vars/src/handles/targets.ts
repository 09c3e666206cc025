import { pathPart } from "../layout/layout.ts";
import type { Location } from "../plan/stored.ts";
import type { FileHandle } from "./handle.ts";
import { unresolvable, type VarTarget } from "./target.ts";

/** The name under which a file is known to sops-nix and agenix: unique, the same everywhere. */
export function secretName(handle: FileHandle): string {
  const { kind, nodeName, generator, file } = handle;
  return ["vars", kind, nodeName, generator, file].map(pathPart).join("/");
}

export interface MachineOptions {
  /** Where an installer puts files that are needed before the machine's own secrets exist. */
  readonly uploadFolder?: string;
}

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

/** The path of a secret on a NixOS machine with agenix. */
export function agenixPath(options: MachineOptions = {}): VarTarget<string> {
  return {
    name: "an agenix path",
    worldReadable: false,
    resolve: (handle) =>
      machinePath(handle, "an agenix path", options) ?? `/run/agenix/${secretName(handle)}`,
  };
}

/** Refuses what is not on the machine; answers where early files are; `undefined` for the others. */
function machinePath(
  handle: FileHandle,
  target: string,
  { uploadFolder }: MachineOptions,
): string | undefined {
  if (!handle.secret) {
    throw unresolvable(
      handle,
      target,
      "it is public, and lies in the repository",
      "Use its value or its path in the repository.",
    );
  }
  if (handle.deploy === false) {
    throw unresolvable(
      handle,
      target,
      "it is not deployed to any machine",
      'Declare the file with "deploy: true".',
    );
  }
  const phase = handle.neededFor;
  if (phase !== "partitioning" && phase !== "activation") return undefined;
  if (uploadFolder === undefined) {
    throw unresolvable(
      handle,
      target,
      `it is needed for ${phase}, before the machine can decrypt its secrets`,
      "Say where the installer uploads such files (uploadFolder).",
    );
  }
  return `${uploadFolder}/${phase}/${secretName(handle)}`;
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

/** The value of a public file, read through `read`. */
export function publicValue<T>(read: (handle: FileHandle) => T): VarTarget<T> {
  return { name: "a plain value", worldReadable: true, resolve: read };
}

/** The path of a public file, relative to the repository. */
export function publicPath(locate: (handle: FileHandle) => Location): VarTarget<string> {
  return {
    name: "a path in the repository",
    worldReadable: true,
    resolve(handle) {
      const { path, format } = locate(handle);
      if (format === "plain") return path;
      throw unresolvable(
        handle,
        "a path in the repository",
        `it is stored as ${format}`,
        "Use its value instead.",
      );
    },
  };
}

/** A Terraform (OpenTofu) input variable that stands for a file. */
export interface TerraformVariable {
  readonly name: string;
  /** For `variable.<name>` in a `*.tf.json`. */
  readonly declaration: {
    readonly type: "string";
    readonly sensitive: boolean;
    readonly description: string;
  };
  /** How configurations refer to it. */
  readonly reference: string;
  /** The environment variable by which Terraform is given the value; the file itself holds none. */
  readonly environment: string;
}

/** A reference by variable, so that no value ever lands in a configuration. */
export const terraformVariable: VarTarget<TerraformVariable> = {
  name: "a Terraform variable",
  worldReadable: false,
  resolve(handle) {
    const name = identifier([handle.kind, handle.nodeName, handle.generator, handle.file]);
    return {
      name,
      declaration: { type: "string", sensitive: handle.secret, description: handle.id },
      reference: `\${var.${name}}`,
      environment: `TF_VAR_${name}`,
    };
  },
};

/** A variable of a development shell that is set when the shell starts. */
export interface ShellVariable {
  readonly name: string;
  /** A shell command that prints the value: it is read by whoever enters the shell, with their keys. */
  readonly command: readonly string[];
}

/**
 * A variable of a development shell. The shell's definition is world-readable, so it holds only the
 * command that fetches the value.
 */
export function shellVariable(
  command: (handle: FileHandle) => readonly string[],
  name: (handle: FileHandle) => string = (handle) =>
    identifier([handle.generator, handle.file]).toUpperCase(),
): VarTarget<ShellVariable> {
  return {
    name: "a shell variable",
    worldReadable: false,
    resolve: (handle) => ({ name: name(handle), command: command(handle) }),
  };
}

/** Letters, digits and underscores; other characters as `_xx_`, so different ids stay different. */
function identifier(parts: readonly string[]): string {
  const text = parts
    .map((part) =>
      [...Buffer.from(part)]
        .map((byte) => {
          const letter = String.fromCharCode(byte);
          return /[A-Za-z0-9]/.test(letter) ? letter : `_${byte.toString(16).padStart(2, "0")}_`;
        })
        .join(""),
    )
    .join("__");
  return /^[A-Za-z]/.test(text) ? text : `v_${text}`;
}
