import fc from "fast-check";
import { buildModel, checkModel, type Declaration, placeVars, type ScopeNode } from "gen-vars";
import { describe, expect, it } from "vitest";
import { codes, declare, errorOf, model, SCOPES } from "./support.ts";

const ids = (found: { readonly instances: readonly { readonly id: string }[] }): string[] =>
  found.instances.map((instance) => instance.id).sort();

describe("where a generator lives", () => {
  const file = { files: { f: {} } };
  it.each([
    ["at the node that declares it", declare("env:prod", "g", file), ["env:prod/g"]],
    [
      "at the nearest node above of its scope",
      declare("user:alice@web1", "g", { ...file, scope: "environment" }),
      ["env:prod/g"],
    ],
    [
      "at every node below of its scope",
      declare("env:prod", "g", { ...file, scope: "host" }),
      ["host:web1/g", "host:web2/g"],
    ],
    ["at the root when shared", declare("host:db1", "g", { ...file, share: true }), ["fleet/g"]],
    [
      "nowhere when its kind has no node there",
      declare("host:db1", "g", { ...file, scope: "user" }),
      [],
    ],
  ])("%s", (_, declaration, wanted) => {
    expect(ids(model([declaration]))).toEqual(wanted);
  });

  it("once, however many hosts declare it, when they agree", () => {
    const shared = (owner: string) => ({ share: true, files: { f: { owner } } });
    const found = model([
      declare("host:web1", "ca", shared("nginx")),
      declare("host:web2", "ca", shared("caddy")),
    ]);
    expect(ids(found)).toEqual(["fleet/ca"]);
    expect(found.instance("fleet/ca")?.declarations.map((d) => d.node.id)).toEqual([
      "host:web1",
      "host:web2",
    ]);
  });

  it("is an error that shows the difference when they do not", async () => {
    const shared = (script: string, secret: boolean) => ({
      share: true,
      script,
      files: { key: { secret } },
      validation: { bits: 4096 },
    });
    const error = await errorOf(() =>
      model([
        declare("host:web1", "ca", shared("make a", true)),
        declare("host:web2", "ca", shared("make b", false)),
      ]),
    );
    expect(error.code).toBe("shared-conflict");
    for (const part of [
      "fleet/ca",
      "host:web1",
      "host:web2",
      "make a",
      "make b",
      "files.key.secret: true ≠ false",
    ]) {
      expect(error.message).toContain(part);
    }
    expect(error.message).not.toContain("validation");
  });

  it("takes any string as an id", () => {
    const scopes: ScopeNode[] = ["__proto__", "constructor", "a/b", ""].map((id) => ({
      id,
      kind: "host",
    }));
    const found = buildModel({
      scopes,
      declarations: scopes.map(({ id }) => ({ node: id, name: "toString", generator: file })),
    });
    expect(ids(found)).toEqual([
      "/toString",
      "__proto__/toString",
      "a/b/toString",
      "constructor/toString",
    ]);
    expect(found.instance("a/b/toString")?.node.id).toBe("a/b");
    expect(found.instance("b/toString")).toBeUndefined();
  });
});

describe("generators placed without their dependencies", () => {
  const declarations = [
    declare("fleet", "ca", { scope: "host", files: { key: {} }, dependencies: ["elsewhere"] }),
    declare("host:web1", "own", { files: { key: {}, odd: { mode: "9" } } }),
  ];
  it("live where they live in a whole model, whatever they depend on", () => {
    const { placed, issues } = placeVars({ scopes: SCOPES, declarations });
    expect([...placed.at("host:web1").keys()]).toEqual(["ca", "own"]);
    expect([...placed.at("host:db1").keys()]).toEqual(["ca"]);
    expect(issues.map(({ code }) => code)).toEqual(["field-invalid"]);
  });
  it("are read once for several models, and what is wrong is told in each", () => {
    const normalized = new Map();
    const once = placeVars({ scopes: SCOPES, declarations, normalized });
    const again = placeVars({ scopes: SCOPES, declarations, normalized });
    expect(again.issues).toEqual(once.issues);
    expect(again.placed.at("host:web1").get("own")?.generator).toBe(
      once.placed.at("host:web1").get("own")?.generator,
    );
  });
});

