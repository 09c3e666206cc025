import type { Picture } from "den-diagram";
import { describe, expect, it } from "vitest";
import { pictureOf } from "../../src/diagram/pictures.ts";
import { definePolicy, defineService, policy, sel } from "../../src/index.ts";
import { open } from "../support/open.ts";
import { detailsOf, edgeLines, nodeLines } from "./lines.ts";

const fleet = {
  meta: { name: "shop", domain: "example.org" },
  kinds: { vm: { parent: "host" } },
  channels: { ports: { description: "open ports" } },
  tags: { production: ["web1"] },
  environments: {
    prod: { hosts: sel.tag("production"), includes: ["base"], meta: { region: "eu" } },
  },
  hosts: {
    "x86_64-linux": {
      web1: {
        includes: ["web"],
        excludes: ["acme"],
        users: { alice: { includes: ["git"] } },
        aspects: { nginx: { settings: { port: 8443 } } },
      },
      db1: { tags: ["db"] },
    },
  },
  homes: { "aarch64-darwin": { "bob@mac": {} } },
  entities: { vm: { "runner@web1": { parent: "web1" } } },
  aspects: {
    base: { nixos: { boot: 1 }, homeManager: { shell: 1 } },
    web: { includes: ["nginx"] },
    nginx: {
      meta: {
        description: "a proxy",
        categories: ["Web"],
        requires: ["acme", "dns"],
        provides: ["http"],
      },
      includes: ["acme"],
      settings: { port: { type: "integer", default: 80 }, "a.b": { type: "integer", default: 1 } },
      ports: ({ settings }: { settings: { port: number } }) => [settings.port],
      nixos: { services: { nginx: true } },
    },
    acme: { meta: { categories: ["Security"] }, nixos: { acme: 1 } },
    firewall: { nixos: ({ ports }: { ports: number[] }) => ({ open: ports }) },
    git: { homeManager: { git: 1 } },
    unused: { nixos: {} },
  },
  policies: {
    production: definePolicy("host", ({ host }) =>
      host.tags.has("production")
        ? [policy.include("firewall"), policy.configure("nginx", { port: 443 })]
        : [],
    ),
  },
  services: {
    backup: defineService({
      meta: { description: "copies" },
      roles: {
        server: {
          members: sel.tag("db"),
          min: 1,
          max: 2,
          aspect: ({ peers }) => ({ nixos: { n: peers.client?.names.length ?? 0 } }),
        },
        client: { members: sel.tag("production"), aspect: { nixos: { client: 1 } } },
      },
      constraints: { exclusiveRoles: true, oneInstancePerHost: true },
    }),
  },
  vars: {
    generators: {
      ca: { files: { key: {}, cert: { secret: false } }, script: "true" },
      tls: {
        scope: "host",
        files: { key: {} },
        dependencies: ["ca"],
        prompts: { why: { type: "line" } },
        script: "true",
      },
    },
  },
};

const draw = (name: string, options: object = {}): Picture => pictureOf(open(fleet), name, options);

describe("fleet", () => {
  const picture = draw("fleet");
  it("is environments with hosts, users, homes and other kinds", () => {
    expect(nodeLines(picture)).toEqual([
      "fleet fleet:shop",
      "home home:bob@mac aarch64-darwin",
      "host host:db1 x86_64-linux",
      "host host:web1 x86_64-linux in environment:prod",
      "user user:alice@web1 in environment:prod",
      "vm vm:runner@web1 in environment:prod",
    ]);
    expect(edgeLines(picture)).toEqual([
      "fleet:shop contains home:bob@mac",
      "fleet:shop contains host:db1",
      "fleet:shop contains host:web1",
      "host:web1 contains user:alice@web1",
      "host:web1 contains vm:runner@web1",
    ]);
    expect(picture.groups.map(({ id, kind }) => [id, kind])).toEqual([
      ["environment:prod", "environment"],
    ]);
  });
  it("tells what an entity is, and where it is declared", () => {
    expect(detailsOf(picture, "host:web1")).toEqual({
      system: "x86_64-linux",
      class: "nixos",
      tags: "production",
      aspects: "5",
      declared: "den.config.ts at hosts.x86_64-linux.web1",
    });
    expect(detailsOf(picture, "environment:prod")).toMatchObject({ "meta.region": "eu" });
  });
});

