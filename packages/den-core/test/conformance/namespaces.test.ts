import { type Case, runCases } from "./run-cases.ts";

const host = (includes: readonly string[]): object => ({
  hosts: { "x86_64-linux": { h: { includes } } },
});
const n = (v: unknown): object => ({ nixos: { v } });
const h = (...modules: string[]): object => ({ modules: { h: modules } });

/** Aspects under a prefix: isolated, handed over, passed on. */
const CASES: readonly Case[] = [
  {
    id: "an aspect of a namespace, by its prefix",
    fleet: { ...host(["a.web"]), namespaces: { a: { aspects: { web: n(1) } } } },
    expect: h("a.web: { v = 1; }"),
  },
  {
    id: "without its prefix it is not there",
    fleet: { ...host(["web"]), namespaces: { a: { aspects: { web: {} } } } },
    expect: { findings: ["DEN_UNKNOWN_ASPECT"] },
  },
  {
    id: "one name in two namespaces and in the fleet is three aspects",
    fleet: {
      ...host(["a.x", "b.x", "x"]),
      namespaces: { a: { aspects: { x: n(1) } }, b: { aspects: { x: n(2) } } },
      aspects: { x: n(3) },
    },
    expect: h("a.x: { v = 1; }", "b.x: { v = 2; }", "x: { v = 3; }"),
  },
  {
    id: "names inside mean what is inside",
    fleet: {
      ...host(["a.web"]),
      namespaces: { a: { aspects: { web: { includes: ["x"] }, x: n(1) } } },
      aspects: { x: n(2) },
    },
    expect: h("a.x: { v = 1; }"),
  },
  {
    id: "the fleet's aspects are not seen from inside",
    fleet: {
      ...host(["a.web"]),
      namespaces: { a: { aspects: { web: { includes: ["x"] } } } },
      aspects: { x: {} },
    },
    expect: { findings: ["DEN_UNKNOWN_ASPECT"] },
  },
  {
    id: "a sub-aspect of a namespace",
    fleet: {
      ...host(["a.web/tls"]),
      namespaces: { a: { aspects: { web: { provides: { tls: n(1) } } } } },
    },
    expect: h("a.web/tls: { v = 1; }"),
  },
  {
    id: "another fleet as a namespace",
    fleet: { ...host(["o.x"]), namespaces: { o: { from: { aspects: { x: n(1) } } } } },
    expect: h("o.x: { v = 1; }"),
  },
  {
    id: "an imported fleet's exported namespace comes along",
    fleet: {
      ...host(["o.c.x"]),
      namespaces: { o: { from: { namespaces: { c: { export: true, aspects: { x: n(1) } } } } } },
    },
    expect: h("o.c.x: { v = 1; }"),
  },
  {
    id: "one that is not exported stays where it is",
    fleet: {
      ...host(["o.c.x"]),
      namespaces: { o: { from: { aspects: {}, namespaces: { c: { aspects: { x: n(1) } } } } } },
    },
    expect: { findings: ["DEN_UNKNOWN_ASPECT"] },
  },
  {
    id: "settings of an aspect of a namespace",
    fleet: {
      hosts: {
        "x86_64-linux": { h: { includes: ["a.w"], aspects: { "a.w": { settings: { p: 2 } } } } },
      },
      namespaces: { a: { aspects: { w: { settings: { p: { type: "integer", default: 1 } } } } } },
    },
    expect: { settings: { "host:h": { "a.w": { p: 2 } } } },
  },
  {
    id: "classes of a namespace are known to it",
    fleet: {
      ...host(["o.x"]),
      namespaces: {
        o: { from: { classes: { c: { into: "nixos" } }, aspects: { x: { c: { v: 1 } } } } },
      },
    },
    expect: h("o.x: { v = 1; }"),
  },
  {
    id: "an exclude by its prefix takes that one alone",
    fleet: {
      hosts: { "x86_64-linux": { h: { includes: ["a.x", "x"], excludes: ["a.x"] } } },
      namespaces: { a: { aspects: { x: n(1) } } },
      aspects: { x: n(2) },
    },
    expect: h("x: { v = 2; }"),
  },
  {
    id: "aspects of a namespace that nobody includes are no finding",
    fleet: { namespaces: { a: { aspects: { x: n(1) } } } },
    expect: { reported: [] },
  },
  {
    id: "a namespace that holds nothing is an error",
    fleet: { namespaces: { a: {} } },
    expect: { findings: ["DEN_NAMESPACE"] },
  },
  {
    id: "a namespace's name has no dot",
    fleet: { namespaces: { "a.b": { aspects: {} } } },
    expect: { findings: ["DEN_UNSAFE_NAME"] },
  },
  {
    id: "a name with a dot that a namespace has too is an error",
    fleet: { namespaces: { a: { aspects: { x: {} } } }, aspects: { "a.x": {} } },
    expect: { findings: ["DEN_DUPLICATE_NAME"] },
  },
];

runCases("namespaces", CASES);