describe("problems of scopes", () => {
  it("are all reported", () => {
    const { issues } = checkModel({
      scopes: [
        { id: "a", kind: "host" },
        { id: "a", kind: "host" },
        { id: "b", kind: "host", parent: "nowhere" },
        { id: "c", kind: "x", parent: "d" },
        { id: "d", kind: "x", parent: "c" },
        { id: "e", kind: "host", name: "b" },
      ],
      edges: [{ from: "a", to: "zz" }],
      declarations: [
        { node: "aa", name: "g", generator: {} },
        { node: "a", name: "g", generator: { scope: "hst" } },
      ],
    });
    expect(issues.map((issue) => issue.code).sort()).toEqual([
      "scope-cycle",
      "scope-duplicate",
      "scope-duplicate",
      "scope-parent-missing",
      "scope-unknown",
      "scope-unknown",
      "scope-unmatched",
    ]);
    expect(issues.find((issue) => issue.code === "scope-unmatched")?.suggestion).toBe("host");
  });

  it("do not need a deep stack", () => {
    const scopes: ScopeNode[] = [{ id: "0", kind: "fleet" }];
    for (let i = 1; i < 20_000; i++) scopes.push({ id: `${i}`, kind: "x", parent: `${i - 1}` });
    const found = buildModel({
      scopes,
      declarations: [
        { node: "0", name: "ca", generator: { files: { f: {} } } },
        { node: "19999", name: "g", generator: { files: { f: {} }, dependencies: ["ca"] } },
      ],
    });
    expect(found.instance("19999/g")?.dependencies[0]?.on.id).toBe("0/ca");
  });
});

describe("dependencies", () => {
  const secret = { files: { key: {} } };
  const pair = { files: { key: {}, pub: { secret: false } } };

  it("mean the nearest generator of that name, at the node or above", () => {
    const found = model([
      declare("fleet", "ca", pair),
      declare("env:prod", "ca", pair),
      declare("host:web1", "tls", { files: { f: {} }, dependencies: ["ca"] }),
      declare("host:db1", "tls", { files: { f: {} }, dependencies: ["ca"] }),
      declare("user:alice@web1", "u", {
        files: { f: {} },
        dependencies: [{ generator: "ca", scope: "fleet" }, "tls"],
      }),
    ]);
    const of = (id: string) =>
      found.instance(id)?.dependencies.map((d) => `${d.on.id}:${d.access}`);
    expect(of("host:web1/tls")).toEqual(["env:prod/ca:all"]);
    expect(of("host:db1/tls")).toEqual(["fleet/ca:all"]);
    expect(of("user:alice@web1/u")).toEqual(["fleet/ca:all", "host:web1/tls:all"]);
  });

  it("reach another host's public files through an edge, by id, name or alias", () => {
    for (const node of ["host:db1", "db1", "the-db"]) {
      const found = buildModel({
        scopes: SCOPES.map((s) => (s.id === "host:db1" ? { ...s, aliases: ["the-db"] } : s)),
        edges: [{ from: "env:prod", to: "host:db1" }],
        declarations: [
          declare("host:db1", "wg", pair),
          declare("host:web1", "peers", {
            files: { f: {} },
            dependencies: [{ generator: "wg", node }],
          }),
        ],
      });
      expect(found.instance("host:web1/peers")?.dependencies).toMatchObject([
        { access: "public", on: { id: "host:db1/wg" } },
      ]);
    }
  });

  it("reach secrets of a service instance through an edge with access all", () => {
    const found = model(
      [
        declare("instance:backup", "repo", secret),
        declare("host:web1", "g", {
          files: { f: {} },
          dependencies: [{ generator: "repo", node: "instance:backup" }],
        }),
      ],
      { edges: [{ from: "host:web1", to: "instance:backup", access: "all" }] },
    );
    expect(found.instance("host:web1/g")?.dependencies[0]?.access).toBe("all");
  });

  const needs = (dependency: unknown) =>
    ({ files: { f: {} }, dependencies: [dependency] }) as never;
  const refusals: [string, Declaration[], string[], string[]][] = [
    [
      "a typo",
      [declare("fleet", "authority", pair), declare("fleet", "g", needs("authroity"))],
      ["dependency-missing"],
      ["Did you mean authority?"],
    ],
    [
      "a generator that lives below",
      [declare("host:web1", "wg", pair), declare("fleet", "g", needs("wg"))],
      ["dependency-not-visible"],
      ["host host:web1", "seen by host:web1 and everything below it"],
    ],
    [
      "another host without an edge",
      [
        declare("host:db1", "wg", pair),
        declare("host:web1", "g", needs({ generator: "wg", node: "host:db1" })),
      ],
      ["dependency-not-visible"],
      ["lives at host host:db1", "edge from host:web1 to host:db1"],
    ],
    [
      "a node that does not exist",
      [declare("host:web1", "g", needs({ generator: "wg", node: "host:db2" }))],
      ["dependency-missing"],
      ["Did you mean host:db1?"],
    ],
  ];
  it.each(refusals)("%s is refused", async (_, declarations, wanted, parts) => {
    expect(codes(declarations)).toEqual(wanted);
    const error = await errorOf(() => model(declarations));
    for (const part of parts) expect(error.message).toContain(part);
  });

  it("refuses an edge to secrets only", () => {
    expect(
      codes(
        [
          declare("host:db1", "k", secret),
          declare("host:web1", "g", needs({ generator: "k", node: "host:db1" })),
        ],
        { edges: [{ from: "host:web1", to: "host:db1" }] },
      ),
    ).toEqual(["dependency-no-files"]);
  });

  it("in a circle are refused with the chain, all circles at once", () => {
    const { issues } = checkModel({
      scopes: SCOPES,
      declarations: [
        declare("fleet", "a", needs("b")),
        declare("fleet", "b", needs("c")),
        declare("fleet", "c", needs("a")),
        declare("fleet", "x", needs("x")),
      ],
    });
    expect(issues.map((issue) => [issue.code, issue.chain])).toEqual([
      ["cycle", ["fleet/a", "fleet/b", "fleet/c", "fleet/a"]],
      ["cycle", ["fleet/x", "fleet/x"]],
    ]);
  });

  it("of templates are dependencies, and may not leak", () => {
    const ca = declare("fleet", "ca", pair);
    const url = (secretFile: boolean, file: string) =>
      declare("host:web1", "url", {
        files: { url: { secret: secretFile, template: `x={{ca/${file}}}` } },
      });
    expect(model([ca, url(true, "key")]).instance("host:web1/url")?.dependencies[0]?.on.id).toBe(
      "fleet/ca",
    );
    expect(codes([ca, url(false, "pub")])).toEqual([]);
    expect(codes([ca, url(false, "key")])).toEqual(["template-leaks-secret"]);
    expect(codes([ca, url(true, "kee")])).toEqual(["template-reference"]);
    expect(codes([url(true, "key")])).toEqual(["dependency-missing"]);
  });
});

