import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { needs } from "den-testing";
import fc from "fast-check";
import {
  decryptAge,
  encryptAge,
  encryptAgeWithPassphrase,
  mergeIdentities,
  NO_IDENTITIES,
  normalizeRecipient,
  type ProgramOptions,
  parseIdentities,
  sshToAge,
} from "gen-vars";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bech32Decode, bech32Encode } from "../src/age/bech32.ts";
import { errorOf } from "./support.ts";

const folder = mkdtempSync(join(tmpdir(), "gen-vars-test-age-"));
afterAll(() => rmSync(folder, { recursive: true }));
const value = Buffer.from([...Buffer.from("a secret\n"), 0, 255, 254]);

describe("bech32", () => {
  it("takes bytes there and back", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        expect(bech32Decode(bech32Encode("age", bytes))).toEqual({
          prefix: "age",
          bytes: Uint8Array.from(bytes),
        });
      }),
    );
  });

  it("notices a changed letter", () => {
    const text = bech32Encode("age", Buffer.alloc(32, 7));
    for (let i = 4; i < text.length; i++) {
      const other = text[i] === "q" ? "p" : "q";
      expect(bech32Decode(text.slice(0, i) + other + text.slice(i + 1))).toBeUndefined();
    }
  });
});

describe("an age file", () => {
  it("opens for each of its recipients and no other", async () => {
    const keys = await Promise.all([1, 2, 3].map(() => generateX25519Identity()));
    const [a, b, c] = keys.map((key) => parseIdentities(key));
    const file = await encryptAge(value, [...(a?.recipients ?? []), ...(b?.recipients ?? [])]);
    expect(Buffer.from(await decryptAge(file, a ?? NO_IDENTITIES))).toEqual(value);
    expect(Buffer.from(await decryptAge(file, b ?? NO_IDENTITIES))).toEqual(value);
    for (const none of [c ?? NO_IDENTITIES, NO_IDENTITIES]) {
      expect((await errorOf(() => decryptAge(file, none))).code).toBe("unreadable");
    }
    const merged = mergeIdentities([c ?? NO_IDENTITIES, a ?? NO_IDENTITIES]);
    expect(Buffer.from(await decryptAge(file, merged))).toEqual(value);
  });

  it("derives recipients as the age library does", async () => {
    const identity = await generateX25519Identity();
    expect(parseIdentities(identity).recipients).toEqual([await identityToRecipient(identity)]);
  });

  it("that was changed is tampered, not garbage", async () => {
    const identity = parseIdentities(await generateX25519Identity());
    const file = await encryptAge(value, identity.recipients);
    for (const at of [file.length - 1, file.length - 20]) {
      const changed = Uint8Array.from(file);
      changed[at] = (changed[at] as number) ^ 1;
      expect((await errorOf(() => decryptAge(changed, identity))).code).toBe("tampered");
    }
    expect((await errorOf(() => decryptAge(Buffer.from("junk"), identity))).code).toBe("tampered");
  });

  it("opens with its passphrase", async () => {
    const file = await encryptAgeWithPassphrase(value, "four random words here", { workFactor: 4 });
    const options = { passphrase: "four random words here" };
    expect(Buffer.from(await decryptAge(file, NO_IDENTITIES, options))).toEqual(value);
    const wrong = await errorOf(() => decryptAge(file, NO_IDENTITIES, { passphrase: "no" }));
    expect(wrong.code).toBe("unreadable");
    expect(wrong.message).toContain("does not open with the given passphrase");
  });

  it("needs a recipient", async () => {
    expect((await errorOf(() => encryptAge(value, []))).code).toBe("no-recipients");
  });
});

describe("recipients and identities as text", () => {
  it.each([
    ["age1abc"],
    [bech32Encode("age", Buffer.alloc(32))],
    [bech32Encode("age", Buffer.alloc(31, 9))],
    ["age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8x"],
    ["ssh-ed25519 AAAA"],
    ["ssh-dss AAAAB3NzaC1kc3MAAACB"],
    ["-r"],
    [""],
  ])("%j is no recipient", async (text) => {
    expect((await errorOf(() => normalizeRecipient(text))).code).toBe("recipient-invalid");
  });

  it("refuses a private identity without repeating it", async () => {
    const identity = await generateX25519Identity();
    const lower = identity.toLowerCase();
    for (const text of [identity, lower, `"${identity}"`, `# mine\n${identity}`, `K=${identity}`]) {
      const error = await errorOf(() => normalizeRecipient(text));
      expect(error.code).toBe("recipient-invalid");
      const told = (JSON.stringify(error.issues) + error.message).toLowerCase();
      expect(told).not.toContain(lower.slice(0, 20));
    }
  });

  it("does not show private keys in errors, JSON or inspection", async () => {
    const identity = await generateX25519Identity();
    const set = parseIdentities(identity);
    const { inspect } = await import("node:util");
    for (const text of [JSON.stringify(set), inspect(set, { depth: 9 })]) {
      expect(text).not.toContain(identity);
      expect(text).toContain("age1");
    }
    const error = await errorOf(() => parseIdentities(`${identity.slice(0, -1)}Q`, "key.txt"));
    expect(error.code).toBe("identity-invalid");
    expect(JSON.stringify(error.issues) + error.message).not.toContain(identity.slice(0, 30));
  });
});

