import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { needs } from "den-testing";
import { generateIdentity } from "gen-vars";
import { describe, expect, it } from "vitest";
import { BARE, type Fleet, fleetOf, random } from "./support.ts";

const WG = { generators: { ca: random(), wg: random({ private: {} }, { scope: "host" }) } };

async function generated(vars: object = WG): Promise<Fleet> {
  const fleet = await fleetOf(vars);
  expect((await fleet.den(["generate", ...BARE])).status).toBe(0);
  return fleet;
}

interface Shown {
  readonly key: { role: string; nodes: string[]; recipients: string[] } | null;
}

/** A key pair in a file of the home folder. */
async function keyFile(fleet: Fleet, name: string): Promise<{ file: string; recipient: string }> {
  const { identity, recipient } = await generateIdentity();
  const file = fleet.write(join(fleet.home, name), `# public key: ${recipient}\n${identity}\n`);
  return { file, recipient };
}

describe("adding and removing keys", () => {
  it.each(["age", "sops"])("re-encrypts exactly what concerns them (%s)", async (backend) => {
    const fleet = await generated({ ...WG, backend });
    const path = (host: string) => {
      const folder = join(fleet.root, "vars/host", host, "wg/private");
      return join(folder, backend === "age" ? "secret.age" : "secret");
    };
    const bytes = (host: string) => readFileSync(path(host), "utf8");
    const [web1, web2] = [bytes("web1"), bytes("web2")];
    const { file } = await keyFile(fleet, "web1.txt");
    const added = await fleet.den([
      "keys",
      "add",
      "web1",
      "--role",
      "host",
      "--identity-file",
      file,
    ]);
    expect(added).toMatchObject({ status: 0, err: "" });
    expect(added.out).toBe(
      "added the host key web1 at host:web1 (1 public key)\n" +
        "2 files to encrypt anew with `den vars rekey`: fleet:shop/ca/key, host:web1/wg/private\n",
    );
    expect((await fleet.den(["check"])).err).toMatch(
      /DEN_VARS_WRONG_RECIPIENTS[\s\S]*den vars rekey/,
    );
    const mine = ["get", "web1/wg/private", "--identity", file];
    expect((await fleet.den(mine)).status).toBe(1);
    expect((await fleet.den(["rekey", "--dry-run"])).out).toContain("would encrypt 2 files anew");
    expect(bytes("web1")).toBe(web1);
    const { files } = await fleet.json<{ files: object[] }>(["rekey"]);
    expect(files).toMatchObject([{ id: "fleet:shop/ca/key" }, { id: "host:web1/wg/private" }]);
    expect(bytes("web1")).not.toBe(web1);
    expect(bytes("web2")).toBe(web2);
    expect((await fleet.den(mine)).status).toBe(0);
    expect((await fleet.den(["check"])).status).toBe(0);
    expect((await fleet.den(["rekey"])).out).toBe(
      "everything is encrypted for the right readers\n",
    );
    const removed = await fleet.den(["keys", "remove", "web1", "--rekey"]);
    expect(removed.out).toMatch(/host:web1\/wg\/private +- +web1\n[\s\S]*den vars rotate/);
    expect((await fleet.den(mine)).status).toBe(1);
    expect((await fleet.den(["check"])).err).toContain("marked for rotation");
    expect((await fleet.den(["rotate", ...BARE, "--yes"])).status).toBe(0);
    expect((await fleet.den(["check"])).status).toBe(0);
  });

  it("reads public keys from wherever they are", async () => {
    const fleet = await fleetOf(WG);
    const { file, recipient } = await keyFile(fleet, "k.txt");
    const ssh = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJoIZa1bDGvzGcMtNOCDbGBPWVQgLfuz4qAAtOFhC4T9";
    const lines = `# two\n${recipient}\n\n${ssh} me@here\n`;
    const cases: [string[], string[]][] = [
      [
        ["--recipient", recipient, "--recipient", ssh],
        [recipient, ssh],
      ],
      [
        ["--recipient-file", fleet.write("list", lines)],
        [recipient, ssh],
      ],
      [["--recipient-file", fleet.write("known", `web1,10.0.0.1 ${ssh}\n`)], [ssh]],
      [["--identity-file", file], [recipient]],
      [
        [
          "--host-key",
          fleet.write("scan", `web1 ecdsa-sha2-nistp256 AAAA\nweb1 ${ssh}\n`),
          "--role",
          "admin",
        ],
        [ssh],
      ],
    ];
    for (const [index, [argv, recipients]] of cases.entries()) {
      const { status, err } = await fleet.den(["keys", "add", `k${index}`, ...argv]);
      expect({ status, err }).toEqual({ status: 0, err: "" });
      const { key } = await fleet.json<Shown>(["keys", "show", `k${index}`]);
      expect(key).toMatchObject({ role: "admin", recipients });
    }
  });

  it.each([
    [["add", "", "--recipient", "KEY"], 2, /needs a name/],
    [["add", "bob"], 2, /needs a public key[\s\S]*--identity-file/],
    [["add", "bob", "--recipient", "age1nope"], 1, /RECIPIENT_INVALID/],
    [["add", "bob", "--recipient"], 2, /argument missing/],
    [["add", "bob", "--recipient", "--rekey"], 2, /argument missing/],
    [["add", "bob", "--role", "admni", "--recipient", "KEY"], 2, /did you mean "admin"/],
    [["add", "web1", "--recipient", "KEY"], 2, /web1 is a host[\s\S]*--role host or --role admin/],
    [["add", "bob", "--role", "host", "--recipient", "KEY"], 2, /whose key is bob\?[\s\S]*--at/],
    [
      ["add", "bob", "--role", "user", "--at", "alise@web1", "--recipient", "KEY"],
      1,
      /did you mean "alice@web1"/,
    ],
    [["add", "admin", "--role", "user", "--at", "web1", "--recipient", "KEY"], 1, /KEY_DUPLICATE/],
    [["add", "bob", "--identity-file", "no-such-file"], 2, /cannot be read/],
    [["add", "bob", "--recipient-file", "den.config.json"], 1, /RECIPIENT_INVALID/],
    [["remove", "admin"], 1, /DEN_VARS_KEYS admin is declared in the fleet's configuration/],
    [["remove", "bob"], 1, /KEY_UNKNOWN/],
    [["show", "admni"], 1, /did you mean "admin"/],
    [["shwo"], 2, /did you mean `den vars keys show`/],
    [["group", "add", "ops", "nobody"], 1, /KEY_UNKNOWN/],
    [["group", "remove", "ops"], 1, /KEY_UNKNOWN/],
    [["grant", "admin"], 2, /--at SCOPE/],
    [["grant", "nobody", "--at", "web1"], 1, /KEY_UNKNOWN/],
    [["revoke", "admin", "--at", "web1"], 1, /was not granted/],
  ] as const)("%j is refused", async (argv, status, message) => {
    const fleet = await fleetOf(WG);
    const ran = await fleet.den([
      "keys",
      ...argv.map((word) => (word === "KEY" ? fleet.recipient : word)),
    ]);
    expect(ran.err).toMatch(message);
    expect(ran.status).toBe(status);
  });

  it("never shows a private key that is given where a public one belongs", async () => {
    const fleet = await fleetOf(WG);
    const file = join(fleet.home, ".config/sops/age/keys.txt");
    const pem = `-----BEGIN OPENSSH PRIVATE KEY-----\n${"c2VjcmV0".repeat(8)}\n-----END OPENSSH PRIVATE KEY-----\n`;
    for (const given of [file, fleet.write("id", pem)]) {
      for (const option of ["--recipient-file", "--host-key"]) {
        const { out, err } = await fleet.den(["keys", "add", "bob", option, given]);
        expect(out + err).not.toMatch(/AGE-SECRET-KEY-1|c2VjcmV0/);
      }
    }
  });
});

describe("groups and grants", () => {
  it("give access to what they name, and take it back", async () => {
    const fleet = await generated();
    const bob = await keyFile(fleet, "bob.txt");
    await fleet.den([
      "keys",
      "add",
      "bob",
      "--role",
      "user",
      "--at",
      "alice@web1",
      "--recipient",
      bob.recipient,
    ]);
    const read = async () =>
      (await fleet.den(["get", "web2/wg/private", "--identity", bob.file])).status;
    expect((await fleet.den(["keys", "group", "add", "ops", "bob", "admin"])).status).toBe(0);
    expect(await read()).toBe(1);
    const granted = await fleet.den([
      "keys",
      "grant",
      "ops",
      "--at",
      "web2",
      "-g",
      "wg",
      "--rekey",
    ]);
    expect(granted.out).toContain("ops may read files of wg at host:web2\n");
    expect(await read()).toBe(0);
    expect((await fleet.den(["audit", "--what-can", "bob", "read"])).out).toMatch(
      /^FILE +SECRET +BECAUSE\nhost:web2\/wg\/private +yes +it is encrypted to its key\n$/,
    );
    expect((await fleet.den(["keys", "show", "bob"])).out).toContain(
      "may read     files of wg at host:web2",
    );
    expect((await fleet.den(["keys", "show", "ops"])).out).toMatch(/members +admin\n +bob\n/);
    expect((await fleet.den(["keys", "list"])).out).toMatch(
      /bob +user +user:alice@web1 +age1.* +ops +den vars keys/,
    );
    await fleet.den(["keys", "group", "remove", "ops", "bob", "--rekey"]);
    expect(await read()).toBe(1);
    const revoked = await fleet.den(["keys", "revoke", "ops", "--at", "web2", "-g", "wg"]);
    expect(revoked.status).toBe(0);
    expect((await fleet.den(["keys", "group", "remove", "ops"])).status).toBe(0);
    const { keys, groups, grants } = await fleet.json<Record<string, unknown[]>>(["keys", "list"]);
    expect({ keys: keys?.length, groups, grants }).toEqual({ keys: 2, groups: [], grants: [] });
  });

  it("may be for keys of the configuration", async () => {
    const fleet = await generated();
    expect((await fleet.den(["keys", "grant", "admin", "--at", "web1"])).status).toBe(0);
    expect((await fleet.den(["keys", "list"])).status).toBe(0);
    expect((await fleet.den(["keys", "revoke", "admin", "--at", "web1"])).status).toBe(0);
  });
});

describe("audit", () => {
  it("tells who can read what, and who should not", async () => {
    const fleet = await generated();
    const { recipient } = await keyFile(fleet, "w.txt");
    await fleet.den(["keys", "add", "web1", "--role", "host", "--recipient", recipient, "--rekey"]);
    await fleet.den(["keys", "remove", "web1"]);
    const { out } = await fleet.den(["audit"]);
    expect(out).toMatch(/fleet:shop\/ca\/key +admin +host:web1, host:web2 +should not: age1/);
    const who = await fleet.den(["audit", "--who-can-read", "web1/wg"]);
    expect(who.out).toMatch(
      /admin +admin +yes\nage1\S+ +- +yes, and should not: `den vars rekey`\n/,
    );
    await fleet.den(["rekey"]);
    expect((await fleet.den(["audit", "--who-can-read", "web1/wg"])).out).toContain("could before");
    expect(await fleet.json(["audit", "--who-can-read", "ca"])).toMatchObject({
      file: { id: "fleet:shop/ca/key", readers: [{ key: "admin", because: "admin", now: true }] },
    });
    expect((await fleet.den(["audit", "--what-can", "web1"])).out).toContain(
      "no key of it is known",
    );
    expect((await fleet.den(["audit", "--what-can", "wbe1", "read"])).err).toContain(
      'did you mean "web1"',
    );
    expect((await fleet.den(["audit", "write"])).status).toBe(2);
    expect((await fleet.den(["audit", "--what-can", "web1", "write"])).status).toBe(2);
  });
});

needs(["age", "ssh-keygen"], "other programs", () => {
  it("read what was encrypted for an ssh host key, and hosts read with theirs", async () => {
    const fleet = await generated();
    const file = join(fleet.home, "host_key");
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "root@web1", "-f", file]);
    const added = await fleet.den(["keys", "add", "web1", "--host-key", `${file}.pub`, "--rekey"]);
    expect(added.out).toContain("added the host key web1 at host:web1 (1 public key)");
    const value = (await fleet.den(["get", "web1/wg", "--identity", file])).bytes;
    const path = join(fleet.root, "vars/host/web1/wg/private/secret.age");
    expect(execFileSync("age", ["-d", "-i", file, path])).toEqual(value);
    // The private half names the same key.
    const again = await fleet.den(["keys", "add", "web1", "--identity-file", file]);
    expect(again.out).toBe("changed the host key web1 (1 public key)\n");
    expect((await fleet.den(["get", "web2/wg", "--identity", file])).status).toBe(1);
  });

  it("with a passphrase are told, where they are the only ones", async () => {
    const fleet = await generated();
    const home = join(fleet.home, "other");
    const file = fleet.write(join(home, ".ssh/placeholder"), "");
    const key = join(file, "..", "id_ed25519");
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "a passphrase", "-f", key]);
    const { status, err } = await fleet.den(["get", "ca"], { env: { HOME: home } });
    expect(status).toBe(3);
    expect(err).toContain("~/.ssh/id_ed25519 cannot be used (has it a passphrase?)");
    const named = await fleet.den(["get", "ca", "--identity", key]);
    expect(named.err).toContain("protected by a passphrase");
  });
});

it("the last administrator is not removed unasked", async () => {
  const fleet = await fleetOf(WG, {}, { keys: false });
  await fleet.den(["keys", "add", "me", "--recipient", fleet.recipient]);
  expect((await fleet.den(["keys", "remove", "me"])).err).toContain("DEN_UNCONFIRMED");
  expect((await fleet.den(["keys", "remove", "me"], { answers: ["n"] })).status).toBe(1);
  expect((await fleet.den(["keys", "remove", "me", "--yes"])).status).toBe(0);
});

it("a user's key is for the user on every host", async () => {
  const users = { users: { bob: {} } };
  const fleet = await fleetOf({}, { hosts: { "x86_64-linux": { a: users, b: users } } });
  const { out } = await fleet.den([
    "keys",
    "add",
    "bob",
    "--role",
    "user",
    "--recipient",
    fleet.recipient,
  ]);
  expect(out).toBe("added the user key bob at user:bob@a, user:bob@b (1 public key)\n");
});
