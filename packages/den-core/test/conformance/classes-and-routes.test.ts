import { definePolicy, nix, policy, sel } from "../../src/index.ts";
import { type Case, runCases } from "./run-cases.ts";

const on = (...effects: unknown[]): object => definePolicy("host", effects as never);
const atUser = (...effects: unknown[]): object => definePolicy("user", effects as never);
/** One host `h` that includes `a`, of which `x` is a class of the fleet's own. */
const fleet = (x: object, a: object, policies: object = {}, host: object = {}): object => ({
  classes: { x },
  hosts: { "x86_64-linux": { h: { includes: ["a"], ...host } } },
  aspects: { a },
  policies,
});
const one = { x: { v: 1 } };
const h = (...modules: string[]): object => ({ modules: { h: modules } });
const users = { users: { u: {}, w: {} } };

/** Classes of one's own, what forwards, what policies move, add and make outputs of. */
const CASES: readonly Case[] = [
  {
    id: "a class that goes nowhere lands, and nothing more, which is told",
    fleet: fleet({ kind: "host" }, one),
    expect: { ...h(), findings: ["DEN_CLASS_UNTAKEN"], says: ["into no output"] },
  },
  {
    id: "a class that forwards into nixos",
    fleet: fleet({ into: "nixos" }, one),
    expect: h("a: { v = 1; }"),
  },
  {
    id: "a class that forwards below a path",
    fleet: fleet({ into: "nixos", at: ["services", "x"] }, one),
    expect: h("a at services.x: { v = 1; }"),
  },
  {
    id: "a path may hold any text",
    fleet: fleet({ into: "nixos", at: ["environment", "persistence", "/keep"] }, one),
    expect: h("a at environment.persistence./keep: { v = 1; }"),
  },
  {
    id: "a class that forwards through another one",
    fleet: {
      classes: { x: { into: "y", at: ["b"] }, y: { into: "nixos", at: ["a"] } },
      hosts: { "x86_64-linux": { h: { includes: ["a"] } } },
      aspects: { a: { x: { v: 1 }, y: { w: 2 } } },
    },
    expect: h("a at a: { w = 2; }", "a at a.b: { v = 1; }"),
  },
  {
    id: "a class that forwards into each account",
    fleet: fleet({ into: "user", at: ["extra"] }, one, {}, users),
    expect: h("a at users.users.u.extra: { v = 1; }", "a at users.users.w.extra: { v = 1; }"),
  },
  {
    id: "a class that forwards into each home",
    fleet: fleet({ into: "homeManager", at: ["programs"] }, one, {}, users),
    expect: h(
      "a at home-manager.users.u.programs: { v = 1; }",
      "a at home-manager.users.w.programs: { v = 1; }",
    ),
  },
  {
    id: "a class that forwards into os reaches both classes of host",
    fleet: {
      classes: { x: { into: "os" } },
      hosts: {
        "x86_64-linux": { h: { includes: ["a"] } },
        "aarch64-darwin": { m: { includes: ["a"] } },
      },
      aspects: { a: one },
    },
    expect: { modules: { h: ["a: { v = 1; }"], m: ["a: { v = 1; }"] } },
  },
  {
    id: "a class that forwards into darwin reaches macs only",
    fleet: {
      classes: { x: { into: "darwin" } },
      hosts: {
        "x86_64-linux": { h: { includes: ["a"] } },
        "aarch64-darwin": { m: { includes: ["a"] } },
      },
      aspects: { a: one },
    },
    expect: { modules: { h: [], m: ["a: { v = 1; }"] } },
  },
  {
    id: "content of a class of one's own may be a function",
    fleet: fleet(
      { into: "nixos" },
      { x: ({ host }: { host: { name: string } }) => ({ n: host.name }) },
    ),
    expect: h('a: { n = "h"; }'),
  },
  {
    id: "content of a class of one's own may read settings",
    fleet: fleet(
      { into: "nixos" },
      {
        settings: { p: { type: "integer", default: 3 } },
        x: ({ settings }: { settings: { p: number } }) => ({ p: settings.p }),
      },
    ),
    expect: h("a: { p = 3; }"),
  },
  {
    id: "a class at its own kind comes up where the kind is above",
    fleet: {
      classes: { x: { kind: "environment", intoAttr: ["xs"] } },
      environments: { e: { hosts: ["h"] } },
      hosts: { "x86_64-linux": { h: { includes: ["a"] } } },
      aspects: { a: one },
    },
    expect: h(),
  },
  {
    id: "two values of a class that merges as data have to agree",
    fleet: {
      classes: { x: { kind: "environment", merge: "data", intoAttr: ["xs"] } },
      environments: { e: { hosts: ["h"], includes: ["a", "b"] } },
      hosts: { "x86_64-linux": { h: {} } },
      aspects: { a: { x: { v: 1, l: [1] } }, b: { x: { v: 2, l: [2] } } },
    },
    expect: {
      findings: ["DEN_OUTPUT_CONFLICT"],
      says: ["xs: v is 1 by aspect a and 2 by aspect b"],
    },
  },
  {
    id: "a class that forwards into a class that is none is an error",
    fleet: { classes: { x: { into: "nixs" } } },
    expect: { findings: ["DEN_UNKNOWN_CLASS"], says: ["nixos"] },
  },
  {
    id: "a class of den's own cannot be declared again",
    fleet: { classes: { nixos: { kind: "host" } } },
    expect: { findings: ["DEN_DUPLICATE_NAME"] },
  },
  {
    id: "a class merges as modules or as data, nothing else",
    fleet: { classes: { x: { merge: "files" } } },
    expect: { findings: ["DEN_WRONG_TYPE"] },
  },
  {
    id: "an unknown key of a class is an error with the nearest name",
    fleet: { classes: { x: { itno: "nixos" } } },
    expect: { findings: ["DEN_UNKNOWN_KEY"], says: ["into"] },
  },
  {
    id: "a route moves a class into another",
    fleet: fleet({ kind: "host" }, one, { p: on(policy.route({ from: "x", to: "nixos" })) }),
    expect: h("a: { v = 1; }"),
  },
  {
    id: "a route with a path",
    fleet: fleet({ kind: "host" }, one, {
      p: on(policy.route({ from: "x", to: "nixos", at: ["microvm", "vms", "h", "config"] })),
    }),
    expect: h("a at microvm.vms.h.config: { v = 1; }"),
  },
  {
    id: "a route only where its policy fires",
    fleet: {
      classes: { x: { kind: "host" } },
      hosts: { "x86_64-linux": { g: { includes: ["a"] }, h: { tags: ["t"], includes: ["a"] } } },
      aspects: { a: one },
      policies: {
        p: definePolicy("host", { when: sel.tag("t") }, [policy.route({ from: "x", to: "nixos" })]),
      },
    },
    expect: { modules: { g: [], h: ["a: { v = 1; }"] } },
  },
  {
    id: "two routes of one class deliver it twice",
    fleet: fleet({ kind: "host" }, one, {
      p: on(policy.route({ from: "x", to: "nixos", at: ["p"] })),
      q: on(policy.route({ from: "x", to: "nixos", at: ["q"] })),
    }),
    expect: h("a at p: { v = 1; }", "a at q: { v = 1; }"),
  },
  {
    id: "a route into homes, at each user",
    fleet: fleet(
      { kind: "host" },
      one,
      { p: atUser(policy.route({ from: "x", to: "homeManager" })) },
      users,
    ),
    expect: h("a at home-manager.users.u: { v = 1; }", "a at home-manager.users.w: { v = 1; }"),
  },
  {
    id: "a route into homes, for one user only",
    fleet: fleet(
      { kind: "host" },
      one,
      {
        p: definePolicy("user", ({ user }) => [
          user.name === "u" && policy.route({ from: "x", to: "homeManager" }),
        ]),
      },
      users,
    ),
    expect: h("a at home-manager.users.u: { v = 1; }"),
  },
  {
    id: "a route into accounts",
    fleet: fleet(
      { kind: "host" },
      one,
      { p: atUser(policy.route({ from: "x", to: "user", at: ["e"] })) },
      { users: { u: {} } },
    ),
    expect: h("a at users.users.u.e: { v = 1; }"),
  },
  {
    id: "a route from a user up to the host",
    fleet: {
      classes: { x: { kind: "user" } },
      hosts: { "x86_64-linux": { h: { users: { u: { includes: ["a"] }, w: {} } } } },
      aspects: { a: one },
      policies: {
        p: definePolicy("user", ({ user }) => [
          policy.route({ from: "x", to: "nixos", at: ["acl", user.name] }),
        ]),
      },
    },
    expect: h("a at acl.u: { v = 1; }"),
  },
  {
    id: "a route from an unknown class is an error with the nearest name",
    fleet: fleet({ into: "os" }, one, { p: on(policy.route({ from: "nixs", to: "nixos" })) }),
    expect: { findings: ["DEN_ROUTE_INVALID"], says: ["nixos"] },
  },
  {
    id: "a route to an unknown class is an error",
    fleet: fleet({ kind: "host" }, one, { p: on(policy.route({ from: "x", to: "drawin" })) }),
    expect: { findings: ["DEN_ROUTE_INVALID"], says: ["darwin"] },
  },
  {
    id: "provide adds a module",
    fleet: fleet({}, {}, { p: on(policy.provide({ class: "nixos", module: { v: 1 } })) }),
    expect: h("policy.p: { v = 1; }"),
  },
  {
    id: "provide below a path",
    fleet: fleet(
      {},
      {},
      {
        p: on(policy.provide({ class: "nixos", module: { v: 1 }, at: ["a", "b"] })),
      },
    ),
    expect: h("policy.p at a.b: { v = 1; }"),
  },
  {
    id: "provide into a home",
    fleet: fleet(
      {},
      {},
      { p: atUser(policy.provide({ class: "homeManager", module: { v: 1 } })) },
      { users: { u: {} } },
    ),
    expect: h("policy.p at home-manager.users.u: { v = 1; }"),
  },
  {
    id: "provide from the fleet reaches every host",
    fleet: {
      hosts: { "x86_64-linux": { g: {}, h: {} } },
      policies: {
        p: definePolicy("fleet", [policy.provide({ class: "nixos", module: { v: 1 } })]),
      },
    },
    expect: { modules: { g: ["policy.p: { v = 1; }"], h: ["policy.p: { v = 1; }"] } },
  },
  {
    id: "provide may compute its module from the scope",
    fleet: fleet(
      {},
      {},
      {
        p: on(
          policy.provide({
            class: "nixos",
            module: ({ host }: { host: { name: string } }) => ({ n: host.name }),
          }),
        ),
      },
    ),
    expect: h('policy.p: { n = "h"; }'),
  },
  {
    id: "symbolic arguments become the formals of a module",
    fleet: fleet({}, { nixos: ({ pkgs }: { pkgs: { hello: unknown } }) => ({ p: pkgs.hello }) }),
    expect: h("a: { pkgs, ... }: { p = pkgs.hello; }"),
  },
  {
    id: "arguments of the scope are values, beside symbolic ones",
    fleet: fleet(
      {},
      {
        nixos: ({ pkgs, host }: { pkgs: Record<string, unknown>; host: { name: string } }) => ({
          p: pkgs[host.name],
        }),
      },
    ),
    expect: h("a: { pkgs, ... }: { p = pkgs.h; }"),
  },
  {
    id: "raw Nix stands as it is",
    fleet: fleet({}, { nixos: { v: nix`1 + 2` } }),
    expect: h("a: { v = 1 + 2; }"),
  },
  {
    id: "instantiate makes no module of the host",
    fleet: fleet(
      {},
      { terranix: { v: 1 } },
      {
        p: on(
          policy.instantiate({ name: "tf", class: "terranix", intoAttr: ["terranixModules", "h"] }),
        ),
      },
    ),
    expect: h(),
  },
];

runCases("classes and routes", CASES);
