import {
  append,
  byDefault,
  definePolicy,
  force,
  policy,
  prepend,
  union,
  unset,
} from "../../src/index.ts";
import { type Case, runCases } from "./run-cases.ts";

/** What each aspect of these cases declares. */
const schema = {
  port: { type: "integer", minimum: 1, maximum: 65535, default: 80 },
  names: { type: "array", items: { type: "string" }, default: ["localhost"] },
  tls: {
    type: "object",
    properties: { enable: { type: "boolean", default: false }, level: { type: "string" } },
  },
};

/** The fleet of one host `h` that includes `web`; what each layer says is left open. */
const fleet = (
  own: object | undefined,
  policies: object = {},
  rest: { readonly [key: string]: unknown } = {},
): object => ({
  hosts: {
    "x86_64-linux": {
      h: {
        includes: ["web"],
        ...(own === undefined ? {} : { aspects: { web: { settings: own } } }),
      },
    },
  },
  aspects: { web: { settings: schema } },
  policies,
  ...rest,
});

const configure = (settings: object, precedence?: number): object =>
  definePolicy("host", [
    {
      ...policy.configure("web", settings as never),
      ...(precedence === undefined ? {} : { precedence }),
    },
  ]);
const enforce = (settings: object): object =>
  definePolicy("host", [policy.enforce("web", settings as never)]);

const web = (settings: object): object => ({ settings: { "host:h": { web: settings } } });
const defaults = { port: 80, names: ["localhost"], tls: { enable: false } };

