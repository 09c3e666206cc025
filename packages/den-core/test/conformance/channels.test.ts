import { definePolicy, policy, sel } from "../../src/index.ts";
import { type Case, runCases } from "./run-cases.ts";

const linux = (hosts: object): object => ({ hosts: { "x86_64-linux": hosts } });
const at = (kind: string, ...effects: unknown[]): object => definePolicy(kind, effects as never);
interface Names {
  readonly host: { readonly name: string; readonly meta: { readonly ip: string } };
  readonly user: { readonly name: string };
}
/** Aspects that publish on `n` and that read it. */
const aspects = {
  one: { n: 1 },
  two: { n: 2 },
  list: { n: [1, 2, 3] },
  me: { n: ({ host }: Names) => host.name },
  who: { n: ({ user, host }: Names) => `${user.name}@${host.name}` },
  read: { nixos: ({ n }: { n: unknown[] }) => ({ n }) },
};
const fleet = (hosts: object, policies: object = {}, rest: object = {}): object => ({
  ...linux(hosts),
  channels: { n: {}, m: {} },
  aspects,
  policies,
  ...rest,
});
/** One host `h` with these aspects. */
const one = (includes: readonly string[], policies: object = {}): object =>
  fleet({ h: { includes } }, policies);
const n = (values: readonly unknown[]): object => ({ channels: { "host:h": { n: values } } });

