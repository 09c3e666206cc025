import { failure } from "../error/vars-error.ts";
import type { OpenSopsFile } from "./sops-file.ts";
import { at, type SopsScalar, withAt } from "./tree.ts";

/** The value at a path of keys, in bytes; `undefined` when there is none. */
export function sopsValue(file: OpenSopsFile, path: readonly string[]): Uint8Array | undefined {
  const node = at(file.tree, path);
  return node?.kind === "scalar" && node.type !== "null" ? node.bytes : undefined;
}

/**
 * The document with a string at a path. An equal value keeps its ciphertext.
 *
 * @throws VarsError `invalid-value` when JSON or YAML cannot hold the bytes (they are not UTF-8)
 */
export function sopsSet(
  file: OpenSopsFile,
  path: readonly string[],
  value: Uint8Array,
): OpenSopsFile {
  if (file.format !== "binary" && !isUtf8(value)) {
    throw failure({
      code: "invalid-value",
      message: `The value for ${JSON.stringify(path.join("/"))} in ${file.what} is not UTF-8 text, which ${file.format} cannot hold.`,
      remedy: "Use the binary format of the sops store for this file, or encode the value as text.",
      culprit: file.what,
    });
  }
  const old = at(file.tree, path);
  const same =
    old?.kind === "scalar" && old.type === "str" && Buffer.compare(old.bytes, value) === 0;
  if (same) return file;
  const scalar: SopsScalar = { kind: "scalar", type: "str", bytes: value };
  return { ...file, tree: withAt(file.tree, path, scalar) };
}

/** The document without the value at a path. */
export function sopsRemove(file: OpenSopsFile, path: readonly string[]): OpenSopsFile {
  return { ...file, tree: withAt(file.tree, path, undefined) };
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
