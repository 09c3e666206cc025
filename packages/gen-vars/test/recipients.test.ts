import { generateX25519Identity } from "age-encryption";
import fc from "fast-check";
import {
  addGrant,
  addKey,
  addToGroup,
  ageStore,
  audiences,
  auditVars,
  changeKeyring,
  checkModel,
  checkVars,
  EMPTY_KEYRING,
  findVar,
  generateVars,
  getVar,
  groupKeys,
  type Identities,
  type KeyInput,
  type Keyring,
  listVars,
  mergeIdentities,
  mergeKeyrings,
  NO_IDENTITIES,
  parseIdentities,
  parseKeyring,
  planOf,
  printKeyring,
  rekeyVars,
  removeFromGroup,
  removeGrant,
  removeKey,
  sopsStore,
  type Vars,
  whatCanRead,
  whoCanRead,
} from "gen-vars";
import { beforeAll, describe, expect, it } from "vitest";
import { declare, errorOf, model, SCOPES } from "./support.ts";
import { BARE, filesBelow, type World, world } from "./world.ts";

const identities = new Map<string, Identities>();
const recipient = (name: string): string => identities.get(name)?.recipients[0] as string;
beforeAll(async () => {
  for (const name of ["admin", "web1", "web2", "db1", "alice", "ops"]) {
    identities.set(name, parseIdentities(await generateX25519Identity()));
  }
});

const key = (name: string, role: KeyInput["role"], nodes: string[] = []): KeyInput => ({
  name,
  role,
  nodes,
  recipients: [recipient(name)],
});

function ring(...keys: KeyInput[]): Keyring {
  return keys.reduce(addKey, EMPTY_KEYRING);
}

const fleetRing = (): Keyring =>
  ring(
    key("admin", "admin"),
    key("web1", "host", ["web1"]),
    key("web2", "host", ["host:web2"]),
    key("db1", "host", ["host:db1"]),
    key("alice", "user", ["user:alice@web1"]),
  );

const secret = (deploy: boolean | string[] = true) => ({
  files: { f: { deploy } },
  script: "echo $RANDOM > $out/f",
});

describe("audiences", () => {
  const deployed: [string, string, boolean | string[], string[]][] = [
    ["a fleet's secret: all hosts", "fleet", true, ["admin", "db1", "web1", "web2"]],
    ["an environment's: its hosts", "env:prod", true, ["admin", "web1", "web2"]],
    ["a host's: that host, not its users", "host:web1", true, ["admin", "web1"]],
    ["a user's: the user and the host", "user:alice@web1", true, ["admin", "alice", "web1"]],
    ["not deployed: administrators", "fleet", false, ["admin"]],
    ["deployed to some: these", "fleet", ["web2", "host:db1"], ["admin", "db1", "web2"]],
    ["an instance's: its members", "instance:backup", true, ["admin", "db1", "web1", "web2"]],
  ];
  it.each(deployed)("%s", (_, node, deploy, wanted) => {
    const found = model([declare(node, "g", secret(deploy))], {
      edges: [
        { from: "env:prod", to: "instance:backup", access: "all" },
        { from: "host:db1", to: "instance:backup", access: "all" },
        { from: "host:db1", to: "host:web1" },
      ],
    });
    const scope = found.scopes.get(node);
    if (scope === undefined) throw new Error();
    const readers = audiences(found, fleetRing()).readersOf(scope, "g", "f", deploy);
    expect(readers.map((reader) => reader.key.name)).toEqual(wanted);
  });

  it.each([
    ["by one host: that host", ["host:web1"], ["admin", "web1"]],
    ["by two hosts: both", ["host:web1", "host:db1"], ["admin", "db1", "web1"]],
    ["by a user: the host of the user", ["user:alice@web1"], ["admin", "web1"]],
    [
      "by a host and at its own node: all",
      ["host:web1", "fleet"],
      ["admin", "db1", "web1", "web2"],
    ],
  ] as const)("of what is shared and declared %s", (_, nodes, wanted) => {
    const shared = { ...secret(), share: true };
    const found = model(nodes.map((node) => declare(node, "g", shared)));
    const fleet = found.scopes.get("fleet");
    if (fleet === undefined) throw new Error();
    const { readersOf } = audiences(found, fleetRing());
    expect(readersOf(fleet, "g", "f", true).map(({ key: { name } }) => name)).toEqual(wanted);
  });

  it("of administrators with nodes end there; grants add, also through groups", () => {
    const found = model([declare("host:web1", "g", secret())]);
    let keys = ring({ ...key("admin", "admin"), nodes: ["env:prod"] }, key("ops", "user", []));
    keys = addToGroup(addToGroup(keys, "team", ["ops"]), "all", ["team"]);
    keys = addGrant(keys, { to: "all", node: "fleet", generator: "g" });
    const of = (node: string, generator: string) => {
      const scope = found.scopes.get(node);
      if (scope === undefined) throw new Error();
      return audiences(found, keys)
        .readersOf(scope, generator, "f", true)
        .map((r) => `${r.key.name}:${r.because}`);
    };
    expect(of("host:web1", "g")).toEqual(["admin:admin", "ops:grant"]);
    expect(of("host:web1", "h")).toEqual(["admin:admin"]);
    expect(of("host:db1", "g")).toEqual(["ops:grant"]);
  });
});

