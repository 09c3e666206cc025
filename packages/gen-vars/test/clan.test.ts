import { createHash } from "node:crypto";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { generateX25519Identity } from "age-encryption";
import {
  type ClanPlacement,
  checkVars,
  clanEntries,
  encryptAge,
  generateVars,
  getVar,
  importEntries,
  newSops,
  parseIdentities,
  planOf,
  readClan,
  sealSops,
  sopsSet,
} from "gen-vars";
import { beforeEach, describe, expect, it } from "vitest";
import { declare, errorOf } from "./support.ts";
import { BARE, temporaryFolder, world } from "./world.ts";

const admin = await generateX25519Identity();
const adminKeys = parseIdentities(admin);
let root: string;

function write(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}

const armored = (text: string, recipients: readonly string[]): Promise<Uint8Array> =>
  encryptAge(Buffer.from(text), recipients, { armor: true });

const validation = { version: 2 };
const validationHash = createHash("sha256").update(JSON.stringify(validation)).digest("hex");

/** A repository as Clan leaves it: public files, the age layout, and one sops secret. */
beforeEach(async () => {
  root = temporaryFolder();
  const machine = await generateX25519Identity();
  const machineKeys = parseIdentities(machine);
  write("vars/per-machine/web1/wireguard/publickey/value", "PUB=\n");
  write("vars/per-machine/web1/wireguard/.validation-hash", validationHash);
  write("vars/shared/ca/cert/value", "CERT\n");
  write("vars/per-export/pki/root/pub/value", "EXPORTED");
  write("secrets/age-keys/machines/web1/pub", machineKeys.recipients[0] as string);
  write(
    "secrets/age-keys/machines/web1/key.age",
    await armored(`# created\n${machine}\n`, adminKeys.recipients),
  );
  write("secrets/age-keys/machines/web1/key.age.recipients", `${adminKeys.recipients[0]}\n`);
  write(
    "secrets/clan-vars/per-machine/web1/wireguard/privatekey/privatekey.age",
    await armored("PRIV=\n", machineKeys.recipients),
  );
  write(
    "secrets/clan-vars/shared/ca/key/key.age",
    await armored("CAKEY\n", machineKeys.recipients),
  );
  write("secrets/clan-vars/shared/ca/key/key.age.recipients", `${machineKeys.recipients[0]}\n`);
  write(
    "secrets/clan-vars/per-machine/web1/undeployed/token/token.age",
    await armored("TOKEN", adminKeys.recipients),
  );
  const sops = sopsSet(newSops("binary"), ["data"], Buffer.from("SOPS\n"));
  write(
    "vars/per-machine/web1/old/password/secret",
    await sealSops(sops, { recipients: adminKeys.recipients, now: 0 }),
  );
});

const DECLARATIONS = [
  declare("host:web1", "wireguard", {
    files: { publickey: { secret: false }, privatekey: {} },
    validation,
    script: "echo new > $out/publickey; echo new > $out/privatekey",
  }),
  declare("fleet", "ca", { files: { key: {}, cert: { secret: false } } }),
  declare("host:web1", "undeployed", { files: { token: { deploy: false } } }),
  declare("host:web1", "old", { files: { password: {} } }),
  declare("instance:backup", "root", { files: { pub: { secret: false } } }),
];

const nodeOf = (placement: ClanPlacement): string =>
  placement.kind === "shared"
    ? "fleet"
    : placement.kind === "machine"
      ? `host:${placement.name}`
      : "instance:backup";

describe("a Clan repository", () => {
  it("is read whole: public, age through machine keys, sops, hashes", async () => {
    const found = await readClan(root, { identities: adminKeys });
    const shown = found.map(({ placement, generator, files, validation: hash }) => [
      placement.kind === "shared" ? "shared" : placement.name,
      generator,
      Object.fromEntries(
        [...files].map(([name, bytes]) => [name, Buffer.from(bytes).toString()]).sort(),
      ),
      hash,
    ]);
    expect(shown).toEqual([
      ["shared", "ca", { cert: "CERT\n", key: "CAKEY\n" }, null],
      ["web1", "old", { password: "SOPS\n" }, null],
      ["web1", "wireguard", { privatekey: "PRIV=\n", publickey: "PUB=\n" }, validationHash],
      ["pki", "root", { pub: "EXPORTED" }, null],
      ["web1", "undeployed", { token: "TOKEN" }, null],
    ]);
  });

  it("becomes ours, with nothing stale", async () => {
    const w = await world();
    const vars = w.open(DECLARATIONS);
    const entries = clanEntries(await readClan(root, { identities: adminKeys }), nodeOf);
    const result = await importEntries(vars, entries);
    expect(result).toMatchObject({ skipped: [] });
    expect(result.stored).toHaveLength(7);
    expect(await checkVars(vars, { read: true })).toEqual([]);
    const instance = vars.model.instance("host:web1/wireguard");
    if (instance === undefined) throw new Error();
    expect(Buffer.from(await getVar(vars, instance, "privatekey")).toString()).toBe("PRIV=\n");
    expect((await generateVars(vars, BARE)).generated).toEqual([]);
  });

  it("keeps its validation hash, so a change since then is noticed", async () => {
    const w = await world();
    const [first, ...rest] = DECLARATIONS;
    if (first === undefined) throw new Error();
    const changed = { ...first, generator: { ...first.generator, validation: { version: 3 } } };
    const vars = w.open([changed, ...rest]);
    await importEntries(vars, clanEntries(await readClan(root, { identities: adminKeys }), nodeOf));
    const entry = (await planOf(vars)).entry("host:web1/wireguard");
    expect(entry?.reasons.map((reason) => reason.code)).toEqual(["validation"]);
  });

  it("names every secret that cannot be read, or leaves them out", async () => {
    const stranger = parseIdentities(await generateX25519Identity());
    const error = await errorOf(() => readClan(root, { identities: stranger }));
    expect(error.issues.map((issue) => issue.code)).toEqual([
      "unreadable",
      "unreadable",
      "unreadable",
      "unreadable",
    ]);
    const found = await readClan(root, { skipUnreadable: true });
    expect(found.flatMap(({ files }) => [...files.keys()]).sort()).toEqual([
      "cert",
      "pub",
      "publickey",
    ]);
  });

  it("without vars is empty", async () => {
    rmSync(root, { recursive: true });
    mkdirSync(root);
    expect(await readClan(root)).toEqual([]);
  });
});
