import { definePolicy, policy, sel } from "../../src/index.ts";
import { type Case, runCases } from "./run-cases.ts";

interface File {
  readonly path: unknown;
  readonly value: string;
  readonly exists: boolean;
  readonly terraform: string;
}
type Vars = Readonly<Record<string, { readonly files: Readonly<Record<string, File>> }>>;
interface Args {
  readonly vars: Vars;
  readonly peers: Readonly<Record<string, readonly { name: string; vars: Vars }[]>>;
  readonly host: { readonly name: string };
}

const linux = (hosts: object): object => ({ hosts: { "x86_64-linux": hosts } });
/** A generator of a secret and a public file. */
const key = { files: { key: {}, pub: { secret: false } }, script: "…" };
const secret = { files: { key: {} }, script: "…" };
const generators = (made: object): object => ({ vars: { generators: made } });
const two = linux({ a: { tags: ["x"] }, b: {} });
/** Reads of content, with what they answer. */
const reading = (read: (args: Args) => unknown): object => ({
  nixos: (args: Args) => ({ v: read(args) }),
});
const path =
  (generator: string, file = "key") =>
  ({ vars }: Args) =>
    vars[generator]?.files[file]?.path;
const file = (vars: Vars, generator: string, name = "pub"): File =>
  vars[generator]?.files[name] as File;
const sops = (names: Record<string, string>): string =>
  `vars: { inputs, ... }: { imports = [ inputs.sops-nix.nixosModules.sops or (throw "den: the flake's inputs have no \\"sops-nix\\" with nixosModules.sops, which installs secrets") ]; sops.secrets${
    Object.keys(names).length === 1
      ? `."${Object.keys(names)[0]}" = ${Object.values(names)[0]};`
      : ` = { ${Object.entries(names)
          .map(([name, text]) => `"${name}" = ${text};`)
          .join(" ")} };`
  } }`;
const sopsFile = (at: string, more = ""): string =>
  `{ format = "binary"; group = "root"; mode = "0400"; ${more}owner = "root"; sopsFile = /.den-fleet/${at}; }`;

