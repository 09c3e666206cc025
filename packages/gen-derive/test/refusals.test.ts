import { describe, expect, it } from "vitest";
import {
  _,
  action,
  checkProgram,
  compute,
  count,
  DeriveError,
  type DeriveErrorCode,
  enriched,
  evaluate,
  node,
  not,
  type ProgramOptions,
  program,
  type Rule,
  relation,
  rule,
  session,
  sum,
  suppress,
  test,
  v,
} from "../src/index.ts";
import { issuesOf } from "./support.ts";

const [x, y] = [v("x"), v("y")];
const p = (...args: unknown[]) => ({ relation: "p", args: args as string[] });
const q = (...args: unknown[]) => ({ relation: "q", args: args as string[] });
const ok = rule({ name: "ok", when: [p(x)], emit: q(x) });

interface Case {
  readonly name: string;
  readonly rules: readonly unknown[];
  readonly options?: ProgramOptions;
  readonly code: DeriveErrorCode;
  readonly says: RegExp;
  readonly suggestion?: string;
}

const CASES: readonly Case[] = [
  {
    name: "a rule without a name",
    rules: [{ emit: q(1) }],
    code: "bad-rule",
    says: /number 1 has no name/,
  },
  { name: "no rule at all", rules: [undefined], code: "bad-rule", says: /number 1 has no name/ },
  {
    name: "neither emit nor run",
    rules: [{ name: "r" }],
    code: "bad-rule",
    says: /"r" needs either/,
  },
  {
    name: "both emit and run",
    rules: [{ name: "r", emit: q(1), run: () => [] }],
    code: "bad-rule",
    says: /either/,
  },
  {
    name: "a condition that is none",
    rules: [{ name: "r", when: [3], emit: q(1) }],
    code: "bad-rule",
    says: /Condition 1 of Rule "r" is not an object/,
  },
  {
    name: "a condition without args",
    rules: [{ name: "r", when: [{ relation: "p" }], emit: q(1) }],
    code: "bad-rule",
    says: /no list of args/,
  },
  {
    name: "a head that is none",
    rules: [{ name: "r", emit: [{}] }],
    code: "bad-rule",
    says: /Head 1 of Rule "r" has no relation/,
  },
  {
    name: "an endless priority",
    rules: [{ ...ok, priority: Number.NaN }],
    code: "bad-rule",
    says: /priority NaN/,
  },
  {
    name: "an empty negation",
    rules: [{ name: "r", when: [not()], emit: q(1) }],
    code: "bad-rule",
    says: /has no patterns/,
  },
  {
    name: "an unknown aggregate",
    rules: [{ name: "r", when: [{ aggregate: "avg", into: x, from: [p(y)] }], emit: q(1) }],
    code: "bad-rule",
    says: /none of count, min/,
  },
  {
    name: "an aggregate over what it binds",
    rules: [rule({ name: "r", when: [count(x, p(x))], emit: q(1) })],
    code: "bad-rule",
    says: /binds x, over which it ranges/,
  },
  {
    name: "a suppression without a reason",
    rules: [{ name: "r", emit: { suppress: { rule: "ok" } } }, ok],
    code: "bad-rule",
    says: /without a reason/,
  },
  {
    name: "a guard that reads a wildcard",
    rules: [rule({ name: "r", when: [p(x), test([_], () => true)], emit: q(1) })],
    code: "bad-rule",
    says: /no named variable/,
  },
  {
    name: "one name twice",
    rules: [
      { ...ok, origin: "a.ts:1" },
      { ...ok, origin: "b.ts:2" },
    ],
    code: "duplicate-rule",
    says: /2 rules are named "ok"/,
  },
  {
    name: "a head without a value",
    rules: [rule({ name: "r", when: [p(x)], emit: q(y) })],
    code: "unbound-variable",
    says: /"r" uses the variable y in its head/,
  },
  {
    name: "a wildcard in a head",
    rules: [rule({ name: "r", when: [p(x)], emit: q(_) })],
    code: "unbound-variable",
    says: /variable _/,
  },
  {
    name: "an action without a value",
    rules: [rule({ name: "r", when: [p(x)], emit: action("a", { deep: [y] }) })],
    code: "unbound-variable",
    says: /variable y/,
  },
  {
    name: "a guard without a value",
    rules: [rule({ name: "r", when: [p(x), test([y], () => true, "t")], emit: q(x) })],
    code: "unbound-variable",
    says: /its guard "t"/,
  },
  {
    name: "a negation only",
    rules: [rule({ name: "r", when: [not(p(x))], emit: q(x) })],
    code: "unbound-variable",
    says: /variable x/,
  },
  {
    name: "computations that wait for each other",
    rules: [
      rule({
        name: "r",
        when: [compute(x, [v<number>("y")], (n) => n), compute(y, [v<number>("x")], (n) => n)],
        emit: q(x),
      }),
    ],
    code: "unbound-variable",
    says: /variable/,
  },
  {
    name: "node without at",
    rules: [rule({ name: "r", when: [p(x)], emit: q(node) })],
    code: "unbound-variable",
    says: /node/,
  },
  {
    name: "two arities",
    rules: [ok, rule({ name: "r", when: [p(x, y)], emit: q(x) })],
    code: "arity",
    says: /p is used with different numbers of columns: 1 in ok; 2 in r/,
  },
  {
    name: "an enriched key with three columns",
    rules: [rule({ name: "r", emit: { relation: "enriched:k", args: [1, 2, 3] } })],
    code: "arity",
    says: /enriched:k/,
  },
  {
    name: "two keys for one relation",
    rules: [ok],
    options: { relations: [relation("p", { key: 1 }), relation("p", { key: 2 })] },
    code: "relation-conflict",
    says: /declared in two ways/,
  },
  {
    name: "a key wider than its relation",
    rules: [ok],
    options: { relations: [relation("p", { key: 2 })] },
    code: "relation-conflict",
    says: /1 columns and a key of 2/,
  },
  {
    name: "an undeclared relation",
    rules: [rule({ name: "r", emit: { relation: "qury", args: [1] } })],
    options: { closed: true, relations: [relation("p"), relation("query")] },
    code: "unknown-relation",
    says: /"qury" is not declared/,
    suggestion: "query",
  },
  {
    name: "an unknown overridden rule",
    rules: [
      { ...ok, overrides: ["okk"] },
      { ...ok, name: "okey" },
    ],
    code: "unknown-rule",
    says: /overrides "okk"/,
    suggestion: "ok",
  },
  {
    name: "an unknown suppressed rule",
    rules: [ok, rule({ name: "r", emit: suppress({ rule: "okk" }, { reason: "x" }) })],
    code: "unknown-rule",
    says: /suppresses "okk"/,
    suggestion: "ok",
  },
  {
    name: "an unknown stratum",
    rules: [{ ...ok, stratum: "on" }],
    options: { strata: ["one", "two"] },
    code: "unknown-stratum",
    says: /"on", which is not declared/,
    suggestion: "one",
  },
  {
    name: "a stratum without strata",
    rules: [{ ...ok, stratum: "on" }],
    code: "unknown-stratum",
    says: /not declared/,
  },
  {
    name: "a stratum twice",
    rules: [ok],
    options: { strata: ["a", "a"] },
    code: "bad-option",
    says: /declared twice/,
  },
  {
    name: "a negative limit",
    rules: [ok],
    options: { limits: { freshValues: -1 } },
    code: "bad-option",
    says: /freshValues is -1/,
  },
  {
    name: "a rule that overrides itself",
    rules: [{ ...ok, overrides: ["ok"] }],
    code: "override-cycle",
    says: /"ok" overrides "ok"/,
  },
  {
    name: "rules that override each other",
    rules: [
      { ...ok, overrides: ["b"] },
      { ...ok, name: "b", overrides: ["ok"] },
    ],
    code: "override-cycle",
    says: /"b" overrides "ok" overrides "b"/,
  },
  {
    name: "overriding rules about other things",
    rules: [
      { ...ok, subject: [x], overrides: ["b"] },
      rule({ name: "b", when: [p(x), p(y)], subject: [x, y], emit: q(x) }),
    ],
    code: "override-subject",
    says: /is about x and overrides "b", which is about x, y/,
  },
  {
    name: "suppressing for too many values",
    rules: [
      ok,
      rule({ name: "r", when: [p(x)], emit: suppress({ rule: "ok" }, { at: [x], reason: "x" }) }),
    ],
    code: "override-subject",
    says: /has no subject/,
  },
  {
    name: "negation through itself",
    rules: [
      rule({ name: "win", when: [{ relation: "move", args: [x, y] }, not(p(y))], emit: p(x) }),
    ],
    code: "negative-cycle",
    says: /p needs all of, or no, p \(rule "win"\)/,
  },
  {
    name: "aggregation through itself",
    rules: [rule({ name: "r", when: [q(x), sum(y, v("z"), p(v("z")))], emit: p(y) })],
    code: "negative-cycle",
    says: /p needs all of, or no, p \(rule "r"\)/,
  },
  {
    name: "mutual suppression",
    rules: [
      rule({ name: "a", when: [p(x)], emit: suppress({ rule: "b" }, { reason: "r" }) }),
      rule({ name: "b", when: [p(x)], emit: suppress({ rule: "a" }, { reason: "r" }) }),
    ],
    code: "negative-cycle",
    says: /suppressing "a"/,
  },
  {
    name: "an overrider that needs what it overrides",
    rules: [
      rule({ name: "a", when: [p(x)], emit: q(x) }),
      rule({ name: "b", when: [q(x)], emit: { relation: "r", args: [x] }, overrides: ["a"] }),
    ],
    code: "negative-cycle",
    says: /rule "a" needs all of, or no, rule "b"/,
  },
  {
    name: "reading what one competes for",
    rules: [
      rule({ name: "a", priority: 1, when: [enriched("k")(x, y)], emit: enriched("k")(x, y) }),
    ],
    code: "negative-cycle",
    says: /the candidates for enriched:k/,
  },
  {
    name: "an early rule that needs a late one",
    rules: [
      { ...ok, name: "late", stratum: "two" },
      rule({ name: "early", stratum: "one", when: [q(x)], emit: { relation: "r", args: [x] } }),
    ],
    options: { strata: ["one", "two"] },
    code: "stratum-order",
    says: /all earlier strata/,
  },
  {
    name: "a constant that is no value",
    rules: [
      rule({
        name: "r",
        emit: { relation: "p", args: [new Date(0)] } as unknown as Rule extends { emit: infer E }
          ? E
          : never,
      }),
    ],
    code: "bad-value",
    says: /an instance of Date/,
  },
];

