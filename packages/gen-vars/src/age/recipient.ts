import { hash, randomBytes } from "node:crypto";
import type { Recipient } from "age-encryption";
import { suggest } from "../error/suggest.ts";
import { failure } from "../error/vars-error.ts";
import { bech32Decode, bech32Encode } from "./bech32.ts";
import { montgomeryOf } from "./ed25519.ts";
import { parseSshPublic, type SshPublicKey } from "./ssh-keys.ts";
import { hkdf32, sealFileKey, x25519, x25519Public } from "./x25519.ts";

/** What encrypts to a recipient: the age library, this package on node's crypto, or the `age` program. */
export type RecipientKind = "library" | "ssh-ed25519" | "program";

/**
 * A recipient in its one canonical form: age recipients in lower case, ssh keys without comment.
 *
 * @throws VarsError `recipient-invalid`
 */
export function normalizeRecipient(text: string): string {
  const trimmed = text.trim();
  if (/^ssh-/.test(trimmed)) {
    const [type, data] = trimmed.split(/\s+/);
    if (type === "ssh-ed25519" && parseSshPublic(trimmed) !== undefined) return `${type} ${data}`;
    if (
      type === "ssh-rsa" &&
      data !== undefined &&
      /^AAAAB3NzaC1yc2E[A-Za-z0-9+/]+=*$/.test(data)
    ) {
      return `${type} ${data}`;
    }
    throw invalid(trimmed);
  }
  const lower = trimmed.toLowerCase();
  // Anywhere: a whole key file may have been pasted, and a part of it must not be repeated either.
  if (/age-secret-key-|age-plugin-|private key/.test(lower)) {
    throw failure({
      code: "recipient-invalid",
      message: "A private identity was given where a public recipient belongs.",
      remedy: "Give its public half (age-keygen -y prints it), and treat the identity as exposed.",
    });
  }
  const decoded = bech32Decode(trimmed);
  if (decoded === undefined || !/^age(1[a-z0-9-]+)?$/.test(decoded.prefix)) throw invalid(trimmed);
  if (decoded.prefix === "age" && !isPoint(decoded.bytes)) throw invalid(trimmed);
  return lower;
}

/** Whether keys can be agreed on with it: points of low order would make them known to all. */
function isPoint(bytes: Uint8Array): boolean {
  if (bytes.length !== 32) return false;
  try {
    x25519(Buffer.alloc(32, 1), bytes);
    return true;
  } catch {
    return false;
  }
}

function invalid(text: string): Error {
  const shown = text.length > 40 ? `${text.slice(0, 37)}…` : text;
  const [type = ""] = text.split(/[\s1]/);
  return failure({
    code: "recipient-invalid",
    message: `${JSON.stringify(shown)} is no age recipient.`,
    remedy: "Give age1…, an age plugin's recipient, or an ssh-ed25519 or ssh-rsa public key.",
    culprit: shown,
    ...suggest(type, ["ssh-ed25519", "ssh-rsa"]),
  });
}

const LIBRARY = new Set(["age", "age1pq", "age1tag", "age1tagpq"]);

/** What has to encrypt to a canonical recipient. */
export function recipientKind(recipient: string): RecipientKind {
  if (recipient.startsWith("ssh-ed25519 ")) return "ssh-ed25519";
  if (recipient.startsWith("ssh-")) return "program";
  const prefix = bech32Decode(recipient)?.prefix ?? "";
  return LIBRARY.has(prefix) ? "library" : "program";
}

/** The age recipient of an ssh-ed25519 key, as the ssh-to-age program and sops-nix derive it. */
export function sshToAge(recipient: string): string | undefined {
  const key = parseSshPublic(recipient);
  return key === undefined ? undefined : bech32Encode("age", montgomeryOf(key.point));
}

/** A canonical recipient for the age library. */
export function libraryRecipient(recipient: string): Recipient | string {
  if (recipientKind(recipient) !== "ssh-ed25519") return recipient;
  return sshRecipient(parseSshPublic(recipient) as SshPublicKey);
}

export const SSH_LABEL = "age-encryption.org/v1/ssh-ed25519";

/** The ssh-ed25519 stanza (age's agessh): X25519 to the key's Montgomery form, tweaked by its blob. */
function sshRecipient(publicKey: SshPublicKey): Recipient {
  const u = montgomeryOf(publicKey.point);
  const tweak = sshTweak(publicKey);
  return {
    async wrapFileKey(fileKey) {
      const { Stanza } = await import("age-encryption");
      const ephemeral = randomBytes(32);
      const share = x25519Public(ephemeral);
      const shared = x25519(tweak, x25519(ephemeral, u));
      const key = hkdf32(shared, Buffer.concat([share, u]), SSH_LABEL);
      const args = ["ssh-ed25519", sshTag(publicKey), unpadded(share)];
      return [new Stanza(args, sealFileKey(key, fileKey))];
    },
  };
}

export function sshTweak(publicKey: SshPublicKey): Uint8Array {
  return hkdf32(new Uint8Array(0), publicKey.blob, SSH_LABEL);
}

/** The first four bytes of the blob's hash, by which a stanza says which ssh key it is for. */
export function sshTag(publicKey: SshPublicKey): string {
  return unpadded(hash("sha256", publicKey.blob, "buffer").subarray(0, 4));
}

export function unpadded(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64").replace(/=+$/, "");
}
