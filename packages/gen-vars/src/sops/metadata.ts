import { failure } from "../error/vars-error.ts";
import { child, type SopsMap, type SopsNode, scalarText } from "./tree.ts";

/** The `sops` part of a document. */
export interface SopsMetadata {
  readonly node: SopsMap;
  readonly age: readonly { readonly recipient: string; readonly enc: string }[];
  readonly lastModified: string;
  readonly mac: string;
  readonly macOnlyEncrypted: boolean;
  readonly rule: EncryptionRule;
  /** Kinds of master keys besides age that can open the document. */
  readonly otherKeys: readonly string[];
}

/** Which leaves are encrypted; at most one of these is set in a document. */
export type EncryptionRule =
  | { readonly kind: "unencrypted_suffix" | "encrypted_suffix"; readonly suffix: string }
  | { readonly kind: "unencrypted_regex" | "encrypted_regex"; readonly regex: RegExp };

export const DEFAULT_RULE: EncryptionRule = {
  kind: "unencrypted_suffix",
  suffix: "_unencrypted",
};

const OTHER_KEYS = ["pgp", "kms", "gcp_kms", "hckms", "azure_kv", "hc_vault"];
const RULES = ["unencrypted_suffix", "encrypted_suffix", "unencrypted_regex", "encrypted_regex"];
const UNSUPPORTED = ["unencrypted_comment_regex", "encrypted_comment_regex", "key_groups"];

/**
 * Reads the metadata of a document.
 *
 * @throws VarsError `format-invalid`, `format-unsupported` (key groups, comment rules)
 */
export function readMetadata(root: SopsMap, what: string): SopsMetadata {
  const node = child(root, "sops");
  if (node?.kind !== "map") throw invalid(what, "has no sops metadata");
  for (const key of UNSUPPORTED) {
    if (isSet(child(node, key))) {
      throw failure({
        code: "format-unsupported",
        message: `${what} uses sops' ${key}, which is not supported here.`,
        remedy: "Change it with sops itself, or drop that setting.",
        culprit: what,
      });
    }
  }
  const [lastModified, mac] = ["lastmodified", "mac"].map((key) => timeText(child(node, key)));
  if (lastModified === undefined) throw invalid(what, "has no lastmodified");
  const only = child(node, "mac_only_encrypted");
  return {
    node,
    age: readAge(child(node, "age"), what),
    lastModified,
    mac: mac ?? "",
    macOnlyEncrypted: only?.kind === "scalar" && Buffer.from(only.bytes).toString() === "True",
    rule: readRule(node, what),
    otherKeys: OTHER_KEYS.filter((key) => isSet(child(node, key))),
  };
}

function isSet(node: SopsNode | undefined): boolean {
  if (node === undefined) return false;
  return node.kind === "scalar" ? node.bytes.length > 0 : node.items.length > 0;
}

/** Text, also where YAML reads it as a timestamp. */
function timeText(node: SopsNode | undefined): string | undefined {
  return node?.kind === "scalar" && node.type !== "null"
    ? Buffer.from(node.bytes).toString()
    : undefined;
}

function readAge(node: SopsNode | undefined, what: string): SopsMetadata["age"] {
  if (node === undefined || (node.kind === "scalar" && node.type === "null")) return [];
  if (node.kind !== "list") throw invalid(what, "has metadata whose age is no list");
  return node.items.flatMap((item) => {
    if (item.kind === "comment") return [];
    const [recipient, enc] = [scalarText(child(item, "recipient")), scalarText(child(item, "enc"))];
    if (recipient === undefined || enc === undefined) throw invalid(what, "has a broken age entry");
    return [{ recipient, enc }];
  });
}

function readRule(node: SopsMap, what: string): EncryptionRule {
  const found = RULES.flatMap((kind) => {
    const text = scalarText(child(node, kind));
    return text === undefined || text === "" ? [] : [{ kind, text }];
  });
  if (found.length > 1) throw invalid(what, "has more than one encryption rule");
  const [rule] = found;
  if (rule === undefined) return DEFAULT_RULE;
  if (rule.kind === "unencrypted_suffix" || rule.kind === "encrypted_suffix") {
    return { kind: rule.kind, suffix: rule.text };
  }
  try {
    const kind = rule.kind as "unencrypted_regex" | "encrypted_regex";
    return { kind, regex: new RegExp(rule.text, "u") };
  } catch {
    throw failure({
      code: "format-unsupported",
      message: `${what} has the rule ${rule.kind} ${JSON.stringify(rule.text)}, which this regular expression engine does not know.`,
      remedy: "Change it with sops itself, or simplify the rule.",
      culprit: what,
    });
  }
}

function invalid(what: string, problem: string): Error {
  return failure({
    code: "format-invalid",
    message: `${what} ${problem}.`,
    remedy: "Check that it is a sops file, or restore it from version control.",
    culprit: what,
  });
}

/** Whether a rule encrypts the leaf at a path. */
export function isEncrypted(rule: EncryptionRule, path: readonly string[]): boolean {
  switch (rule.kind) {
    case "unencrypted_suffix":
      return !path.some((key) => key.endsWith(rule.suffix));
    case "encrypted_suffix":
      return path.some((key) => key.endsWith(rule.suffix));
    case "unencrypted_regex":
      return !path.some((key) => rule.regex.test(key));
    case "encrypted_regex":
      return path.some((key) => rule.regex.test(key));
  }
}
