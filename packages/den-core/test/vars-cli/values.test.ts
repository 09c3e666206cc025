import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { encryptAge, newSops, parseIdentities, sealSops, sopsSet } from "gen-vars";
import { describe, expect, it } from "vitest";
import { BARE, type Fleet, fleetOf, NOW, random } from "./support.ts";

const TWO = {
  generators: {
    ca: random({ key: {}, cert: { secret: false } }),
    wg: random({ private: {}, public: { secret: false } }, { scope: "host" }),
  },
};

async function generated(vars: object = TWO): Promise<Fleet> {
  const fleet = await fleetOf(vars);
  const { status, err } = await fleet.den(["generate", ...BARE]);
  expect({ status, err }).toEqual({ status: 0, err: "" });
  return fleet;
}

describe("get", () => {
  it.each(["host:web1/wg/private", "web1/wg/private", "web1/wg/pr", "host:web1/wg/pr"])(
    "%s prints exactly the value",
    async (text) => {
      const fleet = await generated();
      const { status, out, err, bytes } = await fleet.den(["get", text]);
      expect({ status, out, err }).toEqual({ status: 0, out: "", err: "" });
      expect(bytes.toString()).toMatch(/^[A-Za-z0-9+/]{16}\n$/);
    },
  );

  it("bytes as they are; a line feed on a terminal; JSON with its encoding", async () => {
    const fleet = await fleetOf({ generators: { blob: { files: { f: {}, g: {} }, script: "" } } });
    const blob = Buffer.from([0, 255, 1, 254]);
    await fleet.den(["set", "blob/f"], { stdin: blob });
    await fleet.den(["set", "blob/g"], { stdin: "text" });
    expect((await fleet.den(["get", "blob/f"])).bytes).toEqual(blob);
    expect((await fleet.den(["get", "blob/g"])).out).toBe("");
    expect((await fleet.den(["get", "blob/g"], { stdoutIsTerminal: true })).out).toBe("\n");
    const id = "fleet:shop/blob";
    expect(await fleet.json(["get", "blob/f"])).toEqual({
      id: `${id}/f`,
      encoding: "base64",
      value: "AP8B/g==",
    });
    expect(await fleet.json(["get", "blob/g"])).toEqual({
      id: `${id}/g`,
      encoding: "utf8",
      value: "text",
    });
  });

  it.each([
    [["get", "web1/wg/privte"], 1, /DEN_VARS_UNKNOWN_NAME[\s\S]*did you mean "web1\/wg\/private"/],
    [["get", "wg/private"], 1, /could be host:web1\/wg\/private, host:web2\/wg\/private/],
    [["get", "ca/key"], 1, /has not been generated yet[\s\S]*den vars generate -g fleet:shop\/ca/],
    [["get"], 2, /missing required argument/],
  ])("%j is refused", async (argv, status, message) => {
    const ran = await (await fleetOf(TWO)).den(argv);
    expect(ran.status).toBe(status);
    expect(ran.err).toMatch(message);
  });
});

describe("identities", () => {
  it("that nobody has are told with where they were looked for, as the environment's fault", async () => {
    const fleet = await generated();
    const { status, err } = await fleet.den(["get", "ca/key"], { env: { HOME: "/nowhere" } });
    expect(status).toBe(3);
    expect(err).toMatch(
      /DEN_VARS_IDENTITY_MISSING.*SOPS_AGE_KEY is not set, SOPS_AGE_KEY_FILE is not set, there is no ~\/\.config\/sops\/age\/keys\.txt, there is no ~\/\.ssh\/id_ed25519\n.*den vars keys generate.*--identity FILE/,
    );
    const check = await fleet.den(["check", "--read"], { env: { HOME: "/nowhere" } });
    expect(check.status).toBe(3);
    expect(check.err.match(/IDENTITY_MISSING/g)).toHaveLength(1);
    // Public values need none.
    expect((await fleet.den(["get", "ca/cert"], { env: { HOME: "/nowhere" } })).status).toBe(0);
  });

  it("come from --identity, the environment, the usual place", async () => {
    const fleet = await generated();
    const elsewhere = fleet.write(join(fleet.home, "mine.txt"), fleet.identity);
    const nowhere = { HOME: "/nowhere" };
    const ways: [string[], Record<string, string>][] = [
      [["--identity", elsewhere], nowhere],
      [[], { ...nowhere, SOPS_AGE_KEY: fleet.identity }],
      [[], { ...nowhere, SOPS_AGE_KEY_FILE: elsewhere }],
      [[], { ...nowhere, XDG_CONFIG_HOME: join(fleet.home, ".config") }],
    ];
    for (const [argv, env] of ways) {
      expect((await fleet.den(["get", "ca/key", ...argv], { env })).status).toBe(0);
    }
    expect((await fleet.den(["get", "ca/key", "--identity", "/no/file"])).status).toBe(3);
    // A named one is the only one: so it shows what its holder could read.
    const { status, err } = await fleet.den(["keys", "generate", "other.txt"]);
    expect({ status, err: err.length > 0 }).toEqual({ status: 0, err: true });
    const other = await fleet.den(["get", "ca/key", "--identity", "other.txt"]);
    expect(other.status).toBe(1);
    expect(other.err).toMatch(/DEN_VARS_UNREADABLE[\s\S]*looked for keys in .*other\.txt/);
  });
});

