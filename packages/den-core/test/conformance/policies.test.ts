import { definePolicy, policy, sel } from "../../src/index.ts";
import { type Case, runCases } from "./run-cases.ts";

const linux = (hosts: object): object => ({ hosts: { "x86_64-linux": hosts } });
const on = (...effects: unknown[]): object => definePolicy("host", effects as never);
const add = (name: string): object => on(policy.include(name));
const when = (condition: object, ...effects: unknown[]): object =>
  definePolicy("host", condition as never, effects as never);
/** Aspects without content, by name. */
const plain = (...names: string[]): object => Object.fromEntries(names.map((name) => [name, {}]));
/** One host `h` with aspects and policies. */
const one = (host: object, aspects: object, policies: object, rest: object = {}): object => ({
  ...linux({ h: host }),
  aspects,
  policies,
  ...rest,
});
const has = (...names: string[]): { readonly aspects: Record<string, readonly string[]> } => ({
  aspects: { "host:h": names },
});
interface HostLike {
  readonly name: string;
  readonly class: string;
  readonly system: string;
  readonly users: readonly string[];
  readonly environment: string | null;
  readonly tags: ReadonlySet<string>;
  readonly meta: Readonly<Record<string, unknown>>;
  hasAspect(name: string): boolean;
}
const rule = (run: (args: { host: HostLike; [name: string]: unknown }) => unknown): object =>
  definePolicy("host", run as never);

