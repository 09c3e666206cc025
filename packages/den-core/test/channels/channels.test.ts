import { describe, expect, it } from "vitest";
import { createFleet, defineFleet, definePolicy, policy, sel } from "../../src/index.ts";
import { errorsOf, findingsOf, modulesOf, open } from "../support/open.ts";

const linux = (hosts: object) => ({ hosts: { "x86_64-linux": hosts } });

describe("the patterns that fleets use", () => {
  it("firewall ports: services publish, one aspect reads", () => {
    const fleet = open({
      ...linux({
        a: { includes: ["web", "ssh", "firewall"] },
        b: { includes: ["ssh", "firewall"] },
      }),
      channels: { ports: { description: "TCP ports" } },
      aspects: {
        web: { ports: [80, 443] },
        ssh: { ports: 22 },
        firewall: {
          nixos: ({ ports }: { ports: number[] }) => ({
            networking: { firewall: { allowedTCPPorts: ports } },
          }),
        },
      },
    });
    expect(errorsOf(fleet)).toEqual([]);
    expect(modulesOf(fleet, "a")).toEqual([
      "firewall: { networking.firewall.allowedTCPPorts = [ 80 443 22 ]; }",
    ]);
    expect(modulesOf(fleet, "b")).toEqual([
      "firewall: { networking.firewall.allowedTCPPorts = [ 22 ]; }",
    ]);
  });
  it("haproxy backends: collected from the peers that a selector names", () => {
    const fleet = open({
      ...linux({
        lb: { includes: ["haproxy"] },
        w1: { tags: ["web"], includes: ["web"] },
        w2: { tags: ["web"], includes: ["web"] },
        other: { includes: ["web"] },
      }),
      channels: { backends: {} },
      aspects: {
        web: {
          backends: ({ host }: { host: { name: string } }) => ({ name: host.name, port: 80 }),
        },
        haproxy: {
          nixos: ({ backends }: { backends: { name: string; port: number }[] }) => ({
            servers: backends.map((one) => `${one.name}:${one.port}`),
          }),
          policies: { collect: definePolicy("host", [policy.collect("backends", sel.tag("web"))]) },
        },
      },
    });
    expect(errorsOf(fleet)).toEqual([]);
    expect(modulesOf(fleet, "lb")).toEqual(['haproxy: { servers = [ "w1:80" "w2:80" ]; }']);
  });
  it("/etc/hosts: everyone's address at everyone", () => {
    const fleet = open({
      ...linux({
        a: { meta: { ip: "10.0.0.1" } },
        b: { meta: { ip: "10.0.0.2" } },
      }),
      includes: ["hosts-file"],
      channels: { addresses: {} },
      aspects: {
        "hosts-file": {
          addresses: ({ host }: { host: { name: string; meta: { ip: string } } }) => ({
            name: host.name,
            ip: host.meta.ip,
          }),
          nixos: ({ addresses }: { addresses: { name: string; ip: string }[] }) => ({
            networking: {
              hosts: Object.fromEntries(addresses.map(({ ip, name }) => [ip, [name]])),
            },
          }),
          policies: { all: definePolicy("host", [policy.broadcast("addresses", "host")]) },
        },
      },
    });
    expect(errorsOf(fleet)).toEqual([]);
    for (const host of ["a", "b"]) {
      expect(modulesOf(fleet, host)).toEqual([
        'hosts-file: { networking.hosts = { "10.0.0.1" = [ "a" ]; "10.0.0.2" = [ "b" ]; }; }',
      ]);
    }
  });
  it("a mesh for each user: users expose to their host, hosts broadcast", () => {
    const user = ({ user: one, host }: { user: { name: string }; host: { name: string } }) =>
      `${one.name}@${host.name}`;
    const fleet = open({
      ...linux({
        a: { users: { x: { includes: ["mesh"] } }, includes: ["reader"] },
        b: {
          users: { x: { includes: ["mesh"] }, y: { includes: ["mesh"] } },
          includes: ["reader"],
        },
      }),
      channels: { keys: {} },
      aspects: {
        mesh: { keys: user },
        reader: { nixos: ({ keys }: { keys: string[] }) => ({ keys }) },
      },
      policies: {
        up: definePolicy("user", () => [policy.expose("keys")]),
        out: definePolicy("host", () => [policy.broadcast("keys", sel.kind("host"))]),
      },
    });
    expect(errorsOf(fleet)).toEqual([]);
    expect(modulesOf(fleet, "a")).toEqual(['reader: { keys = [ "x@a" "x@b" "y@b" ]; }']);
    expect(modulesOf(fleet, "b")).toEqual(['reader: { keys = [ "x@b" "y@b" "x@a" ]; }']);
  });
});

describe("operations", () => {
  const base = (policies: object) => ({
    ...linux({ a: { includes: ["p", "r"] } }),
    channels: { n: {}, m: {} },
    aspects: {
      p: { n: [1, 2, 3] },
      r: { nixos: ({ n, m }: { n: unknown[]; m: unknown[] }) => ({ n, m }) },
    },
    policies,
  });
  it("filter, then transform, whatever the names of the policies", () => {
    const keep = policy.filter("n", (item) => (item.value as number) > 1);
    const double = policy.transform("n", (item) => (item.value as number) * 2);
    for (const policies of [
      { a: definePolicy("host", [keep]), b: definePolicy("host", [double]) },
      { a: definePolicy("host", [double]), b: definePolicy("host", [keep]) },
    ]) {
      expect(modulesOf(open(base(policies)), "a")).toEqual(["r: { m = [ ]; n = [ 4 6 ]; }"]);
    }
  });
  it("rename delivers under another name", () => {
    const fleet = open(base({ a: definePolicy("host", [policy.rename("n", "m")]) }));
    expect(modulesOf(fleet, "a")).toEqual(["r: { m = [ 1 2 3 ]; n = [ 1 2 3 ]; }"]);
  });
  it("withOrigin tells the reader who said what", () => {
    const fleet = open(
      base({
        a: definePolicy("host", [policy.withOrigin("n"), policy.filter("n", (i) => i.value === 1)]),
      }),
    );
    expect(modulesOf(fleet, "a")[0]).toMatch(
      /origin = \{ aspect = "p"; scope = "host:a"; \}; value = 1;/,
    );
  });
  it("an unknown channel is an error with the nearest name", () => {
    const fleet = open(base({ a: definePolicy("host", [policy.expose("mm")]) }));
    const [finding] = findingsOf(fleet).filter((one) => one.code === "DEN_UNKNOWN_CHANNEL");
    expect(finding?.remedy).toMatch(/n, m/);
  });
});

it("looking at a channel is not reading it: what nobody reads is told all the same", () => {
  const fleet = createFleet(
    defineFleet({
      channels: { ports: {} },
      hosts: { "x86_64-linux": { web1: { includes: ["web"] } } },
      aspects: { web: { ports: 80, nixos: { a: 1 } } },
    }),
    { root: "/fleet" },
  );
  expect(fleet.why("web1", "channel:ports")).toBeDefined();
  fleet.picture("channels", { at: "web1" });
  fleet.picture("channels");
  expect(fleet.check().map(({ code }) => code)).toContain("DEN_UNREAD_CHANNEL");
});
