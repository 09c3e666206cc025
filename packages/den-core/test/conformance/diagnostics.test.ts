import { definePolicy, policy, sel } from "../../src/index.ts";
import { type Case, runCases } from "./run-cases.ts";

const one = (host: object, rest: object = {}): object => ({
  hosts: { "x86_64-linux": { h: host } },
  ...rest,
});
const on = (...effects: unknown[]): object => definePolicy("host", effects as never);
/** A host that includes `a`. */
const withAspect = (a: unknown, rest: object = {}): object =>
  one({ includes: ["a"] }, { aspects: { a }, ...rest });
const boom = (): never => {
  throw new Error("boom");
};
interface HostLike {
  readonly host: { readonly name: string; readonly tags: ReadonlySet<string> };
}
const loop =
  (of: string) =>
  ({ peers }: { peers: Record<string, { settings: { p: number } }[]> }): object => ({
    p: peers[of]?.[0]?.settings.p ?? 0,
  });

/** Each code that a fleet can cause, with its severity and what it says. */
const CASES: readonly Case[] = [
  {
    id: "DEN_MERGE_CONFLICT names both files",
    fleet: one({ hostName: "x" }),
    files: { "b.ts": one({ hostName: "y" }) },
    expect: { reported: ["error DEN_MERGE_CONFLICT"] },
  },
  {
    id: "DEN_UNKNOWN_KEY at the top",
    fleet: { hsots: {} },
    expect: { reported: ["error DEN_UNKNOWN_KEY"], says: ["hosts"] },
  },
  {
    id: "DEN_UNKNOWN_KEY in an aspect",
    fleet: withAspect({ nxios: {} }),
    expect: { reported: ["error DEN_UNKNOWN_KEY"], says: ["nixos"] },
  },
  {
    id: "DEN_UNKNOWN_ASPECT in includes",
    fleet: one({ includes: ["ngnix"] }, { aspects: { nginx: {} } }),
    expect: { reported: ["error DEN_UNKNOWN_ASPECT"], says: ["nginx"] },
  },
  {
    id: "DEN_UNKNOWN_ASPECT in settings",
    fleet: one({ aspects: { ngnix: { settings: {} } } }, { aspects: { nginx: {} } }),
    expect: { reported: ["error DEN_UNKNOWN_ASPECT"], says: ["nginx"] },
  },
  {
    id: "DEN_UNKNOWN_CLASS where a class forwards",
    fleet: { classes: { x: { into: "nxios" } } },
    expect: { reported: ["error DEN_UNKNOWN_CLASS"], says: ["nixos"] },
  },
  {
    id: "DEN_UNKNOWN_SYSTEM",
    fleet: { hosts: { nixos: { h: {} } } },
    expect: { reported: ["error DEN_UNKNOWN_SYSTEM"] },
  },
  {
    id: "DEN_UNKNOWN_TAG",
    fleet: one({ tags: ["prod"] }, { tags: { x: sel.tag("prd") } }),
    expect: { reported: ["error DEN_UNKNOWN_TAG"], says: ["prod"] },
  },
  {
    id: "DEN_UNKNOWN_HOST",
    fleet: one({}, { tags: { x: ["g"] } }),
    expect: { reported: ["error DEN_UNKNOWN_HOST"] },
  },
  {
    id: "DEN_UNKNOWN_ENVIRONMENT",
    fleet: one({ environment: "prd" }),
    expect: { reported: ["error DEN_UNKNOWN_ENVIRONMENT"] },
  },
  {
    id: "DEN_UNKNOWN_KIND of entities",
    fleet: { entities: { k: { x: {} } } },
    expect: { reported: ["error DEN_UNKNOWN_KIND"] },
  },
  {
    id: "DEN_UNKNOWN_KIND of a policy",
    fleet: { policies: { p: { at: "hots", run: [] } } },
    expect: { reported: ["error DEN_UNKNOWN_KIND"], says: ["host"] },
  },
  {
    id: "DEN_UNKNOWN_CHANNEL",
    fleet: one({}, { policies: { p: on(policy.expose("n")) } }),
    expect: { reported: ["error DEN_UNKNOWN_CHANNEL"] },
  },
  {
    id: "DEN_WRONG_TYPE of a list",
    fleet: one({ includes: "a" }, { aspects: { a: {} } }),
    expect: { reported: ["error DEN_WRONG_TYPE"] },
  },
  {
    id: "DEN_WRONG_TYPE of an aspect",
    fleet: { aspects: { a: 1 } },
    expect: { reported: ["error DEN_WRONG_TYPE"] },
  },
  {
    id: "DEN_WRONG_TYPE of a schema",
    fleet: withAspect({ settings: { port: { type: "intger" } } }),
    expect: { reported: ["error DEN_WRONG_TYPE"], says: ["the settings of a are not a schema"] },
  },
  {
    id: "DEN_DUPLICATE_HOST",
    fleet: { hosts: { "x86_64-linux": { h: {} }, "aarch64-linux": { h: {} } } },
    expect: { reported: ["error DEN_DUPLICATE_HOST"] },
  },
  {
    id: "DEN_DUPLICATE_NAME of policies in two files",
    fleet: { policies: { p: on() } },
    files: { "b.ts": { policies: { p: on(policy.assert(true, "x")) } } },
    expect: { findings: ["DEN_DUPLICATE_NAME"], says: ["b.ts"] },
  },
  {
    id: "DEN_UNSAFE_NAME of an aspect",
    fleet: { aspects: { "../a": {} } },
    expect: { reported: ["error DEN_UNSAFE_NAME"] },
  },
  {
    id: "DEN_UNSAFE_NAME of the fleet",
    fleet: { meta: { name: "my fleet" } },
    expect: { reported: ["error DEN_UNSAFE_NAME"] },
  },
  {
    id: "DEN_PATH_ESCAPES of a file",
    fleet: withAspect({ files: { "../x": { text: "x" } } }),
    expect: { reported: ["error DEN_PATH_ESCAPES"] },
  },
  {
    id: "DEN_INCLUDE_CYCLE with its path",
    fleet: one(
      { includes: ["a"] },
      { aspects: { a: { includes: ["b"] }, b: { includes: ["c"] }, c: { includes: ["a"] } } },
    ),
    expect: { reported: ["error DEN_INCLUDE_CYCLE"], says: ["a → b → c → a"] },
  },
  {
    id: "DEN_CONTENT_THROWS",
    fleet: withAspect({ nixos: boom }),
    expect: { reported: ["error DEN_CONTENT_THROWS"], says: ["boom"] },
  },
  {
    id: "DEN_CONTENT_INVALID",
    fleet: withAspect({ nixos: { v: Symbol("x") } }),
    expect: { reported: ["error DEN_CONTENT_INVALID"] },
  },
  {
    id: "DEN_CONTENT_NOT_DATA",
    fleet: withAspect({
      files: ({ lib }: { lib: { version: unknown } }) => ({ x: { text: lib.version } }),
    }),
    expect: { reported: ["error DEN_CONTENT_NOT_DATA"] },
  },
  {
    id: "DEN_CANNOT_LAND is an error for another kind of entity",
    fleet: withAspect({ homeManager: {} }),
    expect: { reported: ["error DEN_CANNOT_LAND"] },
  },
  {
    id: "DEN_CANNOT_LAND is a warning for another class of host",
    fleet: withAspect({ darwin: {} }),
    expect: { reported: ["warning DEN_CANNOT_LAND"] },
  },
  {
    id: "DEN_ARGUMENT_MISSING of content",
    fleet: withAspect({ nixos: ({ home }: { home: { name: string } }) => ({ v: home.name }) }),
    expect: { reported: ["error DEN_ARGUMENT_MISSING"], says: ["home"] },
  },
  {
    id: "DEN_ARGUMENT_MISSING of a policy",
    fleet: one(
      {},
      {
        policies: {
          p: definePolicy("host", (({ user }: { user: HostLike["host"] }) => [user.name]) as never),
        },
      },
    ),
    expect: { findings: ["DEN_ARGUMENT_MISSING"], says: ["user"] },
  },
  {
    id: "DEN_OUTPUT_CONFLICT",
    fleet: one(
      { includes: ["a", "b"] },
      { aspects: { a: { files: { x: { text: "1" } } }, b: { files: { x: { text: "2" } } } } },
    ),
    expect: { reported: ["error DEN_OUTPUT_CONFLICT"], says: ["x"] },
  },
  {
    id: "DEN_POLICY_SHAPE of something else",
    fleet: { policies: { p: 1 } },
    expect: { reported: ["error DEN_POLICY_SHAPE"] },
  },
  {
    id: "DEN_POLICY_SHAPE of nothing to do",
    fleet: { policies: { p: { at: "host" } } },
    expect: { reported: ["error DEN_POLICY_SHAPE"] },
  },
  {
    id: "DEN_POLICY_THROWS",
    fleet: one({}, { policies: { p: definePolicy("host", boom) } }),
    expect: { findings: ["DEN_POLICY_THROWS"], says: ["boom"] },
  },
  {
    id: "DEN_POLICY_CYCLE",
    fleet: one(
      {},
      {
        aspects: { a: {} },
        policies: { p: definePolicy("host", { absent: ["a"] }, [policy.include("a")]) },
      },
    ),
    expect: { findings: ["DEN_POLICY_CYCLE"], says: ["p"] },
  },
  {
    id: "DEN_POLICY_CONFLICT",
    fleet: one(
      {},
      { policies: { p: on(policy.enrich({ x: 1 })), q: on(policy.enrich({ x: 2 })) } },
    ),
    expect: { findings: ["DEN_POLICY_CONFLICT"], says: ["p, q"] },
  },
  {
    id: "DEN_POLICY_UNFIRED is a warning with the reason",
    fleet: one({}, { policies: { p: definePolicy("host", () => []) } }),
    expect: {
      reported: ["warning DEN_POLICY_UNFIRED"],
      says: ["it returned no effects (1 scope)"],
    },
  },
  {
    id: "DEN_ASSERTION",
    fleet: one({}, { policies: { p: on(policy.assert(false, "no")) } }),
    expect: { reported: ["error DEN_ASSERTION"], says: ["no (policy p at host h)"] },
  },
  {
    id: "DEN_SETTING_CONFLICT",
    fleet: withAspect(
      { settings: { p: { type: "integer", default: 0 } } },
      {
        policies: {
          p: on(policy.configure("a", { p: 1 })),
          q: on(policy.configure("a", { p: 2 })),
        },
      },
    ),
    expect: { reported: ["error DEN_SETTING_CONFLICT"] },
  },
  {
    id: "DEN_SETTING_INVALID",
    fleet: one(
      { includes: ["a"], aspects: { a: { settings: { p: "x" } } } },
      { aspects: { a: { settings: { p: { type: "integer", default: 0 } } } } },
    ),
    expect: { reported: ["error DEN_SETTING_INVALID"] },
  },
  {
    id: "DEN_SPAWN_INVALID",
    fleet: one({}, { policies: { p: on(policy.spawn({ kind: "home", name: "x" })) } }),
    expect: { reported: ["error DEN_SPAWN_INVALID"] },
  },
  {
    id: "DEN_ROUTE_INVALID",
    fleet: one({}, { policies: { p: on(policy.route({ from: "nxios", to: "nixos" })) } }),
    expect: { reported: ["error DEN_ROUTE_INVALID"], says: ["nixos"] },
  },
  {
    id: "DEN_SERVICE_CONSTRAINT",
    fleet: one({}, { services: { s: { roles: { r: { members: "host", aspect: {}, min: 2 } } } } }),
    expect: { reported: ["error DEN_SERVICE_CONSTRAINT"] },
  },
  {
    id: "DEN_SERVICE_SHAPE",
    fleet: { services: { s: {} } },
    expect: { reported: ["error DEN_SERVICE_SHAPE"] },
  },
  {
    id: "DEN_CYCLE",
    fleet: one(
      {},
      { tags: { x: (hosts: HostLike["host"][]) => hosts.filter((host) => !host.tags.has("x")) } },
    ),
    expect: { reported: ["error DEN_CYCLE"], says: ["computedTag of x"] },
  },
  {
    id: "DEN_PEERS_CYCLE with the members in the chain",
    fleet: {
      hosts: { "x86_64-linux": { g: {}, h: {} } },
      services: {
        s: {
          roles: {
            l: { members: "#g", settings: { p: { type: "integer" } }, aspect: {} },
            r: { members: "#h", settings: { p: { type: "integer" } }, aspect: {} },
          },
          instances: { i: { roles: { l: { settings: loop("r") }, r: { settings: loop("l") } } } },
        },
      },
    },
    expect: { findings: ["DEN_PEERS_CYCLE"], says: ["host:g", "host:h"] },
  },
  {
    id: "DEN_UNMET_REQUIREMENT is a warning with the chain",
    fleet: one(
      { includes: ["a"] },
      { aspects: { a: { includes: ["b"] }, b: { meta: { requires: ["db"] } } } },
    ),
    expect: { reported: ["warning DEN_UNMET_REQUIREMENT"], says: ["a → b"] },
  },
  {
    id: "DEN_UNMET_REQUIREMENT is met by a capability",
    fleet: one(
      { includes: ["a", "b"] },
      { aspects: { a: { meta: { requires: ["db"] } }, b: { meta: { provides: ["db"] } } } },
    ),
    expect: { reported: [] },
  },
  {
    id: "DEN_NEVER_INCLUDED is a warning",
    fleet: { aspects: { a: { nixos: {} } } },
    expect: { reported: ["warning DEN_NEVER_INCLUDED"] },
  },
  {
    id: "DEN_UNREAD_CHANNEL is a warning",
    fleet: withAspect({ n: 1 }, { channels: { n: {} } }),
    expect: { reported: ["warning DEN_UNREAD_CHANNEL"] },
  },
  {
    id: "DEN_EMPTY_SELECTOR is a warning",
    fleet: one(
      {},
      { policies: { p: definePolicy("host", { when: ":not(*)" }, [policy.assert(true, "x")]) } },
    ),
    expect: { reported: ["warning DEN_EMPTY_SELECTOR", "warning DEN_POLICY_UNFIRED"] },
  },
  {
    id: "DEN_ABSENT_SETTINGS is a warning",
    fleet: one({ aspects: { a: { settings: {} } } }, { aspects: { a: {} } }),
    expect: { reported: ["warning DEN_ABSENT_SETTINGS"] },
  },
  {
    id: "DEN_NAMESPACE",
    fleet: { namespaces: { n: {} } },
    expect: { reported: ["error DEN_NAMESPACE"] },
  },
  {
    id: "a finding that is acknowledged is quiet",
    fleet: {
      aspects: { a: { nixos: {} } },
      acknowledge: [{ code: "DEN_NEVER_INCLUDED", reason: "for later" }],
    },
    expect: { reported: [] },
  },
  {
    id: "DEN_ACKNOWLEDGED_NOTHING where nothing is there to acknowledge",
    fleet: { acknowledge: [{ code: "DEN_NEVER_INCLUDED", reason: "for later" }] },
    expect: { reported: ["info DEN_ACKNOWLEDGED_NOTHING"] },
  },
  {
    id: "an acknowledgement of one subject leaves the others",
    fleet: {
      aspects: { a: { nixos: {} }, b: { nixos: {} } },
      acknowledge: [{ code: "DEN_NEVER_INCLUDED", subject: "aspect a", reason: "for later" }],
    },
    expect: { reported: ["warning DEN_NEVER_INCLUDED"], says: ["b"] },
  },
  {
    id: "many mistakes are reported at once",
    fleet: one({ includes: ["x"], environment: "y" }, { tags: { z: ["g"] }, hsots: {} }),
    expect: {
      reported: [
        "error DEN_UNKNOWN_ASPECT",
        "error DEN_UNKNOWN_ENVIRONMENT",
        "error DEN_UNKNOWN_HOST",
        "error DEN_UNKNOWN_KEY",
      ],
    },
  },
];

runCases("diagnostics", CASES);