describe("keyrings", () => {
  it("print and parse back, in one order", () => {
    const keys = addGrant(addToGroup(fleetRing(), "g", ["web1", "alice"]), { to: "g", file: "f" });
    expect(parseKeyring(printKeyring(keys), "x")).toEqual(keys);
    const other = ring(key("web1", "host", ["web1"]), key("admin", "admin"));
    const again = ring(key("admin", "admin"), key("web1", "host", ["web1"]));
    expect(printKeyring(other)).toEqual(printKeyring(again));
    expect(mergeKeyrings(other, again)).toEqual(again);
  });

  it("add nodes and recipients to a key they have", () => {
    const two = addKey(ring(key("web1", "host", ["a"])), {
      ...key("web1", "host", ["b"]),
      recipients: [recipient("ops")],
    });
    expect(two.keys[0]).toMatchObject({ nodes: ["a", "b"] });
    expect(two.keys[0]?.recipients).toHaveLength(2);
    expect(removeKey(two, "web1", recipient("ops")).keys[0]?.recipients).toEqual([
      recipient("web1"),
    ]);
  });

  it("forget members and grants with a key", () => {
    const keys = addGrant(addToGroup(fleetRing(), "g", ["alice", "web1"]), { to: "alice" });
    const left = removeKey(keys, "alice");
    expect(left.groups[0]?.members).toEqual(["web1"]);
    expect(left.grants).toEqual([]);
    expect(removeFromGroup(left, "g").groups).toEqual([]);
    expect(groupKeys(removeFromGroup(keys, "g", ["web1"]), "g")).toEqual(["alice"]);
    expect(removeGrant(keys, { to: "alice" }).grants).toEqual([]);
  });

  it.each([
    ["key-unknown", () => removeKey(fleetRing(), "alcie")],
    ["key-unknown", () => removeKey(fleetRing(), "alice", recipient("ops"))],
    ["key-unknown", () => addToGroup(fleetRing(), "g", ["nobody"])],
    ["key-unknown", () => addGrant(fleetRing(), { to: "nobody" })],
    ["key-unknown", () => removeFromGroup(fleetRing(), "g")],
    ["key-duplicate", () => addKey(fleetRing(), key("alice", "admin"))],
    ["key-duplicate", () => addToGroup(fleetRing(), "alice", [])],
    [
      "group-cycle",
      () => addToGroup(addToGroup(addToGroup(fleetRing(), "a", ["alice"]), "b", ["a"]), "a", ["b"]),
    ],
    [
      "recipient-invalid",
      () => addKey(fleetRing(), { name: "x", role: "admin", recipients: ["age1x", "y"] }),
    ],
    ["state-invalid", () => parseKeyring(Buffer.from("{}"), "x")],
    ["state-invalid", () => parseKeyring(Buffer.from('{"version":1,"keys":[{"role":"x"}]}'), "x")],
  ] as const)("%s", async (code, call) => {
    expect((await errorOf(call)).code).toBe(code);
  });

  it("report every bad recipient, and suggest names", async () => {
    const bad = await errorOf(() =>
      addKey(EMPTY_KEYRING, { name: "x", role: "admin", recipients: ["age1x", "y"] }),
    );
    expect(bad.issues).toHaveLength(2);
    expect((await errorOf(() => removeKey(fleetRing(), "alcie"))).issues[0]?.suggestion).toBe(
      "alice",
    );
  });
});

