import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { generateX25519Identity } from "age-encryption";
import {
  addKey,
  adoptVars,
  ageStore,
  checkVars,
  exportVars,
  findInstance,
  findInstances,
  findOrphans,
  findVar,
  generateVars,
  getVar,
  type Instance,
  importVars,
  markForRotation,
  nodeEffects,
  openRepository,
  parseIdentities,
  planOf,
  previewWork,
  pruneVars,
  rekeyVars,
  rotateVars,
  setVar,
  sopsStore,
  type Vars,
  varsGraph,
} from "gen-vars";
import { describe, expect, it } from "vitest";
import { declare, errorOf } from "./support.ts";
import { BARE, clock, filesBelow, temporaryFolder, world } from "./world.ts";

const random = (extra = {}) => ({
  files: { key: {}, pub: { secret: false } },
  script: "echo $RANDOM$RANDOM > $out/key; echo pub-$RANDOM > $out/pub",
  ...extra,
});

function instance(vars: Vars, id: string): Instance {
  const found = vars.model.instance(id);
  if (found === undefined) throw new Error(id);
  return found;
}

const value = async (vars: Vars, id: string, file: string): Promise<string> =>
  Buffer.from(await getVar(vars, instance(vars, id), file)).toString();

const states = async (vars: Vars): Promise<unknown> =>
  (await planOf(vars)).entries.map((e) => [e.instance.id, e.state, e.reasons.map((r) => r.code)]);

describe("setting a value by hand", () => {
  it("stores it, makes dependents stale, and lets templates follow", async () => {
    const w = await world();
    const vars = w.open([
      declare("fleet", "ca", {
        files: { key: {}, url: { template: "x://{{key}}@" } },
        script: "echo generated > $out/key",
      }),
      declare("host:web1", "tls", {
        files: { f: {} },
        dependencies: ["ca"],
        script: "cat $in/ca/key > $out/f",
      }),
    ]);
    await generateVars(vars, BARE);
    await setVar(vars, instance(vars, "fleet/ca"), "key", Buffer.from("by hand"));
    expect(await value(vars, "fleet/ca", "key")).toBe("by hand");
    expect(await value(vars, "fleet/ca", "url")).toBe("x://by hand@");
    expect(await states(vars)).toEqual([
      ["fleet/ca", "ok", []],
      ["host:web1/tls", "stale", ["dependency"]],
    ]);
    const before = filesBelow(w.root);
    await setVar(vars, instance(vars, "fleet/ca"), "key", Buffer.from("by hand"));
    expect(filesBelow(w.root)).toEqual(before);
    await generateVars(vars, BARE);
    expect(await value(vars, "host:web1/tls", "f")).toBe("by hand");
    expect(
      (await errorOf(() => setVar(vars, instance(vars, "fleet/ca"), "url", Buffer.from("")))).code,
    ).toBe("invalid-value");
    expect(
      (await errorOf(() => setVar(vars, instance(vars, "fleet/ca"), "no", Buffer.from("")))).code,
    ).toBe("not-found");
  });

  it("works before anything was generated; the rest is missing", async () => {
    const w = await world();
    const vars = w.open([declare("fleet", "g", random())]);
    await setVar(vars, instance(vars, "fleet/g"), "key", Buffer.from("mine"));
    expect((await planOf(vars)).entries[0]?.reasons).toEqual([
      { code: "missing", remedy: "generate", files: ["pub"] },
    ]);
    expect((await errorOf(() => value(vars, "fleet/g", "pub"))).code).toBe("not-found");
  });
});

describe("setting one of several values", () => {
  it("leaves the others as old and as stale as they were", async () => {
    const w = await world();
    const time = clock();
    const open = (script: string) =>
      w.open([declare("fleet", "g", { files: { a: {}, b: {} }, script, expires: "10d" })], {
        effects: time.effects,
      });
    await generateVars(open("touch $out/a $out/b"), BARE);
    const vars = open("touch $out/a; touch $out/b");
    time.now += 20 * 86_400;
    await setVar(vars, instance(vars, "fleet/g"), "a", Buffer.from("mine"));
    expect(await states(vars)).toEqual([["fleet/g", "stale", ["script", "expired"]]]);
  });
});

