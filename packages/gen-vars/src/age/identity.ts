import type { Identity, Stanza } from "age-encryption";
import { failure, type VarsError } from "../error/vars-error.ts";
import { bech32Decode, bech32Encode } from "./bech32.ts";
import { montgomeryOf, scalarOf } from "./ed25519.ts";
import { SSH_LABEL, sshTag, sshTweak, unpadded } from "./recipient.ts";
import { parseSshPrivate, type SshPublicKey } from "./ssh-keys.ts";
import { hkdf32, openFileKey, x25519, x25519Public } from "./x25519.ts";

/** Private keys ready for decryption. Printing or serialising one shows its recipients only. */
export interface Identities {
  /** Public recipients of the keys, as far as they can be told. */
  readonly recipients: readonly string[];
  /** Keys for the age library. */
  readonly native: readonly (Identity | string)[];
  /** Texts for `age -i`: plugin identities and other ssh keys, which only the program can use. */
  readonly program: readonly string[];
  toJSON(): { readonly recipients: readonly string[] };
}

/** No identities: everything encrypted stays unreadable. */
export const NO_IDENTITIES: Identities = identities([], [], []);

/** Several sets of identities as one. */
export function mergeIdentities(sets: readonly Identities[]): Identities {
  return identities(
    [...new Set(sets.flatMap((set) => set.recipients))],
    sets.flatMap((set) => set.native),
    sets.flatMap((set) => set.program),
  );
}

/**
 * Reads identities: lines of `AGE-SECRET-KEY-1…`, `AGE-SECRET-KEY-PQ-1…` and `AGE-PLUGIN-…` with
 * `#` comments (what age-keygen writes), or one OpenSSH private key. An ssh-ed25519 key opens files
 * for the ssh key itself and for the age recipient that ssh-to-age derives from it.
 *
 * @param source Where the text comes from, for messages.
 * @throws VarsError `identity-invalid`, which never holds any of the text.
 */
export function parseIdentities(text: string, source = "the given text"): Identities {
  if (text.includes("PRIVATE KEY-----")) return sshIdentity(text, source);
  const recipients: string[] = [];
  const native: (Identity | string)[] = [];
  const program: string[] = [];
  text.split(/\r?\n/).forEach((raw, index) => {
    const line = raw.trim();
    if (line === "" || line.startsWith("#")) return;
    const upper = line.toUpperCase();
    const decoded = bech32Decode(line);
    if (upper.startsWith("AGE-SECRET-KEY-1") && decoded?.bytes.length === 32) {
      recipients.push(bech32Encode("age", x25519Public(decoded.bytes)));
      native.push(upper);
    } else if (upper.startsWith("AGE-SECRET-KEY-PQ-1") && decoded?.bytes.length === 32) {
      native.push(upper);
    } else if (/^AGE-PLUGIN-[A-Z0-9+._-]+-?1/.test(upper)) program.push(line);
    else throw invalid(source, `line ${index + 1} is no age identity`);
  });
  return identities(recipients, native, program);
}

/**
 * A new X25519 key pair: the identity is private (`AGE-SECRET-KEY-1…`), the recipient public. What
 * age-keygen makes.
 */
export async function generateIdentity(): Promise<{
  readonly identity: string;
  readonly recipient: string;
}> {
  const { generateX25519Identity, identityToRecipient } = await import("age-encryption");
  const identity = await generateX25519Identity();
  return { identity, recipient: await identityToRecipient(identity) };
}

function identities(
  recipients: readonly string[],
  native: readonly (Identity | string)[],
  program: readonly string[],
): Identities {
  const set = { recipients, toJSON: () => ({ recipients }) };
  // Not enumerable, so that no logger or inspector walks into private keys.
  Object.defineProperty(set, "native", { value: native, enumerable: false });
  Object.defineProperty(set, "program", { value: program, enumerable: false });
  return set as unknown as Identities;
}

function sshIdentity(text: string, source: string): Identities {
  const key = parseSshPrivate(text);
  if (key === undefined && text.includes("OPENSSH PRIVATE KEY")) {
    throw invalid(source, "the OpenSSH private key is damaged");
  }
  if (key?.kind === "encrypted") {
    throw failure({
      code: "identity-invalid",
      message: `The ssh key in ${source} is protected by a passphrase.`,
      remedy: "Use an age identity, or a copy of the key without passphrase (ssh-keygen -p).",
      culprit: source,
    });
  }
  if (key?.kind !== "ed25519") return identities([], [], [text]);
  const scalar = scalarOf(key.seed);
  const u = montgomeryOf(key.publicKey.point);
  const ssh = `ssh-ed25519 ${Buffer.from(key.publicKey.blob).toString("base64")}`;
  return identities(
    [ssh, bech32Encode("age", u)],
    [sshStanzaIdentity(scalar, u, key.publicKey), secretKeyText(scalar)],
    [],
  );
}

/** The identity that ssh-to-age derives from an ssh key. */
function secretKeyText(scalar: Uint8Array): string {
  return bech32Encode("age-secret-key-", scalar).toUpperCase();
}

function invalid(source: string, what: string): VarsError {
  return failure({
    code: "identity-invalid",
    message: `In ${source}, ${what}.`,
    remedy: "Give AGE-SECRET-KEY-1… or AGE-PLUGIN-… lines, or an OpenSSH private key.",
    culprit: source,
  });
}

function sshStanzaIdentity(scalar: Uint8Array, u: Uint8Array, publicKey: SshPublicKey): Identity {
  const tag = sshTag(publicKey);
  const tweak = sshTweak(publicKey);
  return {
    unwrapFileKey: (stanzas) =>
      first(stanzas, (stanza) => {
        const share = shareOf(stanza, "ssh-ed25519", 2);
        if (share === undefined || stanza.args[1] !== tag) return undefined;
        const inner = agree(scalar, share);
        const shared = inner === undefined ? undefined : agree(tweak, inner);
        if (shared === undefined) return undefined;
        const key = hkdf32(shared, Buffer.concat([share, u]), SSH_LABEL);
        return openFileKey(key, stanza.body);
      }),
  };
}

/** The ephemeral share of a stanza of this type; `undefined` when it is of another or malformed. */
function shareOf(stanza: Stanza, type: string, at: number): Uint8Array | undefined {
  if (stanza.args[0] !== type || stanza.args.length !== at + 1) return undefined;
  const bytes = Buffer.from(stanza.args[at] as string, "base64");
  return bytes.length === 32 && unpadded(bytes) === stanza.args[at] ? bytes : undefined;
}

/** `undefined` for points of low order, which OpenSSL refuses. */
function agree(scalar: Uint8Array, u: Uint8Array): Uint8Array | undefined {
  try {
    return x25519(scalar, u);
  } catch {
    return undefined;
  }
}

function first(
  stanzas: readonly Stanza[],
  open: (stanza: Stanza) => Uint8Array | undefined,
): Uint8Array | null {
  for (const stanza of stanzas) {
    const fileKey = open(stanza);
    if (fileKey !== undefined) return fileKey;
  }
  return null;
}