describe("program refuses", () => {
  for (const { name, rules, options, code, says, suggestion } of CASES) {
    it(name, () => {
      const issues = issuesOf(() => program(rules as Rule[], options));
      const found = issues.filter((issue) => issue.code === code);
      expect(found.length, issues.map((issue) => issue.message).join("\n")).toBeGreaterThan(0);
      expect(
        found.some(({ message }) => says.test(message)),
        found[0]?.message,
      ).toBe(true);
      for (const { remedy } of issues) expect(remedy).toMatch(/\.$/);
      expect(found.some((issue) => issue.suggestion === suggestion)).toBe(true);
      expect(checkProgram(rules as Rule[], options)).toEqual(issues);
    });
  }

  it("everything at once", () => {
    const rules = [
      rule({ name: "a", when: [p(x)], emit: q(y), overrides: ["nobody"] }),
      rule({ name: "b", when: [p(x)], emit: q(x), stratum: "never", overrides: ["c"] }),
      rule({ name: "c", when: [p(x)], emit: q(v("z")), overrides: ["b"] }),
    ];
    const codes = issuesOf(() => program(rules)).map(({ code }) => code);
    expect(codes.sort()).toEqual(
      [
        "override-cycle",
        "unbound-variable",
        "unbound-variable",
        "unknown-rule",
        "unknown-stratum",
      ].sort(),
    );
  });

  it("with the cycle as data, in order, and where its rules were declared", () => {
    const rules = [
      rule({
        name: "a",
        origin: "a.ts:1",
        when: [p(x), not(q(x))],
        emit: { relation: "r", args: [x] },
      }),
      rule({ name: "b", origin: "b.ts:2", when: [{ relation: "r", args: [x] }], emit: q(x) }),
    ];
    const [issue] = issuesOf(() => program(rules));
    expect(issue?.cycle).toEqual([
      { from: "q", to: "r", rule: "a", negative: true },
      { from: "r", to: "q", rule: "b", negative: false },
    ]);
    expect(issue?.origins).toEqual(["a.ts:1", "b.ts:2"]);
  });
});