describe.each(["age", "sops", "sops-scope"] as const)("rekeying with %s", (kind) => {
  const stores = (who: string) => {
    const own = () => identities.get(who) ?? NO_IDENTITIES;
    if (kind === "age") return [ageStore({ identities: own })];
    return [sopsStore({ identities: own, per: kind === "sops" ? "file" : "scope" })];
  };
  const declarations = [
    declare("fleet", "shared", secret()),
    declare("host:web1", "own", {
      files: { f: {}, g: { deploy: false } },
      script: "echo $RANDOM > $out/f; echo x > $out/g",
    }),
    declare("host:web1", "more", secret()),
    declare("host:db1", "own", secret()),
  ];
  const open = (w: World, who: string, keyring = EMPTY_KEYRING): Vars =>
    w.open(declarations, { stores: stores(who), keyring });
  const read = async (vars: Vars, text: string): Promise<string> => {
    const { instance, file } = findVar(vars.model, text);
    return Buffer.from(await getVar(vars, instance, file)).toString();
  };

  it("encrypts exactly the files concerned, and marks what a removed key could read", async () => {
    const w = await world();
    const vars = open(w, "admin");
    await changeKeyring(vars, () => ring(key("admin", "admin"), key("db1", "host", ["db1"])));
    await generateVars(vars, BARE);
    const value = await read(vars, "host:web1/own/f");
    expect((await errorOf(() => read(open(w, "web1"), "host:web1/own/f"))).code).toBe("unreadable");
    expect(await read(open(w, "db1"), "fleet/shared/f")).toBe(await read(vars, "fleet/shared/f"));

    await changeKeyring(vars, (keys) => addKey(keys, key("web1", "host", ["web1"])));
    const wrong = (await checkVars(vars)).map((finding) => [finding.code, finding.id]);
    expect(new Set(wrong.map(([code]) => code))).toEqual(new Set(["wrong-recipients"]));
    expect(wrong.map(([, id]) => id).sort()).toEqual([
      "fleet/shared",
      "host:web1/more",
      "host:web1/own",
    ]);
    const before = filesBelow(w.root);
    const dry = await rekeyVars(vars, { dryRun: true });
    expect(filesBelow(w.root)).toEqual(before);
    expect(await rekeyVars(vars)).toEqual(dry);
    expect(dry.map(({ id, removed }) => [id, removed.length])).toEqual([
      ["fleet/shared/f", 0],
      ["host:web1/more/f", 0],
      ["host:web1/own/f", 0],
    ]);
    const after = filesBelow(w.root);
    const changed = [...after]
      .filter(([path, text]) => before.get(path) !== text)
      .map(([path]) => path);
    expect(
      changed.some(
        (path) => path.includes("db1") || path.includes("undeployed") || path.includes("/g/"),
      ),
    ).toBe(false);
    expect(await checkVars(vars, { read: true })).toEqual([]);
    expect(await read(open(w, "web1"), "host:web1/own/f")).toBe(value);
    expect(await rekeyVars(vars)).toEqual([]);

    await changeKeyring(vars, (keys) => removeKey(keys, "web1"));
    await rekeyVars(vars);
    expect((await errorOf(() => read(open(w, "web1"), "host:web1/own/f"))).code).toBe("unreadable");
    expect(await read(vars, "host:web1/own/f")).toBe(value);
    const plan = await planOf(vars);
    expect(plan.entries.map((e) => [e.instance.id, e.reasons.map((r) => r.code)])).toEqual([
      ["fleet/shared", ["rotation-marked"]],
      ["host:db1/own", []],
      ["host:web1/more", ["rotation-marked"]],
      ["host:web1/own", ["rotation-marked"]],
    ]);
    const audit = await whoCanRead(vars, findVar(vars.model, "host:web1/own/f").instance, "f");
    expect(audit.formerly).toEqual([recipient("web1")]);
    await generateVars(vars, BARE);
    expect(await read(vars, "host:web1/own/f")).not.toBe(value);
    expect(await checkVars(vars, { read: true })).toEqual([]);
  });

  it("changes nothing when one file cannot be read, and says which", async () => {
    const w = await world();
    await generateVars(open(w, "admin", fleetRing()), BARE);
    const before = filesBelow(w.root);
    const more = addKey(fleetRing(), key("ops", "admin"));
    const error = await errorOf(() => rekeyVars(open(w, "db1", more)));
    expect(new Set(error.issues.map((issue) => issue.code))).toEqual(new Set(["unreadable"]));
    expect(error.issues.length).toBeGreaterThanOrEqual(2);
    expect(filesBelow(w.root)).toEqual(before);
  });

  it("audits who can read what", async () => {
    const w = await world();
    const vars = open(w, "admin", fleetRing());
    await generateVars(vars, BARE);
    const audit = await auditVars(vars);
    expect(
      audit.map(({ id, readers }) => [id, readers.map((r) => `${r.key}:${r.because}:${r.now}`)]),
    ).toEqual([
      [
        "fleet/shared/f",
        ["admin:admin:true", "db1:deployed:true", "web1:deployed:true", "web2:deployed:true"],
      ],
      ["host:db1/own/f", ["admin:admin:true", "db1:deployed:true"]],
      ["host:web1/more/f", ["admin:admin:true", "web1:deployed:true"]],
      ["host:web1/own/f", ["admin:admin:true", "web1:deployed:true"]],
      ["host:web1/own/g", ["admin:admin:true"]],
    ]);
    expect((await whatCanRead(vars, "web1")).map(({ id }) => id)).toEqual([
      "fleet/shared/f",
      "host:web1/more/f",
      "host:web1/own/f",
    ]);
    expect((await whatCanRead(vars, "admin")).map(({ id }) => id)).toHaveLength(5);
    const fewer = open(w, "admin", removeKey(fleetRing(), "web2"));
    const [shared] = await auditVars(fewer);
    expect(shared?.others).toEqual([recipient("web2")]);
    expect((await errorOf(() => whatCanRead(vars, "wbe1"))).issues[0]?.suggestion).toBe("web1");
    expect((await listVars(vars)).map((row) => [row.id, row.state, row.store])).toContainEqual([
      "host:web1/own/g",
      "ok",
      kind === "age" ? "age" : "sops",
    ]);
  });
});