needs(["age", "age-keygen"], "against the age program", () => {
  const keyFile = join(folder, "key.txt");
  beforeAll(() => {
    execFileSync("age-keygen", ["-o", keyFile], { stdio: "ignore" });
  });

  it.each([true, false])("it opens ours (armor: %s)", async (armor) => {
    const { recipients } = parseIdentities(readFileSync(keyFile, "utf8"));
    const file = await encryptAge(value, recipients, { armor });
    const result = spawnSync("age", ["-d", "-i", keyFile], { input: file });
    expect(result.stdout).toEqual(value);
  });

  it.each([["-a"], []])("we open its (%s)", async (...flags) => {
    const identities = parseIdentities(readFileSync(keyFile, "utf8"));
    const args = [...flags, "-r", identities.recipients[0] as string];
    const file = spawnSync("age", args, { input: value }).stdout;
    expect(Buffer.from(await decryptAge(file, identities))).toEqual(value);
  });

  it("agrees about large values", async () => {
    const identities = parseIdentities(readFileSync(keyFile, "utf8"));
    const large = Buffer.alloc(200_000, "x");
    const file = await encryptAge(large, identities.recipients);
    expect(spawnSync("age", ["-d", "-i", keyFile], { input: file }).stdout).toEqual(large);
  });
});

needs(["age", "ssh-keygen"], "ssh keys", () => {
  const keyFile = join(folder, "id_ed25519");
  const rsaFile = join(folder, "id_rsa");
  beforeAll(() => {
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "root@h", "-f", keyFile]);
    execFileSync("ssh-keygen", ["-q", "-t", "rsa", "-b", "2048", "-N", "", "-f", rsaFile]);
  });
  const text = (path: string): string => readFileSync(path, "utf8");

  it("ssh-ed25519: age opens ours, we open its", async () => {
    const recipient = normalizeRecipient(text(`${keyFile}.pub`));
    expect(recipient.split(" ")).toHaveLength(2);
    const identities = parseIdentities(text(keyFile));
    expect(identities.recipients[0]).toBe(recipient);
    const ours = await encryptAge(value, [recipient]);
    expect(spawnSync("age", ["-d", "-i", keyFile], { input: ours }).stdout).toEqual(value);
    const theirs = spawnSync("age", ["-R", `${keyFile}.pub`], { input: value }).stdout;
    expect(Buffer.from(await decryptAge(theirs, identities))).toEqual(value);
  });

  it("ssh-to-age: the same key opens files for its age recipient", async () => {
    const recipient = sshToAge(text(`${keyFile}.pub`)) as string;
    expect(normalizeRecipient(recipient)).toBe(recipient);
    const file = spawnSync("age", ["-r", recipient], { input: value }).stdout;
    expect(Buffer.from(await decryptAge(file, parseIdentities(text(keyFile))))).toEqual(value);
  });

  it("ssh-rsa: through the age program", async () => {
    const recipient = normalizeRecipient(text(`${rsaFile}.pub`));
    const file = await encryptAge(value, [recipient]);
    expect(Buffer.from(await decryptAge(file, parseIdentities(text(rsaFile))))).toEqual(value);
  });

  it("protected by a passphrase are refused with the remedy", async () => {
    const locked = join(folder, "locked");
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "words", "-f", locked]);
    const error = await errorOf(() => parseIdentities(text(locked), "locked"));
    expect(error).toMatchObject({ code: "identity-invalid" });
  });

  it("say so when the age program is needed and absent", async () => {
    const recipient = normalizeRecipient(text(`${rsaFile}.pub`));
    const run = async () => ({ code: null, stdout: Buffer.alloc(0), stderr: "", absent: true });
    expect((await errorOf(() => encryptAge(value, [recipient], { run }))).code).toBe(
      "program-missing",
    );
  });

  it("and plugins reach the age program on stdin, never in argv", async () => {
    writeFileSync(join(folder, "unused"), "");
    const calls: (readonly string[])[] = [];
    const run = async (_: string, args: readonly string[], options?: ProgramOptions) => {
      calls.push(args);
      const seen = Buffer.from(options?.stdin ?? []).toString();
      return { code: 0, stdout: Buffer.from(seen), stderr: "", absent: false };
    };
    const plugin = "AGE-PLUGIN-YUBIKEY-1QQQQQQQ";
    const identities = parseIdentities(plugin);
    const other = await encryptAge(value, [sshToAge(text(`${keyFile}.pub`)) as string]);
    const seen = await decryptAge(other, identities, { run });
    expect(Buffer.from(seen).toString()).toBe(plugin);
    expect(calls.flat().join(" ")).not.toContain("AGE-PLUGIN");
  });
});