describe("evaluate refuses", () => {
  const made = program([ok]);
  const cases: readonly [string, unknown[], DeriveErrorCode, RegExp][] = [
    ["a fact that is none", [3], "bad-fact", /not an object/],
    ["a fact without args", [{ relation: "p" }], "bad-fact", /no list of args/],
    ["a fact with a variable", [p(x)], "bad-fact", /holds the variable x/],
    ["a fact of another width", [p(1, 2)], "arity", /has 2 columns, but its relation has 1/],
    [
      "two widths of an unknown relation",
      [
        { relation: "u", args: [1] },
        { relation: "u", args: [] },
      ],
      "arity",
      /u\(\) has 0/,
    ],
    ["a function", [p(() => 1)], "bad-value", /function/],
    ["undefined", [p(undefined)], "bad-value", /undefined/],
    ["a symbol", [p(Symbol("s"))], "bad-value", /symbol/],
    ["a map", [p(new Map())], "bad-value", /an instance of Map/],
    [
      "a function deep inside",
      [p({ a: [{ b: () => 1 }] })],
      "bad-value",
      /function at \.a\[0\]\.b/,
    ],
  ];
  for (const [name, facts, code, says] of cases) {
    it(name, () => {
      const [issue] = issuesOf(() => evaluate(made, { facts: facts as never }));
      expect(issue?.code).toBe(code);
      expect(issue?.message).toMatch(says);
    });
  }

  it("a cyclic value", () => {
    const loop: Record<string, unknown> = {};
    loop.self = loop;
    expect(issuesOf(() => evaluate(made, { facts: [p(loop)] }))[0]?.message).toMatch(
      /a cycle at \.self/,
    );
  });

  it("all bad facts at once", () => {
    const facts = [p(1, 2), p(() => 1), p("fine"), p(x)];
    expect(
      issuesOf(() => evaluate(made, { facts: facts as never })).map(({ code }) => code),
    ).toEqual(["arity", "bad-value", "bad-fact"]);
  });

  it("selectors without nodes, naming the rules", () => {
    const rules = [rule({ name: "r", at: "host", emit: q(node) })];
    const [issue] = issuesOf(() => evaluate(program(rules)));
    expect(issue).toMatchObject({ code: "no-nodes", rules: ["r"] });
  });

  it("functions that throw, with the rule, the values and the cause", () => {
    const cause = new Error("boom");
    const boom = (): never => {
      throw cause;
    };
    const rules = [
      rule({
        name: "guard",
        origin: "g.ts:1",
        when: [p(x), test([x], boom, "explodes")],
        emit: q(x),
      }),
    ];
    try {
      evaluate(program(rules), { facts: [p("a")] });
      expect.fail();
    } catch (error) {
      expect(error).toBeInstanceOf(DeriveError);
      expect((error as DeriveError).message).toMatch(
        /Guard "explodes" of rule "guard" threw for \("a"\): boom \(declared at g\.ts:1\)/,
      );
      expect((error as DeriveError).cause).toBe(cause);
    }
  });

  it("sums of what is no number", () => {
    const rules = [rule({ name: "r", when: [sum(y, x, p(x))], emit: q(y) })];
    const [issue] = issuesOf(() => evaluate(program(rules), { facts: [p(1), p("two")] }));
    expect(issue).toMatchObject({ code: "bad-aggregate", rules: ["r"] });
  });
});