describe("what the audit says is what can be decrypted", () => {
  const NAMES = ["admin", "web1", "web2", "db1", "alice", "ops"];
  const node = fc.constantFrom(...SCOPES.map(({ id }) => id));
  const keyrings = fc
    .record({
      keys: fc.subarray(NAMES.slice(1)),
      role: fc.infiniteStream(fc.constantFrom("admin", "host", "user")),
      nodes: fc.infiniteStream(fc.uniqueArray(node, { maxLength: 2 })),
      members: fc.array(fc.tuple(fc.constantFrom("g", "h"), fc.constantFrom(...NAMES, "h"))),
      grants: fc.array(
        fc.record({
          to: fc.constantFrom(...NAMES, "g"),
          node,
          generator: fc.constantFrom("a", ""),
        }),
        { maxLength: 2 },
      ),
    })
    .map(({ keys, role, nodes, members, grants }) => {
      let found = ring(key("admin", "admin"));
      for (const name of keys) {
        const roles = role.next().value as KeyInput["role"];
        found = addKey(found, key(name, roles, nodes.next().value));
      }
      const known = (name: string) => name === "admin" || keys.includes(name);
      for (const [group, member] of members) {
        if (known(member)) found = addToGroup(found, group, [member]);
        else if (member === "h" && group === "g" && members.some(([g, m]) => g === "h" && known(m)))
          found = addToGroup(addToGroup(found, "h", ["admin"]), "g", ["h"]);
      }
      for (const { generator, ...grant } of grants) {
        if (!known(grant.to) && !found.groups.some(({ name }) => name === grant.to)) continue;
        found = addGrant(found, generator === "" ? grant : { ...grant, generator });
      }
      return found;
    });
  const declarations = fc
    .uniqueArray(
      fc.record({
        node,
        name: fc.constantFrom("a", "b"),
        share: fc.boolean(),
        deploy: fc.constantFrom<boolean | string[]>(true, false, ["web2"], ["web1", "db1"]),
      }),
      { minLength: 1, maxLength: 4, selector: (one) => `${one.node}/${one.name}` },
    )
    .map((all) =>
      all.map(({ node, name, share, deploy }) =>
        declare(node, name, { share, files: { f: { template: "value", deploy } } }),
      ),
    )
    .filter((all) => checkModel({ scopes: SCOPES, declarations: all }).issues.length === 0);

  it.each(["age", "sops", "scope"])("in %s, before and after new keys", async (kind) => {
    const both = mergeIdentities([...identities.values()]);
    const store = (keys: Identities) =>
      kind === "age"
        ? ageStore({ identities: () => keys })
        : sopsStore({ identities: () => keys, per: kind === "scope" ? "scope" : "file" });
    await fc.assert(
      fc.asyncProperty(declarations, keyrings, keyrings, async (declared, first, second) => {
        const isNarrow = [first, second].some(({ grants }) => grants.some((g) => g.generator));
        if (kind === "scope" && isNarrow) return;
        const w = await world();
        const at = (keyring: Keyring, keys = both) =>
          w.open(declared, { stores: [store(keys)], keyring });
        await generateVars(at(first), BARE);
        for (const keyring of [first, second]) {
          const vars = at(keyring);
          if (keyring === second) await rekeyVars(vars);
          expect(await rekeyVars(vars)).toEqual([]);
          for (const { id, readers, others } of await auditVars(vars)) {
            expect(others).toEqual([]);
            expect(readers.every(({ now }) => now === true)).toBe(true);
            const { instance } = findVar(vars.model, id);
            const can = [];
            for (const [name, own] of identities) {
              const read = getVar(at(keyring, own), instance, "f");
              if ((await read.catch(() => undefined)) !== undefined) can.push(name);
            }
            expect(can.sort()).toEqual(readers.map((reader) => reader.key));
          }
        }
      }),
      { numRuns: 12 },
    );
  });

  it("and nobody is let into a part of a document", async () => {
    const w = await world();
    const keyring = addGrant(ring(key("admin", "admin"), key("ops", "user")), {
      to: "ops",
      generator: "a",
    });
    const stores = [sopsStore({ identities: () => w.admin, per: "scope" })];
    const vars = w.open([declare("fleet", "a", secret()), declare("fleet", "b", secret())], {
      stores,
      keyring,
    });
    const error = await errorOf(() => generateVars(vars, BARE));
    expect(error.message).toContain("ops is granted fleet/a/f");
    expect(error.message).toContain('per: "file"');
    expect(filesBelow(w.root).size).toBe(0);
  });
});

