import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  hkdfSync,
} from "node:crypto";

// DER wrappers around 32 raw bytes (RFC 8410), which is how node takes X25519 keys.
const PRIVATE = Buffer.from("302e020100300506032b656e04220420", "hex");
const PUBLIC = Buffer.from("302a300506032b656e032100", "hex");
const BASE: Uint8Array = Uint8Array.from({ length: 32 }, (_, i) => (i === 0 ? 9 : 0));

/** X25519 (RFC 7748) of a 32-byte scalar and a 32-byte u-coordinate; throws on low-order points. */
export function x25519(scalar: Uint8Array, u: Uint8Array): Buffer {
  const privateKey = createPrivateKey({
    key: Buffer.concat([PRIVATE, scalar]),
    format: "der",
    type: "pkcs8",
  });
  const publicKey = createPublicKey({
    key: Buffer.concat([PUBLIC, u]),
    format: "der",
    type: "spki",
  });
  return diffieHellman({ privateKey, publicKey });
}

/** The public u-coordinate of a scalar. */
export function x25519Public(scalar: Uint8Array): Buffer {
  return x25519(scalar, BASE);
}

/** HKDF-SHA-256 (RFC 5869) to 32 bytes. */
export function hkdf32(secret: Uint8Array, salt: Uint8Array, info: string): Buffer {
  return Buffer.from(hkdfSync("sha256", secret, salt, info, 32));
}

const NONCE = Buffer.alloc(12);
const TAG = 16;

/** age's file key encryption: ChaCha20-Poly1305 with a zero nonce under a key used once. */
export function sealFileKey(key: Uint8Array, fileKey: Uint8Array): Buffer {
  const cipher = createCipheriv("chacha20-poly1305", key, NONCE, { authTagLength: TAG });
  return Buffer.concat([cipher.update(fileKey), cipher.final(), cipher.getAuthTag()]);
}

/** The file key of a stanza body, or `undefined` when the key does not fit. */
export function openFileKey(key: Uint8Array, body: Uint8Array): Buffer | undefined {
  if (body.length !== 16 + TAG) return undefined;
  const cipher = createDecipheriv("chacha20-poly1305", key, NONCE, { authTagLength: TAG });
  cipher.setAuthTag(body.subarray(16));
  try {
    return Buffer.concat([cipher.update(body.subarray(0, 16)), cipher.final()]);
  } catch {
    return undefined;
  }
}
