import { type Case, runCases } from "./run-cases.ts";

const linux = (hosts: object): object => ({ hosts: { "x86_64-linux": hosts } });
const mac = (hosts: object): object => ({ hosts: { "aarch64-darwin": hosts } });

/** Where content of each class lands, by who includes the aspect. */
const CASES: readonly Case[] = [
  {
    id: "host aspect, nixos: the host",
    fleet: { ...linux({ h: { includes: ["a"] } }), aspects: { a: { nixos: { v: 1 } } } },
    expect: { modules: { h: ["a: { v = 1; }"] } },
  },
  {
    id: "host aspect, os: the host, whatever its class",
    fleet: {
      hosts: {
        "x86_64-linux": { h: { includes: ["a"] } },
        "aarch64-darwin": { m: { includes: ["a"] } },
      },
      aspects: { a: { os: { v: 1 } } },
    },
    expect: { modules: { h: ["a: { v = 1; }"], m: ["a: { v = 1; }"] } },
  },
  {
    id: "nixos content on a mac lands nowhere, and is told",
    fleet: { ...mac({ m: { includes: ["a"] } }), aspects: { a: { nixos: { v: 1 } } } },
    expect: { modules: { m: [] }, findings: ["DEN_CANNOT_LAND"] },
  },
  {
    id: "content for both classes of host needs no mac to be right elsewhere",
    fleet: {
      hosts: {
        "x86_64-linux": { h: { includes: ["a"] } },
        "aarch64-darwin": { m: { includes: ["a"] } },
      },
      aspects: { a: { nixos: { v: 1 }, darwin: { v: 2 } } },
    },
    expect: { modules: { h: ["a: { v = 1; }"], m: ["a: { v = 2; }"] } },
  },
  {
    id: "a host's class is what it says, not what its system suggests",
    fleet: {
      ...linux({ h: { class: "darwin", includes: ["a"] } }),
      aspects: { a: { darwin: { v: 1 } } },
    },
    expect: { modules: { h: ["a: { v = 1; }"] } },
  },
  {
    id: "host aspect, homeManager: each of its users",
    fleet: {
      ...linux({ h: { includes: ["a"], users: { x: {}, y: {} } } }),
      aspects: { a: { homeManager: { v: 1 } } },
    },
    expect: {
      modules: {
        h: ["a at home-manager.users.x: { v = 1; }", "a at home-manager.users.y: { v = 1; }"],
      },
    },
  },
  {
    id: "host aspect, homeManager, no users: nowhere, an error",
    fleet: { ...linux({ h: { includes: ["a"] } }), aspects: { a: { homeManager: { v: 1 } } } },
    expect: { modules: { h: [] }, findings: ["DEN_CANNOT_LAND"] },
  },
  {
    id: "host aspect, user: the account of each user",
    fleet: {
      ...linux({ h: { includes: ["a"], users: { x: {} } } }),
      aspects: { a: { user: { v: 1 } } },
    },
    expect: { modules: { h: ["a at users.users.x: { v = 1; }"] } },
  },
  {
    id: "user aspect, homeManager: that user's home only",
    fleet: {
      ...linux({ h: { users: { x: { includes: ["a"] }, y: {} } } }),
      aspects: { a: { homeManager: { v: 1 } } },
    },
    expect: { modules: { h: ["a at home-manager.users.x: { v = 1; }"] } },
  },
  {
    id: "user aspect, nixos: up to the host",
    fleet: {
      ...linux({ h: { users: { x: { includes: ["a"] } } } }),
      aspects: { a: { nixos: { v: 1 } } },
    },
    expect: { modules: { h: ["a: { v = 1; }"] } },
  },
  {
    id: "the same aspect of two users lands on their host once",
    fleet: {
      ...linux({ h: { users: { x: { includes: ["a"] }, y: { includes: ["a"] } } } }),
      aspects: { a: { nixos: { v: 1 } } },
    },
    expect: { modules: { h: ["a: { v = 1; }"] } },
  },
  {
    id: "the same aspect of a host and its user lands once",
    fleet: {
      ...linux({ h: { includes: ["a"], users: { x: { includes: ["a"] } } } }),
      aspects: { a: { nixos: { v: 1 } } },
    },
    expect: { modules: { h: ["a: { v = 1; }"] } },
  },
  {
    id: "user aspect that reads the user: once for each",
    fleet: {
      ...linux({ h: { users: { x: { includes: ["a"] }, y: { includes: ["a"] } } } }),
      aspects: { a: { nixos: ({ user }: { user: { name: string } }) => ({ u: user.name }) } },
    },
    expect: { modules: { h: ['a: { u = "x"; }', 'a: { u = "y"; }'] } },
  },
  {
    id: "host aspect that reads the user: once for each user, on the host",
    fleet: {
      ...linux({ h: { includes: ["a"], users: { x: {}, y: {} } } }),
      aspects: { a: { nixos: ({ user }: { user: { name: string } }) => ({ u: user.name }) } },
    },
    expect: { modules: { h: ['a: { u = "x"; }', 'a: { u = "y"; }'] } },
  },
  {
    id: "user content never reaches the user's other host",
    fleet: {
      ...linux({ g: { users: { x: {} } }, h: { users: { x: { includes: ["a"] } } } }),
      aspects: { a: { nixos: { v: 1 } } },
    },
    expect: { modules: { g: [], h: ["a: { v = 1; }"] } },
  },
  {
    id: "fleet aspect, nixos: every host",
    fleet: { includes: ["a"], ...linux({ g: {}, h: {} }), aspects: { a: { nixos: { v: 1 } } } },
    expect: { modules: { g: ["a: { v = 1; }"], h: ["a: { v = 1; }"] } },
  },
  {
    id: "environment aspect, nixos: its hosts",
    fleet: {
      environments: { p: { hosts: ["g"], includes: ["a"] } },
      ...linux({ g: {}, h: {} }),
      aspects: { a: { nixos: { v: 1 } } },
    },
    expect: { modules: { g: ["a: { v = 1; }"], h: [] } },
  },
  {
    id: "an aspect of the fleet and of the host lands on the host once",
    fleet: {
      includes: ["a"],
      ...linux({ h: { includes: ["a"] } }),
      aspects: { a: { nixos: { v: 1 } } },
    },
    expect: { modules: { h: ["a: { v = 1; }"] }, aspects: { "host:h": ["a"] } },
  },
  {
    id: "fleet aspect, homeManager: every user of every host, and every home",
    fleet: {
      includes: ["a"],
      ...linux({ h: { users: { x: {} } } }),
      homes: { "x86_64-linux": { z: {} } },
      aspects: { a: { homeManager: { v: 1 } } },
    },
    expect: { modules: { h: ["a at home-manager.users.x: { v = 1; }"] } },
  },
  {
    id: "home aspect, user: a home has no account, an error",
    fleet: {
      homes: { "x86_64-linux": { z: { includes: ["a"] } } },
      aspects: { a: { user: { v: 1 } } },
    },
    expect: { findings: ["DEN_CANNOT_LAND"] },
  },
  {
    id: "home aspect, nixos: a home has no host, an error",
    fleet: {
      homes: { "x86_64-linux": { z: { includes: ["a"] } } },
      aspects: { a: { nixos: { v: 1 } } },
    },
    expect: { findings: ["DEN_CANNOT_LAND"] },
  },
  ...["devshell", "packages", "tests", "treefmt", "perSystem", "flake", "apps"].map(
    (name): Case => ({
      id: `${name}: the fleet, once, whoever includes it`,
      fleet: {
        ...linux({
          g: { includes: ["a"] },
          h: { includes: ["a"], users: { x: { includes: ["a"] } } },
        }),
        aspects: { a: { [name]: { one: { v: 1 } } } },
      },
      expect: { above: { [name]: { fleet: ["a"] } } },
    }),
  ),
  {
    id: "files: the fleet, once",
    fleet: {
      ...linux({ g: { includes: ["a"] }, h: { includes: ["a"] } }),
      aspects: { a: { files: { "x.md": { text: "x" } } } },
    },
    expect: { above: { files: { fleet: ["a"] } } },
  },
  {
    id: "terranix: the host's environment, or the fleet",
    fleet: {
      environments: { p: { hosts: ["g"] } },
      ...linux({ g: { includes: ["a"] }, h: { includes: ["b"] } }),
      aspects: { a: { terranix: { a: 1 } }, b: { terranix: { b: 1 } } },
    },
    expect: { above: { terranix: { p: ["a"], fleet: ["b"] } } },
  },
  {
    id: "two aspects that set one key of Terraform differently: an error with both",
    fleet: {
      ...linux({ h: { includes: ["a", "b"] } }),
      aspects: { a: { terranix: { x: 1 } }, b: { terranix: { x: 2 } } },
    },
    expect: { findings: ["DEN_OUTPUT_CONFLICT"] },
  },
  {
    id: "two aspects that set it alike agree",
    fleet: {
      ...linux({ h: { includes: ["a", "b"] } }),
      aspects: { a: { terranix: { x: 1, y: [1] } }, b: { terranix: { x: 1, y: [2] } } },
    },
    expect: { above: { terranix: { fleet: ["a", "b"] } } },
  },
  {
    id: "two aspects with a package of one name: an error with both",
    fleet: {
      ...linux({ h: { includes: ["a", "b"] } }),
      aspects: { a: { packages: { p: { x: 1 } } }, b: { packages: { p: { x: 2 } } } },
    },
    expect: { findings: ["DEN_OUTPUT_CONFLICT"] },
  },
  {
    id: "provides.to an entity: that user only",
    fleet: {
      ...linux({ h: { includes: ["a"], users: { x: {}, y: {} } } }),
      aspects: { a: { provides: { to: { x: { homeManager: { v: 1 } } } } } },
    },
    expect: { modules: { h: ["a/to/x at home-manager.users.x: { v = 1; }"] } },
  },
  {
    id: "provides.to a host, from a user's aspect",
    fleet: {
      ...linux({
        g: { users: { x: { includes: ["a"] } } },
        h: { users: { x: { includes: ["a"] } } },
      }),
      aspects: { a: { provides: { to: { h: { nixos: { v: 1 } } } } } },
    },
    expect: { modules: { g: [], h: ["a/to/h: { v = 1; }"] } },
  },
  {
    id: "a class of one's own lands at its kind and goes where it forwards to",
    fleet: {
      classes: { groups: { kind: "user", into: "user", at: ["extra"] } },
      ...linux({ h: { users: { x: { includes: ["a"] } } } }),
      aspects: { a: { groups: { v: 1 } } },
    },
    expect: { modules: { h: ["a at users.users.x.extra: { v = 1; }"] } },
  },
  {
    id: "an entity of a kind of one's own, below a host, brings content up",
    fleet: {
      kinds: { container: { parent: "host" } },
      ...linux({ h: { children: { container: { c: { includes: ["a"] } } } } }),
      aspects: {
        a: { nixos: ({ container }: { container: { name: string } }) => ({ c: container.name }) },
      },
    },
    expect: { modules: { h: ['a: { c = "c@h"; }'] } },
  },
];

runCases("landing", CASES);