describe("changes by others", () => {
  it("of a public file are noticed and make dependents stale", async () => {
    const w = await world();
    const vars = w.open([
      declare("fleet", "a", random()),
      declare("host:web1", "b", {
        files: { f: {} },
        dependencies: ["a"],
        script: "cat $in/a/pub > $out/f",
      }),
    ]);
    await generateVars(vars, BARE);
    writeFileSync(join(w.root, "vars/fleet/main/a/pub/value"), "edited");
    expect((await checkVars(vars)).map((f) => [f.code, f.id])).toEqual([
      ["tampered", "fleet/a/pub"],
      ["stale", "host:web1/b"],
    ]);
    await setVar(vars, instance(vars, "fleet/a"), "pub", Buffer.from("accepted"));
    expect((await checkVars(vars)).map((f) => f.code)).toEqual(["stale"]);
  });

  it("of a secret are told apart from damage by reading", async () => {
    const w = await world();
    const vars = w.open([declare("fleet", "a", random())]);
    await generateVars(vars, BARE);
    const path = join(w.root, "vars/fleet/main/a/key/secret.age");
    writeFileSync(path, "junk");
    expect((await checkVars(vars)).map((f) => f.code)).toEqual(["tampered"]);
    expect((await checkVars(vars, { read: true })).map((f) => f.code)).toEqual([
      "tampered",
      "tampered",
    ]);
    rmSync(path);
    expect((await checkVars(vars)).map((f) => [f.code, f.message])).toEqual([
      ["missing", "fleet/a: key not generated yet."],
    ]);
  });

  it("are still noticed after another file of the generator was stored", async () => {
    const w = await world();
    const vars = w.open([declare("fleet", "a", random())]);
    await generateVars(vars, BARE);
    writeFileSync(join(w.root, "vars/fleet/main/a/pub/value"), "edited");
    await setVar(vars, instance(vars, "fleet/a"), "key", Buffer.from("x"));
    expect((await checkVars(vars)).map((f) => [f.code, f.id])).toEqual([
      ["tampered", "fleet/a/pub"],
    ]);
  });

  it("of the record are an error that says so", async () => {
    const w = await world();
    const vars = w.open([declare("fleet", "a", random())]);
    await generateVars(vars, BARE);
    writeFileSync(join(w.root, "vars/fleet/main/a/.state.json"), "<<<<<<< conflict");
    expect((await checkVars(vars)).map((f) => f.code)).toEqual(["state-invalid"]);
    expect((await errorOf(() => value(vars, "fleet/a", "key"))).code).toBe("state-invalid");
  });
});