it("refuses to deploy to what does not exist", async () => {
  const to = (deploy: string[]) => [declare("fleet", "g", { files: { f: { deploy } } })];
  expect(codes(to(["web1", "host:db1"]))).toEqual([]);
  const error = await errorOf(() => model(to(["wbe1", "nowhere-at-all"])));
  expect(error.issues.map((issue) => [issue.code, issue.suggestion])).toEqual([
    ["scope-unknown", undefined],
    ["scope-unknown", "web1"],
  ]);
});

describe("order", () => {
  const gen = (dependencies: string[]) => ({ files: { f: {} }, dependencies });
  const declarations = [
    declare("fleet", "d", gen(["b", "c"])),
    declare("fleet", "c", gen(["a"])),
    declare("fleet", "b", gen(["a"])),
    declare("fleet", "a", gen([])),
    declare("host:web1", "e", gen([])),
  ];

  it("has dependencies first and levels that can run in parallel", () => {
    const found = model(declarations);
    expect(found.instances.map((i) => i.id)).toEqual([
      "fleet/a",
      "fleet/b",
      "fleet/c",
      "fleet/d",
      "host:web1/e",
    ]);
    expect(found.levels.map((level) => level.map((i) => i.id))).toEqual([
      ["fleet/a", "host:web1/e"],
      ["fleet/b", "fleet/c"],
      ["fleet/d"],
    ]);
  });

  it("does not depend on the order of declarations", () => {
    const wanted = model(declarations).instances.map((i) => i.id);
    fc.assert(
      fc.property(fc.shuffledSubarray(declarations, { minLength: 5 }), (shuffled) => {
        expect(model(shuffled).instances.map((i) => i.id)).toEqual(wanted);
      }),
    );
  });
});
