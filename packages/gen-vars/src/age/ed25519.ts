import { createHash } from "node:crypto";

const P = 2n ** 255n - 19n;

/**
 * The Montgomery u-coordinate of an Ed25519 public key: u = (1 + y) / (1 − y) mod 2^255 − 19
 * (RFC 7748, section 4.1). What ssh-to-age and age's ssh-ed25519 recipients use. Public data only,
 * so big integers of varying time do no harm.
 */
export function montgomeryOf(publicKey: Uint8Array): Uint8Array {
  let y = 0n;
  for (let i = 31; i >= 0; i--) {
    y = (y << 8n) | BigInt(i === 31 ? (publicKey[i] as number) & 127 : (publicKey[i] as number));
  }
  let u = mod((1n + y) * inverse(mod(1n - y)));
  const bytes = new Uint8Array(32);
  for (let i = 0; i < 32; i++) {
    bytes[i] = Number(u & 255n);
    u >>= 8n;
  }
  return bytes;
}

/** The X25519 scalar that belongs to an Ed25519 seed: the first half of its SHA-512. */
export function scalarOf(seed: Uint8Array): Uint8Array {
  return createHash("sha512").update(seed).digest().subarray(0, 32);
}

function mod(a: bigint): bigint {
  const rest = a % P;
  return rest < 0n ? rest + P : rest;
}

/** By Fermat: a^(p − 2). */
function inverse(a: bigint): bigint {
  let result = 1n;
  let base = mod(a);
  for (let e = P - 2n; e > 0n; e >>= 1n) {
    if (e & 1n) result = mod(result * base);
    base = mod(base * base);
  }
  return result;
}
