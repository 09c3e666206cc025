import { sel } from "../../src/index.ts";
import { type Case, runCases } from "./run-cases.ts";

const linux = (hosts: object): object => ({ hosts: { "x86_64-linux": hosts } });
interface PeerLike {
  readonly name: string;
  readonly tags: ReadonlySet<string>;
  readonly meta: Readonly<Record<string, unknown>>;
  readonly settings: { readonly port: number };
}
type Peers = Readonly<Record<string, readonly PeerLike[] & { readonly names: readonly string[] }>>;
interface Role {
  readonly settings: { readonly port: number };
  readonly peers: Peers;
  readonly host: { readonly name: string };
}

const port = { port: { type: "integer", default: 1 } };
/** A role with a port; its content says it. */
const role = (members?: unknown, extra: object = {}): object => ({
  ...(members === undefined ? {} : { members }),
  settings: port,
  aspect: ({ settings }: Role) => ({ nixos: { port: settings.port } }),
  ...extra,
});
/** A role whose content is what it is given of its peers. */
const peer = (members: unknown, read: (args: Role) => unknown): object => ({
  members,
  settings: port,
  aspect: (args: Role) => ({ nixos: { v: read(args) } }),
});
const hosts = linux({ a: { tags: ["x"] }, b: { tags: ["x", "y"] }, c: {} });
const fleet = (services: object, rest: object = {}): object => ({ ...hosts, services, ...rest });
const instances = (roles: object, used: object, rest: object = {}): object =>
  fleet({ s: { roles, instances: used, ...rest } });
const constrained = (roles: object, constraints: object, others: object = {}): object =>
  fleet({ s: { roles, constraints }, ...others });