describe("aspects", () => {
  it("of the fleet: includes, policies, and what nothing includes", () => {
    const picture = draw("aspects");
    expect(edgeLines(picture)).toEqual([
      "aspect:nginx includes aspect:acme",
      "aspect:web includes aspect:nginx",
      "policy:backup/client members includes aspect:backup/client",
      "policy:backup/server members includes aspect:backup/server",
      "policy:production includes aspect:firewall",
    ]);
    expect(picture.nodes.filter(({ muted }) => muted).map(({ id }) => id)).toEqual([
      "aspect:acme",
      "aspect:backup",
      "aspect:unused",
    ]);
    expect(detailsOf(picture, "aspect:nginx")).toEqual({
      description: "a proxy",
      categories: "Web",
      classes: "nixos",
      "included at": "host web1",
      declared: "den.config.ts at aspects.nginx",
    });
    expect(detailsOf(picture, "aspect:acme")["excluded by"]).toBe(
      "host web1 (den.config.ts at hosts.x86_64-linux.web1.excludes.0)",
    );
  });
  it("at a host: every chain, tombstones with who excludes, users as groups", () => {
    const picture = draw("aspects", { at: "web1" });
    expect(nodeLines(picture)).toEqual([
      "aspect aspect:acme (muted)",
      "aspect aspect:backup/client",
      "aspect aspect:base",
      "aspect aspect:firewall",
      "aspect aspect:git at user:alice@web1 in user:alice@web1",
      "aspect aspect:nginx",
      "aspect aspect:web",
      "environment environment:prod",
      "host host:web1",
      "policy policy:backup/client members",
      "policy policy:production",
    ]);
    expect(edgeLines(picture)).toEqual([
      "aspect:nginx includes aspect:acme (muted)",
      "aspect:web includes aspect:nginx",
      "environment:prod includes aspect:base",
      "host:web1 excludes aspect:acme",
      "host:web1 fires policy:backup/client members",
      "host:web1 fires policy:production",
      "host:web1 includes aspect:web",
      "policy:backup/client members includes aspect:backup/client",
      "policy:production includes aspect:firewall",
    ]);
    expect(detailsOf(picture, "aspect:acme")["excluded by"]).toContain("host web1 (den.config.ts");
  });
  it("excluded by aspects and by policies, and included by name", () => {
    const pipeline = open({
      hosts: { "x86_64-linux": { web1: { includes: ["a"] } } },
      aspects: {
        a: { includes: ["b", "c"], excludes: ["b"] },
        b: {},
        c: { includes: ["d"] },
        d: {},
        web1: {},
      },
      policies: { p: definePolicy("host", [policy.exclude("d")]) },
    });
    expect(edgeLines(pictureOf(pipeline, "aspects", { at: "web1" }))).toEqual([
      "aspect:a excludes aspect:b",
      "aspect:a includes aspect:b (muted)",
      "aspect:a includes aspect:c",
      "aspect:c includes aspect:d (muted)",
      "host:web1 fires policy:p",
      "host:web1 includes aspect:a",
      "host:web1 includes aspect:web1: by its name",
      "policy:p excludes aspect:d",
    ]);
    const whole = pictureOf(pipeline, "aspects");
    expect(edgeLines(whole)).toEqual([
      "aspect:a excludes aspect:b",
      "aspect:a includes aspect:b",
      "aspect:a includes aspect:c",
      "aspect:c includes aspect:d",
      "policy:p excludes aspect:d",
    ]);
  });
});