describe("transitions", () => {
  it("of deploy change the audience, and mark what a host could read", async () => {
    const w = await world();
    const host = parseIdentities(await generateX25519Identity());
    const keyring = addKey(w.keyring, {
      name: "db1",
      role: "host",
      nodes: ["db1"],
      recipients: host.recipients,
    });
    for (const per of ["file", "scope"] as const) {
      const stores = [sopsStore({ identities: () => w.admin, per })];
      const open = (deploy: boolean) =>
        w.open(
          [
            declare("host:db1", `g-${per}`, {
              files: { key: { deploy } },
              script: "echo $RANDOM > $out/key",
            }),
          ],
          { stores, keyring },
        );
      const id = `host:db1/g-${per}`;
      await generateVars(open(true), BARE);
      const before = await value(open(true), id, "key");
      const [rekeyed] = await rekeyVars(open(false));
      expect(rekeyed).toMatchObject({ id: `${id}/key`, removed: host.recipients });
      expect(await value(open(false), id, "key")).toBe(before);
      expect(await states(open(false))).toEqual([[id, "stale", ["rotation-marked"]]]);
      await rekeyVars(open(true));
      expect((await planOf(open(true))).entries[0]?.reasons.map((r) => r.code)).toEqual([
        "rotation-marked",
      ]);
    }
    expect([...filesBelow(w.root).keys()].filter((path) => path.includes("undeployed"))).toEqual(
      [],
    );
  });

  it("of the store move the value, and nothing is left in the old place", async () => {
    const w = await world();
    const stores = [
      ageStore({ identities: () => w.admin }),
      sopsStore({ identities: () => w.admin }),
    ];
    const open = (store: string) =>
      w.open([declare("fleet", "g", random())], { stores, storeOf: () => store });
    await generateVars(open("age"), BARE);
    const before = await value(open("age"), "fleet/g", "key");
    expect(await states(open("sops"))).toEqual([["fleet/g", "stale", ["store"]]]);
    expect(await rekeyVars(open("sops"))).toMatchObject([{ moved: { from: "age", to: "sops" } }]);
    expect(await value(open("sops"), "fleet/g", "key")).toBe(before);
    expect([...filesBelow(w.root).keys()].some((path) => path.endsWith(".age"))).toBe(false);
    expect(await states(open("sops"))).toEqual([["fleet/g", "ok", []]]);
  });

  it("from public to secret need a new value; from secret to public keep it", async () => {
    const w = await world();
    const open = (secret: boolean) =>
      w.open([
        declare("fleet", "g", { files: { f: { secret } }, script: "echo $RANDOM$RANDOM > $out/f" }),
      ]);
    await generateVars(open(true), BARE);
    const first = await value(open(true), "fleet/g", "f");
    await rekeyVars(open(false));
    expect(filesBelow(w.root).get("vars/fleet/main/g/f/value")).toBe(first);
    expect((await planOf(open(true))).entries[0]?.reasons.map((r) => r.code)).toEqual(["secrecy"]);
    await generateVars(open(true), BARE);
    expect(await value(open(true), "fleet/g", "f")).not.toBe(first);
    expect([...filesBelow(w.root).keys()].some((path) => path.endsWith("/value"))).toBe(false);
  });

  it("of the scope leave an orphan, which the new instance adopts or a prune removes", async () => {
    const w = await world();
    const open = (node: string) => w.open([declare(node, "g", random())]);
    await generateVars(open("host:web1"), BARE);
    const before = await value(open("host:web1"), "host:web1/g", "key");
    const shared = open("fleet");
    expect(findOrphans(shared).map((orphan) => orphan.id)).toEqual(["host:web1/g"]);
    expect((await checkVars(shared)).map((f) => f.code)).toEqual(["missing", "orphan"]);
    await adoptVars(shared, "host:web1/g", instance(shared, "fleet/g"));
    expect(await value(shared, "fleet/g", "key")).toBe(before);
    expect(await checkVars(shared)).toEqual([]);

    const back = open("host:web1");
    await generateVars(back, BARE);
    expect(
      (await errorOf(() => adoptVars(back, "fleet/g", instance(back, "host:web1/g")))).code,
    ).toBe("field-conflict");
    expect((await errorOf(() => pruneVars(back, ["fleet/x"]))).code).toBe("not-found");
    expect(await pruneVars(back)).toEqual(["fleet/g"]);
    expect([...filesBelow(w.root).keys()].every((path) => path.includes("web1"))).toBe(true);
  });

  it("that drop a file remove it with the next generation; new files are missing", async () => {
    const w = await world();
    await generateVars(w.open([declare("fleet", "g", random())]), BARE);
    const vars = w.open([
      declare("fleet", "g", {
        files: { pub: { secret: false }, more: {} },
        script: "echo p > $out/pub; echo m > $out/more",
      }),
    ]);
    expect((await planOf(vars)).entries[0]).toMatchObject({ state: "missing", leftovers: ["key"] });
    await generateVars(vars, BARE);
    expect([...filesBelow(w.root).keys()].sort()).toEqual([
      "vars/fleet/main/g/.state.json",
      "vars/fleet/main/g/more/secret.age",
      "vars/fleet/main/g/pub/value",
    ]);
  });
});

