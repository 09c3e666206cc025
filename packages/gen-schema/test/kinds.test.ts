import fc from "fast-check";
import {
  defineKind,
  type InstanceRecord,
  identityOf,
  openRegistry,
  ref,
  SchemaError,
} from "gen-schema";
import { describe, expect, it } from "vitest";

const environment = defineKind({
  name: "environment",
  schema: { name: { type: "string", required: true }, region: { type: "string", default: "eu" } },
  identity: ["name"],
});
const host = defineKind({
  name: "host",
  schema: {
    name: { type: "string", required: true },
    address: { type: "string" },
    port: { type: "integer", default: 22 },
    environment: ref("environment"),
    peers: { type: "array", items: ref("host"), default: [] },
    routes: {
      type: "object",
      additionalProperties: { type: "object", properties: { via: ref("host") } },
    },
  },
  identity: ["name"],
  unique: ["address", ["port", "environment"]],
  computed: {
    fqdn: (self) =>
      `${self.get("name")}.${self.follow("environment")?.get("region") ?? "nowhere"}.example.com`,
    url: (self) => `ssh://${(self.get as (path: string) => unknown)("fqdn")}:${self.get("port")}`,
  },
});
const user = defineKind({
  name: "user",
  schema: {
    host: { type: "string", required: true },
    name: { type: "string", required: true },
    boss: ref("user", ["host", "name"]),
  },
  identity: ["host", "name"],
});
const kinds = [environment, host, user];

const records: InstanceRecord[] = [
  { kind: "environment", value: { name: "prod" }, origin: "env.ts:1" },
  {
    kind: "host",
    value: { name: "web1", environment: "prod", peers: ["db1"], address: "10.0.0.1" },
    origin: "web.ts:1",
  },
  {
    kind: "host",
    value: { name: "db1", port: 23, environment: "prod", routes: { x: { via: "web1" } } },
    origin: "db.ts:1",
  },
  { kind: "user", value: { host: "web1", name: "alice" } },
  { kind: "user", value: { host: "web1", name: "bob", boss: { name: "alice", host: "web1" } } },
];

const issuesOf = (make: () => unknown): SchemaError["issues"] => {
  try {
    make();
  } catch (error) {
    expect(error).toBeInstanceOf(SchemaError);
    return (error as SchemaError).issues;
  }
  throw new Error("nothing was refused");
};

describe("a registry", () => {
  const registry = openRegistry(kinds, records);

  it("finds instances by their identity", () => {
    expect(registry.issues()).toEqual([]);
    expect(registry.valid()).toBe(registry);
    expect(registry.get(host, "web1")?.id).toBe('host:{"name":"web1"}');
    expect(registry.get("host", { name: "web1", whatever: 1 })?.id).toBe('host:{"name":"web1"}');
    expect(registry.get(user, { name: "bob", host: "web1" })?.id).toBe(
      'user:{"host":"web1","name":"bob"}',
    );
    expect(registry.get(host, "nobody")).toBeUndefined();
    expect(registry.byId('host:{"name":"db1"}')?.get("port")).toBe(23);
    expect(registry.all("host").map((item) => item.get("name"))).toEqual(["db1", "web1"]);
    expect(issuesOf(() => registry.all("hots"))).toMatchObject([
      { code: "kind-unknown", suggestion: "host" },
    ]);
  });

  it("fills in defaults, keeps a copy and computes", () => {
    const web = registry.get(host, "web1");
    expect(web?.get("port")).toBe(22);
    expect(web?.get("fqdn")).toBe("web1.eu.example.com");
    expect(web?.get("url")).toBe("ssh://web1.eu.example.com:22");
    expect(web?.origin).toBe("web.ts:1");
    expect(Object.isFrozen(web?.value)).toBe(true);
    expect(records[1]?.value).not.toHaveProperty("port");
    expect(web?.get("peers.0")).toBe("db1");
    expect(web?.get("nothing.here")).toBeUndefined();
  });

  it("follows references, wherever they are", () => {
    const web = registry.get(host, "web1");
    expect(web?.follow("environment")?.get("region")).toBe("eu");
    expect(web?.follow("peers.0")?.get("name")).toBe("db1");
    expect(registry.get(host, "db1")?.follow("routes.x.via")).toBe(web);
    expect(registry.get(user, { host: "web1", name: "bob" })?.follow("boss")?.get("name")).toBe(
      "alice",
    );
    expect(registry.get(user, { host: "web1", name: "alice" })?.follow("boss")).toBeUndefined();
    expect(issuesOf(() => web?.follow("name"))).toMatchObject([
      { code: "not-a-ref", path: ["name"] },
    ]);
    expect(web?.references().map(({ path, kind, id }) => [path.join("."), kind, id])).toEqual([
      ["environment", "environment", 'environment:{"name":"prod"}'],
      ["peers.0", "host", 'host:{"name":"db1"}'],
    ]);
  });

  it("knows who refers to whom", () => {
    const back = (kind?: string): unknown =>
      registry
        .get(environment, "prod")
        ?.backReferences(kind)
        .map(({ from, path }) => [from.id, path.join(".")]);
    expect(back()).toEqual([
      ['host:{"name":"db1"}', "environment"],
      ['host:{"name":"web1"}', "environment"],
    ]);
    expect(back("user")).toEqual([]);
  });

  it("looks references up only when they are followed", () => {
    const later = openRegistry(
      [host, environment],
      [{ kind: "host", value: { name: "a", environment: "gone" } }],
    );
    expect(later.get(host, "a")?.get("port")).toBe(22);
    expect(later.get(host, "a")?.references()[0]?.target()).toBeUndefined();
    expect(issuesOf(() => later.get(host, "a")?.follow("environment"))).toMatchObject([
      { code: "ref-dangling" },
    ]);
  });
});