describe("services", () => {
  const picture = draw("services");
  it("has roles in their instance, members, and who reads whom", () => {
    expect(nodeLines(picture)).toEqual([
      "role aspect:backup/client 1 member in instance:backup",
      "role aspect:backup/server 1 member in instance:backup",
      "host host:db1",
      "host host:web1",
    ]);
    expect(edgeLines(picture)).toEqual([
      "aspect:backup/server reads aspect:backup/client",
      "host:db1 member aspect:backup/server",
      "host:web1 member aspect:backup/client",
    ]);
  });
  it("tells constraints", () => {
    expect(detailsOf(picture, "instance:backup")).toMatchObject({
      description: "copies",
      "exclusive roles": "all",
      "instances on one host": "at most 1",
    });
    expect(detailsOf(picture, "aspect:backup/server")).toMatchObject({ "how many": "1 to 2" });
  });
});

describe("channels", () => {
  it("of the fleet", () => {
    const picture = draw("channels");
    expect(edgeLines(picture)).toEqual([
      "aspect:nginx publishes channel:ports",
      "channel:ports reads aspect:firewall",
    ]);
    expect(Object.fromEntries(picture.edges[0]?.details ?? [])).toEqual({
      values: "1",
      at: "host web1",
      declared: "den.config.ts at aspects.nginx.ports",
    });
    expect(detailsOf(picture, "channel:ports").description).toBe("open ports");
  });
  it("at a host, with what comes from elsewhere in a group", () => {
    const pipeline = open({
      channels: { ips: {} },
      hosts: { "x86_64-linux": { a: { includes: ["net"] }, b: { includes: ["net"] } } },
      aspects: {
        net: { ips: ["1"], nixos: (args: { ips: string[] }) => ({ all: args.ips }) },
      },
      policies: { mesh: definePolicy("host", [policy.collect("ips", sel.kind("host"))]) },
    });
    const picture = pictureOf(pipeline, "channels", { at: "a" });
    expect(edgeLines(picture)).toEqual([
      "aspect:net at host:b publishes channel:ips",
      "aspect:net publishes channel:ips",
      "channel:ips reads aspect:net",
      "policy:mesh shapes channel:ips: collect ips",
    ]);
    expect(picture.groups.map(({ id }) => id)).toEqual(["host:b"]);
  });
});

describe("vars", () => {
  it("of the fleet: by scope, with what they depend on and whether they are there", () => {
    const picture = draw("vars");
    expect(nodeLines(picture)).toEqual([
      "sops fleet:shop/ca missing in fleet:shop",
      "sops host:db1/tls missing in host:db1",
      "sops host:web1/tls missing in host:web1",
    ]);
    expect(edgeLines(picture)).toEqual([
      "host:db1/tls depends on fleet:shop/ca",
      "host:web1/tls depends on fleet:shop/ca",
    ]);
    expect(detailsOf(picture, "fleet:shop/ca")).toMatchObject({
      backend: "sops",
      "file key": "secret",
      "file cert": "public",
    });
    expect(detailsOf(picture, "host:web1/tls")["asks for"]).toBe("why");
  });
  it("around one host", () => {
    expect(nodeLines(draw("vars", { at: "web1" }))).toEqual([
      "sops fleet:shop/ca missing in fleet:shop",
      "sops host:web1/tls missing in host:web1",
    ]);
    expect(edgeLines(draw("vars", { at: "web1" }))).toEqual([
      "host:web1/tls depends on fleet:shop/ca",
    ]);
  });
  it("of which something is wrong are refused, not empty", () => {
    const broken = {
      ...fleet,
      vars: { generators: { a: { files: { x: {} }, dependencies: ["nope"], script: "" } } },
    };
    expect(() => pictureOf(open(broken), "vars")).toThrow(/nope/);
  });
});