describe("set", () => {
  it("stores what comes in, or what is typed without being shown", async () => {
    const fleet = await generated();
    const piped = await fleet.den(["set", "web1/wg/private"], { stdin: "exact\n" });
    expect(piped).toMatchObject({
      status: 0,
      err: "",
      out: "stored host:web1/wg/private (6 bytes)\n",
    });
    expect((await fleet.den(["get", "web1/wg/private"])).bytes.toString()).toBe("exact\n");
    const typed = await fleet.den(["set", "web1/wg/private"], { answers: ["typed"] });
    expect(typed.asked).toEqual([
      { text: "host:web1/wg/private (not shown): ", hidden: true, lines: false },
    ]);
    expect((await fleet.den(["get", "web1/wg/private"])).bytes.toString()).toBe("typed");
    const shown = await fleet.den(["set", "web1/wg/public", "--multiline"], {
      answers: ["a\nb\n"],
    });
    expect(shown.asked[0]).toMatchObject({ hidden: false, lines: true });
    expect((await fleet.den(["get", "web1/wg/public"])).bytes.toString()).toBe("a\nb\n");
    expect((await fleet.den(["check", "--read"])).status).toBe(0);
  });

  it("refuses nothing, templates, and unknown files; Ctrl-C stops", async () => {
    const fleet = await fleetOf({
      generators: {
        t: { files: { a: {}, b: { template: "<{{a}}>" } }, script: "echo 1 > $out/a" },
      },
    });
    const empty = await fleet.den(["set", "t/a"]);
    expect(empty.status).toBe(1);
    expect(empty.err).toMatch(/DEN_VARS_INVALID_VALUE[\s\S]*--allow-empty/);
    expect((await fleet.den(["set", "t/a", "--allow-empty"])).status).toBe(0);
    expect((await fleet.den(["set", "t/b"], { stdin: "x" })).err).toContain("is a template");
    expect((await fleet.den(["set", "t/c"], { stdin: "x" })).err).toContain(
      "DEN_VARS_UNKNOWN_NAME",
    );
    expect((await fleet.den(["set", "t/a"], { answers: [undefined] })).status).toBe(130);
  });

  it("says what may follow", async () => {
    const fleet = await generated({
      generators: {
        a: random(),
        b: { files: { f: {} }, dependencies: ["a"], script: "cat $in/a/key > $out/f" },
      },
    });
    const { out } = await fleet.den(["set", "a"], { stdin: "new" });
    expect(out).toContain("1 generator may follow from it");
    expect((await fleet.den(["check"])).err).toContain("DEN_VARS_STALE");
    await fleet.den(["generate", ...BARE, "--yes"]);
    expect((await fleet.den(["get", "b"])).bytes.toString()).toBe("new");
  });
});

describe("list", () => {
  it("is a table, and JSON of one shape", async () => {
    const fleet = await fleetOf({
      generators: {
        cert: random({ key: {}, pem: { secret: false } }, { expires: "30d", rotateAfter: "10d" }),
        own: random({ f: {} }, { scope: "user" }),
      },
    });
    await fleet.den(["generate", ...BARE, "-g", "cert"]);
    const { out } = await fleet.den(["list"], { now: NOW + 3 * 86_400 });
    expect(out).toBe(
      [
        "SCOPE            GENERATOR  FILE  SECRET  STORE    STATE    AGE  EXPIRY",
        "fleet:shop       cert       key   yes     age      ok       3d   rotate in 7d",
        "fleet:shop       cert       pem   -       in-repo  ok       3d   rotate in 7d",
        "user:alice@web1  own        f     yes     age      missing  -    -",
        "",
      ].join("\n"),
    );
    const { files } = await fleet.json<{ files: Record<string, unknown>[] }>(["list", "web1"]);
    expect(files).toEqual([
      {
        id: "user:alice@web1/own/f",
        scope: "user:alice@web1",
        kind: "user",
        generator: "own",
        file: "f",
        secret: true,
        store: "age",
        state: "missing",
        reasons: ["f not generated yet"],
        created: null,
        expires: null,
        rotates: null,
      },
    ]);
    expect((await fleet.den(["list", "web2"])).out).toBe("no generated values there\n");
    expect((await fleet.den(["list", "-g", "cert"])).out.split("\n")).toHaveLength(4);
  });
});

