import { describe, expect, it } from "vitest";
import { defineFleet, definePolicy, defineService, policy, sel } from "../../src/index.ts";
import { planFleet } from "../../src/plan/plan.ts";
import { errorsOf, findingsOf, modulesOf, open, settingsOf } from "../support/open.ts";

const layout = { root: "/fleet", out: "/fleet/den-out" };

const borgbackup = defineService({
  meta: { description: "Encrypted backup with borg", categories: ["Backup"] },
  roles: {
    server: {
      members: sel.attrs({ tag: "backup-server" }),
      settings: { directory: { type: "string", default: "/var/lib/borgbackup" } },
      aspect: ({ settings, peers }) => ({
        nixos: {
          services: {
            borgbackup: {
              repos: Object.fromEntries(
                (peers.client?.names ?? []).map((name) => [
                  name,
                  { path: `${settings.directory}/${name}` },
                ]),
              ),
            },
          },
        },
        terranix: { resource: { hcloud_volume: { backup: { size: 100 } } } },
        devshell: { commands: [{ name: "borg-status", command: "borg list" }] },
      }),
    },
    client: {
      members: sel.not(sel.attrs({ tag: "no-backup" })),
      settings: { startAt: { type: "string", default: "*-*-* 01:00:00" } },
      aspect: ({ settings, peers }) => ({
        nixos: {
          services: {
            borgbackup: {
              jobs: Object.fromEntries(
                (peers.server?.names ?? []).map((name) => [
                  name,
                  { repo: `borg@${name}:.`, startAt: settings.startAt },
                ]),
              ),
            },
          },
        },
      }),
    },
  },
});

const hosts = {
  "x86_64-linux": {
    storage1: { tags: ["backup-server", "no-backup"] },
    web1: {},
    web2: { aspects: { "borgbackup/client": { settings: { startAt: "daily" } } } },
  },
};

describe("the specification's borgbackup", () => {
  const fleet = open(defineFleet({ hosts, services: { borgbackup } }));
  it("servers know their clients, clients their servers", () => {
    expect(errorsOf(fleet)).toEqual([]);
    expect(modulesOf(fleet, "storage1")).toEqual([
      'borgbackup/server: { services.borgbackup.repos = { web1.path = "/var/lib/borgbackup/web1"; web2.path = "/var/lib/borgbackup/web2"; }; }',
    ]);
    expect(modulesOf(fleet, "web2")).toEqual([
      'borgbackup/client: { services.borgbackup.jobs.storage1 = { repo = "borg@storage1:."; startAt = "daily"; }; }',
    ]);
  });
  it("stands at one place", () => {
    const { origins } = fleet.model.aspects.get("borgbackup/client") ?? {};
    expect(origins).toHaveLength(1);
  });
  it("is the plan that aspects, policies and selectors written by hand give", () => {
    const server = sel.attrs({ tag: "backup-server" });
    const client = sel.not(sel.attrs({ tag: "no-backup" }));
    const peers = {
      client: { members: client, aspect: "borgbackup/client" },
      server: { members: server, aspect: "borgbackup/server" },
    };
    const part = (role: "server" | "client") => ({
      meta: { description: borgbackup.meta?.description },
      settings: borgbackup.roles[role].settings,
      peers,
    });
    const byHand = open(
      {
        hosts,
        aspects: {
          borgbackup: {
            meta: borgbackup.meta,
            provides: { client: part("client"), server: part("server") },
          },
        },
        policies: {
          "borgbackup/client members": definePolicy("host", { when: client }, [
            policy.include("borgbackup/client"),
          ]),
          "borgbackup/server members": definePolicy("host", { when: server }, [
            policy.include("borgbackup/server"),
          ]),
        },
      },
      {
        "a.ts": {
          aspects: { borgbackup: { provides: { client: borgbackup.roles.client.aspect } } },
        },
        "b.ts": {
          aspects: { borgbackup: { provides: { server: borgbackup.roles.server.aspect } } },
        },
      },
    );
    const bare = (pipeline: typeof fleet) =>
      JSON.parse(
        JSON.stringify(planFleet(pipeline, layout), (key, value) =>
          key === "origin" || key === "origins" ? undefined : value,
        ),
      );
    expect(bare(byHand)).toEqual(bare(fleet));
  });
});

describe("instances, layers and constraints", () => {
  const role = (extra: object = {}) => ({
    settings: { port: { type: "integer", default: 1 } },
    aspect: ({ settings }: { settings: { port: number } }) => ({ nixos: { port: settings.port } }),
    ...extra,
  });
  it("several instances, settings by role and by member", () => {
    const fleet = open({
      hosts: { "x86_64-linux": { a: { tags: ["x"] }, b: { tags: ["x", "y"] } } },
      services: {
        s: {
          roles: { r: role() },
          instances: {
            one: {
              roles: {
                r: {
                  members: sel.tag("x"),
                  settings: { port: 2 },
                  hosts: { b: { settings: { port: 3 } } },
                },
              },
            },
            two: {
              roles: {
                r: {
                  members: sel.tag("y"),
                  settings: ({ host }: { host: { name: string } }) => ({
                    port: host.name.length + 40,
                  }),
                },
              },
            },
          },
        },
      },
    });
    expect(errorsOf(fleet)).toEqual([]);
    expect(settingsOf(fleet, "host:a", "s@one/r")).toEqual({ port: 2 });
    expect(settingsOf(fleet, "host:b", "s@one/r")).toEqual({ port: 3 });
    expect(settingsOf(fleet, "host:b", "s@two/r")).toEqual({ port: 41 });
  });
  it("constraints are named findings", () => {
    const fleet = open({
      hosts: { "x86_64-linux": { a: { tags: ["x"] }, b: { tags: ["x"] } } },
      services: {
        s: {
          roles: { r: role({ members: sel.tag("x"), max: 1 }), q: role({ members: sel.tag("x") }) },
          constraints: { exclusiveRoles: true, requires: ["t"] },
        },
        t: { roles: { r: role({ members: sel.name("none"), min: 1 }) } },
      },
    });
    const messages = findingsOf(fleet)
      .filter((one) => one.code === "DEN_SERVICE_CONSTRAINT")
      .map((one) => one.message);
    expect(messages.join("\n")).toMatch(/members of s\/r: there are 2/);
    expect(messages.join("\n")).toMatch(/members of t\/r: there are 0/);
    expect(messages.join("\n")).toMatch(/a plays .*q.*r/);
    expect(messages.join("\n")).toMatch(/b is a member of s, which requires t/);
  });
  it("peers whose settings need each other are an error with the chain", () => {
    const other = (of: string) => ({
      settings: ({ peers }: { peers: Record<string, { settings: { port: number } }[]> }) => ({
        port: (peers[of]?.[0]?.settings.port ?? 0) + 1,
      }),
    });
    const fleet = open({
      hosts: { "x86_64-linux": { a: {}, b: {} } },
      services: {
        s: {
          roles: { l: role({ members: sel.name("a") }), r: role({ members: sel.name("b") }) },
          instances: { i: { roles: { l: other("r"), r: other("l") } } },
        },
      },
    });
    const [finding] = findingsOf(fleet).filter((one) => one.code === "DEN_PEERS_CYCLE");
    expect(finding?.message).toMatch(/settings.*host:a.*host:b/s);
  });
});
