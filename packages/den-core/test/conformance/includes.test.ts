import { type Case, runCases } from "./run-cases.ts";

const one = (host: object): object => ({ hosts: { "x86_64-linux": { h: host } } });
const n = (v: unknown): object => ({ nixos: { v } });

/** Who includes what: walks, diamonds, excludes, names, parametric aspects, fragments. */
const CASES: readonly Case[] = [
  {
    id: "depth first, node before children, left to right",
    fleet: {
      ...one({ includes: ["a", "d"] }),
      aspects: { a: { includes: ["b", "c"] }, b: {}, c: {}, d: {} },
    },
    expect: { aspects: { "host:h": ["a", "b", "c", "d"] } },
  },
  {
    id: "a diamond lands once, at its first place",
    fleet: {
      ...one({ includes: ["a", "b"] }),
      aspects: { a: { includes: ["c"] }, b: { includes: ["c"] }, c: n(1) },
    },
    expect: { aspects: { "host:h": ["a", "c", "b"] }, modules: { h: ["c: { v = 1; }"] } },
  },
  {
    id: "the aspects called like the host, the user and user@host",
    fleet: {
      ...one({ users: { u: {} } }),
      aspects: {
        h: n(1),
        u: { user: { a: 1 } },
        "u@h": { user: { b: 1 } },
        "u@g": { user: { c: 1 } },
      },
    },
    expect: {
      modules: {
        h: ["h: { v = 1; }", "u at users.users.u: { a = 1; }", "u@h at users.users.u: { b = 1; }"],
      },
    },
  },
  {
    id: "the aspects called like a home and its user",
    fleet: {
      homes: { "x86_64-linux": { "u@l": {} } },
      aspects: { u: { homeManager: { a: 1 } }, "u@l": { homeManager: { b: 1 } } },
    },
    expect: { aspects: { "home:u@l": ["u", "u@l"] } },
  },
  {
    id: "a circle is an error, with its path, once",
    fleet: {
      ...one({ includes: ["a"] }),
      aspects: { a: { includes: ["b"] }, b: { includes: ["a"] } },
    },
    expect: { findings: ["DEN_INCLUDE_CYCLE"] },
  },
  {
    id: "an aspect that includes itself",
    fleet: { ...one({ includes: ["a"] }), aspects: { a: { includes: ["a"] } } },
    expect: { findings: ["DEN_INCLUDE_CYCLE"] },
  },
  {
    id: "an unknown aspect in an aspect that nobody includes",
    fleet: { aspects: { a: { includes: ["nope"] } } },
    expect: { findings: ["DEN_UNKNOWN_ASPECT"] },
  },
  {
    id: "a host's exclude wins over includes, and leaves a tombstone",
    fleet: {
      ...one({ includes: ["a"], excludes: ["b"] }),
      aspects: { a: { includes: ["b", "c"] }, b: n(1), c: n(2) },
    },
    expect: { aspects: { "host:h": ["a", "c"] }, excluded: { "host:h": ["b by host:h"] } },
  },
  {
    id: "a host's exclude holds for what the fleet includes",
    fleet: {
      includes: ["a"],
      hosts: { "x86_64-linux": { g: {}, h: { excludes: ["a"] } } },
      aspects: { a: n(1) },
    },
    expect: { modules: { g: ["a: { v = 1; }"], h: [] } },
  },
  {
    id: "a host's exclude holds for its users",
    fleet: {
      ...one({ excludes: ["a"], users: { u: { includes: ["a"] } } }),
      aspects: { a: { homeManager: {} } },
    },
    expect: { aspects: { "user:u@h": [] } },
  },
  {
    id: "an aspect's exclude holds below it only",
    fleet: {
      ...one({ includes: ["a", "b"] }),
      aspects: { a: { includes: ["b", "c"], excludes: ["c"] }, b: { includes: ["c"] }, c: n(1) },
    },
    expect: { aspects: { "host:h": ["a", "b", "c"] } },
  },
  {
    id: "an aspect's exclude is authoritative: children cannot bring it back",
    fleet: {
      ...one({ includes: ["a"] }),
      aspects: { a: { includes: ["b"], excludes: ["c"] }, b: { includes: ["c"] }, c: n(1) },
    },
    expect: { aspects: { "host:h": ["a", "b"] }, excluded: { "host:h": ["c by a"] } },
  },
  {
    id: "excluding an aspect excludes what it provides",
    fleet: {
      ...one({ includes: ["a/x", "b"], excludes: ["a"] }),
      aspects: { a: { provides: { x: n(1) } }, b: n(2) },
    },
    expect: { aspects: { "host:h": ["b"] } },
  },
  {
    id: "a sub-aspect is there only when it is included",
    fleet: { ...one({ includes: ["a"] }), aspects: { a: { ...n(1), provides: { x: n(2) } } } },
    expect: { modules: { h: ["a: { v = 1; }"] } },
  },
  {
    id: "a sub-aspect by its name",
    fleet: { ...one({ includes: ["a/x"] }), aspects: { a: { ...n(1), provides: { x: n(2) } } } },
    expect: { modules: { h: ["a/x: { v = 2; }"] } },
  },
  {
    id: "an aspect in place",
    fleet: { ...one({ includes: [n(1)] }) },
    expect: { modules: { h: ["host:h/includes.0: { v = 1; }"] } },
  },
  {
    id: "a reference by value",
    fleet: (() => {
      const a = n(1);
      return { ...one({ includes: [a] }), aspects: { named: a } };
    })(),
    expect: { modules: { h: ["named: { v = 1; }"] } },
  },
  {
    id: "a parametric aspect, bound where it is included",
    fleet: {
      ...one({ includes: ["p"] }),
      aspects: { p: ({ host }: { host: { name: string } }) => ({ nixos: { v: host.name } }) },
    },
    expect: { modules: { h: ['p: { v = "h"; }'] } },
  },
  {
    id: "a parametric aspect may include",
    fleet: {
      ...one({ tags: ["x"], includes: ["p"] }),
      aspects: {
        p: ({ host }: { host: { tags: Set<string> } }) => ({
          includes: host.tags.has("x") ? ["a"] : ["b"],
        }),
        a: n(1),
        b: n(2),
      },
    },
    expect: { aspects: { "host:h": ["p", "a"] } },
  },
  {
    id: "a parametric aspect that reads the user waits for each",
    fleet: {
      ...one({ includes: ["p"], users: { x: {}, y: {} } }),
      aspects: { p: ({ user }: { user: { name: string } }) => ({ homeManager: { v: user.name } }) },
    },
    expect: {
      modules: {
        h: ['p at home-manager.users.x: { v = "x"; }', 'p at home-manager.users.y: { v = "y"; }'],
      },
    },
  },
  {
    id: "a function that returns a function",
    fleet: {
      ...one({ includes: ["p"] }),
      aspects: {
        p:
          ({ host }: { host: { name: string } }) =>
          ({ fleet }: { fleet: { name: string } }) => ({
            nixos: { v: `${host.name}.${fleet.name}` },
          }),
      },
    },
    expect: { modules: { h: ['p: { v = "h.fleet"; }'] } },
  },
  {
    id: "an aspect of several files adds up, in the order of file names",
    fleet: { ...one({ includes: ["a"] }), aspects: { a: n(1) } },
    files: {
      "z.ts": { aspects: { a: { ...n(3), includes: ["c"] } } },
      "b.ts": { aspects: { a: { ...n(2), includes: ["b"] } } },
      "c.ts": { aspects: { b: {}, c: {} } },
    },
    expect: {
      modules: { h: ["a: { v = 1; }", "a: { v = 2; }", "a: { v = 3; }"] },
      aspects: { "host:h": ["a", "b", "c"] },
    },
  },
  {
    id: "a record and a function for one aspect",
    fleet: { ...one({ includes: ["a"] }), aspects: { a: n(1) } },
    files: {
      "b.ts": {
        aspects: { a: ({ host }: { host: { name: string } }) => ({ nixos: { v: host.name } }) },
      },
    },
    expect: { modules: { h: ["a: { v = 1; }", 'a: { v = "h"; }'] } },
  },
  {
    id: "a function that reads what is not there is an error that names it",
    fleet: {
      includes: ["a"],
      homes: { "x86_64-linux": { z: {} } },
      aspects: { a: { homeManager: ({ host }: { host: { name: string } }) => ({ v: host.name }) } },
    },
    expect: { findings: ["DEN_ARGUMENT_MISSING"] },
  },
  {
    id: "names of JavaScript are names like any other",
    fleet: {
      ...one({ includes: ["constructor", "toString", "hasOwnProperty"] }),
      aspects: { constructor: n(1), toString: n(2), hasOwnProperty: n(3) },
    },
    expect: {
      modules: {
        h: ["constructor: { v = 1; }", "toString: { v = 2; }", "hasOwnProperty: { v = 3; }"],
      },
    },
  },
];

runCases("includes", CASES);