describe("export and import", () => {
  it("round trip: other stores, same values, ages and states", async () => {
    const w = await world();
    const time = clock();
    const declarations = [
      declare("fleet", "ca", { ...random(), validation: { n: 1 }, expires: "10d" }),
      declare("host:web1", "tls", {
        files: { f: {} },
        dependencies: ["ca"],
        script: "cat $in/ca/key > $out/f",
      }),
    ];
    const vars = w.open(declarations, { effects: time.effects });
    await generateVars(vars, BARE);
    const folder = join(temporaryFolder(), "dump");
    expect(await exportVars(vars, folder)).toBe(3);
    expect(filesBelow(folder).get("values/fleet/main/ca/key")).toBe(
      await value(vars, "fleet/ca", "key"),
    );
    expect((await errorOf(() => exportVars(vars, folder))).code).toBe("path-unsafe");

    time.now += 5 * 86_400;
    const other = await world();
    const target = other.open(declarations, {
      effects: time.effects,
      stores: [sopsStore({ identities: () => other.admin, per: "scope" })],
    });
    const result = await importVars(target, folder);
    expect(result.stored).toHaveLength(3);
    expect(await checkVars(target, { read: true })).toEqual([]);
    for (const [id, file] of [
      ["fleet/ca", "key"],
      ["fleet/ca", "pub"],
      ["host:web1/tls", "f"],
    ] as const) {
      expect(await value(target, id, file)).toBe(await value(vars, id, file));
    }
    const [entry] = (await planOf(target)).entries;
    expect(entry?.expiresAt).toBe((await planOf(vars)).entries[0]?.expiresAt);
    expect((await generateVars(target, BARE)).generated).toEqual([]);
  });

  it("refuse what the model does not have, or skip it", async () => {
    const w = await world();
    await generateVars(
      w.open([declare("fleet", "a", random()), declare("fleet", "b", random())]),
      BARE,
    );
    const folder = join(temporaryFolder(), "dump");
    await exportVars(
      w.open([declare("fleet", "a", random()), declare("fleet", "b", random())]),
      folder,
    );
    const other = await world();
    const vars = other.open([declare("fleet", "a", { files: { key: {} } })]);
    const error = await errorOf(() => importVars(vars, folder));
    expect(error.issues.map((issue) => issue.culprit)).toEqual(["fleet/a/pub", "fleet/b"]);
    expect(filesBelow(other.root).size).toBe(0);
    expect(await importVars(vars, folder, { unknown: "skip" })).toEqual({
      stored: ["fleet/a/key"],
      skipped: ["fleet/a/pub", "fleet/b"],
    });
    expect((await errorOf(() => importVars(vars, temporaryFolder()))).code).toBe("state-invalid");
  });

  it("leave nothing when something cannot be read", async () => {
    const w = await world();
    const vars = w.open([declare("fleet", "a", random())]);
    await generateVars(vars, BARE);
    const folder = join(temporaryFolder(), "dump");
    const blind = w.open([declare("fleet", "a", random())], { stores: [ageStore()] });
    expect((await errorOf(() => exportVars(blind, folder))).code).toBe("unreadable");
    expect(() => filesBelow(folder)).toThrow();
  });
});

describe("rotation", () => {
  it("takes what is expired, due or marked, or what is named", async () => {
    const w = await world();
    const time = clock();
    const vars = w.open(
      [
        declare("fleet", "old", random({ rotateAfter: "1d" })),
        declare("fleet", "young", random()),
        declare("fleet", "leaked", random()),
      ],
      { effects: time.effects },
    );
    await generateVars(vars, BARE);
    time.now += 86_400;
    await markForRotation(vars, [instance(vars, "fleet/leaked")]);
    expect((await rotateVars(vars, BARE)).generated).toEqual(["fleet/leaked", "fleet/old"]);
    const before = await value(vars, "fleet/young", "key");
    await rotateVars(vars, { ...BARE, instances: [instance(vars, "fleet/young")] });
    expect(await value(vars, "fleet/young", "key")).not.toBe(before);
    const empty = w.open([declare("fleet", "new", random())]);
    expect((await errorOf(() => markForRotation(empty, [instance(empty, "fleet/new")]))).code).toBe(
      "not-found",
    );
  });
});

