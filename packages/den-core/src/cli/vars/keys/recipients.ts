import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseIdentities, VarsError } from "gen-vars";
import { refuse } from "../../../diagnostics/den-error.ts";
import { listOf, type VarsContext } from "../command.ts";

/** The public keys that options name: given, in files of public keys, or the public half of private ones. */
export function recipientsFrom({ io, options }: VarsContext): string[] {
  const read = (file: string): string => {
    try {
      return readFileSync(resolve(io.cwd, file), "utf8");
    } catch (error) {
      return refuse(
        "DEN_USAGE",
        `${file} cannot be read: ${(error as NodeJS.ErrnoException).code}`,
      );
    }
  };
  return [
    ...listOf(options, "recipient"),
    ...listOf(options, "recipientFile").flatMap((file) => publicLines(file, read(file))),
    ...listOf(options, "identityFile").flatMap((file) =>
      publicHalf(resolve(io.cwd, file), read(file)),
    ),
    ...listOf(options, "hostKey").flatMap((file) => hostKey(resolve(io.cwd, file), read(file))),
  ];
}

/** Lines of public keys: an ssh `.pub`, `authorized_keys`, `known_hosts`, or a list for age. */
function publicLines(file: string, text: string): string[] {
  if (isPrivate(text)) {
    throw new VarsError([
      {
        code: "recipient-invalid",
        message: `${file} holds a private key.`,
        remedy: "take its public half with --identity-file, or name the file that ends in .pub",
        culprit: file,
      },
    ]);
  }
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const found = lines.filter((line) => line !== "" && !line.startsWith("#")).map(withoutPrefix);
  if (found.length > 0) return found;
  throw new VarsError([
    {
      code: "recipient-invalid",
      message: `${file} holds no public key.`,
      remedy: "name a file of age1… or ssh-… lines",
      culprit: file,
    },
  ]);
}

function isPrivate(text: string): boolean {
  return text.includes("PRIVATE KEY-----") || /^AGE-(SECRET-KEY|PLUGIN)-/im.test(text);
}

/** An ssh key without the names of hosts, or the options, before it. */
function withoutPrefix(line: string): string {
  const words = line.split(/\s+/);
  const at = words.findIndex((word) => /^(ssh|ecdsa|sk)-/.test(word));
  return at > 0 ? words.slice(at).join(" ") : line;
}

/** An ssh host key, public or private; of several that were scanned the one that can be used best. */
function hostKey(file: string, text: string): string[] {
  if (isPrivate(text)) return publicHalf(file, text);
  const lines = publicLines(file, text);
  const best = lines.filter((line) => line.startsWith("ssh-ed25519 "));
  return best.length > 0 ? best : lines;
}

function publicHalf(file: string, text: string): string[] {
  const beside = `${file}.pub`;
  if (text.includes("PRIVATE KEY-----") && existsSync(beside)) {
    return publicLines(beside, readFileSync(beside, "utf8"));
  }
  // A public file is fine too: that is what is wanted of it.
  if (!isPrivate(text)) return publicLines(file, text);
  const { recipients } = parseIdentities(text, file);
  // Of an ssh key both forms are known; stores make the other one of it where they need it.
  const ssh = recipients.filter((recipient) => recipient.startsWith("ssh-"));
  if (recipients.length > 0) return ssh.length > 0 ? ssh : [...recipients];
  throw new VarsError([
    {
      code: "identity-invalid",
      message: `The public half of the key in ${file} cannot be told.`,
      remedy: "give it with --recipient",
      culprit: file,
    },
  ]);
}