/** What is published, how far it travels, and what readers see. */
const CASES: readonly Case[] = [
  { id: "nothing published is an empty list", fleet: one([]), expect: n([]) },
  { id: "one value is one item", fleet: one(["one"]), expect: n([1]) },
  { id: "a list is its items", fleet: one(["list"]), expect: n([1, 2, 3]) },
  {
    id: "items come in the order of the aspects",
    fleet: one(["two", "list", "one"]),
    expect: n([2, 1, 2, 3, 1]),
  },
  {
    id: "a function publishes what its scope says",
    fleet: one(["me"]),
    expect: n(["h"]),
  },
  {
    id: "content reads a channel by its name",
    fleet: one(["one", "two", "read"]),
    expect: { modules: { h: ["read: { n = [ 1 2 ]; }"] } },
  },
  {
    id: "a reader may come before what is published",
    fleet: one(["read", "one"]),
    expect: { modules: { h: ["read: { n = [ 1 ]; }"] } },
  },
  {
    id: "an aspect that two chains include publishes once",
    fleet: fleet(
      { h: { includes: ["a", "b"] } },
      {},
      { aspects: { ...aspects, a: { includes: ["one"] }, b: { includes: ["one"] } } },
    ),
    expect: n([1]),
  },
  {
    id: "equal values of two aspects are two items",
    fleet: fleet(
      { h: { includes: ["one", "uno"] } },
      {},
      { aspects: { ...aspects, uno: { n: 1 } } },
    ),
    expect: n([1, 1]),
  },
  {
    id: "undefined and null publish nothing",
    fleet: fleet(
      { h: { includes: ["x"] } },
      {},
      { aspects: { x: { n: () => [undefined, null, 0] } } },
    ),
    expect: n([0]),
  },
  {
    id: "an excluded aspect publishes nothing",
    fleet: fleet({ h: { includes: ["one", "two"], excludes: ["one"] } }),
    expect: n([2]),
  },
  {
    id: "hosts do not hear each other",
    fleet: fleet({ g: { includes: ["one"] }, h: { includes: ["two"] } }),
    expect: { channels: { "host:g": { n: [1] }, "host:h": { n: [2] } } },
  },
  {
    id: "what the fleet publishes is heard everywhere",
    fleet: fleet({ g: {}, h: {} }, {}, { includes: ["one"] }),
    expect: { channels: { "host:g": { n: [1] }, "host:h": { n: [1] } } },
  },
  {
    id: "what an environment publishes is heard by its hosts",
    fleet: fleet(
      { g: {}, h: {} },
      {},
      { environments: { e: { hosts: ["g"], includes: ["one"] } } },
    ),
    expect: { channels: { "host:g": { n: [1] }, "host:h": { n: [] } } },
  },
  {
    id: "what a host publishes is heard by its users",
    fleet: fleet({ h: { includes: ["one"], users: { u: {} } } }),
    expect: { channels: { "user:u@h": { n: [1] } } },
  },
  {
    id: "what a user publishes is not heard by the host",
    fleet: fleet({ h: { users: { u: { includes: ["one"] } } } }),
    expect: { channels: { "host:h": { n: [] }, "user:u@h": { n: [1] } } },
  },
  {
    id: "expose brings it up one level",
    fleet: fleet(
      { h: { users: { u: { includes: ["who"] }, v: { includes: ["who"] } } } },
      { p: at("user", policy.expose("n")) },
    ),
    expect: n(["u@h", "v@h"]),
  },
  {
    id: "expose at one level does not reach the next",
    fleet: fleet(
      { h: { users: { u: { includes: ["who"] } } } },
      { p: at("user", policy.expose("n")) },
    ),
    expect: { channels: { "host:h": { n: ["u@h"] }, "fleet:fleet": { n: [] } } },
  },
  {
    id: "expose at every level reaches the fleet",
    fleet: fleet(
      { h: { users: { u: { includes: ["who"] } } } },
      { p: at("user", policy.expose("n")), q: at("host", policy.expose("n")) },
    ),
    expect: { channels: { "fleet:fleet": { n: ["u@h"] } } },
  },
  {
    id: "collect reads what peers publish",
    fleet: fleet(
      { f: { includes: ["me"] }, g: { includes: ["me"] }, h: { tags: ["lb"] } },
      { p: definePolicy("host", { when: sel.tag("lb") }, [policy.collect("n", "host")]) },
    ),
    expect: { channels: { "host:h": { n: ["f", "g"] }, "host:g": { n: ["g"] } } },
  },
  {
    id: "collect reads only the peers that are meant",
    fleet: fleet(
      { f: { tags: ["x"], includes: ["me"] }, g: { includes: ["me"] }, h: { includes: ["me"] } },
      { p: at("host", policy.collect("n", sel.tag("x"))) },
    ),
    expect: n(["h", "f"]),
  },
  {
    id: "two collects of one peer bring its items once",
    fleet: fleet(
      { f: { tags: ["x"], includes: ["me"] }, h: {} },
      {
        p: at("host", policy.collect("n", sel.tag("x"))),
        q: at("host", policy.collect("n", "#f")),
      },
    ),
    expect: n(["f"]),
  },
  {
    id: "collect does not pass on what a peer collects",
    fleet: fleet(
      { f: { includes: ["me"] }, g: {}, h: {} },
      {
        p: definePolicy("host", { when: "#g" }, [policy.collect("n", "#f")]),
        q: definePolicy("host", { when: "#h" }, [policy.collect("n", "#g")]),
      },
    ),
    expect: { channels: { "host:g": { n: ["f"] }, "host:h": { n: [] } } },
  },
  {
    id: "broadcast sends to those that are meant",
    fleet: fleet(
      { f: { includes: ["me"] }, g: { tags: ["x"] }, h: {} },
      { p: definePolicy("host", { when: "#f" }, [policy.broadcast("n", sel.tag("x"))]) },
    ),
    expect: { channels: { "host:g": { n: ["f"] }, "host:h": { n: [] }, "host:f": { n: ["f"] } } },
  },
  {
    id: "everyone to everyone",
    fleet: fleet(
      { f: { includes: ["me"] }, g: { includes: ["me"] } },
      { p: at("host", policy.broadcast("n", "host")) },
    ),
    expect: { channels: { "host:f": { n: ["f", "g"] }, "host:g": { n: ["g", "f"] } } },
  },
  {
    id: "filter keeps what it is told to keep",
    fleet: one(["list"], {
      p: at(
        "host",
        policy.filter("n", (item) => Number(item.value) > 1),
      ),
    }),
    expect: n([2, 3]),
  },
  {
    id: "filters add up",
    fleet: one(["list"], {
      p: at(
        "host",
        policy.filter("n", (item) => Number(item.value) > 1),
      ),
      q: at(
        "host",
        policy.filter("n", (item) => Number(item.value) < 3),
      ),
    }),
    expect: n([2]),
  },
  {
    id: "a filter may ask who said it",
    fleet: one(["one", "list"], {
      p: at(
        "host",
        policy.filter("n", (item) => item.origin.aspect === "list"),
      ),
    }),
    expect: n([1, 2, 3]),
  },
  {
    id: "transform changes items",
    fleet: one(["list"], {
      p: at(
        "host",
        policy.transform("n", (i) => Number(i.value) * 10),
      ),
    }),
    expect: n([10, 20, 30]),
  },
  {
    id: "filters come before transformations, whatever the names of the policies",
    fleet: one(["list"], {
      a: at(
        "host",
        policy.transform("n", (item) => Number(item.value) * 10),
      ),
      b: at(
        "host",
        policy.filter("n", (item) => Number(item.value) > 1),
      ),
    }),
    expect: n([20, 30]),
  },
  {
    id: "transformations come in the order of policy names",
    fleet: one(["one"], {
      b: at(
        "host",
        policy.transform("n", (item) => Number(item.value) + 1),
      ),
      a: at(
        "host",
        policy.transform("n", (item) => Number(item.value) * 10),
      ),
    }),
    expect: n([11]),
  },
  {
    id: "what a host filters, others still hear",
    fleet: fleet(
      { f: { includes: ["list"] }, h: {} },
      {
        p: definePolicy("host", { when: "#f" }, [policy.filter("n", () => false)]),
        q: definePolicy("host", { when: "#h" }, [policy.collect("n", "#f")]),
      },
    ),
    expect: { channels: { "host:f": { n: [] }, "host:h": { n: [1, 2, 3] } } },
  },
  {
    id: "rename brings a channel under another name too",
    fleet: one(["list"], { p: at("host", policy.rename("n", "m")) }),
    expect: { channels: { "host:h": { n: [1, 2, 3], m: [1, 2, 3] } } },
  },
  {
    id: "rename joins what the other name holds",
    fleet: fleet(
      { h: { includes: ["one", "x"] } },
      { p: at("host", policy.rename("n", "m")) },
      { aspects: { ...aspects, x: { m: "m" } } },
    ),
    expect: { channels: { "host:h": { m: ["m", 1] } } },
  },
  {
    id: "withOrigin gives readers who said it",
    fleet: one(["one", "read"], { p: at("host", policy.withOrigin("n")) }),
    expect: {
      modules: {
        h: ['read: { n = [ { origin = { aspect = "one"; scope = "host:h"; }; value = 1; } ]; }'],
      },
    },
  },
  {
    id: "records are published as they are",
    fleet: fleet(
      { h: { includes: ["x"] } },
      {},
      { aspects: { x: { n: { name: "x", ports: [1, 2] } } } },
    ),
    expect: n([{ name: "x", ports: [1, 2] }]),
  },
  {
    id: "an item that reads the user is published at each user",
    fleet: fleet(
      { h: { includes: ["who"], users: { u: {}, v: {} } } },
      { p: at("user", policy.expose("n")) },
    ),
    expect: { channels: { "host:h": { n: ["u@h", "v@h"] }, "user:u@h": { n: ["u@h", "v@h"] } } },
  },
  {
    id: "a channel's function that reads another channel",
    fleet: fleet(
      { h: { includes: ["list", "sum"] } },
      {},
      {
        aspects: {
          ...aspects,
          sum: { m: ({ n: of }: { n: number[] }) => of.reduce((a, b) => a + b, 0) },
        },
      },
    ),
    expect: { channels: { "host:h": { m: [6] } } },
  },
  {
    id: "a channel that needs itself is an error",
    fleet: fleet(
      { h: { includes: ["x", "read"] } },
      {},
      { aspects: { ...aspects, x: { n: ({ n: own }: { n: unknown[] }) => own.length } } },
    ),
    expect: { findings: ["DEN_CYCLE"], says: ["n"] },
  },
  {
    id: "an unknown channel of a policy is an error with the nearest name",
    fleet: fleet({ h: {} }, { p: at("host", policy.expose("nn")) }),
    expect: { findings: ["DEN_UNKNOWN_CHANNEL"], says: ["n"] },
  },
  {
    id: "an undeclared channel of an aspect is an error",
    fleet: {
      ...linux({ h: { includes: ["x"] } }),
      channels: { ports: {} },
      aspects: { x: { prots: 1 } },
    },
    expect: { findings: ["DEN_UNKNOWN_KEY"], says: ["ports"] },
  },
  {
    id: "a filter that throws is an error",
    fleet: one(["one", "read"], {
      p: at(
        "host",
        policy.filter("n", () => {
          throw new Error("boom");
        }),
      ),
    }),
    expect: { findings: ["DEN_POLICY_THROWS"], says: ["boom"] },
  },
  {
    id: "a selector of peers that is none is an error",
    fleet: one(["read"], { p: at("host", policy.broadcast("n", "host[")) }),
    expect: { findings: ["DEN_WRONG_TYPE"], says: ["the policy p: not a selector"] },
  },
  {
    id: "a channel that nobody reads is told",
    fleet: { ...linux({ h: { includes: ["x"] } }), channels: { n: {} }, aspects: { x: { n: 1 } } },
    expect: { reported: ["warning DEN_UNREAD_CHANNEL"], says: ["nobody reads the channel n"] },
  },
  {
    id: "a channel that nobody publishes on is told",
    fleet: {
      ...linux({ h: { includes: ["read"] } }),
      channels: { n: {} },
      aspects: { read: aspects.read },
    },
    expect: {
      reported: ["warning DEN_UNREAD_CHANNEL"],
      says: ["nobody publishes on the channel n"],
    },
  },
  {
    id: "a channel called like a class is an error",
    fleet: { channels: { nixos: {} } },
    expect: { findings: ["DEN_DUPLICATE_NAME"] },
  },
];

runCases("channels", CASES);