describe("limits", () => {
  const grow = rule({
    name: "grow",
    origin: "grow.ts:7",
    when: [p(v("n")), compute(v("m"), [v<number>("n")], (n) => n + 1)],
    emit: p(v("m")),
  });

  it("names the rules that make values without end", () => {
    const [issue] = issuesOf(() => evaluate(program([grow, ok]), { facts: [p(0)] }));
    expect(issue).toMatchObject({ code: "fresh-values", rules: ["grow"], origins: ["grow.ts:7"] });
    expect(issue?.message).toMatch(/"grow" made more than 1\d{3} new values/);
  });

  it("takes a limit, and none is needed where the data gives one", () => {
    const limited = program([grow], { limits: { freshValues: 5 } });
    expect(issuesOf(() => evaluate(limited, { facts: [p(0)] }))[0]?.message).toMatch(/more than 5/);
    const bounded = {
      ...grow,
      when: [...(grow.when ?? []), test([v<number>("n")], (n) => n < 500)],
    };
    expect(evaluate(program([bounded]), { facts: [p(0)] }).facts("p")).toHaveLength(501);
  });

  it("grows with the data, so that counting along it is no breach", () => {
    const next = relation<[number, string, string]>("next");
    const at = relation<[string, number]>("at");
    const rules = [
      rule({
        name: "count",
        when: [
          at(v("a"), v("n")),
          next(_, v("a"), v("b")),
          compute(v("m"), [v<number>("n")], (n) => n - 1),
        ],
        emit: at(v("b"), v("m")),
      }),
    ];
    const facts = Array.from({ length: 3000 }, (__, i) => next(0, `s${i}`, `s${i + 1}`));
    expect(evaluate(program(rules), { facts: [...facts, at("s0", 0)] }).facts("at")).toHaveLength(
      3001,
    );
  });

  it("names a function that returns without end", () => {
    const endless = rule({
      name: "endless",
      *run() {
        for (;;) yield p("a") as never;
      },
    });
    const made = program([endless], { limits: { outputs: 1000 } });
    expect(issuesOf(() => evaluate(made))[0]).toMatchObject({
      code: "bad-output",
      rules: ["endless"],
    });
  });

  it("names functions too", () => {
    const counts = relation<[number]>("counts");
    const rules = [
      rule({ name: "f", run: (_node, { all }) => all(counts(v("n"))).map(([n]) => counts(n + 1)) }),
    ];
    const made = program(rules);
    const [issue] = issuesOf(() => evaluate(made, { facts: [counts(0)] }));
    expect(issue).toMatchObject({ code: "fresh-values", rules: ["f"] });
  });
});

describe("a stale result", () => {
  it("refuses to answer what it had not answered", () => {
    const open = session(program([ok]), { facts: [p("a")] });
    const before = open.result;
    expect(before.facts("q")).toHaveLength(1);
    open.assert(p("b"));
    expect(before.facts("q")).toHaveLength(1);
    expect(issuesOf(() => before.actions)[0]?.code).toBe("stale-result");
    expect(issuesOf(() => before.why(q("a")))[0]?.code).toBe("stale-result");
    expect(open.result.facts("q")).toHaveLength(2);
  });
});
