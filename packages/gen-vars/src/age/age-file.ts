import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type RunProgram, runProgram } from "../effects/run-program.ts";
import { failure } from "../error/vars-error.ts";
import type { Identities } from "./identity.ts";
import { libraryRecipient, recipientKind } from "./recipient.ts";

export interface EncryptAgeOptions {
  /** ASCII armor (what sops wants, and what reads well in diffs). @default false */
  readonly armor?: boolean;
  /** Runs `age` for recipients that only it knows: plugins, ssh-rsa. */
  readonly run?: RunProgram;
}

/**
 * An age file (age-encryption.org/v1) for canonical recipients: by the age library, with ssh-ed25519
 * stanzas from here; plugins and ssh-rsa by the `age` program, with the value on its stdin.
 *
 * @throws VarsError `no-recipients`, `program-missing`, `program-failed`
 */
export async function encryptAge(
  value: Uint8Array,
  recipients: readonly string[],
  options: EncryptAgeOptions = {},
): Promise<Uint8Array> {
  if (recipients.length === 0) {
    throw failure({
      code: "no-recipients",
      message: "There is nobody to encrypt for.",
      remedy: "Add the key of an administrator or of the host that needs the value.",
    });
  }
  if (recipients.some((recipient) => recipientKind(recipient) === "program")) {
    const args = recipients.flatMap((recipient) => ["-r", recipient]);
    if (options.armor === true) args.push("-a");
    return ageProgram(options.run ?? runProgram, ["-e", ...args], value);
  }
  const { Encrypter } = await library();
  const encrypter = new Encrypter();
  for (const recipient of recipients) encrypter.addRecipient(libraryRecipient(recipient));
  return finished(await encrypter.encrypt(value), options);
}

/** An age file that opens with a passphrase (scrypt, 2^workFactor; 18 is age's own choice). */
export async function encryptAgeWithPassphrase(
  value: Uint8Array,
  passphrase: string,
  options: { readonly armor?: boolean; readonly workFactor?: number } = {},
): Promise<Uint8Array> {
  const { Encrypter } = await library();
  const encrypter = new Encrypter();
  encrypter.setPassphrase(passphrase);
  encrypter.setScryptWorkFactor(options.workFactor ?? 18);
  return finished(await encrypter.encrypt(value), options);
}

/** Loaded when something is encrypted or decrypted: most questions need neither. */
function library(): Promise<typeof import("age-encryption")> {
  return import("age-encryption");
}

async function finished(
  bytes: Uint8Array,
  options: { readonly armor?: boolean },
): Promise<Uint8Array> {
  if (options.armor !== true) return bytes;
  const { armor } = await library();
  return Buffer.from(armor.encode(bytes));
}

const ARMOR = Buffer.from("-----BEGIN AGE ENCRYPTED FILE-----");

/**
 * The content of an age file, armored or not.
 *
 * @param what What is being opened, for messages.
 * @throws VarsError `unreadable` (no identity fits), `tampered` (one fits, the content does not)
 */
export async function decryptAge(
  file: Uint8Array,
  identities: Identities,
  options: { readonly what?: string; readonly passphrase?: string; readonly run?: RunProgram } = {},
): Promise<Uint8Array> {
  const what = options.what ?? "the age file";
  const binary = await unarmored(file, what);
  const { Decrypter } = await library();
  const decrypter = new Decrypter();
  for (const identity of identities.native) decrypter.addIdentity(identity);
  if (options.passphrase !== undefined) decrypter.addPassphrase(options.passphrase);
  try {
    if (identities.native.length > 0 || options.passphrase !== undefined) {
      return await decrypter.decrypt(binary);
    }
  } catch (error) {
    if (!noneMatched(error)) throw damaged(what);
  }
  if (identities.program.length > 0) {
    const found = await decryptByProgram(binary, identities.program, options.run ?? runProgram);
    if (found !== undefined) return found;
  }
  if (options.passphrase !== undefined) {
    throw failure({
      code: "unreadable",
      message: `${what} does not open with the given passphrase.`,
      remedy: "Give the one that it was encrypted with.",
      culprit: what,
    });
  }
  const keys = identities.recipients.length + identities.program.length;
  throw failure({
    code: "unreadable",
    message: `${what} is not encrypted to ${keys === 1 ? "the given identity" : "any of the given identities"}.`,
    remedy:
      keys === 0
        ? "Give an age identity."
        : "Ask somebody who can read it to add your key and re-encrypt.",
    culprit: what,
  });
}

function noneMatched(error: unknown): boolean {
  return error instanceof Error && error.message.includes("no identity matched");
}

function damaged(what: string): Error {
  return failure({
    code: "tampered",
    message: `${what} is damaged or was changed: its content does not match its key.`,
    remedy: "Restore it from version control, or generate it anew.",
    culprit: what,
  });
}

async function unarmored(file: Uint8Array, what: string): Promise<Uint8Array> {
  if (!Buffer.from(file.subarray(0, ARMOR.length)).equals(ARMOR)) return file;
  const { armor } = await library();
  try {
    return armor.decode(Buffer.from(file).toString("latin1"));
  } catch {
    throw damaged(what);
  }
}

/** Plugin identities go to `age` on stdin, the ciphertext (which is no secret) through a file. */
async function decryptByProgram(
  file: Uint8Array,
  program: readonly string[],
  run: RunProgram,
): Promise<Uint8Array | undefined> {
  const folder = mkdtempSync(join(tmpdir(), "gen-vars-age-"));
  try {
    const path = join(folder, "file.age");
    writeFileSync(path, file, { mode: 0o600 });
    const keys = program.filter((text) => text.includes("PRIVATE KEY-----"));
    const lines = program.filter((text) => !text.includes("PRIVATE KEY-----"));
    for (const stdin of lines.length > 0 ? [lines.join("\n"), ...keys] : keys) {
      const result = await run("age", ["-d", "-i", "-", path], { stdin: Buffer.from(stdin) });
      if (result.absent) throw absent();
      if (result.code === 0) return result.stdout;
    }
    return undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function ageProgram(
  run: RunProgram,
  args: readonly string[],
  stdin: Uint8Array,
): Promise<Uint8Array> {
  const result = await run("age", args, { stdin });
  if (result.absent) throw absent();
  if (result.code !== 0) {
    throw failure({
      code: "program-failed",
      message: `age ended with code ${result.code}: ${result.stderr.trim().split("\n")[0] ?? ""}`,
      remedy: "Check that the age plugin of every recipient is installed.",
      culprit: "age",
    });
  }
  return result.stdout;
}

function absent(): Error {
  return failure({
    code: "program-missing",
    message: "The program age is needed for plugin and ssh-rsa keys, and is not on the PATH.",
    remedy: "Install age and the plugin, or use keys of type age1… or ssh-ed25519.",
    culprit: "age",
  });
}