describe("what is wrong with instances", () => {
  const issues = openRegistry(kinds, [
    ...records,
    { kind: "hots", value: {}, origin: 1 },
    { kind: "host", value: { name: "web1", port: 9 }, origin: "twice.ts:1" },
    { kind: "host", value: { port: 22 }, origin: "nameless.ts:1" },
    {
      kind: "host",
      value: {
        name: "web2",
        environment: "prdo",
        peers: ["web1", "dbl"],
        address: "10.0.0.1",
        port: 1,
      },
      origin: "web2.ts:1",
    },
    {
      kind: "host",
      value: { name: "bad", prot: 1, port: "x", environment: 5 },
      origin: "bad.ts:1",
    },
    { kind: "host", value: { name: "web3", environment: "prod" }, origin: "web3.ts:1" },
    { kind: "user", value: { host: "web1", name: "eve", boss: { host: "web1", name: "alcie" } } },
  ]).issues();

  it("is all found at once", () => {
    expect(issues.map(({ code, message }) => [code, message])).toEqual([
      ["identity-missing", 'An instance of "host" needs "name", which is part of its identity'],
      ["kind-unknown", 'No kind is called "hots", did you mean "host"?'],
      ["duplicate", "host web1 is declared twice (web.ts:1 and twice.ts:1)"],
      ["unknown-key", 'host bad: prot is not a known key, did you mean "port"?'],
      ["type", 'host bad: port: expected an integer, got a string "x"'],
      ["type", "host bad: environment: expected a string, got a number 5"],
      ["ref-dangling", "environment of host bad refers to environment 5, which does not exist"],
      [
        "ref-dangling",
        'environment of host web2 refers to environment prdo, which does not exist, did you mean "prod"?',
      ],
      [
        "ref-dangling",
        'peers[1] of host web2 refers to host dbl, which does not exist, did you mean "db1"?',
      ],
      [
        "ref-dangling",
        expect.stringContaining('did you mean "{\\"host\\":\\"web1\\",\\"name\\":\\"alice\\"}"?'),
      ],
      ["not-unique", 'host web1 and host web2 have the same address: "10.0.0.1"'],
      ["not-unique", 'host web1 and host web3 have the same port and environment: 22, "prod"'],
    ]);
  });

  it("says where", () => {
    expect(
      issues.filter(({ code }) => code === "ref-dangling").map(({ origin }) => origin),
    ).toEqual(["bad.ts:1", "web2.ts:1", "web2.ts:1", undefined]);
    expect(issues.find(({ code }) => code === "not-unique")?.origin).toEqual([
      "web.ts:1",
      "web2.ts:1",
    ]);
  });

  it("is thrown by valid()", () => {
    expect(issuesOf(() => openRegistry(kinds, [{ kind: "host", value: {} }]).valid())).toHaveLength(
      1,
    );
  });
});