describe("rotate", () => {
  it("makes anew what is due, marked, or named", async () => {
    const fleet = await generated();
    const value = async () => (await fleet.den(["get", "web1/wg/private"])).bytes.toString();
    expect((await fleet.den(["rotate", ...BARE])).out).toBe("nothing is due\n");
    const first = await value();
    expect((await fleet.den(["rotate", "--mark", "web1/wg", "ca/key"])).out).toContain(
      "marked 2 generators",
    );
    expect((await fleet.den(["check"])).err).toContain("marked for rotation");
    expect(await value()).toBe(first);
    expect((await fleet.den(["rotate", ...BARE, "--yes"])).out).toContain(
      "4 files of 2 generators",
    );
    const second = await value();
    expect(second).not.toBe(first);
    expect((await fleet.den(["rotate", ...BARE, "wg", "--yes"])).status).toBe(0);
    expect(await value()).not.toBe(second);
    expect((await fleet.den(["check"])).status).toBe(0);
    const { err } = await fleet.den(["rotate", "nope", "neither"]);
    expect(err.match(/UNKNOWN_NAME/g)).toHaveLength(2);
    expect((await fleet.den(["rotate", "--mark"])).status).toBe(2);
  });
});

describe("export and import", () => {
  it("round trip, also into another backend", async () => {
    const fleet = await generated();
    const before = (await fleet.den(["get", "ca/key"])).bytes;
    const dump = join(fleet.home, "dump");
    expect((await fleet.den(["export", dump])).out).toBe(`wrote 6 files in clear to ${dump}\n`);
    expect(statSync(dump).mode & 0o777).toBe(0o700);
    for (const entry of readdirSync(dump, { recursive: true, withFileTypes: true })) {
      const mode = statSync(join(entry.parentPath, entry.name)).mode & 0o777;
      expect(mode).toBe(entry.isDirectory() ? 0o700 : 0o600);
    }
    expect((await fleet.den(["export", dump])).err).toContain("is not empty");
    const other = await fleetOf({ ...TWO, backend: "sops" });
    const imported = await other.den(["import", dump]);
    expect(imported).toMatchObject({ status: 0, err: "" });
    expect(imported.out).toContain("stored 6 files\n");
    expect((await other.den(["get", "ca/key"])).bytes).toEqual(before);
    expect((await other.den(["check", "--read"])).status).toBe(0);
    expect((await other.den(["import", dump])).err).toContain("DEN_UNCONFIRMED");
    expect((await other.den(["import", dump, "--yes"])).status).toBe(0);
    const small = await fleetOf({ generators: { ca: random({ key: {} }) } });
    expect((await small.den(["import", dump])).err).toContain("DEN_VARS_UNKNOWN_NAME");
    const { stored, skipped } = await small.json<{ stored: string[]; skipped: string[] }>([
      "import",
      dump,
      "--skip-unknown",
    ]);
    expect(stored).toEqual(["fleet:shop/ca/key"]);
    expect(skipped).toEqual(["fleet:shop/ca/cert", "host:web1/wg", "host:web2/wg"]);
  });

  it("a stopped export leaves nothing", async () => {
    const fleet = await generated();
    const dump = join(fleet.home, "dump");
    const { status } = await fleet.den(["export", dump], { onStop: (stop) => stop() });
    expect(status).toBe(130);
    expect(existsSync(dump)).toBe(false);
  });

  it("inside the fleet's folder is said aloud", async () => {
    const fleet = await generated();
    expect((await fleet.den(["export", "dump"])).err).toContain("inside the fleet's folder");
  });
});

describe("orphans", () => {
  it("are told, adopted, or removed when that is confirmed", async () => {
    const fleet = await generated({ generators: { old: random(), gone: random() } });
    const value = (await fleet.den(["get", "old"])).bytes;
    fleet.configure({
      meta: { name: "shop" },
      vars: { backend: "age", keys: { admin: fleet.recipient }, generators: { fresh: random() } },
    });
    const { err } = await fleet.den(["check"]);
    expect(err).toMatch(/DEN_VARS_ORPHAN fleet:shop\/gone[\s\S]*den vars prune fleet:shop\/gone/);
    expect((await fleet.den(["adopt", "fleet:shop/odl", "fresh"])).err).toContain("fleet:shop/old");
    expect((await fleet.den(["adopt", "fleet:shop/old", "fresh"])).status).toBe(0);
    expect((await fleet.den(["get", "fresh"])).bytes).toEqual(value);
    expect((await fleet.den(["prune", "--dry-run"])).out).toBe("fleet:shop/gone\n");
    expect((await fleet.den(["prune"])).err).toContain("DEN_UNCONFIRMED");
    const no = await fleet.den(["prune"], { answers: [""] });
    expect(no).toMatchObject({ status: 1, err: "  fleet:shop/gone\nnothing was changed\n" });
    expect((await fleet.den(["prune"], { answers: ["y"] })).status).toBe(0);
    expect((await fleet.den(["prune"])).out).toBe("nothing is stored that is not declared\n");
    expect((await fleet.den(["prune", "nope"])).err).toContain("DEN_VARS_NOT_FOUND");
  });
});