/** When policies fire, what they do, and that their order means nothing. */
const CASES: readonly Case[] = [
  {
    id: "a policy without a condition fires at every scope of its kind",
    fleet: { ...linux({ g: {}, h: {} }), aspects: plain("a"), policies: { p: add("a") } },
    expect: { aspects: { "host:g": ["a"], "host:h": ["a"] } },
  },
  {
    id: "a selector made by sel decides where it fires",
    fleet: {
      ...linux({ g: { tags: ["x"] }, h: {} }),
      aspects: plain("a"),
      policies: { p: when({ when: sel.tag("x") }, policy.include("a")) },
    },
    expect: {
      aspects: { "host:g": ["a"], "host:h": [] },
      suppressed: { "host:h": ["p: its selector does not match the scope"] },
    },
  },
  {
    id: "a selector as text does the same",
    fleet: {
      ...linux({ g: { tags: ["x"] }, h: {} }),
      aspects: plain("a"),
      policies: { p: when({ when: "host[tag~=x]" }, policy.include("a")) },
    },
    expect: { aspects: { "host:g": ["a"], "host:h": [] } },
  },
  {
    id: "a selector may ask for meta",
    fleet: {
      ...linux({ g: { meta: { region: "us" } }, h: { meta: { region: "eu" } } }),
      aspects: plain("a"),
      policies: { p: when({ when: "[region=us]" }, policy.include("a")) },
    },
    expect: { aspects: { "host:g": ["a"], "host:h": [] } },
  },
  {
    id: "a selector may ask for what is above",
    fleet: {
      environments: { prod: { hosts: ["g"] } },
      ...linux({ g: {}, h: {} }),
      aspects: plain("a"),
      policies: { p: when({ when: "#prod > host" }, policy.include("a")) },
    },
    expect: { aspects: { "host:g": ["a"], "host:h": [] } },
  },
  {
    id: "a selector that is none is an error",
    fleet: one({}, plain("a"), { p: when({ when: "host[" }, policy.include("a")) }),
    expect: { findings: ["DEN_WRONG_TYPE"] },
  },
  {
    id: "a function decides by tags",
    fleet: {
      ...linux({ g: { tags: ["x"] }, h: {} }),
      aspects: plain("a"),
      policies: { p: rule(({ host }) => (host.tags.has("x") ? [policy.include("a")] : [])) },
    },
    expect: {
      aspects: { "host:g": ["a"], "host:h": [] },
      suppressed: { "host:h": ["p: it returned no effects"] },
    },
  },
  {
    id: "a function decides by class",
    fleet: {
      hosts: { "x86_64-linux": { g: {} }, "aarch64-darwin": { h: {} } },
      aspects: plain("a"),
      policies: { p: rule(({ host }) => [host.class === "darwin" && policy.include("a")]) },
    },
    expect: { aspects: { "host:g": [], "host:h": ["a"] } },
  },
  {
    id: "a function decides by users",
    fleet: {
      ...linux({ g: {}, h: { users: { u: {} } } }),
      aspects: plain("a"),
      policies: { p: rule(({ host }) => (host.users.includes("u") ? [policy.include("a")] : [])) },
    },
    expect: { aspects: { "host:g": [], "host:h": ["a"], "user:u@h": ["a"] } },
  },
  {
    id: "nothing, null and false among effects mean nothing",
    fleet: one({}, plain("a"), {
      p: rule(() => [null, undefined, false, policy.include("a")]),
      q: rule(() => undefined),
      r: rule(() => null),
    }),
    expect: has("a"),
  },
  {
    id: "a policy of a user sees its host",
    fleet: one({ users: { u: {}, v: {} } }, plain("a"), {
      p: definePolicy("user", ({ user, host }) =>
        user.name === "u" && host.name === "h" ? [policy.include("a")] : [],
      ),
    }),
    expect: { aspects: { "host:h": [], "user:u@h": ["a"], "user:v@h": [] } },
  },
  {
    id: "a policy of the fleet reaches every host",
    fleet: one({}, plain("a"), { p: definePolicy("fleet", [policy.include("a")]) }),
    expect: has("a"),
  },
  {
    id: "a policy of environments reaches the hosts in them",
    fleet: {
      environments: { e: { hosts: ["g"] } },
      ...linux({ g: {}, h: {} }),
      aspects: plain("a"),
      policies: { p: definePolicy("environment", [policy.include("a")]) },
    },
    expect: { aspects: { "host:g": ["a"], "host:h": [] } },
  },
  {
    id: "a policy of homes",
    fleet: {
      homes: { "x86_64-linux": { u: {} } },
      aspects: { a: { homeManager: { v: 1 } } },
      policies: { p: definePolicy("home", [policy.include("a")]) },
    },
    expect: { aspects: { "home:u": ["a"] }, homes: { u: ["a: { v = 1; }"] } },
  },
  {
    id: "a policy of a kind of one's own",
    fleet: {
      kinds: { container: { parent: "host" } },
      ...linux({ h: { children: { container: { c: {} } } } }),
      aspects: plain("a"),
      policies: { p: definePolicy("container", [policy.include("a")]) },
    },
    expect: { aspects: { "container:c@h": ["a"], "host:h": [] } },
  },
  {
    id: "a policy of an aspect acts where the aspect is",
    fleet: {
      ...linux({ g: {}, h: { includes: ["a"] } }),
      aspects: { a: { policies: { p: add("b") } }, b: {} },
    },
    expect: { aspects: { "host:g": [], "host:h": ["a", "b"] } },
  },
  {
    id: "a policy of an aspect that a policy includes acts too",
    fleet: one({}, { a: { policies: { q: add("b") } }, b: {} }, { p: add("a") }),
    expect: has("b", "a"),
  },
  {
    id: "present waits for what other policies include",
    fleet: one({}, plain("a", "b"), {
      a: when({ present: ["a"] }, policy.include("b")),
      z: add("a"),
    }),
    expect: has("b", "a"),
  },
  {
    id: "present that does not hold is told",
    fleet: one({}, plain("a", "b"), { p: when({ present: ["a"] }, policy.include("b")) }),
    expect: { ...has(), suppressed: { "host:h": ["p: a is absent"] } },
  },
  {
    id: "absent holds where nothing includes it",
    fleet: one({}, plain("a", "b"), { p: when({ absent: ["a"] }, policy.include("b")) }),
    expect: has("b"),
  },
  {
    id: "absent sees through bundles",
    fleet: one(
      { includes: ["bundle"] },
      { bundle: { includes: ["a"] }, ...plain("a", "b") },
      { p: when({ absent: ["a"] }, policy.include("b")) },
    ),
    expect: { ...has("bundle", "a"), suppressed: { "host:h": ["p: a is present"] } },
  },
  {
    id: "absent counts what other policies include",
    fleet: one({}, plain("a", "b"), {
      a: when({ absent: ["a"] }, policy.include("b")),
      z: add("a"),
    }),
    expect: has("a"),
  },
  {
    id: "a chain of three negations is decided from its end",
    fleet: one({}, plain("a", "b", "c"), {
      p: when({ absent: ["b"] }, policy.include("a")),
      q: when({ absent: ["c"] }, policy.include("b")),
    }),
    expect: has("b"),
  },
  {
    id: "a chain of four negations turns out the other way",
    fleet: one({}, plain("a", "b", "c", "d"), {
      p: when({ absent: ["b"] }, policy.include("a")),
      q: when({ absent: ["c"] }, policy.include("b")),
      r: when({ absent: ["d"] }, policy.include("c")),
    }),
    expect: has("a", "c"),
  },
  {
    id: "absent counts what is excluded as absent",
    fleet: one({ includes: ["a"], excludes: ["a"] }, plain("a", "b"), {
      p: when({ absent: ["a"] }, policy.include("b")),
    }),
    expect: has("b"),
  },
  {
    id: "two policies that wait for each other's absence are an error with both",
    fleet: one({}, plain("a", "b"), {
      p: when({ absent: ["b"] }, policy.include("a")),
      q: when({ absent: ["a"] }, policy.include("b")),
    }),
    expect: { findings: ["DEN_POLICY_CYCLE"], says: ["p, q"] },
  },
  {
    id: "a policy that includes what must be absent is an error",
    fleet: one({}, plain("a"), { p: when({ absent: ["a"] }, policy.include("a")) }),
    expect: { findings: ["DEN_POLICY_CYCLE"] },
  },
  {
    id: "declared asks for what is there without policies",
    fleet: one({ includes: ["a"] }, plain("a", "b"), {
      p: when({ declared: ["a"] }, policy.include("b")),
    }),
    expect: has("a", "b"),
  },
  {
    id: "declared does not count what policies include",
    fleet: one({}, plain("a", "b"), {
      p: add("a"),
      q: when({ declared: ["a"] }, policy.include("b")),
    }),
    expect: { ...has("a"), suppressed: { "host:h": ["q: a is not declared there"] } },
  },
  {
    id: "undeclared holds beside a policy that includes it",
    fleet: one({}, plain("a", "b"), {
      p: add("a"),
      q: when({ undeclared: ["a"] }, policy.include("b")),
    }),
    expect: has("a", "b"),
  },
  {
    id: "undeclared lets two policies replace each other without a circle",
    fleet: one({}, plain("a", "b"), {
      p: when({ undeclared: ["b"] }, policy.include("a")),
      q: when({ undeclared: ["a"] }, policy.include("b")),
    }),
    expect: has("a", "b"),
  },
  {
    id: "conditions hold together",
    fleet: one({ tags: ["x"], includes: ["a"] }, plain("a", "b", "c"), {
      p: when({ when: sel.tag("x"), present: ["a"], absent: ["b"] }, policy.include("c")),
    }),
    expect: has("a", "c"),
  },
  {
    id: "hasAspect in a function is decided at the fixpoint",
    fleet: one({}, plain("a", "b", "c"), {
      a: rule(({ host }) => (host.hasAspect("b") ? [policy.include("c")] : [])),
      b: rule(({ host }) => (host.hasAspect("a") ? [policy.include("b")] : [])),
      z: add("a"),
    }),
    expect: has("c", "b", "a"),
  },
  {
    id: "exclude wins over include, whichever comes first",
    fleet: one({}, plain("a"), { p: add("a"), q: on(policy.exclude("a")) }),
    expect: { ...has(), excluded: { "host:h": ["a by q"] } },
  },
  {
    id: "exclude takes what a bundle brings",
    fleet: one(
      { includes: ["a"] },
      { a: { includes: ["b", "c"] }, ...plain("b", "c") },
      {
        p: on(policy.exclude("b")),
      },
    ),
    expect: has("a", "c"),
  },
  {
    id: "an override replaces the effects of what it names",
    fleet: one({}, plain("a", "b"), {
      general: add("a"),
      special: when({ overrides: ["general"] }, policy.include("b")),
    }),
    expect: has("b"),
  },
  {
    id: "an override that does not apply leaves the general one alone",
    fleet: one({}, plain("a", "b"), {
      general: add("a"),
      special: when({ when: sel.not(sel.name("h")), overrides: ["general"] }, policy.include("b")),
    }),
    expect: has("a"),
  },
  {
    id: "two policies that override each other are an error",
    fleet: one({}, plain("a", "b"), {
      p: when({ overrides: ["q"] }, policy.include("a")),
      q: when({ overrides: ["p"] }, policy.include("b")),
    }),
    expect: { findings: ["DEN_POLICY_CYCLE"] },
  },
  {
    id: "enrich gives other policies a value, in a chain",
    fleet: one({}, plain("us-a"), {
      a: rule(({ zone }) => [policy.include(String(zone))]),
      b: rule(({ region }) => [policy.enrich({ zone: `${String(region)}-a` })]),
      c: on(policy.enrich({ region: "us" })),
    }),
    expect: has("us-a"),
  },
  {
    id: "enrich gives content a value",
    fleet: one(
      { includes: ["a"] },
      { a: { nixos: ({ region }: { region: string }) => ({ v: region }) } },
      { p: on(policy.enrich({ region: "us" })) },
    ),
    expect: { modules: { h: ['a: { v = "us"; }'] } },
  },
  {
    id: "enrich of the fleet reaches its users",
    fleet: one(
      { users: { u: { includes: ["a"] } } },
      { a: { homeManager: ({ region }: { region: string }) => ({ v: region }) } },
      { p: definePolicy("fleet", [policy.enrich({ region: "us" })]) },
    ),
    expect: { modules: { h: ['a at home-manager.users.u: { v = "us"; }'] } },
  },
  {
    id: "a policy that reads what nothing provides stays silent, and says so",
    fleet: one({}, plain("a"), {
      p: rule(({ nothing }) => [policy.include(`${String(nothing)}`)]),
    }),
    expect: {
      ...has(),
      suppressed: { "host:h": ["p: it reads `nothing`, which nothing provides here"] },
    },
  },
  {
    id: "two policies that enrich one key alike agree",
    fleet: one({}, plain("us"), {
      p: on(policy.enrich({ region: "us" })),
      q: on(policy.enrich({ region: "us" })),
      r: rule(({ region }) => [policy.include(String(region))]),
    }),
    expect: has("us"),
  },
  {
    id: "two policies that enrich one key differently are an error with both",
    fleet: one(
      {},
      {},
      {
        p: on(policy.enrich({ region: "us" })),
        q: on(policy.enrich({ region: "eu" })),
      },
    ),
    expect: { findings: ["DEN_POLICY_CONFLICT"], says: ["p, q"] },
  },
  {
    id: "an assertion that holds says nothing",
    fleet: one({}, {}, { p: on(policy.assert(true, "never")) }),
    expect: { reported: [] },
  },
  {
    id: "an assertion that does not hold is an error with its scope",
    fleet: {
      ...linux({ g: { tags: ["ok"] }, h: {} }),
      policies: {
        p: rule(({ host }) => [policy.assert(host.tags.has("ok"), "hosts are ok")]),
      },
    },
    expect: { findings: ["DEN_ASSERTION"], says: ["hosts are ok (policy p at host h)"] },
  },
  {
    id: "an include of an unknown aspect is an error with the nearest name",
    fleet: one({}, plain("nginx"), { p: add("ngnix") }),
    expect: { findings: ["DEN_UNKNOWN_ASPECT"], says: ["nginx"] },
  },
  {
    id: "an aspect in place, from a policy",
    fleet: one({}, {}, { p: on(policy.include({ nixos: { v: 1 } })) }),
    expect: { modules: { h: ["policy/p: { v = 1; }"] } },
  },
  {
    id: "spawn adds a user, who gets what users get",
    fleet: one(
      {},
      { a: { user: { v: 1 } } },
      {
        p: on(policy.spawn({ kind: "user", name: "bob" })),
        q: definePolicy("user", [policy.include("a")]),
      },
    ),
    expect: { modules: { h: ["a at users.users.bob: { v = 1; }"] } },
  },
  {
    id: "a policy that throws is an error with its name",
    fleet: one(
      {},
      {},
      {
        p: rule(() => {
          throw new Error("boom");
        }),
      },
    ),
    expect: { findings: ["DEN_POLICY_THROWS"], says: ["p throws Error: boom"] },
  },
  {
    id: "a policy that returns no effects but text is an error",
    fleet: one({}, {}, { p: rule(() => ["include a"]) }),
    expect: { findings: ["DEN_POLICY_SHAPE"] },
  },
  {
    id: "a policy that returns no list is an error",
    fleet: one({}, {}, { p: rule(() => policy.include("a")) }),
    expect: { findings: ["DEN_POLICY_SHAPE"] },
  },
  {
    id: "a policy that reads below its kind is an error",
    fleet: one(
      { users: { u: {} } },
      {},
      {
        p: rule(({ user }) => [policy.include((user as { name: string }).name)]),
      },
    ),
    expect: { findings: ["DEN_ARGUMENT_MISSING"] },
  },
  {
    id: "a policy of an unknown kind is an error with the nearest name",
    fleet: one({}, {}, { p: { at: "hots", run: [] } }),
    expect: { findings: ["DEN_UNKNOWN_KIND"], says: ["host"] },
  },
];

runCases("policies", CASES);