/** Where values live, who sees them, where they are kept, how they get to machines. */
const CASES: readonly Case[] = [
  {
    id: "the fleet's own generator lives at the fleet",
    fleet: { ...two, ...generators({ ca: key }) },
    expect: { vars: { "fleet:fleet": ["ca"] }, findings: ["DEN_VARS_MISSING", "DEN_VARS_MISSING"] },
  },
  {
    id: "scope says at which kind: one for each host",
    fleet: { ...two, ...generators({ k: { ...key, scope: "host" } }) },
    expect: {
      vars: { "host:a": ["k"], "host:b": ["k"] },
      findings: ["DEN_VARS_MISSING", "DEN_VARS_MISSING"],
    },
  },
  {
    id: "a host's own generator lives there",
    fleet: linux({ a: generators({ k: key }), b: {} }),
    expect: { vars: { "host:a": ["k"] }, findings: ["DEN_VARS_MISSING"] },
  },
  {
    id: "an environment's generator lives there and is seen by its hosts",
    fleet: {
      ...linux({ a: { tags: ["x"], includes: ["r"] }, b: {} }),
      environments: { prod: { hosts: sel.tag("x"), ...generators({ k: key }) } },
      aspects: { r: reading(path("k")) },
    },
    expect: {
      vars: { "environment:prod": ["k"] },
      modules: { a: ['r: { v = "/run/secrets/vars/environment/prod/k/key"; }'] },
      findings: ["DEN_VARS_MISSING"],
    },
  },
  {
    id: "a user's generator lives at the user, and is brought to the host",
    fleet: linux({ a: { users: { u: generators({ k: secret }) } } }),
    generated: { "user:u@a/k": { key: null } },
    expect: {
      vars: { "user:u@a": ["k"] },
      modules: {
        a: [
          sops({
            "vars/user/u@a/k/key": `{ format = "binary"; group = "root"; mode = "0400"; owner = "u"; sopsFile = /.den-fleet/vars/user + "/u@a/k/key/secret"; }`,
          }),
        ],
      },
    },
  },
  {
    id: "a user sees what lives above, and gets its own of one name",
    fleet: {
      ...linux({ a: { ...generators({ k: key }), users: { u: { includes: ["r"] } } } }),
      aspects: {
        r: {
          ...generators({ own: secret }),
          homeManager: ({ vars }: Args) => ({
            k: path("k")({ vars } as Args),
            own: path("own")({ vars } as Args),
          }),
        },
      },
    },
    expect: {
      vars: { "host:a": ["k"], "user:u@a": ["own"] },
      modules: {
        a: [
          'r at home-manager.users.u: { k = "/run/secrets/vars/host/a/k/key"; own = "/run/secrets/vars/user/u@a/own/key"; }',
        ],
      },
      findings: ["DEN_VARS_MISSING"],
    },
  },
  {
    id: "an aspect's generator lives where the aspect is included",
    fleet: { ...linux({ a: { includes: ["r"] }, b: {} }), aspects: { r: generators({ k: key }) } },
    expect: { vars: { "host:a": ["k"] }, findings: ["DEN_VARS_MISSING"] },
  },
  {
    id: "an aspect of the whole fleet gives each machine its own value",
    fleet: { ...two, includes: ["r"], aspects: { r: generators({ k: key }) } },
    expect: {
      vars: { "host:a": ["k"], "host:b": ["k"] },
      findings: ["DEN_VARS_MISSING", "DEN_VARS_MISSING"],
    },
  },
  {
    id: "an aspect of the whole fleet may say that all share one",
    fleet: { ...two, includes: ["r"], aspects: { r: generators({ k: { ...key, share: true } }) } },
    expect: { vars: { "fleet:fleet": ["k"] }, findings: ["DEN_VARS_MISSING", "DEN_VARS_MISSING"] },
  },
  {
    id: "two hosts share what their aspects declare for the fleet",
    fleet: {
      ...linux({ a: { includes: ["r"] }, b: { includes: ["r"] } }),
      aspects: { r: generators({ k: { ...key, scope: "fleet" } }) },
    },
    expect: { vars: { "fleet:fleet": ["k"] }, findings: ["DEN_VARS_MISSING", "DEN_VARS_MISSING"] },
  },
  {
    id: "a host sees what only another host declares for the fleet, but gets no secrets of it",
    fleet: {
      ...linux({ a: { includes: ["r"] }, b: { includes: ["reader"] } }),
      aspects: {
        r: generators({ k: { ...key, share: true } }),
        reader: reading(({ vars }) => file(vars, "k").value),
        secrets: reading(path("k")),
      },
    },
    files: { "m.ts": { hosts: { "x86_64-linux": { b: { includes: ["secrets"] } } } } },
    generated: { "fleet:fleet/k": { key: null, pub: "p" } },
    expect: {
      modules: { b: ['reader: { v = "p"; }'] },
      findings: ["DEN_VARS_UNRESOLVABLE"],
      says: ["fleet:fleet/k/key cannot be used as a path on a machine: it is not deployed to b"],
    },
  },
  {
    id: "shared and declared differently is an error that shows the difference",
    fleet: {
      ...linux({ a: { includes: ["r"] }, b: { includes: ["s"] } }),
      aspects: {
        r: generators({ k: { ...key, share: true, script: "one" } }),
        s: generators({ k: { ...key, share: true, script: "two" } }),
      },
    },
    expect: {
      vars: {},
      findings: ["DEN_VARS_MISSING", "DEN_VARS_MISSING", "DEN_VARS_SHARED_CONFLICT"].sort(),
    },
  },
  {
    id: "several files may add to one generator of an aspect",
    fleet: {
      ...linux({ a: { includes: ["r"] } }),
      aspects: { r: generators({ k: { files: { key: {} } } }) },
    },
    files: { "m.ts": { aspects: { r: generators({ k: { script: "…" } }) } } },
    expect: { vars: { "host:a": ["k"] }, findings: ["DEN_VARS_MISSING"] },
  },
  {
    id: "two files that disagree about a generator are an error",
    fleet: {
      ...linux({ a: { includes: ["r"] } }),
      aspects: { r: generators({ k: { ...key, script: "one" } }) },
    },
    files: { "m.ts": { aspects: { r: generators({ k: { script: "two" } }) } } },
    expect: { findings: ["DEN_MERGE_CONFLICT", "DEN_VARS_MISSING"] },
  },
  {
    id: "an aspect computed from its settings may declare generators",
    fleet: {
      ...linux({ a: { includes: ["r"], aspects: { r: { settings: { name: "z" } } } } }),
      aspects: { r: { settings: { name: { type: "string", default: "k" } } } },
    },
    files: {
      "m.ts": {
        aspects: {
          r: ({ settings }: { readonly settings: { readonly name: string } }) =>
            generators({ [settings.name]: secret }),
        },
      },
    },
    expect: { vars: { "host:a": ["z"] }, findings: ["DEN_VARS_MISSING"] },
  },
  {
    id: "a generator of an aspect that is a function of its scope",
    fleet: {
      ...two,
      includes: ["r"],
      aspects: {
        r: ({ host }: Args) => generators({ [`k-${host.name}`]: secret }),
      },
    },
    expect: {
      vars: { "host:a": ["k-a"], "host:b": ["k-b"] },
      findings: ["DEN_VARS_MISSING", "DEN_VARS_MISSING"],
    },
  },
  {
    id: "a value of an instance of a service is seen by its members",
    fleet: {
      ...two,
      services: {
        s: {
          ...generators({ k: secret }),
          roles: {
            r: {
              members: sel.tag("x"),
              aspect: (args: Args) => ({ nixos: { v: path("k")(args) } }),
            },
          },
        },
      },
    },
    expect: {
      vars: { "instance:s": ["k"] },
      modules: { a: ['s/r: { v = "/run/secrets/vars/instance/s/k/key"; }'], b: [] },
      findings: ["DEN_VARS_MISSING"],
    },
  },
  {
    id: "each instance of a service has its own, and a role sees its own instance's",
    fleet: {
      ...two,
      services: {
        s: {
          ...generators({ k: secret }),
          roles: {
            r: { members: "host", aspect: (args: Args) => ({ nixos: { v: path("k")(args) } }) },
          },
          instances: { one: {}, two: {} },
        },
      },
    },
    expect: {
      vars: { "instance:s@one": ["k"], "instance:s@two": ["k"] },
      modules: {
        a: [
          's@one/r: { v = "/run/secrets/vars/instance/s@one/k/key"; }',
          's@two/r: { v = "/run/secrets/vars/instance/s@two/k/key"; }',
        ],
      },
      findings: ["DEN_VARS_MISSING", "DEN_VARS_MISSING"],
    },
  },
  {
    id: "a role may declare a value of its instance",
    fleet: {
      ...two,
      services: {
        s: {
          roles: {
            r: { members: "host", aspect: generators({ k: { ...secret, scope: "instance" } }) },
          },
        },
      },
    },
    expect: { vars: { "instance:s": ["k"] }, findings: ["DEN_VARS_MISSING", "DEN_VARS_MISSING"] },
  },
  {
    id: "a public value that was generated",
    fleet: {
      ...linux({ a: { includes: ["r"] } }),
      aspects: {
        r: {
          ...generators({ k: key }),
          ...reading(({ vars }) => [
            file(vars, "k").value,
            file(vars, "k").exists,
            file(vars, "k").path,
          ]),
        },
      },
    },
    generated: { "host:a/k": { key: null, pub: "public text\n" } },
    expect: {
      modules: {
        a: [
          'r: { v = [ "public text\\n" true /.den-fleet/vars/host/a/k/pub/value ]; }',
          sops({ "vars/host/a/k/key": sopsFile("vars/host/a/k/key/secret") }),
        ],
      },
    },
  },
  {
    id: "a public value that was not generated yet is refused by name",
    fleet: {
      ...linux({ a: { includes: ["r"] } }),
      aspects: {
        r: { ...generators({ k: key }), ...reading(({ vars }) => file(vars, "k").value) },
      },
    },
    expect: {
      findings: ["DEN_VARS_MISSING", "DEN_VARS_MISSING"],
      says: ["host:a/k/pub has not been generated yet", "den vars generate"],
    },
  },
  {
    id: "whether it exists may be asked",
    fleet: {
      ...linux({ a: { includes: ["r"] } }),
      aspects: {
        r: { ...generators({ k: key }), ...reading(({ vars }) => file(vars, "k").exists) },
      },
    },
    expect: { modules: { a: ["r: { v = false; }"] }, findings: ["DEN_VARS_MISSING"] },
  },
  {
    id: "the value of a secret cannot be read",
    fleet: {
      ...linux({ a: { includes: ["r"] } }),
      aspects: {
        r: { ...generators({ k: key }), ...reading(({ vars }) => file(vars, "k", "key").value) },
      },
    },
    generated: { "host:a/k": { key: null, pub: "p" } },
    expect: {
      findings: ["DEN_VARS_UNRESOLVABLE"],
      says: ["host:a/k/key cannot be used as a plain value: it is secret"],
    },
  },
  {
    id: "an unknown generator is refused with the nearest name",
    fleet: {
      ...linux({ a: { includes: ["r"] } }),
      aspects: {
        r: {
          ...generators({ wireguard: key }),
          ...reading(({ vars }) => file(vars, "wiregard").exists),
        },
      },
    },
    expect: {
      findings: ["DEN_VARS_MISSING", "DEN_VARS_UNKNOWN_NAME"],
      says: ['did you mean "wireguard"?'],
    },
  },
  {
    id: "an unknown file too",
    fleet: {
      ...linux({ a: { includes: ["r"] } }),
      aspects: {
        r: { ...generators({ k: key }), ...reading(({ vars }) => file(vars, "k", "pubb").exists) },
      },
    },
    expect: {
      findings: ["DEN_VARS_MISSING", "DEN_VARS_UNKNOWN_NAME"],
      says: ['did you mean "pub"?'],
    },
  },
  {
    id: "what lives at another host cannot be seen, and the error says where it lives",
    fleet: {
      ...linux({ a: { includes: ["r"] }, b: generators({ k: key }) }),
      aspects: { r: reading(({ vars }) => file(vars, "k").exists) },
    },
    expect: {
      findings: ["DEN_VARS_MISSING", "DEN_VARS_NOT_VISIBLE"],
      says: ["it lives at host b"],
    },
  },
  {
    id: "peers show their public files",
    fleet: {
      ...two,
      includes: ["r"],
      aspects: {
        r: {
          ...generators({ k: key }),
          peers: { all: "host" },
          ...reading(({ peers }) =>
            Object.fromEntries(
              (peers.all ?? []).map((peer) => [
                peer.name,
                file(peer.vars, "k").exists ? file(peer.vars, "k").value : "none",
              ]),
            ),
          ),
        },
      },
    },
    generated: { "host:a/k": { key: null, pub: "of a" } },
    expect: {
      modules: { b: ['r: { v = { a = "of a"; b = "none"; }; }'] },
      findings: ["DEN_VARS_MISSING"],
    },
  },
  {
    id: "peers show no secrets",
    fleet: {
      ...two,
      includes: ["r"],
      aspects: {
        r: {
          ...generators({ k: key }),
          peers: { all: "host" },
          ...reading(({ peers }) =>
            (peers.all ?? []).map((peer) => file(peer.vars, "k", "key").path),
          ),
        },
      },
    },
    expect: {
      findings: [
        "DEN_VARS_MISSING",
        "DEN_VARS_MISSING",

        "DEN_VARS_NOT_VISIBLE",
      ],
      says: ["host:a/k/key is a secret of a peer"],
    },
  },
  {
    id: "a role that is a function reads values and declares generators",
    fleet: {
      ...two,
      services: {
        s: {
          roles: {
            r: {
              members: "host",
              aspect: ({ vars, peers }: Args) => ({
                ...generators({ k: key }),
                nixos: {
                  own: path("k")({ vars } as Args),
                  all: (peers.r ?? []).map((peer) => file(peer.vars, "k").exists),
                },
              }),
            },
          },
        },
      },
    },
    generated: { "host:b/k": { key: null, pub: "p" } },
    expect: {
      modules: {
        a: ['s/r: { all = [ false true ]; own = "/run/secrets/vars/host/a/k/key"; }'],
      },
      findings: ["DEN_VARS_MISSING"],
    },
  },
  {
    id: "what an aspect includes cannot hang on a value",
    fleet: {
      ...linux({ a: { includes: ["r"], ...generators({ k: key }) } }),
      aspects: {
        r: ({ vars }: Args) => ({ includes: file(vars, "k").exists ? ["s"] : [], nixos: { v: 1 } }),
        s: { nixos: {} },
      },
    },
    generated: { "host:a/k": { key: null, pub: "p" } },
    expect: { findings: ["DEN_VARS_DECIDE"] },
  },
  {
    id: "what a policy decides cannot hang on a value",
    fleet: {
      ...two,
      policies: {
        p: definePolicy("host", { peers: { all: "host" } }, ((args: Args) =>
          (args.peers.all ?? []).some((peer) => file(peer.vars, "k").exists)
            ? [policy.include("s")]
            : []) as never),
      },
      aspects: { s: { nixos: {} } },
    },
    expect: { findings: ["DEN_VARS_DECIDE"] },
  },
  {
    id: "secrets are kept in sops where nothing is said, and a policy may choose another place",
    fleet: {
      ...two,
      ...generators({ ca: key, k: { ...key, scope: "host" } }),
      policies: {
        "x-uses-age": definePolicy("host", ({ host }) =>
          host.tags.has("x") ? [policy.varBackend("age")] : [],
        ),
      },
    },
    expect: {
      backends: { "fleet:fleet/ca": "sops", "host:a/k": "age", "host:b/k": "sops" },
      findings: ["DEN_VARS_MISSING", "DEN_VARS_MISSING"],
    },
  },
  {
    id: "policies about vars may stand with the vars",
    fleet: {
      ...two,
      vars: {
        generators: { k: { ...key, scope: "host" } },
        policies: { p: definePolicy("host", [policy.varBackend("age")]) },
      },
    },
    expect: { backends: { "host:a/k": "age" }, findings: ["DEN_VARS_MISSING", "DEN_VARS_MISSING"] },
  },
  {
    id: "a policy about one generator wins over one about all",
    fleet: {
      ...two,
      vars: {
        generators: { k: { ...key, scope: "host" }, l: { ...key, scope: "host" } },
        policies: {
          all: definePolicy("host", [policy.varBackend("age")]),
          one: definePolicy("host", [policy.varBackend("password-store", "l")]),
        },
      },
    },
    expect: {
      backends: { "host:a/k": "age", "host:a/l": "password-store" },
      findings: ["DEN_VARS_MISSING", "DEN_VARS_MISSING"],
    },
  },
  {
    id: "the nearer scope's policy wins, and the fleet's own choice is the last",
    fleet: {
      ...linux({ a: { tags: ["x"] }, b: { tags: ["x"], users: { u: {} } } }),
      environments: { prod: { hosts: sel.tag("x") } },
      vars: {
        backend: "password-store",
        generators: { ca: key, h: { ...key, scope: "host" }, u: { ...secret, scope: "user" } },
        policies: {
          env: definePolicy("environment", [policy.varBackend("sops")]),
          b: definePolicy("host", { when: "#b" }, [policy.varBackend("age")]),
        },
      },
    },
    expect: {
      backends: {
        "fleet:fleet/ca": "password-store",
        "host:a/h": "sops",
        "host:b/h": "age",
        "user:u@b/u": "age",
      },
      findings: ["DEN_VARS_MISSING", "DEN_VARS_MISSING"],
    },
  },
  {
    id: "two policies of one scope that choose differently are an error",
    fleet: {
      ...two,
      vars: {
        generators: { k: { ...key, scope: "host" } },
        policies: {
          p: definePolicy("host", { when: "#a" }, [policy.varBackend("age")]),
          q: definePolicy("host", { when: "#a" }, [policy.varBackend("sops")]),
        },
      },
    },
    expect: { findings: ["DEN_POLICY_CONFLICT", "DEN_VARS_MISSING", "DEN_VARS_MISSING"] },
  },
  {
    id: "a backend that is not there is an error with the nearest",
    fleet: {
      ...two,
      vars: {
        backend: "sosp",
        generators: { k: key },
        policies: { p: definePolicy("host", { when: "#a" }, [policy.varBackend("aeg")]) },
      },
    },
    expect: {
      findings: ["DEN_VARS_BACKEND", "DEN_VARS_BACKEND", "DEN_VARS_MISSING", "DEN_VARS_MISSING"],
      says: ['did you mean "sops"?', 'did you mean "age"?'],
    },
  },
  {
    id: "a backend for a generator that nothing declares is told with the nearest",
    fleet: {
      ...two,
      vars: {
        generators: { "the-key": key },
        policies: { p: definePolicy("host", [policy.varBackend("age", "teh-key")]) },
      },
    },
    expect: {
      findings: ["DEN_VARS_BACKEND", "DEN_VARS_MISSING", "DEN_VARS_MISSING"],
      says: ['did you mean "the-key"?'],
    },
  },
  {
    id: "a secret that is kept where nothing brings it from has no path",
    fleet: {
      ...linux({ a: { includes: ["r"] } }),
      vars: { backend: "password-store" },
      aspects: { r: { ...generators({ k: secret }), ...reading(path("k")) } },
    },
    expect: {
      findings: ["DEN_VARS_MISSING", "DEN_VARS_UNRESOLVABLE"],
      says: ["it is kept in password-store"],
    },
  },
  {
    id: "who gets a secret: all hosts below, or those that are named",
    fleet: {
      ...two,
      ...generators({
        k: { files: { all: {}, some: { deploy: ["b"] }, none: { deploy: false } }, script: "…" },
      }),
    },
    generated: { "fleet:fleet/k": { all: null, some: null, none: null } },
    expect: {
      modules: {
        a: [sops({ "vars/fleet/fleet/k/all": sopsFile("vars/fleet/fleet/k/all/secret") })],
        b: [
          sops({
            "vars/fleet/fleet/k/all": sopsFile("vars/fleet/fleet/k/all/secret"),
            "vars/fleet/fleet/k/some": sopsFile("vars/fleet/fleet/k/some/secret"),
          }),
        ],
      },
    },
  },
  {
    id: "a host that a secret is not deployed to has no path of it",
    fleet: {
      ...linux({ a: { includes: ["r"] }, b: {} }),
      ...generators({ k: { files: { key: { deploy: ["b"] } }, script: "…" } }),
      aspects: { r: reading(path("k")) },
    },
    expect: {
      findings: ["DEN_VARS_MISSING", "DEN_VARS_UNRESOLVABLE"],
      says: ["it is not deployed to a"],
    },
  },
  {
    id: "owner, mode, units and time are wired",
    fleet: linux({
      a: generators({
        k: {
          files: {
            key: { owner: "nginx", group: "web", mode: "0440", restartUnits: ["nginx.service"] },
            pass: { neededFor: "users" },
          },
          script: "…",
        },
      }),
    }),
    generated: { "host:a/k": { key: null, pass: null } },
    expect: {
      modules: {
        a: [
          sops({
            "vars/host/a/k/key": `{ format = "binary"; group = "web"; mode = "0440"; owner = "nginx"; restartUnits = [ "nginx.service" ]; sopsFile = /.den-fleet/vars/host/a/k/key/secret; }`,
            "vars/host/a/k/pass": `{ format = "binary"; mode = "0400"; neededForUsers = true; sopsFile = /.den-fleet/vars/host/a/k/pass/secret; }`,
          }),
        ],
      },
    },
  },
  {
    id: "with agenix, NixOS restarts units when the encrypted file changes",
    fleet: {
      ...linux({
        a: generators({ k: { files: { key: { restartUnits: ["nginx.service"] } }, script: "…" } }),
      }),
    },
    generated: { "host:a/k": { key: null } },
    secrets: "age",
    expect: {
      modules: {
        a: [
          `vars: { inputs, ... }: { age.secrets."vars/host/a/k/key" = { file = /.den-fleet/vars/host/a/k/key/secret.age; group = "root"; mode = "0400"; owner = "root"; }; imports = [ inputs.agenix.nixosModules.age or (throw "den: the flake's inputs have no \\"agenix\\" with nixosModules.age, which installs secrets") ]; systemd.services.nginx.restartTriggers = [ /.den-fleet/vars/host/a/k/key/secret.age ]; }`,
        ],
      },
    },
  },
  {
    id: "accounts by number have options of their own in sops-nix",
    fleet: linux({
      a: generators({ k: { files: { key: { owner: "1000", group: "100" } }, script: "…" } }),
    }),
    generated: { "host:a/k": { key: null } },
    expect: {
      modules: {
        a: [
          sops({
            "vars/host/a/k/key": `{ format = "binary"; gid = 100; group = null; mode = "0400"; owner = null; sopsFile = /.den-fleet/vars/host/a/k/key/secret; uid = 1000; }`,
          }),
        ],
      },
    },
  },
  {
    id: "on darwin root's group is wheel, also of what is needed before users exist",
    fleet: {
      hosts: {
        "aarch64-darwin": {
          a: generators({ k: { files: { key: {}, pass: { neededFor: "users" } }, script: "…" } }),
        },
      },
    },
    generated: { "host:a/k": { key: null, pass: null } },
    expect: {
      modules: {
        a: [
          sops({
            "vars/host/a/k/key": sopsFile("vars/host/a/k/key/secret").replace('"root"', '"wheel"'),
            "vars/host/a/k/pass": `{ format = "binary"; mode = "0400"; neededForUsers = true; sopsFile = /.den-fleet/vars/host/a/k/pass/secret; }`,
          }).replaceAll("nixosModules", "darwinModules"),
        ],
      },
    },
  },
  {
    id: "what agenix cannot do is refused by name: odd accounts, units without names",
    fleet: linux({
      a: generators({
        k: {
          files: { key: { owner: "o'brien" }, data: { restartUnits: ["data.mount"] } },
          script: "…",
        },
      }),
    }),
    generated: { "host:a/k": { key: null, data: null } },
    secrets: "age",
    expect: {
      findings: ["DEN_VARS_UNRESOLVABLE", "DEN_VARS_UNRESOLVABLE"],
      says: ["host:a/k/key", "o'brien", "data.mount"],
    },
  },
  {
    id: "what is needed before the machine can decrypt comes with the installer",
    fleet: {
      ...linux({ a: { includes: ["r"] } }),
      vars: { uploadFolder: "/mnt/keys" },
      aspects: {
        r: {
          ...generators({ luks: { files: { key: { neededFor: "partitioning" } }, script: "…" } }),
          ...reading(path("luks")),
        },
      },
    },
    generated: { "host:a/luks": { key: null } },
    expect: { modules: { a: ['r: { v = "/mnt/keys/partitioning/vars/host/a/luks/key"; }'] } },
  },
  {
    id: "a home of its own gets no secrets of machines",
    fleet: {
      homes: { "x86_64-linux": { u: { includes: ["r"] } } },
      ...generators({ k: secret }),
      aspects: { r: { homeManager: (args: Args) => ({ v: path("k")(args) }) } },
    },
    expect: { findings: ["DEN_VARS_UNRESOLVABLE"], says: ["a home of its own is no machine"] },
  },
  {
    id: "a dependency that names another host sees its public files",
    fleet: linux({
      a: generators({ k: { ...key, dependencies: [{ generator: "k", node: "b", as: "other" }] } }),
      b: generators({ k: key }),
    }),
    expect: {
      vars: { "host:a": ["k"], "host:b": ["k"] },
      findings: ["DEN_VARS_MISSING", "DEN_VARS_MISSING"],
    },
  },
  {
    id: "a dependency that nobody declares",
    fleet: linux({ a: generators({ k: { ...key, dependencies: ["ssh-key"] }, "ssh-kye": key }) }),
    expect: {
      vars: {},
      findings: ["DEN_VARS_DEPENDENCY_MISSING", "DEN_VARS_MISSING"],
      says: ['did you mean "ssh-kye"?'],
    },
  },
  {
    id: "a circle of dependencies is named with its chain",
    fleet: linux({
      a: generators({ k: { ...key, dependencies: ["l"] }, l: { ...key, dependencies: ["k"] } }),
    }),
    expect: { vars: {}, findings: ["DEN_VARS_CYCLE", "DEN_VARS_MISSING"] },
  },
  {
    id: "an unknown field, an unknown kind and a wrong type, all at once",
    fleet: linux({
      a: generators({ k: { fils: {}, script: 7 }, l: { ...key, scope: "hots" } }),
    }),
    expect: {
      vars: {},
      findings: ["DEN_VARS_FIELD_INVALID", "DEN_VARS_FIELD_UNKNOWN", "DEN_VARS_SCOPE_UNMATCHED"],
      says: ['did you mean "files"?', 'did you mean "host"?'],
    },
  },
  {
    id: "unknown keys under vars",
    fleet: { ...two, vars: { generator: {} }, aspects: { r: { vars: { generator: {} } } } },
    expect: {
      findings: ["DEN_UNKNOWN_KEY", "DEN_UNKNOWN_KEY"],
      says: ['did you mean "generators"?'],
    },
  },
  {
    id: "keys and groups of the configuration",
    fleet: {
      ...two,
      vars: {
        keys: {
          alice: "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p",
          bad: "age1nonsense",
        },
        groups: { admins: ["alice", "nobody"] },
      },
    },
    expect: { findings: ["DEN_VARS_KEYS", "DEN_VARS_KEYS"] },
  },
  {
    id: "a custom kind has values of its own",
    fleet: {
      kinds: { cluster: { parent: "fleet" } },
      entities: { cluster: { c1: generators({ k: key }), c2: {} } },
      ...generators({ all: { ...key, scope: "cluster" } }),
    },
    expect: { vars: { "cluster:c1": ["all", "k"], "cluster:c2": ["all"] } },
  },
  {
    id: "a kind cannot be called instance",
    fleet: { kinds: { instance: { parent: "fleet" } } },
    expect: { findings: ["DEN_DUPLICATE_NAME"] },
  },
];

runCases("vars", CASES);
