import { pathPart } from "../layout/layout.ts";
import type { FileHandle } from "./handle.ts";
import { unresolvable } from "./target.ts";

/** The name under which a file is known to sops-nix and agenix: unique, the same everywhere. */
export function secretName(handle: FileHandle): string {
  const { kind, nodeName, generator, file } = handle;
  return ["vars", kind, nodeName, generator, file].map(pathPart).join("/");
}

export interface MachineOptions {
  /** Where an installer puts files that are needed before the machine's own secrets exist. */
  readonly uploadFolder?: string;
}

/** Refuses what is not on the machine; answers where early files are; `undefined` for the others. */
export function machinePath(
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
