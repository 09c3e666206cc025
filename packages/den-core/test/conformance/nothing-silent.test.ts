import { definePolicy, nix, policy, sel } from "../../src/index.ts";
import { type Case, runCases } from "./run-cases.ts";

/** A host `h` that includes `a`. */
const fleet = (rest: Readonly<Record<string, unknown>> = {}, host: object = {}): object => ({
  hosts: { "x86_64-linux": { h: { includes: ["a"], ...host } } },
  ...rest,
  aspects: { a: { nixos: { v: 1 } }, ...(rest.aspects as object | undefined) },
});
const rule = (run: unknown, more: object = {}): Readonly<Record<string, unknown>> => ({
  policies: { p: { at: "host", run, ...more } },
});
const a = (aspect: unknown, rest: object = {}, host: object = {}): object =>
  fleet({ ...rest, aspects: { a: aspect } }, host);
const port = { port: { type: "integer", default: 80 } };
const inTwoFiles = (id: string, key: string, one: unknown, other: unknown): Case => ({
  id,
  fleet: fleet({ aspects: { a: { nixos: {}, [key]: one } } }),
  files: { "b.ts": { aspects: { a: { [key]: other } } } },
  expect: { findings: ["DEN_MERGE_CONFLICT"], says: ["in b.ts"] },
});

/** Whatever a function is given: these are about what it should not do with it. */
interface Loose {
  (...args: readonly unknown[]): Loose;
  readonly [key: string]: Loose;
}
type Args = Readonly<Record<string, Loose>>;

