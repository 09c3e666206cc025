/** An ssh-ed25519 public key: its wire form, and the 32 bytes of the point. */
export interface SshPublicKey {
  readonly blob: Uint8Array;
  readonly point: Uint8Array;
}

const TYPE = "ssh-ed25519";

/** Reads `ssh-ed25519 AAAA… comment`; `undefined` when it is not one. */
export function parseSshPublic(text: string): SshPublicKey | undefined {
  const [type, data] = text.trim().split(/\s+/);
  if (type !== TYPE || data === undefined || !/^[A-Za-z0-9+/]+={0,2}$/.test(data)) return undefined;
  return fromBlob(Buffer.from(data, "base64"));
}

function fromBlob(blob: Buffer): SshPublicKey | undefined {
  const reader = readWire(blob);
  if (reader.text() !== TYPE) return undefined;
  const point = reader.bytes();
  return point?.length === 32 && reader.done() ? { blob, point } : undefined;
}

/** What an OpenSSH private key file holds, as far as age can use it. */
export type SshPrivateKey =
  | { readonly kind: "ed25519"; readonly seed: Uint8Array; readonly publicKey: SshPublicKey }
  | { readonly kind: "encrypted" }
  | { readonly kind: "other" };

const PEM = /-----BEGIN OPENSSH PRIVATE KEY-----([\s\S]+?)-----END OPENSSH PRIVATE KEY-----/;

/**
 * Reads an OpenSSH private key (PROTOCOL.key): the ed25519 seed when it is not encrypted.
 * `undefined` when the text is no such key or damaged.
 */
export function parseSshPrivate(text: string): SshPrivateKey | undefined {
  const match = PEM.exec(text);
  if (match === null) return undefined;
  const data = Buffer.from((match[1] as string).replace(/\s+/g, ""), "base64");
  const magic = Buffer.from("openssh-key-v1\0");
  if (!data.subarray(0, magic.length).equals(magic)) return undefined;
  const outer = readWire(data.subarray(magic.length));
  const cipher = outer.text();
  outer.bytes();
  outer.bytes();
  if (outer.number() !== 1) return undefined;
  const publicKey = fromBlob(Buffer.from(outer.bytes() ?? []));
  const section = outer.bytes();
  if (section === undefined) return undefined;
  if (cipher !== "none") return { kind: "encrypted" };
  const inner = readWire(Buffer.from(section));
  const [check, again] = [inner.number(), inner.number()];
  if (check !== again) return undefined;
  if (inner.text() !== TYPE || publicKey === undefined) return { kind: "other" };
  inner.bytes();
  const seed = inner.bytes()?.subarray(0, 32);
  return seed?.length === 32 ? { kind: "ed25519", seed, publicKey } : undefined;
}

/** A reader of SSH wire data (RFC 4251, section 5); answers `undefined` past the end. */
function readWire(data: Buffer): {
  number(): number | undefined;
  bytes(): Uint8Array | undefined;
  text(): string | undefined;
  done(): boolean;
} {
  let at = 0;
  const number = (): number | undefined => {
    if (at + 4 > data.length) return undefined;
    at += 4;
    return data.readUInt32BE(at - 4);
  };
  const bytes = (): Uint8Array | undefined => {
    const length = number();
    if (length === undefined || at + length > data.length) return undefined;
    at += length;
    return data.subarray(at - length, at);
  };
  return {
    number,
    bytes,
    text: () => {
      const found = bytes();
      return found === undefined ? undefined : Buffer.from(found).toString("latin1");
    },
    done: () => at === data.length,
  };
}
