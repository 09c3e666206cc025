import { failure, VarsError } from "../error/vars-error.ts";
import type { Layout } from "../layout/layout.ts";
import { EMPTY_KEYRING, type Grant, type Keyring } from "./keyring.ts";
import { addKey, type KeyInput } from "./keys.ts";
import { mergeKeyrings } from "./merge-keyrings.ts";

/** Where a repository keeps its keyring. */
export function keyringPath(layout: Layout): string {
  return `${layout.folder}/.keys.json`;
}

/** A keyring as text; public keys only. */
export function printKeyring(keyring: Keyring): Uint8Array {
  return Buffer.from(`${JSON.stringify({ version: 1, ...keyring }, null, 2)}\n`);
}

/**
 * Reads a keyring; no bytes is an empty one.
 *
 * @throws VarsError `state-invalid`, `recipient-invalid`, `group-cycle`
 */
export function parseKeyring(bytes: Uint8Array | undefined, path: string): Keyring {
  if (bytes === undefined) return EMPTY_KEYRING;
  try {
    const data = JSON.parse(Buffer.from(bytes).toString());
    if (data?.version !== 1) throw new Error("version");
    let keyring = EMPTY_KEYRING;
    for (const key of data.keys as KeyInput[]) {
      if (!["admin", "host", "user"].includes(key.role)) throw new Error("role");
      keyring = addKey(keyring, key);
    }
    const groups = data.groups as Keyring["groups"];
    // Grants may name keys that the configuration declares: those are looked for when both are joined.
    const grants = data.grants as Grant[];
    return mergeKeyrings({ ...keyring, groups, grants }, EMPTY_KEYRING);
  } catch (error) {
    if (error instanceof VarsError) throw error;
    throw failure({
      code: "state-invalid",
      message: `${path} is no keyring that this version understands.`,
      remedy: "Restore it from version control (a merge may have broken it).",
      culprit: path,
    });
  }
}
