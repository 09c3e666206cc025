import { createCipheriv, createDecipheriv } from "node:crypto";

/** A value inside `ENC[…]`: its sops type and plaintext. */
export interface SealedValue {
  readonly type: string;
  readonly bytes: Uint8Array;
}

const SEALED = /^ENC\[AES256_GCM,data:(.*),iv:(.+),tag:(.+),type:(.+)\]/s;
const IV_BYTES = 32;

/** Whether a text has the form of a sops ciphertext. */
export function isSealed(text: string): boolean {
  return SEALED.test(text);
}

/** AES-256-GCM with a 32-byte IV and the path as additional data; the empty value stays empty. */
export function seal(
  value: SealedValue,
  key: Uint8Array,
  additionalData: string,
  randomBytes: (count: number) => Uint8Array,
): string {
  if (value.bytes.length === 0) return "";
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, iv);
  cipher.setAAD(Buffer.from(additionalData));
  const data = Buffer.concat([cipher.update(value.bytes), cipher.final()]);
  const b64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");
  return `ENC[AES256_GCM,data:${b64(data)},iv:${b64(iv)},tag:${b64(cipher.getAuthTag())},type:${value.type}]`;
}

/** The value of a ciphertext; `undefined` when the form, the key or the path is wrong. */
export function unseal(
  text: string,
  key: Uint8Array,
  additionalData: string,
): SealedValue | undefined {
  if (text === "") return { type: "str", bytes: Buffer.alloc(0) };
  const match = SEALED.exec(text);
  if (match === null) return undefined;
  const [data, iv, tag] = [1, 2, 3].map((i) => Buffer.from(match[i] as string, "base64"));
  if (data === undefined || iv === undefined || tag?.length !== 16 || iv.length === 0) {
    return undefined;
  }
  try {
    const cipher = createDecipheriv("aes-256-gcm", key, iv, { authTagLength: 16 });
    cipher.setAAD(Buffer.from(additionalData));
    cipher.setAuthTag(tag);
    const bytes = Buffer.concat([cipher.update(data), cipher.final()]);
    return { type: match[4] as string, bytes };
  } catch {
    return undefined;
  }
}