/** What has no effect, or means nothing, is told: with a code, the culprit, the place and what to do. */
const CASES: readonly Case[] = [
  // Names that mean nothing.
  {
    id: "a policy asks whether an aspect is there that is none",
    fleet: fleet(rule(({ host }: Args) => host?.hasAspect?.("b") && [])),
    expect: { reported: ["error DEN_UNKNOWN_ASPECT"], says: ["the policy p: there is no aspect"] },
  },
  {
    id: "content asks whether an aspect is there that is none",
    fleet: a({
      nixos: ({ aspects }: Args) => ({ v: aspects?.has?.("b") }),
    }),
    expect: { reported: ["error DEN_UNKNOWN_ASPECT"], says: ["known: a"] },
  },
  ...(["exclude", "configure", "enforce"] as const).map(
    (effect): Case => ({
      id: `a policy would ${effect} an aspect that is none`,
      fleet: fleet(
        rule([effect === "exclude" ? policy.exclude("bb") : policy[effect]("bb", { port: 1 })]),
      ),
      expect: { findings: ["DEN_UNKNOWN_ASPECT"], says: ['there is no aspect "bb"'] },
    }),
  ),
  ...(["present", "absent", "declared", "undeclared"] as const).map(
    (key): Case => ({
      id: `a policy is for where an aspect is ${key} that is none`,
      fleet: fleet(rule([policy.include("a")], { [key]: ["bb"] })),
      expect: { findings: ["DEN_UNKNOWN_ASPECT"], says: ['there is no aspect "bb"'] },
    }),
  ),
  {
    id: "a host excludes an aspect that is none",
    fleet: fleet({}, { excludes: ["bb"] }),
    expect: { reported: ["error DEN_UNKNOWN_ASPECT"] },
  },
  {
    id: "a policy selects by a tag that nothing carries",
    fleet: fleet({
      tags: { web: ["h"] },
      ...rule([policy.include("a")], { when: "host[tag=wbe]" }),
    }),
    expect: {
      reported: ["error DEN_UNKNOWN_TAG", "warning DEN_POLICY_UNFIRED"],
      says: ['did you mean "web"?'],
    },
  },
  {
    id: "selectors by names and attributes that nothing has",
    fleet: fleet({
      tags: { t: "host[nmae=h]", u: "#hh" },
      environments: { e: { hosts: "host[meta.rgion=eu]" } },
      ...rule([policy.include("a")], { when: "user[name=alice]" }),
      hosts: {
        "x86_64-linux": {
          h: { includes: ["a"], meta: { region: "eu" }, users: { alice: {} } },
        },
      },
    }),
    expect: {
      reported: [
        "warning DEN_EMPTY_SELECTOR",
        "warning DEN_EMPTY_SELECTOR",
        "warning DEN_POLICY_UNFIRED",
        "warning DEN_UNKNOWN_ENTITY",
        "warning DEN_UNKNOWN_ENTITY",
        "warning DEN_UNKNOWN_KEY",
        "warning DEN_UNKNOWN_KEY",
      ],
      says: [
        'the tag t selects by the attribute "nmae", which nothing has',
        'did you mean "name"?',
        'the tag u selects by the name "hh", which nothing has',
        'did you mean "meta.region"?',
        "[userName=alice] selects the account everywhere",
      ],
    },
  },
  {
    id: "selectors by attributes that something has",
    fleet: fleet({
      tags: { t: "host[meta.region=eu]:not([hostName=x])", u: "host[site.rack]" },
      environments: { e: { hosts: "host[class=nixos]", includes: ["b"] } },
      aspects: { b: {} },
      hosts: {
        "x86_64-linux": { h: { includes: ["a"], meta: { region: "eu", site: { rack: 1 } } } },
      },
    }),
    expect: { reported: [] },
  },
  {
    id: "a policy selects a kind that is none",
    fleet: fleet(rule([policy.include("a")], { when: "hosst" })),
    expect: {
      reported: ["error DEN_UNKNOWN_KIND", "warning DEN_POLICY_UNFIRED"],
      says: ['did you mean "host"?'],
    },
  },
  {
    id: "tags of users are tags too",
    fleet: fleet(
      { policies: { p: { at: "user", when: "user[tag=admin]", run: [policy.include("a")] } } },
      { users: { u: { tags: ["admin"] } } },
    ),
    expect: { reported: [] },
  },
  {
    id: "a function asks for a tag that nothing carries",
    fleet: fleet({
      tags: { web: ["h"] },
      ...rule(({ host }: Args) => (host?.tags?.has?.("wbe") ? [] : [policy.include("a")])),
    }),
    expect: { reported: ["warning DEN_UNKNOWN_TAG"], says: ['did you mean "web"?'] },
  },
  {
    id: "a role's members are selected by a tag that nothing carries",
    fleet: fleet({
      services: { s: { roles: { r: { members: sel.tag("bb"), aspect: { nixos: {} } } } } },
    }),
    expect: { reported: ["error DEN_UNKNOWN_TAG", "warning DEN_POLICY_UNFIRED"] },
  },
  {
    id: "peers with the settings of an aspect that is none",
    fleet: a({ peers: { r: { members: "host", aspect: "aa" } }, nixos: {} }),
    expect: { reported: ["error DEN_UNKNOWN_ASPECT"], says: ['no aspect "aa"', "known: a"] },
  },
  {
    id: "peers with a key that means nothing, and without members",
    fleet: a({ peers: { r: { memberz: "host" } }, nixos: {} }),
    expect: {
      reported: ["error DEN_UNKNOWN_KEY", "error DEN_WRONG_TYPE"],
      says: ["the aspect a, peers r,", 'did you mean "members"?', "the peers r: a selector is"],
    },
  },
  {
    id: "peers of a policy that are no selector",
    fleet: fleet(rule([policy.include("a")], { peers: { r: 3 } })),
    expect: { reported: ["error DEN_WRONG_TYPE"], says: ["the peers r: a selector is"] },
  },
  {
    id: "a policy whose only effect is none is told once",
    fleet: fleet(rule([{ effect: "includ", aspect: "a" }])),
    expect: { reported: ["error DEN_POLICY_SHAPE"] },
  },
  {
    id: "effects as data: one that is none, keys that mean nothing, too little",
    fleet: fleet(
      rule([
        { effect: "includ", aspect: "a" },
        { effect: "include", aspects: "a" },
        { effect: "route", route: { from: "nixos", to: "nixos", att: ["x"] } },
        { effect: "enrich", valus: { x: 1 } },
        { effect: "enrich", values: 3 },
        { effect: "varBackend", backend: "age", genrator: "g" },
      ]),
    ),
    expect: {
      findings: [
        "DEN_POLICY_SHAPE",
        "DEN_POLICY_SHAPE",
        "DEN_UNKNOWN_KEY",
        "DEN_UNKNOWN_KEY",
        "DEN_UNKNOWN_KEY",
        "DEN_UNKNOWN_KEY",
      ],
      says: [
        'the policy p has the effect "includ"',
        'did you mean "include"?',
        'include has no key "aspects"',
        'did you mean "at"?',
        'did you mean "values"?',
        "enriches without a record of values",
        'did you mean "generator"?',
      ],
    },
  },
  {
    id: "an effect that a function returns, with a key that means nothing",
    fleet: fleet(rule(() => [{ effect: "configure", aspect: "a", settings: {}, precedance: 1 }])),
    expect: { findings: ["DEN_UNKNOWN_KEY"], says: ['did you mean "precedence"?'] },
  },
  {
    id: "an operation on a channel that is none, and one that does not say where from",
    fleet: fleet({
      channels: { c: {} },
      aspects: { a: { c: [1], nixos: ({ c }: Args) => ({ v: c }) } },
      policies: {
        p: { at: "host", run: [{ effect: "channel", channel: { op: "colect", channel: "c" } }] },
        q: { at: "host", run: [{ effect: "channel", channel: { op: "collect", channel: "c" } }] },
      },
    }),
    expect: {
      findings: ["DEN_POLICY_SHAPE", "DEN_POLICY_SHAPE"],
      says: ['did you mean "collect"?', "does collect to the channel c without `from`"],
    },
  },
  {
    id: "a policy overrides one that is none",
    fleet: fleet({
      policies: {
        pq: definePolicy("host", [policy.include("a")]),
        r: definePolicy("host", { overrides: ["ppq"] }, [policy.include("a")]),
      },
    }),
    expect: {
      findings: ["DEN_POLICY_SHAPE"],
      says: ['the policy r overrides "ppq", which is no policy at host', 'did you mean "pq"?'],
    },
  },
  {
    id: "a policy adds an entity of a kind that is none",
    fleet: fleet(rule([policy.spawn({ kind: "usr", name: "x" })])),
    expect: { findings: ["DEN_SPAWN_INVALID"], says: ['did you mean "user"?'] },
  },
  {
    id: "peers are selected by a tag that nothing carries",
    fleet: a({ peers: { r: sel.tag("bb") }, nixos: {} }),
    expect: { reported: ["error DEN_UNKNOWN_TAG"], says: ["the aspect a, peers r,"] },
  },
  {
    id: "a host of a class that is none",
    fleet: fleet({}, { class: "nixoss" }),
    expect: { findings: ["DEN_CANNOT_LAND", "DEN_UNKNOWN_CLASS"], says: ['did you mean "nixos"?'] },
  },
  {
    id: "a class that lands at a kind that is none",
    fleet: a({ k: {} }, { classes: { k: { kind: "hosst" } } }),
    expect: {
      findings: ["DEN_CLASS_UNTAKEN", "DEN_UNKNOWN_KIND"],
      says: ['did you mean "host"?'],
    },
  },
  {
    id: "children of a kind that is none",
    fleet: fleet(
      { kinds: { container: { parent: "host" } } },
      { children: { contaner: { c: {} } } },
    ),
    expect: { reported: ["error DEN_UNKNOWN_KIND"], says: ['did you mean "container"?'] },
  },
  {
    id: "children of a kind that is below something else",
    fleet: fleet({ kinds: { cluster: { parent: "fleet" } } }, { children: { cluster: { c: {} } } }),
    expect: { reported: ["error DEN_UNKNOWN_KIND"], says: ["entities.cluster"] },
  },
  {
    id: "an entity below one that is none",
    fleet: fleet({
      kinds: { container: { parent: "host" } },
      entities: { container: { c: { parent: "hh" } } },
    }),
    expect: { reported: ["error DEN_UNKNOWN_ENTITY"], says: ['the host "hh"'] },
  },
  {
    id: "an entity that does not say what it is below",
    fleet: fleet({ kinds: { container: { parent: "host" } }, entities: { container: { c: {} } } }),
    expect: { reported: ["error DEN_UNKNOWN_ENTITY"], says: ['parent: "h"'] },
  },
  {
    id: "an entity below a host that is named",
    fleet: fleet({
      kinds: { container: { parent: "host" } },
      entities: { container: { c: { parent: "h" } } },
    }),
    expect: { reported: [], aspects: { "container:c": ["a"] } },
  },
  // Circles.
  {
    id: "kinds below each other",
    fleet: fleet({ kinds: { k: { parent: "l" }, l: { parent: "k" } } }),
    expect: { reported: ["error DEN_CYCLE"], says: ["kinds are below each other"] },
  },
  {
    id: "classes that forward into each other",
    fleet: a({ k: {} }, { classes: { k: { into: "l" }, l: { into: "k" } } }),
    expect: { reported: ["error DEN_CYCLE"], says: ["classes forward into each other"] },
  },
  // Functions that go wrong.
  {
    id: "a tag that throws",
    fleet: fleet({
      tags: {
        t: () => {
          throw new Error("boom");
        },
      },
    }),
    expect: { reported: ["error DEN_TAG_INVALID"], says: ["the tag t throws Error: boom"] },
  },
  {
    id: "a tag that picks no list",
    fleet: fleet({ tags: { t: () => "h" } }),
    expect: { reported: ["error DEN_TAG_INVALID"], says: ["return a list of hosts"] },
  },
  {
    id: "a guard that throws",
    fleet: fleet(
      rule([
        policy.route({
          from: "nixos",
          to: "nixos",
          guard: () => {
            throw new Error("boom");
          },
        }),
      ]),
    ),
    expect: { reported: ["error DEN_POLICY_THROWS"], says: ["the guard of the policy p throws"] },
  },
  {
    id: "a transformation of a channel that throws names its policy",
    fleet: a(
      { c: [1], nixos: ({ c }: Args) => ({ v: c }) },
      {
        channels: { c: {} },
        ...rule([
          policy.transform("c", () => {
            throw new Error("boom");
          }),
        ]),
      },
    ),
    expect: { reported: ["error DEN_POLICY_THROWS"], says: ["the transform of c by the policy p"] },
  },
  // Effects that are none.
  {
    id: "an effect with nothing in it",
    fleet: fleet(rule([{ effect: "instantiate", instantiate: { class: "nixos" } }])),
    expect: { findings: ["DEN_POLICY_SHAPE"], says: ["instantiates without a name"] },
  },
  {
    id: "an output without an attribute",
    fleet: fleet(rule([policy.instantiate({ class: "nixos", name: "x", intoAttr: [] })])),
    expect: { findings: ["DEN_POLICY_SHAPE"], says: ["intoAttr"] },
  },
  {
    id: "modules of a class that is none",
    fleet: fleet(rule([policy.instantiate({ class: "teranix", name: "x", intoAttr: ["x"] })])),
    expect: { findings: ["DEN_UNKNOWN_CLASS"], says: ['did you mean "terranix"?'] },
  },
  {
    id: "content for a class that is none",
    fleet: fleet(rule([policy.provide({ class: "nxios", module: {} })])),
    expect: { findings: ["DEN_UNKNOWN_CLASS"], says: ['did you mean "nixos"?'] },
  },
  {
    id: "a value under a name of den's own",
    fleet: fleet(rule([policy.enrich({ host: "x" })])),
    expect: { findings: ["DEN_POLICY_SHAPE"], says: ["adds `host`"] },
  },
  {
    id: "an output in the place of a host's",
    fleet: fleet(
      rule([
        policy.instantiate({ class: "nixos", name: "x", intoAttr: ["nixosConfigurations", "h"] }),
      ]),
    ),
    expect: { findings: ["DEN_OUTPUT_CONFLICT"], says: ["filled by the host h too"] },
  },
  {
    id: "an output inside of another",
    fleet: fleet(
      rule([
        policy.instantiate({ class: "nixos", name: "x", intoAttr: ["x"] }),
        policy.instantiate({ class: "nixos", name: "y", intoAttr: ["x", "y"] }),
      ]),
    ),
    expect: { findings: ["DEN_OUTPUT_CONFLICT"], says: ["x.y"] },
  },
  // Declared twice.
  inTwoFiles(
    "a policy of an aspect in two files",
    "policies",
    { p: { at: "host", run: [] } },
    { p: { at: "host", run: [policy.include("a")] } },
  ),
  inTwoFiles("peers of an aspect in two files", "peers", { r: "host" }, { r: "user" }),
  {
    id: "a kind in two files",
    fleet: fleet({ kinds: { k: { parent: "host" } } }),
    files: { "b.ts": { kinds: { k: { parent: "fleet" } } } },
    expect: { reported: ["error DEN_MERGE_CONFLICT"] },
  },
  {
    id: "an instance of a service in two files is one",
    fleet: fleet({
      services: {
        s: {
          roles: { r: { members: "host", settings: port, aspect: { nixos: {} } } },
          instances: { i: {} },
        },
      },
    }),
    files: {
      "b.ts": {
        services: { s: { instances: { i: { roles: { r: { settings: { port: 2 } } } } } } },
      },
    },
    expect: { reported: [], settings: { "host:h": { "s@i/r": { port: 2 } } } },
  },
  {
    id: "two users that are one account",
    fleet: fleet({}, { users: { u: { userName: "x" }, v: { userName: "x" } } }),
    expect: { reported: ["error DEN_DUPLICATE_NAME"], says: ["both the account x"] },
  },
  ...["meta", "defaults"].map(
    (name): Case => ({
      id: `a host called ${name}, which a hive means something else by`,
      fleet: { hosts: { "x86_64-linux": { [name]: {} } } },
      expect: { reported: ["error DEN_UNSAFE_NAME"], says: ["a hive of colmena"] },
    }),
  ),
  {
    id: "two hosts whose names differ only in case",
    fleet: { hosts: { "x86_64-linux": { web: {}, Web: {} } } },
    expect: { reported: ["error DEN_DUPLICATE_NAME"], says: ["differ only in case"] },
  },
  // Constraints of services.
  {
    id: "a constraint that names a role which is none",
    fleet: fleet({
      services: {
        s: {
          roles: { role: { members: "host", aspect: { nixos: {} } } },
          constraints: { exclusiveRoles: [["role", "roll"]] },
        },
      },
    }),
    expect: { reported: ["error DEN_SERVICE_SHAPE"], says: ['did you mean "role"?'] },
  },
  {
    id: "limits that nothing can meet",
    fleet: fleet({
      services: { s: { roles: { r: { members: "host", min: 3, max: 1, aspect: { nixos: {} } } } } },
    }),
    expect: { reported: ["error DEN_SERVICE_CONSTRAINT", "error DEN_SERVICE_SHAPE"] },
  },
  // Settings.
  {
    id: "content misspells a setting of its own",
    fleet: a({ settings: port, nixos: ({ settings }: Args) => ({ v: settings?.prot }) }),
    expect: { reported: ["error DEN_UNKNOWN_SETTING"], says: ['did you mean "port"?'] },
  },
  {
    id: "content misspells a setting inside of a setting",
    fleet: a({
      settings: {
        tls: { type: "object", properties: { level: { type: "string", default: "x" } } },
      },
      nixos: ({ settings }: Args) => ({ v: settings?.tls?.levl }),
    }),
    expect: { reported: ["error DEN_UNKNOWN_SETTING"], says: ['a has no setting "tls.levl"'] },
  },
  {
    id: "content misspells a setting of another aspect",
    fleet: fleet(
      {
        aspects: {
          a: {
            nixos: ({ aspects }: Args) => ({
              v: aspects?.settings?.("b").prot,
            }),
          },
          b: { settings: port, nixos: {} },
        },
      },
      { includes: ["a", "b"] },
    ),
    expect: { reported: ["error DEN_UNKNOWN_SETTING"], says: ['b has no setting "prot"'] },
  },
  {
    id: "a schema that takes more is taken at its word",
    fleet: a({
      settings: { type: "object", properties: port, additionalProperties: true },
      nixos: ({ settings }: Args) => ({ v: settings?.more ?? 1 }),
    }),
    expect: { reported: [], modules: { h: ["a: { v = 1; }"] } },
  },
  {
    id: "settings as a whole are plain data",
    fleet: a({
      settings: { ...port, list: { type: "array", default: [1] } },
      nixos: ({ settings }: Args) => ({ v: settings, text: JSON.stringify(settings) }),
    }),
    expect: {
      reported: [],
      modules: {
        h: ['a: { text = "{\\"list\\":[1],\\"port\\":80}"; v = { list = [ 1 ]; port = 80; }; }'],
      },
    },
  },
  {
    id: "an aspect that is declared in place has settings too",
    fleet: fleet(
      {},
      {
        includes: ["a", { settings: port, nixos: ({ settings }: Args) => ({ v: settings?.port }) }],
      },
    ),
    expect: { reported: [], modules: { h: ["a: { v = 1; }", "host:h/includes.1: { v = 80; }"] } },
  },
  {
    id: "a host sets settings of an aspect that takes none",
    fleet: fleet({}, { aspects: { a: { settings: { port: 1 } } } }),
    expect: { reported: ["error DEN_UNKNOWN_SETTING"], says: ["declares no settings"] },
  },
  {
    id: "a policy sets settings of an aspect that takes none",
    fleet: fleet(rule([policy.configure("a", { port: 1 })])),
    expect: { reported: ["error DEN_UNKNOWN_SETTING"], says: ["the policy p sets settings of a"] },
  },
  // Arguments of content functions.
  {
    id: "a misspelt argument becomes one of Nix, and that is told",
    fleet: a({ nixos: ({ hsot, pkgs }: Args) => ({ v: hsot, p: pkgs }) }),
    expect: { reported: ["warning DEN_ARGUMENT_SUSPECT"], says: ["did you mean `host`?"] },
  },
  {
    id: "a misspelt channel",
    fleet: a(
      { ports: [1], nixos: ({ prots }: Args) => ({ v: prots }) },
      { channels: { ports: {} } },
    ),
    expect: {
      reported: ["warning DEN_ARGUMENT_SUSPECT", "warning DEN_UNREAD_CHANNEL"],
      says: ["did you mean `ports`?"],
    },
  },
  {
    id: "arguments that module systems pass are not suspect",
    fleet: a({
      nixos: ({
        pkgs,
        lib,
        config,
        options,
        modulesPath,
        inputs,
        self,
        system,
        name,
        nodes,
      }: Args) => ({
        v: [pkgs, lib, config, options, modulesPath, inputs, self, system, name, nodes],
      }),
    }),
    expect: { reported: [] },
  },
  {
    id: "an aspect that is a function misspells its argument",
    fleet: a(({ hsot }: Args) => ({ nixos: { v: hsot } })),
    expect: { reported: ["error DEN_ARGUMENT_MISSING"], says: ["did you mean `host`?"] },
  },
  {
    id: "a policy misspells its argument",
    fleet: fleet(rule(({ hsot }: Args) => [policy.include(String(hsot?.name))])),
    expect: { reported: ["warning DEN_POLICY_UNFIRED"], says: ["did you mean `host`?"] },
  },
  {
    id: "a value that policies add only elsewhere",
    fleet: {
      hosts: { "x86_64-linux": { g: { includes: ["a"] }, h: { includes: ["a"] } } },
      aspects: { a: { nixos: ({ region }: Args) => ({ v: region }) } },
      policies: {
        p: definePolicy("host", ({ host }) =>
          host?.name === "g" ? [policy.enrich({ region: "us" })] : [],
        ),
      },
    },
    expect: { reported: ["warning DEN_ARGUMENT_SUSPECT"], says: ["which policies add"] },
  },
  {
    id: "a default of an argument that den passes",
    fleet: a({ nixos: ({ host = null as never }: Args) => ({ v: host?.name }) }),
    expect: { reported: ["warning DEN_ARGUMENT_SUSPECT"], says: ["gives `host` a default"] },
  },
  {
    id: "a default of an argument of a module, which the module system never uses",
    fleet: a({ nixos: ({ extra = 3 }: Readonly<Record<string, unknown>>) => ({ v: extra }) }),
    expect: {
      reported: ["warning DEN_ARGUMENT_SUSPECT"],
      says: ["gives the argument `extra` a default"],
    },
  },
  {
    id: "a default of an argument of a package is Nix's own",
    fleet: a({
      nixos: {},
      packages: {
        t: ({ pkgs, extra = "x" as never }: Args) => nix.call(pkgs, extra),
      },
    }),
    expect: { reported: [] },
  },
  // What policies ask for before it is known.
  {
    id: "a policy asks for what an aspect includes by its settings",
    fleet: fleet(
      {
        aspects: {
          b: { nixos: {} },
          c: { nixos: {} },
          ...Object.fromEntries([
            ["a", ({ settings }: Args) => ({ includes: settings?.port ? ["b"] : [] })],
          ]),
        },
        policies: { p: definePolicy("host", { absent: ["b"] }, [policy.include("c")]) },
      },
      {},
    ),
    files: { "settings.ts": { aspects: { a: { settings: port } } } },
    expect: {
      findings: ["DEN_POLICY_UNSEEN"],
      says: ["policies at host h were told that b is absent, but it is there through a"],
    },
  },
  {
    id: "a policy asks for what an aspect includes by its host",
    fleet: fleet({
      aspects: {
        b: { nixos: {} },
        a: ({ host }: Args) => ({ includes: host === undefined ? [] : ["b"] }),
        c: { nixos: { v: 2 } },
      },
      policies: { p: definePolicy("host", { present: ["b"] }, [policy.include("c")]) },
    }),
    expect: { findings: [], aspects: { "host:h": ["a", "b", "c"] } },
  },
  // What is declared in place, or made by hand.
  {
    id: "a policy includes two aspects that it declares in place",
    fleet: fleet(rule([policy.include({ nixos: { v: 2 } }), policy.include({ nixos: { v: 3 } })])),
    expect: {
      reported: [],
      modules: { h: ["a: { v = 1; }", "policy/p: { v = 2; }", "policy/p.1: { v = 3; }"] },
    },
  },
  {
    id: "a policy configures an aspect by a value that nobody registered",
    fleet: fleet(rule([policy.configure({ settings: port } as unknown as string, { port: 2 })])),
    expect: { findings: ["DEN_UNKNOWN_ASPECT"], says: ["declare that value under `aspects`"] },
  },
  ...[{ sel: "nope" }, { sel: "tag" }, { sel: "when", name: "x" }].map(
    (when): Case => ({
      id: `a selector made by hand that is none: ${JSON.stringify(when)}`,
      fleet: fleet(rule([policy.include("a")], { when })),
      expect: { findings: ["DEN_WRONG_TYPE"], says: ["not a selector"] },
    }),
  ),
  {
    id: "an aspect that is an async function",
    fleet: a(async () => ({ nixos: {} })),
    expect: { reported: ["error DEN_WRONG_TYPE"], says: ["leave out `async`"] },
  },
  {
    id: "content reads a required setting that nothing sets",
    fleet: a({
      settings: { port: { type: "integer", required: true } },
      nixos: ({ settings }: Args) => ({ v: settings?.port }),
    }),
    expect: {
      reported: ["error DEN_SETTING_INVALID", "error DEN_SETTING_INVALID"],
      says: ["a.port is required, and nothing sets it", "a.port at host h"],
    },
  },
  {
    id: "an acknowledgement of a code that is none",
    fleet: fleet({ acknowledge: [{ code: "DEN_CANOT_LAND", reason: "x" }] }),
    expect: { reported: ["warning DEN_WRONG_TYPE"], says: ['did you mean "DEN_CANNOT_LAND"?'] },
  },
  {
    id: "a requirement that nothing in the fleet offers",
    fleet: fleet({
      aspects: {
        a: { meta: { requires: ["acm"] }, nixos: {} },
        acme: { nixos: {} },
      },
    }),
    expect: {
      reported: ["warning DEN_NEVER_INCLUDED", "warning DEN_UNMET_REQUIREMENT"],
      says: ['did you mean "acme"?'],
    },
  },
  // Content that reaches nobody, or not all.
  {
    id: "an aspect that is a function of a user, where there is none",
    fleet: a(({ user }: Args) => ({ nixos: { v: user?.name } })),
    expect: { reported: ["warning DEN_INERT_FUNCTION"], says: ["is a function of a user"] },
  },
  {
    id: "content that is a function of a user, where there is none",
    fleet: a({ nixos: ({ user }: Args) => ({ v: user?.name }) }),
    expect: { reported: ["warning DEN_CANNOT_LAND"], says: ["it needs a user, which it reads"] },
  },
  {
    id: "content that is lost at one of two hosts",
    fleet: {
      hosts: {
        "x86_64-linux": { g: { includes: ["a"], users: { u: {} } }, h: { includes: ["a"] } },
      },
      aspects: { a: { homeManager: { v: 1 } } },
    },
    expect: { reported: ["info DEN_NARROWED"], says: ["lands nowhere from host h"] },
  },
  {
    id: "content for an entity that is none",
    fleet: a({ nixos: {}, provides: { to: { hh: { nixos: {} } } } }),
    expect: { reported: ["warning DEN_UNKNOWN_ENTITY"], says: ['provides content to "hh"'] },
  },
  {
    id: "content for a host that does not have the aspect",
    fleet: {
      hosts: { "x86_64-linux": { g: {}, h: { includes: ["a"] } } },
      aspects: { a: { provides: { to: { g: { nixos: {} } } } } },
    },
    expect: { reported: ["warning DEN_NARROWED"], says: ["reaches nobody"] },
  },
  {
    id: "content for one of two hosts that have the aspect",
    fleet: {
      hosts: { "x86_64-linux": { g: { includes: ["a"] }, h: { includes: ["a"] } } },
      aspects: { a: { provides: { to: { g: { nixos: { v: 1 } } } } } },
    },
    expect: {
      reported: ["info DEN_NARROWED"],
      says: ["host h has the aspect without it"],
      modules: { g: ["a/to/g: { v = 1; }"], h: [] },
    },
  },
  {
    id: "a class whose content goes into no output",
    fleet: a({ k: { v: 1 } }, { classes: { k: { kind: "host" } } }),
    expect: { reported: ["warning DEN_CLASS_UNTAKEN"], says: ["`into` or `intoAttr`"] },
  },
  // What lands above the machines by a policy, or through another class.
  {
    id: "a policy at a host provides to the fleet's shell",
    fleet: fleet(rule([policy.provide({ class: "devshell", module: { packages: [] } })])),
    expect: { reported: [], above: { devshell: { fleet: ["policy.p"] } } },
  },
  {
    id: "a policy at a host routes into Terraform",
    fleet: a(
      { tf: { v: 1 } },
      {
        classes: { tf: { kind: "host" } },
        ...rule([policy.route({ from: "tf", to: "terranix" })]),
      },
    ),
    expect: { reported: [], above: { terranix: { fleet: ["a"] } } },
  },
  {
    id: "a class that forwards into plain files",
    fleet: a({ doc: { "R.md": { text: "x" } } }, { classes: { doc: { into: "files" } } }),
    expect: { reported: [], above: { files: { fleet: ["a"] } } },
  },
];

runCases("nothing is silent", CASES);