describe("import clan", () => {
  const validation = { version: 2 };
  const hash = createHash("sha256").update(JSON.stringify(validation)).digest("hex");

  it("takes machines, what is shared, age and sops, and says what had no generator", async () => {
    const fleet = await fleetOf({
      generators: {
        ca: { files: { key: {}, cert: { secret: false } }, script: "false" },
        wireguard: {
          scope: "host",
          files: { privatekey: {}, publickey: { secret: false } },
          validation,
          script: "false",
        },
        old: { scope: "host", files: { password: {} }, script: "false" },
      },
    });
    const clan = join(fleet.home, "clan");
    const machine = parseIdentities(fleet.identity);
    const put = (path: string, content: string | Uint8Array) =>
      fleet.write(join(clan, path), content);
    const armored = (text: string) =>
      encryptAge(Buffer.from(text), machine.recipients, { armor: true });
    put("vars/per-machine/web1/wireguard/publickey/value", "PUB");
    put("vars/per-machine/web1/wireguard/.validation-hash", hash);
    put("vars/per-machine/web9/wireguard/publickey/value", "NO HOST");
    put("vars/per-machine/web1/unknown/x/value", "NO GENERATOR");
    put("vars/shared/ca/cert/value", "CERT");
    put("secrets/age-keys/machines/web1/key.age", await armored(fleet.identity));
    put(
      "secrets/clan-vars/per-machine/web1/wireguard/privatekey/privatekey.age",
      await armored("PRIV"),
    );
    put("secrets/clan-vars/shared/ca/key/key.age", await armored("CAKEY"));
    const sops = sopsSet(newSops("binary"), ["data"], Buffer.from("SOPS"));
    put(
      "vars/per-machine/web1/old/password/secret",
      await sealSops(sops, { recipients: machine.recipients, now: 0 }),
    );
    const first = await fleet.den(["import", "clan", clan]);
    expect(first.out).toBe(
      `${[
        "  ✓ fleet:shop/ca/cert",
        "  ✓ fleet:shop/ca/key",
        "  ✓ host:web1/old/password",
        "  ✓ host:web1/wireguard/privatekey",
        "  ✓ host:web1/wireguard/publickey",
        "  - host:web1/unknown no generator here",
        "  - machine web9/wireguard no generator here",
        "stored 5 files, left out 2 without a generator",
      ].join("\n")}\n`,
    );
    expect(first.status).toBe(0);
    expect((await fleet.den(["get", "web1/wireguard/priv"])).bytes.toString()).toBe("PRIV");
    expect((await fleet.den(["get", "web1/old"])).bytes.toString()).toBe("SOPS");
    expect((await fleet.den(["check", "web1", "--read"])).err).toBe("");
    expect((await fleet.den(["import", "clan", clan])).err).toContain("DEN_UNCONFIRMED");
  });

  it("without a key, of another folder, or with a typo is refused", async () => {
    const fleet = await fleetOf();
    const clan = join(fleet.home, "clan");
    expect((await fleet.den(["import", "clan", clan])).err).toContain(
      "there are no values of a Clan",
    );
    expect((await fleet.den(["import", "clna", clan])).status).toBe(2);
    fleet.write(
      join(clan, "secrets/clan-vars/shared/ca/key/key.age"),
      await encryptAge(Buffer.from("x"), [fleet.recipient], { armor: true }),
    );
    const none = await fleet.den(["import", "clan", clan], { env: { HOME: "/nowhere" } });
    expect(none.status).toBe(3);
    expect(none.err).toContain("DEN_VARS_IDENTITY_MISSING");
    const skip = await fleet.den(["import", "clan", clan, "--skip-unreadable"], {
      env: { HOME: "/nowhere" },
    });
    expect(skip.err).toContain("there are no values of a Clan");
    expect((await fleet.den(["import", join(fleet.home, "nothing")])).err).toContain(
      "is no complete export",
    );
  });
});

it("get reads what sops and age wrote, from documents for whole scopes too", async () => {
  const fleet = await generated({
    ...TWO,
    backend: "documents",
    backends: { documents: { type: "sops", per: "scope" } },
  });
  expect((await fleet.den(["get", "web1/wg/private"])).bytes.length).toBe(17);
  const path = join(fleet.root, "secrets/host/web1/secrets.yaml");
  expect(readFileSync(path, "utf8")).toContain("sops:");
});
