import { definePolicy, policy, sel } from "../../src/index.ts";
import { type Case, runCases } from "./run-cases.ts";

const linux = (hosts: object): object => ({ hosts: { "x86_64-linux": hosts } });
interface Tagged {
  readonly name: string;
  readonly class: string;
  readonly tags: ReadonlySet<string>;
  readonly meta: Readonly<Record<string, unknown>>;
}
type TagFunction = (hosts: readonly Tagged[]) => readonly (Tagged | string)[];
const of = (run: TagFunction): TagFunction => run;
const tags = (g: readonly string[], h: readonly string[]): object => ({
  tags: { "host:g": g, "host:h": h },
});

/** Tags, environments, kinds of one's own, homes, names: what there is before any aspect. */
const CASES: readonly Case[] = [
  { id: "an empty fleet is right", fleet: {}, expect: { reported: [] } },
  {
    id: "tags of a host, in name order",
    fleet: linux({ g: { tags: ["b", "a"] }, h: {} }),
    expect: tags(["a", "b"], []),
  },
  {
    id: "a tag given as a list of hosts",
    fleet: { ...linux({ g: {}, h: {} }), tags: { x: ["g"] } },
    expect: tags(["x"], []),
  },
  {
    id: "a tag said twice is one tag",
    fleet: { ...linux({ g: { tags: ["x"] }, h: {} }), tags: { x: ["g", "h"] } },
    expect: tags(["x"], ["x"]),
  },
  {
    id: "a tag given as a selector",
    fleet: { ...linux({ g: { tags: ["a"] }, h: {} }), tags: { x: sel.not(sel.tag("a")) } },
    expect: tags(["a"], ["x"]),
  },
  {
    id: "a tag given as text of a selector",
    fleet: { ...linux({ g: { meta: { n: 4 } }, h: { meta: { n: 2 } } }), tags: { big: "[n>3]" } },
    expect: tags(["big"], []),
  },
  {
    id: "a tag given as a function",
    fleet: {
      ...linux({ g: {}, h: {} }),
      tags: { x: of((hosts) => hosts.filter((host) => host.name === "g")) },
    },
    expect: tags(["x"], []),
  },
  {
    id: "a function may return names",
    fleet: { ...linux({ g: {}, h: {} }), tags: { x: of(() => ["h"]) } },
    expect: tags([], ["x"]),
  },
  {
    id: "a function may ask for class and meta",
    fleet: {
      hosts: { "x86_64-linux": { g: { meta: { ok: true } } }, "aarch64-darwin": { h: {} } },
      tags: {
        ok: of((hosts) => hosts.filter((host) => host.meta.ok === true)),
        mac: of((hosts) => hosts.filter((host) => host.class === "darwin")),
      },
    },
    expect: tags(["ok"], ["mac"]),
  },
  {
    id: "a computed tag may use another one",
    fleet: {
      ...linux({ g: { tags: ["a"] }, h: {} }),
      tags: {
        b: of((hosts) => hosts.filter((host) => host.tags.has("a"))),
        c: of((hosts) => hosts.filter((host) => host.tags.has("b"))),
      },
    },
    expect: tags(["a", "b", "c"], []),
  },
  {
    id: "a computed tag may use a tag given as a selector, and the other way round",
    fleet: {
      ...linux({ g: { tags: ["a"] }, h: {} }),
      tags: {
        b: sel.tag("a"),
        c: of((hosts) => hosts.filter((host) => !host.tags.has("b"))),
        d: sel.tag("c"),
      },
    },
    expect: tags(["a", "b"], ["c", "d"]),
  },
  {
    id: "computed tags in a circle are an error with the chain",
    fleet: {
      ...linux({ g: {} }),
      tags: {
        a: of((hosts) => hosts.filter((host) => host.tags.has("b"))),
        b: of((hosts) => hosts.filter((host) => host.tags.has("a"))),
      },
    },
    expect: { findings: ["DEN_CYCLE"], says: ["computedTag of a", "computedTag of b"] },
  },
  {
    id: "a computed tag that asks for itself is an error",
    fleet: {
      ...linux({ g: {} }),
      tags: { a: of((hosts) => hosts.filter((host) => !host.tags.has("a"))) },
    },
    expect: { findings: ["DEN_CYCLE"] },
  },
  {
    id: "tags given as selectors in a circle are an error",
    fleet: { ...linux({ g: {} }), tags: { a: sel.tag("b"), b: sel.not(sel.tag("a")) } },
    expect: { findings: ["DEN_CYCLE"] },
  },
  {
    id: "an unknown host in a tag is an error with the nearest name",
    fleet: { ...linux({ web1: {} }), tags: { x: ["wbe1"] } },
    expect: { findings: ["DEN_UNKNOWN_HOST"], says: ["web1"] },
  },
  {
    id: "an unknown host from a function is an error too",
    fleet: { ...linux({ web1: {} }), tags: { x: of(() => ["web2"]) } },
    expect: { findings: ["DEN_UNKNOWN_HOST"], says: ["web1"] },
  },
  {
    id: "an unknown tag in a selector is an error with the nearest name",
    fleet: { ...linux({ g: { tags: ["prod"] } }), tags: { x: sel.tag("prd") } },
    expect: { findings: ["DEN_UNKNOWN_TAG"], says: ["prod"] },
  },
  {
    id: "tags of two files add up",
    fleet: { ...linux({ g: {}, h: {} }), tags: { x: ["g"] } },
    files: { "b.ts": { tags: { x: ["h"] } } },
    expect: tags(["x"], ["x"]),
  },
  {
    id: "an environment given as a list",
    fleet: { ...linux({ g: {}, h: {} }), environments: { p: { hosts: ["g"] } } },
    expect: { environments: { "host:g": "p", "host:h": null } },
  },
  {
    id: "an environment given as a selector",
    fleet: {
      ...linux({ g: { tags: ["x"] }, h: {} }),
      environments: { p: { hosts: sel.tag("x") } },
    },
    expect: { environments: { "host:g": "p", "host:h": null } },
  },
  {
    id: "an environment by a computed tag",
    fleet: {
      ...linux({ g: {}, h: {} }),
      tags: { x: of((hosts) => hosts.slice(0, 1)) },
      environments: { p: { hosts: "[tag~=x]" } },
    },
    expect: { environments: { "host:g": "p", "host:h": null } },
  },
  {
    id: "a host names its environment",
    fleet: { ...linux({ g: { environment: "p" }, h: {} }), environments: { p: {} } },
    expect: { environments: { "host:g": "p", "host:h": null } },
  },
  {
    id: "a host and its environment may both say so",
    fleet: { ...linux({ g: { environment: "p" } }), environments: { p: { hosts: ["g"] } } },
    expect: { environments: { "host:g": "p" } },
  },
  {
    id: "a host in two environments is an error with both selectors",
    fleet: {
      ...linux({ g: { tags: ["x", "y"] } }),
      environments: { p: { hosts: "[tag~=x]" }, q: { hosts: "[tag~=y]" } },
    },
    expect: { findings: ["DEN_DUPLICATE_NAME"], says: ["p ([tag~=x])", "q ([tag~=y])"] },
  },
  {
    id: "an unknown environment is an error with the nearest name",
    fleet: { ...linux({ g: { environment: "prd" } }), environments: { prod: {} } },
    expect: { findings: ["DEN_UNKNOWN_ENVIRONMENT"], says: ["prod"] },
  },
  {
    id: "an unknown host in an environment is an error",
    fleet: { ...linux({ g: {} }), environments: { p: { hosts: ["gg"] } } },
    expect: { findings: ["DEN_UNKNOWN_HOST"] },
  },
  {
    id: "an environment without hosts is told",
    fleet: { environments: { p: {} } },
    expect: { reported: ["warning DEN_EMPTY_SELECTOR"] },
  },
  {
    id: "functions see the environment of a host, or null",
    fleet: {
      includes: ["a"],
      ...linux({ g: {}, h: {} }),
      environments: { p: { hosts: ["g"] } },
      aspects: {
        a: {
          nixos: ({ environment }: { environment: { name: string } | null }) => ({
            e: environment?.name ?? "none",
          }),
        },
      },
    },
    expect: { modules: { g: ['a: { e = "p"; }'], h: ['a: { e = "none"; }'] } },
  },
  {
    id: "functions see the meta of the fleet",
    fleet: {
      meta: { name: "lab", domain: "example.org" },
      ...linux({ h: { includes: ["a"] } }),
      aspects: {
        a: {
          nixos: ({ fleet, host }: { fleet: { meta: { domain: string } }; host: Tagged }) => ({
            fqdn: `${host.name}.${fleet.meta.domain}`,
          }),
        },
      },
    },
    expect: { modules: { h: ['a: { fqdn = "h.example.org"; }'] } },
  },
  {
    id: "meta of two files adds up",
    fleet: {
      ...linux({ h: { meta: { a: 1 }, includes: ["x"] } }),
      aspects: { x: { nixos: ({ host }: { host: Tagged }) => ({ m: { ...host.meta } }) } },
    },
    files: { "b.ts": linux({ h: { meta: { b: 2 } } }) },
    expect: { modules: { h: ["x: { m = { a = 1; b = 2; }; }"] } },
  },
  {
    id: "two files that set one fact differently are an error",
    fleet: linux({ h: { meta: { a: 1 } } }),
    files: { "b.ts": linux({ h: { meta: { a: 2 } } }) },
    expect: { findings: ["DEN_MERGE_CONFLICT"] },
  },
  {
    id: "one host under two systems is an error",
    fleet: { hosts: { "x86_64-linux": { h: {} }, "aarch64-linux": { h: {} } } },
    expect: { findings: ["DEN_DUPLICATE_HOST"] },
  },
  {
    id: "a system that is none is an error",
    fleet: { hosts: { linux: { h: {} } } },
    expect: { findings: ["DEN_UNKNOWN_SYSTEM"] },
  },
  {
    id: "a system that nixpkgs does not know is told with the nearest one",
    fleet: {
      hosts: { "x86_64-linx": { h: {} }, "aarch46-linux": { i: {} }, "riscv32-netbsd": { j: {} } },
      homes: { "aarch64-drawin": { a: {} } },
    },
    expect: {
      reported: [
        "warning DEN_UNKNOWN_SYSTEM",
        "warning DEN_UNKNOWN_SYSTEM",
        "warning DEN_UNKNOWN_SYSTEM",
      ],
      says: ['did you mean "x86_64-linux"?', 'did you mean "aarch64-darwin"?'],
    },
  },
  {
    id: "a name that is no file name is an error",
    fleet: linux({ "../h": {} }),
    expect: { findings: ["DEN_UNSAFE_NAME"] },
  },
  {
    id: "an unknown key of a host is an error with the nearest name",
    fleet: linux({ h: { inclde: [] } }),
    expect: { findings: ["DEN_UNKNOWN_KEY"], says: ["includes"] },
  },
  {
    id: "a kind of one's own beside the hosts",
    fleet: {
      kinds: { cluster: { parent: "fleet" } },
      entities: { cluster: { k: { tags: ["x"], includes: ["a"] } } },
      aspects: { a: {} },
    },
    expect: { aspects: { "cluster:k": ["a"] }, tags: { "cluster:k": ["x"] } },
  },
  {
    id: "a kind of one's own below a host",
    fleet: {
      kinds: { container: { parent: "host" } },
      ...linux({ h: { includes: ["a"], children: { container: { c: { includes: ["b"] } } } } }),
      aspects: { a: {}, b: {} },
    },
    expect: { aspects: { "container:c@h": ["a", "b"], "host:h": ["a"] } },
  },
  {
    id: "tags come down where the kind says so",
    fleet: {
      kinds: { container: { parent: "host", inherits: ["tags"] }, plain: { parent: "host" } },
      ...linux({
        h: { tags: ["x"], children: { container: { c: { tags: ["y"] } }, plain: { p: {} } } },
      }),
    },
    expect: { tags: { "container:c@h": ["x", "y"], "plain:p@h": [] } },
  },
  {
    id: "a kind with an unknown parent is an error with the nearest name",
    fleet: { kinds: { c: { parent: "hots" } } },
    expect: { findings: ["DEN_UNKNOWN_KIND"], says: ["host"] },
  },
  {
    id: "entities of an unknown kind are an error",
    fleet: { entities: { cluster: { k: {} } } },
    expect: { findings: ["DEN_UNKNOWN_KIND"] },
  },
  {
    id: "a kind of den's own cannot be declared again",
    fleet: { kinds: { host: { parent: "fleet" } } },
    expect: { findings: ["DEN_DUPLICATE_NAME"] },
  },
  {
    id: "a home stands for itself",
    fleet: {
      homes: { "x86_64-linux": { "u@laptop": { includes: ["a"] } } },
      aspects: {
        a: {
          homeManager: ({ home }: { home: { userName: string; hostName: string } }) => ({
            u: home.userName,
            h: home.hostName,
          }),
        },
      },
    },
    expect: { homes: { "u@laptop": ['a: { h = "laptop"; u = "u"; }'] } },
  },
  {
    id: "the same user on two hosts is two entities",
    fleet: linux({ g: { users: { u: { tags: ["x"] } } }, h: { users: { u: {} } } }),
    expect: { tags: { "user:u@g": ["x"], "user:u@h": [] } },
  },
  {
    id: "an account may be called otherwise than its key",
    fleet: {
      ...linux({ h: { users: { u: { userName: "ursula", includes: ["a"] } } } }),
      aspects: { a: { user: { v: 1 } } },
    },
    expect: { modules: { h: ["a at users.users.ursula: { v = 1; }"] } },
  },
  {
    id: "a policy adds an entity of a kind of one's own",
    fleet: {
      kinds: { container: { parent: "host" } },
      ...linux({ h: {} }),
      aspects: { a: {} },
      policies: {
        p: definePolicy("host", [
          policy.spawn({ kind: "container", name: "c", tags: ["x"], includes: ["a"] }),
        ]),
      },
    },
    expect: { aspects: { "container:c@h": ["a"] }, tags: { "container:c@h": ["x"] } },
  },
];

runCases("inventory", CASES);