/** Members, instances, layers, peers, constraints. */
const CASES: readonly Case[] = [
  {
    id: "members get the role's aspect, others do not",
    fleet: fleet({ s: { roles: { r: role(sel.tag("x")) } } }),
    expect: { aspects: { "host:a": ["s/r"], "host:b": ["s/r"], "host:c": [] } },
  },
  {
    id: "members given as text",
    fleet: fleet({ s: { roles: { r: role("host[tag~=y]") } } }),
    expect: { aspects: { "host:a": [], "host:b": ["s/r"] } },
  },
  {
    id: "a host may play two roles",
    fleet: fleet({ s: { roles: { q: role(sel.tag("x")), r: role(sel.tag("y")) } } }),
    expect: { aspects: { "host:a": ["s/q"], "host:b": ["s/q", "s/r"] } },
  },
  {
    id: "a role's aspect may be plain content",
    fleet: fleet({ s: { roles: { r: { members: "#a", aspect: { nixos: { v: 1 } } } } } }),
    expect: { modules: { a: ["s/r: { v = 1; }"], b: [] } },
  },
  {
    id: "a role's aspect reads its settings",
    fleet: fleet({ s: { roles: { r: role("#a") } } }),
    expect: { modules: { a: ["s/r: { port = 1; }"] } },
  },
  {
    id: "a host's own settings of a role",
    fleet: {
      ...linux({ a: { aspects: { "s/r": { settings: { port: 5 } } } }, b: {} }),
      services: { s: { roles: { r: role("host") } } },
    },
    expect: { modules: { a: ["s/r: { port = 5; }"], b: ["s/r: { port = 1; }"] } },
  },
  {
    id: "an environment's settings of a role",
    fleet: fleet(
      { s: { roles: { r: role("host") } } },
      { environments: { e: { hosts: ["a"], aspects: { "s/r": { settings: { port: 5 } } } } } },
    ),
    expect: { settings: { "host:a": { "s/r": { port: 5 } }, "host:b": { "s/r": { port: 1 } } } },
  },
  {
    id: "a host may exclude a role",
    fleet: {
      ...linux({ a: { excludes: ["s/r"] }, b: {} }),
      services: { s: { roles: { r: role("host") } } },
    },
    expect: { aspects: { "host:a": [], "host:b": ["s/r"] } },
  },
  {
    id: "an instance brings its own members",
    fleet: instances({ r: role("#c") }, { i: { roles: { r: { members: "#a" } } } }),
    expect: { aspects: { "host:a": ["s@i/r"], "host:c": [] } },
  },
  {
    id: "an instance without members takes the role's",
    fleet: instances({ r: role("#c") }, { i: {} }),
    expect: { aspects: { "host:c": ["s@i/r"] } },
  },
  {
    id: "two instances on one host do not touch each other",
    fleet: instances(
      { r: role("#a") },
      {
        i: { roles: { r: { settings: { port: 2 } } } },
        j: { roles: { r: { settings: { port: 3 } } } },
      },
    ),
    expect: { modules: { a: ["s@i/r: { port = 2; }", "s@j/r: { port = 3; }"] } },
  },
  {
    id: "settings of an instance are above the schema's defaults",
    fleet: instances({ r: role("host") }, { i: { roles: { r: { settings: { port: 2 } } } } }),
    expect: {
      settings: { "host:a": { "s@i/r": { port: 2 } } },
      layers: { "host:a": { "s@i/r.port": ["policy s@i/r settings", "aspect s@i/r"] } },
    },
  },
  {
    id: "settings of a member are above those of its role",
    fleet: instances(
      { r: role("host") },
      { i: { roles: { r: { settings: { port: 2 }, hosts: { b: { settings: { port: 3 } } } } } } },
    ),
    expect: {
      settings: { "host:a": { "s@i/r": { port: 2 } }, "host:b": { "s@i/r": { port: 3 } } },
    },
  },
  {
    id: "a host's own settings are above all of an instance's",
    fleet: {
      ...linux({ a: { aspects: { "s@i/r": { settings: { port: 9 } } } } }),
      services: {
        s: {
          roles: { r: role("host") },
          instances: {
            i: { roles: { r: { settings: { port: 2 }, hosts: { a: { settings: { port: 3 } } } } } },
          },
        },
      },
    },
    expect: { settings: { "host:a": { "s@i/r": { port: 9 } } } },
  },
  {
    id: "settings of an instance may be a function of the member",
    fleet: instances(
      { r: role("host") },
      {
        i: {
          roles: {
            r: { settings: ({ host }: Role) => ({ port: host.name === "a" ? 10 : 20 }) },
          },
        },
      },
    ),
    expect: {
      settings: { "host:a": { "s@i/r": { port: 10 } }, "host:b": { "s@i/r": { port: 20 } } },
    },
  },
  {
    id: "settings of an instance may read peers",
    fleet: instances(
      { l: role("#a"), r: role("#b", { settings: { port: { type: "integer", default: 7 } } }) },
      {
        i: {
          roles: {
            l: {
              settings: ({ peers }: Role) => ({ port: (peers.r?.[0]?.settings.port ?? 0) + 1 }),
            },
          },
        },
      },
    ),
    expect: { settings: { "host:a": { "s@i/l": { port: 8 } } } },
  },
  {
    id: "peers by name, in name order",
    fleet: fleet({
      s: {
        roles: {
          l: peer("#c", ({ peers }) => [...(peers.r?.names ?? [])]),
          r: role(sel.tag("x")),
        },
      },
    }),
    expect: { modules: { a: ["s/r: { port = 1; }"], c: ['s/l: { v = [ "a" "b" ]; }'] } },
  },
  {
    id: "peers with their tags and meta",
    fleet: {
      ...linux({ a: { tags: ["x"], meta: { ip: "10.0.0.1" } }, b: {} }),
      services: {
        s: {
          roles: {
            l: peer("#b", ({ peers }) =>
              (peers.r ?? []).map((one) => [String(one.meta.ip), one.tags.has("x")]),
            ),
            r: role("#a"),
          },
        },
      },
    },
    expect: { modules: { b: ['s/l: { v = [ [ "10.0.0.1" true ] ]; }'] } },
  },
  {
    id: "peers with their settings",
    fleet: {
      ...linux({ a: { aspects: { "s/r": { settings: { port: 4 } } } }, b: {} }),
      services: {
        s: {
          roles: { l: peer("#b", ({ peers }) => peers.r?.[0]?.settings.port), r: role("#a") },
        },
      },
    },
    expect: { modules: { b: ["s/l: { v = 4; }"] } },
  },
  {
    id: "members of one role see each other, themselves included",
    fleet: fleet({
      s: { roles: { r: peer(sel.tag("x"), ({ peers }) => [...(peers.r?.names ?? [])]) } },
    }),
    expect: { modules: { a: ['s/r: { v = [ "a" "b" ]; }'], b: ['s/r: { v = [ "a" "b" ]; }'] } },
  },
  {
    id: "peers of an instance are those of the instance",
    fleet: instances(
      { l: peer("#c", ({ peers }) => [...(peers.r?.names ?? [])]), r: role() },
      { i: { roles: { r: { members: "#a" } } }, j: { roles: { r: { members: "#b" } } } },
    ),
    expect: { modules: { c: ['s@i/l: { v = [ "a" ]; }', 's@j/l: { v = [ "b" ]; }'] } },
  },
  {
    id: "a role without members is told, and its peers are none",
    fleet: fleet({
      s: {
        roles: {
          l: peer("#c", ({ peers }) => [...(peers.r?.names ?? [])]),
          r: role("#nobody"),
        },
      },
    }),
    expect: {
      modules: { c: ["s/l: { v = [ ]; }"] },
      reported: [
        "warning DEN_EMPTY_SELECTOR",
        "warning DEN_POLICY_UNFIRED",
        "warning DEN_UNKNOWN_ENTITY",
      ],
      says: ["the role r of s has no members", 'the role r of s selects by the name "nobody"'],
    },
  },
  {
    id: "peers of an unknown role are an error with the nearest name",
    fleet: fleet({
      s: { roles: { l: peer("#c", ({ peers }) => peers.sevrer?.names), server: role("#a") } },
    }),
    expect: { findings: ["DEN_UNKNOWN_KEY"], says: ["server"] },
  },
  {
    id: "settings of peers that need each other are an error with the chain",
    fleet: instances(
      { l: role("#a"), r: role("#b") },
      {
        i: {
          roles: {
            l: { settings: ({ peers }: Role) => ({ port: peers.r?.[0]?.settings.port ?? 0 }) },
            r: { settings: ({ peers }: Role) => ({ port: peers.l?.[0]?.settings.port ?? 0 }) },
          },
        },
      },
    ),
    expect: { findings: ["DEN_PEERS_CYCLE"], says: ["host:a", "host:b"] },
  },
  {
    id: "too few members are an error",
    fleet: fleet({ s: { roles: { r: role("#a", { min: 2 }) } } }),
    expect: {
      findings: ["DEN_SERVICE_CONSTRAINT"],
      says: ["there are 1, but there must be at least 2"],
    },
  },
  {
    id: "too many members are an error",
    fleet: fleet({ s: { roles: { r: role("host", { max: 2 }) } } }),
    expect: {
      findings: ["DEN_SERVICE_CONSTRAINT"],
      says: ["there are 3, but there must be at most 2"],
    },
  },
  {
    id: "the right number of members is none",
    fleet: fleet({ s: { roles: { r: role(sel.tag("x"), { min: 2, max: 2 }) } } }),
    expect: { reported: [] },
  },
  {
    id: "limits count for each instance",
    fleet: instances(
      { r: role(undefined, { min: 2 }) },
      { i: { roles: { r: { members: "host" } } }, j: { roles: { r: { members: "#a" } } } },
    ),
    expect: { findings: ["DEN_SERVICE_CONSTRAINT"], says: ["members of s@j/r"] },
  },
  {
    id: "limits of the whole fleet count all instances",
    fleet: instances(
      { r: role() },
      { i: { roles: { r: { members: "#a" } } }, j: { roles: { r: { members: "#b" } } } },
      { constraints: { fleet: { r: { max: 1 } } } },
    ),
    expect: { findings: ["DEN_SERVICE_CONSTRAINT"], says: ["members of s/r in the fleet"] },
  },
  {
    id: "exclusive roles on one host are an error",
    fleet: constrained({ q: role(sel.tag("x")), r: role(sel.tag("y")) }, { exclusiveRoles: true }),
    expect: { findings: ["DEN_SERVICE_CONSTRAINT"], says: ["b plays"] },
  },
  {
    id: "only the roles that exclude each other do",
    fleet: constrained(
      { p: role("#b"), q: role("#b"), r: role("#c") },
      { exclusiveRoles: [["q", "r"]] },
    ),
    expect: { reported: [] },
  },
  {
    id: "a service that requires another one",
    fleet: constrained({ r: role("#a") }, { requires: ["t"] }, { t: { roles: { r: role("#b") } } }),
    expect: {
      findings: ["DEN_SERVICE_CONSTRAINT"],
      says: ["a is a member of s, which requires t"],
    },
  },
  {
    id: "a requirement that is met",
    fleet: constrained({ r: role("#a") }, { requires: ["t"] }, { t: { roles: { r: role("#a") } } }),
    expect: { reported: [] },
  },
  {
    id: "one instance per host",
    fleet: instances(
      { r: role() },
      { i: { roles: { r: { members: sel.tag("x") } } }, j: { roles: { r: { members: "#b" } } } },
      { constraints: { oneInstancePerHost: true } },
    ),
    expect: { findings: ["DEN_SERVICE_CONSTRAINT"], says: ["b is a member of"] },
  },
  {
    id: "a service without roles is an error",
    fleet: fleet({ s: {} }),
    expect: { findings: ["DEN_SERVICE_SHAPE"] },
  },
  {
    id: "a role without an aspect is an error",
    fleet: fleet({ s: { roles: { r: { members: "#a" } } } }),
    expect: { findings: ["DEN_SERVICE_SHAPE"] },
  },
  {
    id: "a role without members in any instance is an error",
    fleet: fleet({ s: { roles: { r: role() } } }),
    expect: { findings: ["DEN_SERVICE_SHAPE"] },
  },
  {
    id: "settings of a member that is no host are an error with the nearest name",
    fleet: instances({ r: role("#a") }, { i: { roles: { r: { hosts: { aa: {} } } } } }),
    expect: { findings: ["DEN_UNKNOWN_HOST"] },
  },
  {
    id: "an unknown key of a role is an error with the nearest name",
    fleet: fleet({ s: { roles: { r: role("#a", { membres: 1 }) } } }),
    expect: { findings: ["DEN_UNKNOWN_KEY"], says: ["members"] },
  },
  {
    id: "a service called like an aspect is an error",
    fleet: fleet({ s: { roles: { r: role("#a") } } }, { aspects: { s: {} } }),
    expect: { findings: ["DEN_DUPLICATE_NAME", "DEN_UNKNOWN_ASPECT"] },
  },
  {
    id: "a role may emit any class",
    fleet: fleet({
      s: {
        roles: {
          r: { members: "#a", aspect: { terranix: { x: 1 }, devshell: { y: 1 }, nixos: { z: 1 } } },
        },
      },
    }),
    expect: {
      modules: { a: ["s/r: { z = 1; }"] },
      above: { terranix: { fleet: ["s/r"] }, devshell: { fleet: ["s/r"] } },
    },
  },
  {
    id: "a role may include aspects",
    fleet: fleet(
      { s: { roles: { r: { members: "#a", aspect: { includes: ["base"] } } } } },
      { aspects: { base: { nixos: { v: 1 } } } },
    ),
    expect: { modules: { a: ["base: { v = 1; }"] } },
  },
];

runCases("services", CASES);