describe("settings", () => {
  it("has the layer that won, and what it shadows", () => {
    const picture = draw("settings", { at: "web1", aspect: "nginx" });
    expect(nodeLines(picture)).toEqual([
      "aspect aspect:nginx default",
      "host host:web1",
      "policy policy:production (muted)",
      'setting setting:nginx."a.b" 1',
      "setting setting:nginx.port 8443",
    ]);
    expect(edgeLines(picture)).toEqual([
      'aspect:nginx sets setting:nginx."a.b"',
      "aspect:nginx shadowed setting:nginx.port: 80 (muted)",
      "host:web1 sets setting:nginx.port",
      "policy:production shadowed setting:nginx.port: 443 (muted)",
    ]);
    expect(detailsOf(picture, "setting:nginx.port").declared).toContain("aspects.nginx.settings");
  });
  it("of an aspect that the host lacks has no effect", () => {
    const picture = draw("settings", { at: "db1", aspect: "nginx" });
    expect(picture.nodes.filter(({ kind }) => kind === "setting").every(({ muted }) => muted)).toBe(
      true,
    );
    expect(detailsOf(picture, "setting:nginx.port").effect).toBe("none: db1 lacks nginx");
  });
});

describe("catalog", () => {
  it("has what aspects provide and require, and what is unmet", () => {
    const picture = draw("catalog");
    expect(edgeLines(picture)).toEqual([
      "aspect:nginx provides capability:http",
      "aspect:nginx requires aspect:acme: unmet",
      "aspect:nginx requires capability:dns: unmet",
    ]);
    expect(nodeLines(picture)).toContain("capability capability:dns unmet (muted)");
    expect(nodeLines(picture)).toContain("aspect aspect:nginx in category:Web");
    const at = draw("catalog", { at: "db1" });
    expect(at.nodes.map(({ id }) => id)).toEqual(["aspect:backup/server"]);
  });
});

describe("outputs", () => {
  it("of a host", () => {
    expect(edgeLines(draw("outputs", { at: "web1" }))).toEqual([
      "aspect:backup/client contributes to output:nixosConfigurations.web1",
      "aspect:base contributes to output:nixosConfigurations.web1: homeManager, nixos",
      "aspect:firewall contributes to output:nixosConfigurations.web1",
      "aspect:git contributes to output:nixosConfigurations.web1: homeManager",
      "aspect:nginx contributes to output:nixosConfigurations.web1",
    ]);
  });
  it("that an aspect reaches", () => {
    const picture = draw("outputs", { aspect: "nginx" });
    expect(edgeLines(picture)).toEqual([
      "aspect:nginx contributes to output:nixosConfigurations.web1",
    ]);
    expect(draw("outputs").nodes.length).toBeGreaterThan(picture.nodes.length);
  });
});

describe("what is asked wrong is refused by name", () => {
  it.each([
    ["flet", {}, "DEN_UNKNOWN_PICTURE", 'did you mean "fleet"?'],
    ["__proto__", {}, "DEN_UNKNOWN_PICTURE", "known: fleet"],
    ["fleet", { at: "web1" }, "DEN_PICTURE_OPTION", "leave it out"],
    ["aspects", { aspect: "nginx" }, "DEN_PICTURE_OPTION", "it takes at"],
    ["outputs", { host: "web1" }, "DEN_PICTURE_OPTION", "it takes at and aspect"],
    ["settings", { at: "web1" }, "DEN_PICTURE_OPTION", "say which: `aspect`"],
    ["settings", { at: "web1", aspect: "nginks" }, "DEN_UNKNOWN_ASPECT", 'did you mean "nginx"?'],
    ["outputs", { aspect: "nginks" }, "DEN_UNKNOWN_ASPECT", 'did you mean "nginx"?'],
    ...["aspects", "channels", "vars", "catalog", "outputs"].map(
      (name) => [name, { at: "web2" }, "DEN_UNKNOWN_HOST", 'did you mean "web1"?'] as const,
    ),
  ] as const)("%s %o", (name, options, code, remedy) => {
    try {
      draw(name, options);
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ code, findings: [{ code }] });
      expect((error as { findings: { remedy: string }[] }).findings[0]?.remedy).toContain(remedy);
    }
  });
});