describe("what would be done", () => {
  it("is told without doing it, and without keys", async () => {
    const w = await world();
    const vars = w.open(
      [declare("fleet", "a", random()), declare("host:web1", "b", random({ dependencies: ["a"] }))],
      { stores: [ageStore()] },
    );
    const { work } = await previewWork(vars, { instances: [instance(vars, "host:web1/b")] });
    expect(work.items.map((item) => [item.entry.instance.id, item.cause])).toEqual([
      ["fleet/a", "needed"],
      ["host:web1/b", "missing"],
    ]);
    expect(filesBelow(w.root).size).toBe(0);
  });
});

describe("names", () => {
  it.each([
    ["host:web1/wireguard/key", "host:web1/wireguard/key"],
    ["fleet/ca/k", "fleet/ca/key"],
    ["ca/pub", "fleet/ca/pub"],
    ["host:web1", "host:web1/wireguard/key"],
    ["wireg", "host:web1/wireguard/key"],
    ["web1/wireguard/key", "host:web1/wireguard/key"],
    ["web1/wire", "host:web1/wireguard/key"],
    ["main/ca/pub", "fleet/ca/pub"],
  ])("%s means %s", async (text, id) => {
    const w = await world();
    const vars = w.open([
      declare("fleet", "ca", random()),
      declare("host:web1", "wireguard", { files: { key: {} } }),
    ]);
    expect(findVar(vars.model, text).id).toBe(id);
  });

  it("that mean several or none are refused with the candidates or the nearest", async () => {
    const w = await world();
    const vars = w.open([declare("fleet", "g", random({ scope: "host" }))]);
    const several = await errorOf(() => findVar(vars.model, "g/key"));
    expect(several.code).toBe("ambiguous-name");
    expect(several.message).toContain("host:db1/g/key, host:web1/g/key");
    const none = await errorOf(() => findVar(vars.model, "host:web1/g/kye"));
    expect(none.issues[0]).toMatchObject({ code: "unknown-name", suggestion: "host:web1/g/key" });
    expect(findInstance(vars.model, "host:web1").id).toBe("host:web1/g");
    expect(findInstances(vars.model, "g")).toHaveLength(3);
    expect(findInstances(vars.model, "web1/g")).toHaveLength(1);
    expect((await errorOf(() => findInstance(vars.model, ""))).code).toBe("unknown-name");
  });
});

it("the graph is plain data", async () => {
  const w = await world();
  const vars = w.open([
    declare("fleet", "a", random()),
    declare("host:web1", "b", random({ dependencies: ["a"] })),
  ]);
  const graph = varsGraph(vars.model);
  expect(graph.edges).toEqual([{ from: "host:web1/b", to: "fleet/a", access: "all" }]);
  expect(JSON.parse(JSON.stringify(graph))).toEqual(graph);
});

it("the store is a policy: production uses sops", async () => {
  const w = await world();
  const stores = [
    ageStore({ identities: () => w.admin }),
    sopsStore({ identities: () => w.admin }),
  ];
  const vars = w.open([declare("fleet", "g", random({ scope: "host" }))], {
    stores,
    storeOf: ({ node }) => (node.parent === "env:prod" ? "sops" : undefined),
  });
  await generateVars(vars, BARE);
  const paths = [...filesBelow(w.root).keys()].filter((path) => path.includes("/secret")).sort();
  expect(paths).toEqual([
    "vars/host/db1/g/key/secret.age",
    "vars/host/web1/g/key/secret",
    "vars/host/web2/g/key/secret",
  ]);
  const typo = w.open([declare("fleet", "g", random())], { stores, storeOf: () => "spos" });
  expect((await errorOf(() => generateVars(typo, BARE))).message).toContain("Did you mean sops?");
  const unfit = w.open([declare("fleet", "g", random())], { storeOf: () => "in-repo" });
  expect((await planOf(unfit)).entries[0]?.blockedBy[0]).toMatchObject({ code: "store" });
  expect((await errorOf(() => w.open([], { stores: [ageStore(), ageStore()] }))).code).toBe(
    "store-unsuitable",
  );
});

it("an unfinished change of another run is seen finished", async () => {
  const w = await world();
  const vars = w.open([declare("fleet", "g", random())]);
  await generateVars(vars, BARE);
  expect(
    openRepository(w.root, nodeEffects, new Map())
      .list("vars")
      .map((e) => e.name),
  ).toEqual(["fleet"]);
});
