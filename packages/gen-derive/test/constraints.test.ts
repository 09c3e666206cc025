import { describe, expect, it } from "vitest";
import {
  _,
  counts,
  evaluate,
  exclusive,
  type Fact,
  node,
  program,
  provided,
  provides,
  type Rule,
  relation,
  requires,
  v,
} from "../src/index.ts";
import { viewOf } from "./support.ts";

const has = relation<[host: string, aspect: string]>("has");
const host = relation<[string]>("host");
const role = relation<[service: string, host: string, role: string]>("role");
const service = relation<[string]>("service");
const [h, r, s] = [v<string>("h"), v<string>("r"), v<string>("s")];

interface Case {
  readonly name: string;
  readonly rules: readonly Rule[];
  readonly facts: readonly { readonly relation: string; readonly args: readonly unknown[] }[];
  /** Severity, code, subject and message. */
  readonly expected: readonly (readonly unknown[])[];
}

const acme = provides({ name: "acme", when: [has(h, "acme")], by: h, capability: "certificates" });
const needsAcme = requires({
  name: "tls",
  when: [has(h, "nginx")],
  subject: [h],
  of: h,
  capability: "certificates",
  remedy: "Include acme on {h}.",
});
const servers = counts({
  name: "servers",
  when: [service(s)],
  subject: [s],
  of: [role(s, _, "server")],
  min: 1,
  max: 2,
});
const oneRole = exclusive({ name: "one role", of: [role(s, h, r)], what: r, per: [s, h] });

const CASES: readonly Case[] = [
  {
    name: "requires a capability that is there",
    rules: [acme, needsAcme],
    facts: [has("a", "nginx"), has("a", "acme")],
    expected: [],
  },
  {
    name: "requires a capability that is elsewhere",
    rules: [acme, needsAcme],
    facts: [has("a", "nginx"), has("b", "acme")],
    expected: [["error", "requires", ["a"], "a requires certificates, which it does not have"]],
  },
  {
    name: "requires a pattern",
    rules: [
      requires({
        name: "owner",
        when: [host(h)],
        needs: [has(h, _)],
        code: "empty",
        severity: "warning",
        message: "{h} does nothing",
      }),
    ],
    facts: [host("a"), host("b"), has("b", "x")],
    expected: [["warning", "empty", [], "a does nothing"]],
  },
  {
    name: "requires several patterns together",
    rules: [requires({ name: "pair", when: [host(h)], needs: [has(h, r), has(_, r), service(r)] })],
    facts: [host("a"), has("a", "x"), host("b"), has("b", "y"), service("y")],
    expected: [["error", "requires", [], "pair: something that is required is missing"]],
  },
  {
    name: "requires something at all",
    rules: [requires({ name: "any", needs: [host(_)] })],
    facts: [],
    expected: [["error", "requires", [], "any: something that is required is missing"]],
  },
  {
    name: "counts within bounds",
    rules: [servers],
    facts: [service("s"), role("s", "a", "server")],
    expected: [],
  },
  {
    name: "counts too few, none included",
    rules: [servers],
    facts: [service("s")],
    expected: [["error", "counts", ["s"], "servers: there are 0, but it must be 1 to 2"]],
  },
  {
    name: "counts too many",
    rules: [servers],
    facts: [
      service("s"),
      role("s", "a", "server"),
      role("s", "b", "server"),
      role("s", "c", "server"),
      role("s", "d", "client"),
    ],
    expected: [["error", "counts", ["s"], "servers: there are 3, but it must be 1 to 2"]],
  },
  {
    name: "counts in all",
    rules: [counts({ name: "hosts", of: [host(_)], min: 2 })],
    facts: [host("a")],
    expected: [["error", "counts", [], "hosts: there are 1, but it must be at least 2"]],
  },
  {
    name: "counts exactly",
    rules: [counts({ name: "hosts", of: [host(_)], min: 1, max: 1 })],
    facts: [],
    expected: [["error", "counts", [], "hosts: there are 0, but it must be exactly 1"]],
  },
  {
    name: "counts at most, with its own words",
    rules: [counts({ name: "hosts", of: [host(_)], max: 1, message: "{count} are too many" })],
    facts: [host("a"), host("b")],
    expected: [["error", "counts", [], "2 are too many"]],
  },
  {
    name: "exclusive values apart",
    rules: [oneRole],
    facts: [role("s", "a", "server"), role("s", "b", "client"), role("t", "a", "client")],
    expected: [],
  },
  {
    name: "exclusive values together",
    rules: [oneRole],
    facts: [role("s", "a", "server"), role("s", "a", "client")],
    expected: [
      [
        "error",
        "exclusive",
        ["s", "a"],
        'one role: s, a has ["client","server"], of which one may be there',
      ],
    ],
  },
  {
    name: "exclusive among some values only",
    rules: [
      exclusive({ name: "x", of: [role(s, h, r)], what: r, per: [h], among: ["server", "client"] }),
    ],
    facts: [
      role("s", "a", "server"),
      role("s", "a", "monitor"),
      role("t", "b", "server"),
      role("u", "b", "client"),
    ],
    expected: [
      ["error", "exclusive", ["b"], 'x: b has ["client","server"], of which one may be there'],
    ],
  },
];

describe("constraints", () => {
  for (const { name, rules, facts, expected } of CASES) {
    it(name, () => {
      const { findings } = evaluate(program(rules), { facts: facts as readonly Fact[] });
      expect(findings.map((one) => [one.severity, one.code, one.subject, one.message])).toEqual(
        expected,
      );
    });
  }

  it("carry remedy, origin and data", () => {
    const result = evaluate(program([{ ...needsAcme, origin: "c.ts:1" } as Rule]), {
      facts: [has("a", "nginx")] as readonly Fact[],
    });
    expect(result.findings[0]).toEqual({
      code: "requires",
      severity: "error",
      message: "a requires certificates, which it does not have",
      remedy: "Include acme on a.",
      rule: "tls",
      subject: ["a"],
      data: { h: "a" },
      origin: "c.ts:1",
    });
  });

  it("work on nodes", () => {
    const view = viewOf({ id: "a", kind: "host", tags: ["acme"] }, { id: "b", kind: "host" });
    const rules = [
      provides({
        name: "p",
        at: { sel: "tag", tag: "acme" },
        by: node,
        capability: "certificates",
      }),
      requires({ name: "r", at: "host", of: node, capability: "certificates" }),
    ];
    const result = evaluate(program(rules), { nodes: view });
    expect(result.tuples(provided)).toEqual([["a", "certificates"]]);
    expect(result.findings.map(({ subject }) => subject)).toEqual([["b"]]);
  });

  it("can be overridden like any rule, and say why", () => {
    const waive = requires({
      name: "waive",
      when: [has(h, "internal")],
      subject: [h],
      needs: [host("never")],
      overrides: ["tls"],
      severity: "info",
      code: "waived",
      message: "{h} needs none",
    });
    const result = evaluate(program([needsAcme, waive]), {
      facts: [has("a", "nginx"), has("a", "internal")] as readonly Fact[],
    });
    expect(result.findings.map(({ code }) => code)).toEqual(["waived"]);
    expect(result.suppressed[0]?.rule).toBe("tls");
    expect(result.why(result.findings[0] as never)?.rule).toBe("waive");
  });
});