/** Layers of settings: defaults, policies, entities, enforcement; and what each may say. */
const CASES: readonly Case[] = [
  {
    id: "without layers the schema's defaults hold",
    fleet: fleet(undefined),
    expect: { ...web(defaults), layers: { "host:h": { "web.port": ["aspect web"] } } },
  },
  {
    id: "a policy is above the defaults",
    fleet: fleet(undefined, { p: configure({ port: 443 }) }),
    expect: {
      ...web({ ...defaults, port: 443 }),
      layers: { "host:h": { "web.port": ["policy p", "aspect web"] } },
    },
  },
  {
    id: "a host is above policies",
    fleet: fleet({ port: 8443 }, { p: configure({ port: 443 }) }),
    expect: {
      ...web({ ...defaults, port: 8443 }),
      layers: { "host:h": { "web.port": ["host h", "policy p", "aspect web"] } },
    },
  },
  {
    id: "enforcement is above the host",
    fleet: fleet({ port: 8443 }, { p: configure({ port: 443 }), q: enforce({ port: 1 }) }),
    expect: {
      ...web({ ...defaults, port: 1 }),
      layers: { "host:h": { "web.port": ["policy q", "host h", "policy p", "aspect web"] } },
    },
  },
  {
    id: "an environment is below its hosts",
    fleet: fleet(
      { port: 2 },
      {},
      {
        environments: { e: { hosts: ["h"], aspects: { web: { settings: { port: 1 } } } } },
      },
    ),
    expect: {
      ...web({ ...defaults, port: 2 }),
      layers: { "host:h": { "web.port": ["host h", "environment e", "aspect web"] } },
    },
  },
  {
    id: "an environment is above policies of the host",
    fleet: fleet(
      undefined,
      { p: configure({ port: 1 }) },
      {
        environments: { e: { hosts: ["h"], aspects: { web: { settings: { port: 2 } } } } },
      },
    ),
    expect: web({ ...defaults, port: 2 }),
  },
  {
    id: "an environment reaches no other hosts",
    fleet: {
      environments: { e: { hosts: ["g"], aspects: { web: { settings: { port: 2 } } } } },
      hosts: { "x86_64-linux": { g: { includes: ["web"] }, h: { includes: ["web"] } } },
      aspects: { web: { settings: { port: { type: "integer", default: 1 } } } },
    },
    expect: { settings: { "host:g": { web: { port: 2 } }, "host:h": { web: { port: 1 } } } },
  },
  {
    id: "a nearer policy is above one of the fleet",
    fleet: fleet(undefined, {
      a: configure({ port: 2 }),
      z: definePolicy("fleet", [policy.configure("web", { port: 1 })]),
    }),
    expect: web({ ...defaults, port: 2 }),
  },
  {
    id: "a policy of an environment is between those of fleet and host",
    fleet: fleet(
      undefined,
      {
        f: definePolicy("fleet", [policy.configure("web", { port: 1, names: ["f"] })]),
        e: definePolicy("environment", [policy.configure("web", { port: 2 })]),
      },
      { environments: { e: { hosts: ["h"] } } },
    ),
    expect: web({ ...defaults, port: 2, names: ["f"] }),
  },
  {
    id: "precedence orders the policies of one scope",
    fleet: fleet(undefined, { a: configure({ port: 1 }, 5), b: configure({ port: 2 }, 1) }),
    expect: web({ ...defaults, port: 1 }),
  },
  {
    id: "precedence lifts no policy over a nearer one",
    fleet: fleet(undefined, {
      far: definePolicy("fleet", [
        { ...policy.configure("web", { port: 1 }), precedence: 1000 } as never,
      ]),
      near: configure({ port: 2 }),
    }),
    expect: web({ ...defaults, port: 2 }),
  },
  {
    id: "two policies of one rank that disagree are an error with both",
    fleet: fleet(undefined, { a: configure({ port: 1 }), b: configure({ port: 2 }) }),
    expect: { findings: ["DEN_SETTING_CONFLICT"], says: ["policy a and policy b set web.port"] },
  },
  {
    id: "two policies of one rank that agree are none",
    fleet: fleet(undefined, { a: configure({ port: 1 }), b: configure({ port: 1 }) }),
    expect: web({ ...defaults, port: 1 }),
  },
  {
    id: "two policies that set different settings add up",
    fleet: fleet(undefined, { a: configure({ port: 1 }), b: configure({ names: ["x"] }) }),
    expect: web({ ...defaults, port: 1, names: ["x"] }),
  },
  {
    id: "two enforcements that disagree are an error with both",
    fleet: fleet(undefined, { a: enforce({ port: 1 }), b: enforce({ port: 2 }) }),
    expect: { findings: ["DEN_SETTING_CONFLICT"], says: ["policy a and policy b"] },
  },
  {
    id: "two policies that disagree are none where the host settles it",
    fleet: fleet({ port: 3 }, { a: configure({ port: 1 }), b: configure({ port: 2 }) }),
    expect: web({ ...defaults, port: 3 }),
  },
  {
    id: "a default in a layer gives way to lower layers that mean it",
    fleet: fleet({ port: byDefault(3) }, { a: configure({ port: 1 }) }),
    expect: web({ ...defaults, port: 1 }),
  },
  {
    id: "a forced value of a policy holds against the host",
    fleet: fleet({ port: 3 }, { a: configure({ port: force(1) }) }),
    expect: web({ ...defaults, port: 1 }),
  },
  {
    id: "a list replaces the lists below it",
    fleet: fleet({ names: ["a"] }),
    expect: web({ ...defaults, names: ["a"] }),
  },
  {
    id: "append adds to what is below",
    fleet: fleet({ names: append(["a"]) }),
    expect: web({ ...defaults, names: ["localhost", "a"] }),
  },
  {
    id: "prepend puts before what is below",
    fleet: fleet({ names: prepend(["a"]) }),
    expect: web({ ...defaults, names: ["a", "localhost"] }),
  },
  {
    id: "union adds what is not there yet",
    fleet: fleet({ names: union(["localhost", "a"]) }),
    expect: web({ ...defaults, names: ["localhost", "a"] }),
  },
  {
    id: "append works through all layers",
    fleet: fleet({ names: append(["host"]) }, { p: configure({ names: append(["policy"]) }) }),
    expect: web({ ...defaults, names: ["localhost", "policy", "host"] }),
  },
  {
    id: "an object's members come from different layers",
    fleet: fleet({ tls: { enable: true } }, { p: configure({ tls: { level: "modern" } }) }),
    expect: {
      ...web({ ...defaults, tls: { enable: true, level: "modern" } }),
      layers: {
        "host:h": {
          "web.tls.enable": ["host h", "aspect web"],
          "web.tls.level": ["policy p"],
        },
      },
    },
  },
  {
    id: "unset takes a value and its default away",
    fleet: fleet({ port: unset() }),
    expect: web({ names: ["localhost"], tls: { enable: false } }),
  },
  {
    id: "what is unset below can be set above",
    fleet: fleet({ port: 5 }, { p: configure({ port: unset() }) }),
    expect: web({ ...defaults, port: 5 }),
  },
  {
    id: "null is a value like any other, where the schema allows it",
    fleet: fleet(
      { v: null },
      {},
      {
        aspects: { web: { settings: { v: { type: ["string", "null"], default: "x" } } } },
      },
    ),
    expect: web({ v: null }),
  },
  {
    id: "false and zero are values",
    fleet: fleet(
      { n: 0, b: false },
      {},
      {
        aspects: {
          web: {
            settings: { n: { type: "integer", default: 7 }, b: { type: "boolean", default: true } },
          },
        },
      },
    ),
    expect: web({ n: 0, b: false }),
  },
  {
    id: "a value of the wrong type is an error with its place",
    fleet: fleet({ port: "many" }),
    expect: { findings: ["DEN_SETTING_INVALID"], says: ["web.port at host h"] },
  },
  {
    id: "a value out of range is an error",
    fleet: fleet({ port: 70000 }),
    expect: { findings: ["DEN_SETTING_INVALID"], says: ["65535"] },
  },
  {
    id: "a policy's wrong value is an error too",
    fleet: fleet(undefined, { p: configure({ port: 0 }) }),
    expect: { findings: ["DEN_SETTING_INVALID"] },
  },
  {
    id: "an unknown setting is an error with the nearest name",
    fleet: fleet({ prot: 1 }),
    expect: { findings: ["DEN_SETTING_INVALID"], says: ['did you mean "port"'] },
  },
  {
    id: "an unknown setting inside an object is an error with its path",
    fleet: fleet(
      { tls: { lvl: "x" } },
      {},
      {
        aspects: {
          web: {
            settings: {
              tls: {
                type: "object",
                additionalProperties: false,
                properties: { level: { type: "string" } },
              },
            },
          },
        },
      },
    ),
    expect: { findings: ["DEN_SETTING_INVALID"], says: ["web.tls.lvl"] },
  },
  {
    id: "a required setting that nobody sets is an error",
    fleet: fleet(
      undefined,
      {},
      {
        aspects: { web: { settings: { domain: { type: "string", required: true } } } },
      },
    ),
    expect: { findings: ["DEN_SETTING_INVALID"], says: ["domain"] },
  },
  {
    id: "a required setting that a policy sets is none",
    fleet: fleet(
      undefined,
      { p: configure({ domain: "x" }) },
      {
        aspects: { web: { settings: { domain: { type: "string", required: true } } } },
      },
    ),
    expect: web({ domain: "x" }),
  },
  {
    id: "settings of an aspect that is not there are told",
    fleet: {
      hosts: { "x86_64-linux": { h: { aspects: { web: { settings: { port: 1 } } } } } },
      aspects: { web: { settings: schema } },
    },
    expect: { findings: ["DEN_ABSENT_SETTINGS"] },
  },
  {
    id: "settings of an aspect that does not exist are an error with the nearest name",
    fleet: {
      hosts: { "x86_64-linux": { h: { aspects: { wbe: { settings: { port: 1 } } } } } },
      aspects: { web: { settings: schema } },
    },
    expect: { findings: ["DEN_UNKNOWN_ASPECT"], says: ["web"] },
  },
  {
    id: "a policy configures an aspect that is not there: nothing happens, and that is told",
    fleet: {
      hosts: { "x86_64-linux": { h: {} } },
      aspects: { web: { settings: schema } },
      policies: { p: configure({ port: 2 }) },
    },
    expect: {
      aspects: { "host:h": [] },
      reported: ["info DEN_ABSENT_SETTINGS"],
      says: ["the settings that the policy p gives to web"],
    },
  },
  {
    id: "an aspect gives defaults to another, below what that one's host says",
    fleet: {
      hosts: {
        "x86_64-linux": {
          g: { includes: ["web"] },
          h: { includes: ["web", "theme"] },
          i: { includes: ["theme", "web"], aspects: { web: { settings: { port: 3 } } } },
        },
      },
      aspects: {
        web: { settings: schema },
        theme: {
          policies: {
            project: definePolicy("host", [policy.configure("web", { port: 2, names: ["x"] })]),
          },
        },
      },
    },
    expect: {
      settings: {
        "host:g": { web: defaults },
        "host:h": { web: { ...defaults, port: 2, names: ["x"] } },
        "host:i": { web: { ...defaults, port: 3, names: ["x"] } },
      },
      layers: {
        "host:h": { "web.port": ["policy theme/project", "aspect web"] },
        "host:i": { "web.port": ["host i", "policy theme/project", "aspect web"] },
      },
    },
  },
  {
    id: "an aspect that is a function has settings from a record beside it",
    fleet: {
      hosts: {
        "x86_64-linux": { h: { includes: ["web"], aspects: { web: { settings: { port: 9 } } } } },
      },
      aspects: {
        web: ({ host, settings }: { host: { name: string }; settings: { port: number } }) => ({
          nixos: { at: host.name, port: settings.port },
        }),
      },
    },
    files: { "settings.ts": { aspects: { web: { settings: schema } } } },
    expect: {
      settings: { "host:h": { web: { ...defaults, port: 9 } } },
      modules: { h: ['web: { at = "h"; port = 9; }'] },
    },
  },
  {
    id: "settings inside the function are refused: they must be known before it runs",
    fleet: {
      hosts: { "x86_64-linux": { h: { includes: ["web"] } } },
      aspects: { web: () => ({ settings: schema, nixos: {} }) },
    },
    expect: { findings: ["DEN_WRONG_TYPE"], says: ["as a record beside the function"] },
  },
  {
    id: "content reads the settings of an aspect that is there",
    fleet: fleet(
      { port: 5 },
      {},
      {
        aspects: {
          web: { settings: schema },
          proxy: {
            nixos: ({ aspects }: { aspects: { settings(name: string): { port: number } } }) => ({
              to: aspects.settings("web").port,
            }),
          },
        },
        includes: ["proxy"],
      },
    ),
    expect: { modules: { h: ["proxy: { to = 5; }"] } },
  },
  {
    id: "content reads the settings of an aspect that is absent: an error",
    fleet: {
      hosts: { "x86_64-linux": { h: { includes: ["proxy"] } } },
      aspects: {
        web: { settings: schema },
        proxy: {
          nixos: ({ aspects }: { aspects: { settings(name: string): { port: number } } }) => ({
            to: aspects.settings("web").port,
          }),
        },
      },
    },
    expect: {
      findings: ["DEN_UNKNOWN_ASPECT"],
      says: ["reads the settings of web, which is absent at host h"],
    },
  },
  {
    id: "content reads its own settings",
    fleet: fleet(
      { port: 5 },
      {},
      {
        aspects: {
          web: {
            settings: schema,
            nixos: ({ settings }: { settings: { port: number } }) => ({ p: settings.port }),
          },
        },
      },
    ),
    expect: { modules: { h: ["web: { p = 5; }"] } },
  },
  {
    id: "a parametric aspect has no settings of its own, and may read those of others",
    fleet: {
      hosts: { "x86_64-linux": { h: { includes: ["web", "reader"] } } },
      aspects: {
        web: { settings: schema },
        reader: {
          nixos: ({ aspects }: { aspects: { settings(name: string): { port: number } } }) => ({
            p: aspects.settings("web").port,
          }),
        },
      },
    },
    expect: { modules: { h: ["reader: { p = 80; }"] } },
  },
  {
    id: "reading the settings of an absent aspect is an error",
    fleet: {
      hosts: { "x86_64-linux": { h: { includes: ["reader"] } } },
      aspects: {
        web: { settings: schema },
        reader: {
          nixos: ({ aspects }: { aspects: { settings(name: string): { port: number } } }) => ({
            p: aspects.settings("web").port,
          }),
        },
      },
    },
    expect: { findings: ["DEN_UNKNOWN_ASPECT"], says: ["which is absent at host h"] },
  },
  {
    id: "asking whether an aspect is there costs no error",
    fleet: {
      hosts: { "x86_64-linux": { h: { includes: ["reader"] } } },
      aspects: {
        web: { settings: schema },
        reader: {
          nixos: ({ aspects }: { aspects: { has(name: string): boolean } }) => ({
            there: aspects.has("web"),
          }),
        },
      },
    },
    expect: { modules: { h: ["reader: { there = false; }"] } },
  },
  {
    id: "a user's settings are above its host's, for the user only",
    fleet: {
      hosts: {
        "x86_64-linux": {
          h: {
            includes: ["web"],
            aspects: { web: { settings: { port: 1 } } },
            users: { u: { aspects: { web: { settings: { port: 2 } } } } },
          },
        },
      },
      aspects: { web: { settings: { port: { type: "integer", default: 0 } } } },
    },
    expect: {
      settings: { "host:h": { web: { port: 1 } }, "user:u@h": { web: { port: 2 } } },
    },
  },
  {
    id: "a sub-aspect has settings of its own",
    fleet: {
      hosts: {
        "x86_64-linux": {
          h: { includes: ["web/tls"], aspects: { "web/tls": { settings: { level: "old" } } } },
        },
      },
      aspects: {
        web: { provides: { tls: { settings: { level: { type: "string", default: "new" } } } } },
      },
    },
    expect: { settings: { "host:h": { "web/tls": { level: "old" } } } },
  },
  {
    id: "two files may each declare some of an aspect's settings",
    fleet: {
      hosts: { "x86_64-linux": { h: { includes: ["web"] } } },
      aspects: { web: { settings: { a: { type: "integer", default: 1 } } } },
    },
    files: { "b.ts": { aspects: { web: { settings: { b: { type: "integer", default: 2 } } } } } },
    expect: web({ a: 1, b: 2 }),
  },
  {
    id: "one setting declared in two files is an error with both",
    fleet: {
      hosts: { "x86_64-linux": { h: { includes: ["web"] } } },
      aspects: { web: { settings: { a: { type: "integer", default: 1 } } } },
    },
    files: { "b.ts": { aspects: { web: { settings: { a: { type: "integer", default: 2 } } } } } },
    expect: { findings: ["DEN_MERGE_CONFLICT"], says: ["web.a"] },
  },
];

runCases("settings", CASES);
