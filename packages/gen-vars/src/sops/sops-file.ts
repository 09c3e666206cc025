import { createHash, type Hash } from "node:crypto";
import { decryptAge } from "../age/age-file.ts";
import type { Identities } from "../age/identity.ts";
import type { RunProgram } from "../effects/run-program.ts";
import { failure } from "../error/vars-error.ts";
import { isSealed, unseal } from "./cipher.ts";
import { parseJsonTree } from "./json-syntax.ts";
import { isEncrypted, readMetadata, type SopsMetadata } from "./metadata.ts";
import { parseYamlTree } from "./parse-yaml.ts";
import { type SopsComment, type SopsMap, type SopsScalar, without } from "./tree.ts";
import { additionalData, mapTree } from "./walk.ts";

/** `binary` is sops' JSON envelope of one value under `data`. */
export type SopsFormat = "json" | "yaml" | "binary";

/** A sops document as it lies on disk. */
export interface SopsFile {
  readonly format: SopsFormat;
  /** Without the metadata; leaves as they are written. */
  readonly tree: SopsMap;
  readonly metadata: SopsMetadata;
  /** What it is called in messages. */
  readonly what: string;
}

/** A document with its values in clear and the key they are encrypted with. */
export interface OpenSopsFile {
  readonly format: SopsFormat;
  readonly tree: SopsMap;
  /** Absent for a document that is new. */
  readonly source?: { readonly metadata: SopsMetadata; readonly dataKey: Uint8Array };
  readonly what: string;
}

/**
 * Reads a sops document.
 *
 * @throws VarsError `format-invalid`, `format-unsupported`
 */
export function parseSops(text: string, format: SopsFormat, what = "the sops file"): SopsFile {
  const root = format === "yaml" ? parseYamlTree(text, what) : parseJsonTree(text, what);
  const metadata = readMetadata(root, what);
  return { format, tree: without(root, "sops"), metadata, what };
}

/** A document without values, in a format. */
export function newSops(format: SopsFormat, what = "the sops file"): OpenSopsFile {
  return { format, tree: { kind: "map", items: [] }, what };
}

/**
 * Decrypts a document and verifies its MAC over all values in document order.
 *
 * @throws VarsError `unreadable` (no identity fits), `tampered` (a value or the MAC does not fit)
 */
export async function openSops(
  file: SopsFile,
  identities: Identities,
  run?: RunProgram,
): Promise<OpenSopsFile> {
  const dataKey = await openDataKey(file, identities, run);
  const { metadata, what } = file;
  const hash = startHash(metadata.macOnlyEncrypted);
  const tree = mapTree(file.tree, {
    leaf(scalar, path) {
      const encrypted = isEncrypted(metadata.rule, path);
      const clear = encrypted ? openLeaf(scalar, dataKey, path, what) : scalar;
      if (encrypted || !metadata.macOnlyEncrypted) hash.update(clear.bytes);
      return clear;
    },
    comment: (comment, path) => openComment(comment, dataKey, path),
  });
  const mac = unseal(metadata.mac, dataKey, metadata.lastModified);
  const wanted = hash.digest("hex").toUpperCase();
  if (metadata.mac === "" || mac === undefined || Buffer.from(mac.bytes).toString() !== wanted) {
    throw tampered(what, "its MAC does not match its values");
  }
  return { format: file.format, tree, source: { metadata, dataKey }, what };
}

// "sops" hashed with SHA-256: what a MAC over encrypted values only starts with.
const ONLY_ENCRYPTED = createHash("sha256").update("sops").digest();

export function startHash(onlyEncrypted: boolean): Hash {
  const hash = createHash("sha512");
  return onlyEncrypted ? hash.update(ONLY_ENCRYPTED) : hash;
}

async function openDataKey(
  file: SopsFile,
  identities: Identities,
  run: RunProgram | undefined,
): Promise<Uint8Array> {
  const own = new Set(identities.recipients);
  const entries = [...file.metadata.age].sort(
    (a, b) => Number(own.has(b.recipient)) - Number(own.has(a.recipient)),
  );
  for (const entry of entries) {
    const known = own.has(entry.recipient);
    // Identities that cannot tell their recipient (plugins) are tried on every entry.
    if (!known && identities.program.length === 0 && own.size >= identities.native.length) continue;
    try {
      const options = { what: file.what, ...(run === undefined ? {} : { run }) };
      const key = await decryptAge(Buffer.from(entry.enc), identities, options);
      if (key.length === 32) return key;
    } catch (error) {
      if (known) throw error;
    }
  }
  const others = file.metadata.otherKeys;
  throw failure({
    code: "unreadable",
    message: `${file.what} is not encrypted to any of the given identities.`,
    remedy:
      others.length > 0
        ? `Add an age key to it (sops updatekeys); its ${others.join(" and ")} keys cannot be used here.`
        : "Ask somebody who can read it to add your key and re-encrypt.",
    culprit: file.what,
  });
}

const TYPES = new Set(["str", "int", "float", "bool", "bytes", "time"]);

function openLeaf(
  scalar: SopsScalar,
  key: Uint8Array,
  path: readonly string[],
  what: string,
): SopsScalar {
  const text = Buffer.from(scalar.bytes).toString();
  const value = scalar.type === "str" ? unseal(text, key, additionalData(path)) : undefined;
  if (value === undefined || !TYPES.has(value.type)) {
    throw tampered(what, `the value at ${JSON.stringify(path.join("."))} does not decrypt`);
  }
  return {
    kind: "scalar",
    type: value.type as SopsScalar["type"],
    bytes: goBytes(value.type, value.bytes),
    sealed: text,
  };
}

/** Booleans written by others may be lower case; sops hashes what it parsed, so do we. */
function goBytes(type: string, bytes: Uint8Array): Uint8Array {
  if (type !== "bool") return bytes;
  const text = Buffer.from(bytes).toString();
  return Buffer.from(/^(1|t|true)$/i.test(text) ? "True" : "False");
}

/**
 * Comments are encrypted under the path of their map. Parsers place a comment between two maps in
 * either, so paths above are tried too. A comment that does not open was never encrypted.
 */
function openComment(
  comment: SopsComment,
  key: Uint8Array,
  path: readonly string[],
): SopsComment & { readonly sealed?: string } {
  const text = comment.text;
  if (!isSealed(text)) return comment;
  for (let length = path.length; length >= 0; length--) {
    const value = unseal(text, key, additionalData(path.slice(0, length)));
    if (value === undefined) continue;
    return { ...comment, text: Buffer.from(value.bytes).toString(), sealed: text };
  }
  return comment;
}

function tampered(what: string, problem: string): Error {
  return failure({
    code: "tampered",
    message: `${what} was changed by something other than sops: ${problem}.`,
    remedy: "Restore it from version control, or generate it anew.",
    culprit: what,
  });
}