describe("computed fields", () => {
  it("that need themselves are named with the way", () => {
    const loop = defineKind({
      name: "loop",
      schema: { name: { type: "string" } },
      identity: ["name"],
      computed: {
        a: (self): unknown => (self.get as (path: string) => unknown)("b"),
        b: (self): unknown => (self.get as (path: string) => unknown)("a"),
      },
    });
    const instance = openRegistry(
      [loop],
      [{ kind: "loop", value: { name: "x" }, origin: "l.ts:1" }],
    ).get(loop, "x");
    for (const _ of [1, 2]) {
      expect(issuesOf(() => instance?.get("a"))).toMatchObject([
        {
          code: "computed-cycle",
          origin: "l.ts:1",
          message: "A computed field of loop x needs itself: a → b → a",
        },
      ]);
    }
  });

  it("are computed once, when asked for", () => {
    let calls = 0;
    const lazy = defineKind({
      name: "lazy",
      schema: { name: { type: "string" } },
      identity: ["name"],
      computed: { n: () => ++calls },
    });
    const registry = openRegistry([lazy], [{ kind: "lazy", value: { name: "x" } }]);
    registry.issues();
    expect(calls).toBe(0);
    expect([registry.get(lazy, "x")?.get("n"), registry.get(lazy, "x")?.get("n"), calls]).toEqual([
      1, 1, 1,
    ]);
  });
});

describe("declarations", () => {
  it("are checked, everything at once", () => {
    const found = issuesOf(() =>
      defineKind({
        name: "a:b",
        schema: { name: { type: "string" } },
        identity: ["nmae"],
        unique: ["adress"],
        computed: { name: () => 1 },
      }),
    );
    expect(found.map(({ message }) => message)).toEqual([
      'Kind "a:b" needs a name without colons',
      'Kind "a:b" is identified by "nmae", which its schema does not have, did you mean "name"?',
      'Kind "a:b" has the unique property "adress", which its schema does not have',
      'Kind "a:b" computes "name", which is a property of its schema',
    ]);
    expect(issuesOf(() => defineKind({ name: "x", schema: {}, identity: [] }))).toHaveLength(1);
    expect(issuesOf(() => openRegistry([host, host], []))).toMatchObject([
      { code: "kind-duplicate" },
    ]);
  });

  it("of references to kinds that are not there are dangling", () => {
    const [issue] = openRegistry(
      [host],
      [{ kind: "host", value: { name: "a", environment: "prod" } }],
    ).issues();
    expect(issue?.message).toContain('refers to a kind "environment" that is not declared');
  });
});

describe("identity", () => {
  it("is typed, canonical and independent of everything else", () => {
    expect(identityOf(host, "1")).not.toBe(identityOf(host, 1));
    expect(identityOf(user, { name: "a", host: "b", extra: 1 })).toBe(
      'user:{"host":"b","name":"a"}',
    );
    expect(identityOf(host, { name: { b: 1, a: [2] } })).toBe('host:{"name":{"a":[2],"b":1}}');
    expect(issuesOf(() => identityOf(user, "a"))).toMatchObject([{ code: "identity-missing" }]);
    expect(issuesOf(() => identityOf(host, { name: Number.NaN }))).toMatchObject([
      { code: "not-canonical" },
    ]);
  });

  it("and everything else a registry says does not depend on the order of declarations", () => {
    const name = fc.constantFrom("a", "b", "c", "__proto__", "constructor");
    const record = fc.record({
      kind: fc.constantFrom("host", "environment", "hots"),
      value: fc.record(
        {
          name,
          port: fc.constantFrom(1, 2, "x"),
          environment: name,
          peers: fc.array(name, { maxLength: 2 }),
        },
        { requiredKeys: [] },
      ),
      origin: fc.nat(5),
    });
    const lists = fc
      .array(record, { maxLength: 6 })
      .chain((list) =>
        fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
      );
    fc.assert(
      fc.property(lists, ([list, shuffled]) => {
        const one = openRegistry(kinds, list);
        const two = openRegistry(kinds, shuffled);
        expect(two.issues()).toEqual(one.issues());
        const all = (registry: typeof one): unknown =>
          registry
            .all("host")
            .map((item) => [
              item.id,
              item.value,
              item.origin,
              item.backReferences().map(({ from, path }) => [from.id, path]),
            ]);
        expect(all(two)).toEqual(all(one));
      }),
      { numRuns: process.env.SLOW === "1" ? 3000 : 300 },
    );
  });
});