describe("keys for scope nodes that do not exist", () => {
  it("are refused when they are new, and found when the node went", async () => {
    const w = await world();
    const vars = w.open([declare("fleet", "a", secret())]);
    const add = (node: string) =>
      changeKeyring(vars, (keys) => addKey(keys, key("web1", "host", [node])));
    const error = await errorOf(() => add("wbe1"));
    expect(error.issues[0]).toMatchObject({ code: "scope-unknown", suggestion: "web1" });
    await add("web1");
    const smaller = w.open([declare("fleet", "a", secret())], {
      model: { scopes: [{ id: "fleet", kind: "fleet", name: "main" }] },
    });
    expect((await checkVars(smaller)).map((f) => [f.code, f.id])).toContainEqual([
      "scope-unknown",
      "web1",
    ]);
    await changeKeyring(smaller, (keys) => addKey(keys, key("ops", "admin")));
  });
});

describe("nobody to encrypt for", () => {
  it("blocks generating, with every file named", async () => {
    const w = await world();
    const vars = w.open(
      [
        declare("fleet", "a", secret()),
        declare("fleet", "b", { ...secret(), dependencies: ["a"] }),
      ],
      { keyring: EMPTY_KEYRING },
    );
    const plan = await planOf(vars);
    expect(plan.entries.map((entry) => entry.state)).toEqual(["blocked", "blocked"]);
    expect(plan.entries[1]?.blockedBy).toContainEqual({
      code: "dependency",
      on: "fleet/a",
      chain: ["fleet/b", "fleet/a"],
    });
    const error = await errorOf(() => generateVars(vars, BARE));
    expect(error.issues.map((issue) => [issue.code, issue.culprit])).toEqual([
      ["no-recipients", "fleet/a"],
      ["no-recipients", "fleet/b"],
      ["dependency-failed", "fleet/b"],
    ]);
  });
});
