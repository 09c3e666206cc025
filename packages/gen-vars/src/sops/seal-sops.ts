import { randomBytes as nodeRandom } from "node:crypto";
import { encryptAge } from "../age/age-file.ts";
import type { RunProgram } from "../effects/run-program.ts";
import { failure } from "../error/vars-error.ts";
import { seal } from "./cipher.ts";
import { printJsonTree } from "./json-syntax.ts";
import { DEFAULT_RULE, isEncrypted, type SopsMetadata } from "./metadata.ts";
import { printYamlTree } from "./print-yaml.ts";
import { type OpenSopsFile, startHash } from "./sops-file.ts";
import {
  entry,
  type SopsComment,
  type SopsItem,
  type SopsMap,
  type SopsNode,
  textScalar,
} from "./tree.ts";
import { additionalData, mapTree } from "./walk.ts";

export interface SealSopsOptions {
  /** Canonical recipients that shall be able to open it. */
  readonly recipients: readonly string[];
  /** Seconds since 1970. */
  readonly now: number;
  /** A new data key even when no recipient was removed. @default false */
  readonly rotate?: boolean;
  readonly randomBytes?: (count: number) => Uint8Array;
  readonly run?: RunProgram;
}

/** The sops version whose format is written. */
const VERSION = "3.9.4";

/**
 * Encrypts a document. Unchanged values keep their ciphertext and old recipients their entry, so
 * that diffs are small; when a recipient is gone, everything is encrypted under a new data key.
 * Metadata that is not understood here is kept.
 *
 * @throws VarsError `no-recipients`, `format-unsupported` (a new data key is needed and the document
 * has master keys other than age, whose entries could not be renewed)
 */
export async function sealSops(file: OpenSopsFile, options: SealSopsOptions): Promise<string> {
  const randomBytes = options.randomBytes ?? nodeRandom;
  const old = file.source?.metadata;
  const wanted = new Set(options.recipients);
  const removed = (old?.age ?? []).some(({ recipient }) => !wanted.has(recipient));
  const fresh = file.source === undefined || removed || options.rotate === true;
  if (fresh && old !== undefined && old.otherKeys.length > 0) {
    throw failure({
      code: "format-unsupported",
      message: `${file.what} needs a new data key, which cannot be given to its ${old.otherKeys.join(" and ")} keys here.`,
      remedy: "Remove those keys with sops, or rotate the file with sops itself.",
      culprit: file.what,
    });
  }
  const dataKey = fresh || file.source === undefined ? randomBytes(32) : file.source.dataKey;
  const age = await ageEntries(dataKey, fresh ? undefined : old, options);
  const lastModified = new Date(options.now * 1000).toISOString().replace(/\.\d+Z$/, "Z");
  const rule = old?.rule ?? DEFAULT_RULE;
  const only = old?.macOnlyEncrypted ?? false;
  const hash = startHash(only);
  const sealed = mapTree(file.tree, {
    leaf(scalar, path) {
      const encrypted = isEncrypted(rule, path);
      if (encrypted || !only) hash.update(scalar.bytes);
      if (!encrypted) return scalar;
      if (!fresh && scalar.sealed !== undefined) return textScalar(scalar.sealed);
      return textScalar(seal(scalar, dataKey, additionalData(path), randomBytes));
    },
    comment: (comment, path) => sealComment(comment, path, fresh, dataKey, randomBytes),
  });
  const digest = Buffer.from(hash.digest("hex").toUpperCase());
  const mac = seal({ type: "str", bytes: digest }, dataKey, lastModified, randomBytes);
  const metadata = writeMetadata(old, age, lastModified, mac);
  const root: SopsMap = { kind: "map", items: [...sealed.items, entry("sops", metadata)] };
  return file.format === "yaml" ? printYamlTree(root) : printJsonTree(root);
}

async function ageEntries(
  dataKey: Uint8Array,
  old: SopsMetadata | undefined,
  options: SealSopsOptions,
): Promise<SopsMetadata["age"]> {
  if (options.recipients.length === 0 && (old?.otherKeys.length ?? 0) === 0) {
    await encryptAge(dataKey, []);
  }
  const known = new Map((old?.age ?? []).map(({ recipient, enc }) => [recipient, enc]));
  const run = options.run === undefined ? {} : { run: options.run };
  return Promise.all(
    options.recipients.map(async (recipient) => {
      const kept = known.get(recipient);
      if (kept !== undefined) return { recipient, enc: kept };
      const file = await encryptAge(dataKey, [recipient], { armor: true, ...run });
      return { recipient, enc: Buffer.from(file).toString("latin1") };
    }),
  );
}

function sealComment(
  comment: SopsComment & { readonly sealed?: string },
  path: readonly string[],
  fresh: boolean,
  dataKey: Uint8Array,
  randomBytes: (count: number) => Uint8Array,
): SopsComment {
  if (comment.sealed === undefined) return comment;
  const { kind, inline, text } = comment;
  if (!fresh) return { kind, inline, text: comment.sealed };
  const value = { type: "comment", bytes: Buffer.from(text) };
  return { kind, inline, text: seal(value, dataKey, additionalData(path), randomBytes) };
}

/** The old metadata with the parts that changed, at their old places; a new one in sops' order. */
function writeMetadata(
  old: SopsMetadata | undefined,
  age: SopsMetadata["age"],
  lastModified: string,
  mac: string,
): SopsMap {
  const list: SopsNode = {
    kind: "list",
    items: age.map(({ recipient, enc }) => ({
      kind: "map",
      items: [entry("recipient", textScalar(recipient)), entry("enc", textScalar(enc))],
    })),
  };
  const changed = new Map<string, SopsNode>([
    ["age", list],
    ["lastmodified", textScalar(lastModified)],
    ["mac", textScalar(mac)],
  ]);
  if (old === undefined) {
    const items = [...changed].map(([key, value]) => entry(key, value));
    items.push(entry("unencrypted_suffix", textScalar("_unencrypted")));
    items.push(entry("version", textScalar(VERSION)));
    return { kind: "map", items };
  }
  const items: (SopsItem | SopsComment)[] = old.node.items.map((item) => {
    if (item.kind !== "item") return item;
    const value = changed.get(item.key);
    if (value === undefined) return item;
    changed.delete(item.key);
    return entry(item.key, value);
  });
  for (const [key, value] of changed) items.push(entry(key, value));
  return { kind: "map", items };
}
