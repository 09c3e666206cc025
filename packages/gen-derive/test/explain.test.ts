import { describe, expect, it } from "vitest";
import {
  _,
  action,
  compute,
  count,
  type Derivation,
  enriched,
  evaluate,
  finding,
  formatWhy,
  formatWhyNot,
  matches,
  node,
  not,
  program,
  type Result,
  relation,
  rule,
  suppress,
  test,
  v,
} from "../src/index.ts";
import { viewOf } from "./support.ts";

const edge = relation<[string, string]>("edge");
const reach = relation<[string, string]>("reach");
const off = relation<[string]>("off");
const size = relation<[string, number]>("size");
const [x, y, z] = [v<string>("x"), v<string>("y"), v<string>("z")];
const n = v<number>("n");

const RULES = [
  rule({ name: "base", origin: "net.ts:1", when: [edge(x, y), not(off(y))], emit: reach(x, y) }),
  rule({ name: "step", origin: "net.ts:2", when: [edge(x, y), reach(y, z)], emit: reach(x, z) }),
  rule({ name: "size", when: [edge(x, _), count(n, reach(x, _))], emit: size(x, n) }),
  rule({
    name: "big",
    when: [size(x, n), test([n], (many) => many > 1, "more than one")],
    subject: [x],
    emit: action("alarm", { at: x }),
  }),
];
const FACTS = [edge("a", "b"), edge("b", "c"), edge("c", "d"), off("d")];
const result = evaluate(program(RULES), { facts: FACTS });

const why = (of: Parameters<Result["why"]>[0], from: Result = result): Derivation => {
  const found = from.why(of);
  if (found === undefined) throw new Error("does not hold");
  return found;
};

describe("why", () => {
  it("is a tree down to what was given", () => {
    expect(formatWhy(why(reach("a", "c")))).toBe(
      [
        'reach("a", "c") ← by "step" (net.ts:2)',
        '  edge("a", "b") ← given',
        '  reach("b", "c") ← by "base" (net.ts:1)',
        '    edge("b", "c") ← given',
        '    nothing fits off("c")',
      ].join("\n"),
    );
  });

  it("has the values of the variables", () => {
    expect(why(reach("a", "c")).bindings).toEqual({ x: "a", y: "b", z: "c" });
  });

  it("explains aggregates, guards and actions", () => {
    const [alarm] = result.actions;
    expect(formatWhy(why(alarm as never))).toBe(
      [
        'alarm {"at":"a"} ← by "big"',
        '  size("a", 2) ← by "size"',
        '    edge("a", "b") ← given',
        '    the count is 2: reach("a", "b"), reach("a", "c")',
        "  more than one (2)",
      ].join("\n"),
    );
  });

  it("is undefined for what does not hold", () => {
    expect(result.why(reach("a", "z"))).toBeUndefined();
    expect(result.why({ relation: "nobody", args: [] })).toBeUndefined();
    expect(result.why({ ...(result.actions[0] as object) } as never)).toBeUndefined();
  });

  it("finds the first fact that fits a pattern", () => {
    expect(why(reach(x, "c")).of).toEqual({ relation: "reach", args: ["a", "c"] });
  });

  it("never runs in a circle", () => {
    const loop = evaluate(program(RULES), { facts: [edge("a", "b"), edge("b", "a")] });
    const seen = new Set<Derivation>();
    const walk = (one: Derivation, path: readonly Derivation[]): void => {
      expect(path).not.toContain(one);
      if (seen.has(one)) return;
      seen.add(one);
      for (const support of one.because)
        if (support.kind === "fact") walk(support.derivation, [...path, one]);
    };
    for (const fact of loop.facts("reach")) walk(why(fact, loop), []);
    expect(seen.size).toBeGreaterThanOrEqual(6);
  });

  it("says given for a fact that was given and derived", () => {
    const both = evaluate(program(RULES), { facts: [...FACTS, reach("a", "b")] });
    expect(why(reach("a", "b"), both).rule).toBeUndefined();
  });

  it("shows functions with what they read", () => {
    const rules = [
      rule({
        name: "f",
        run: (_n, { all, absent }) =>
          absent(size("q", _)) ? all(edge("a", y)).map(([, to]) => off(to)) : [],
      }),
    ];
    const run = evaluate(program(rules), { facts: [edge("a", "b")] });
    expect(formatWhy(why(off("b"), run))).toBe(
      ['off("b") ← by "f"', '  nothing fits size("q", _)', '  edge("a", "b") ← given'].join("\n"),
    );
  });

  it("shows computed values, selectors, overrides, suppressions and ranks", () => {
    const view = viewOf({ id: "a", kind: "host", tags: ["web"] });
    const rules = [
      rule({
        name: "low",
        at: "host",
        when: [matches(node, { sel: "tag", tag: "web" }), compute(n, [], () => 80)],
        emit: enriched("port")(node, n),
      }),
      rule({
        name: "high",
        at: "host",
        when: [off(node)],
        overrides: ["low"],
        priority: 2,
        emit: enriched("port")(node, 443),
      }),
      rule({
        name: "stop",
        when: [off("low")],
        emit: suppress({ rule: "low" }, { reason: "off" }),
      }),
    ];
    const run = evaluate(program(rules), { nodes: view });
    expect(formatWhy(why(enriched("port")("a", 80), run))).toBe(
      [
        'enriched:port("a", 80) ← by "low"',
        '  "a" matches host',
        '  "a" matches .web',
        "  compute is 80",
        '  rule "high" does not override it',
        "  nothing suppresses it",
        "  nothing suppresses it",
        "  no candidate of 1 has a priority above 0",
      ].join("\n"),
    );
  });

  it("explains findings", () => {
    const rules = [
      rule({ name: "c", when: [edge(x, "c")], emit: finding("to-c", "{x} leads to c") }),
    ];
    const run = evaluate(program(rules), { facts: FACTS });
    expect(formatWhy(why(run.findings[0] as never, run))).toBe(
      'to-c: b leads to c ← by "c"\n  edge("b", "c") ← given',
    );
  });

  it("does not write the same part out twice, nor too deep", () => {
    const facts = Array.from({ length: 30 }, (__, at) => edge(`n${at}`, `n${at + 1}`));
    const deep = evaluate(program(RULES), { facts });
    const text = formatWhy(why(reach("n0", "n30"), deep), { depth: 3 });
    expect(text.split("\n")).toHaveLength(7);
    expect(text).toContain(", …");
    const pair = relation<[string]>("pair");
    const twice = program([
      ...RULES,
      rule({ name: "pair", when: [reach(x, "c"), reach(y, "c"), reach(z, "c")], emit: pair(x) }),
    ]);
    expect(formatWhy(why(pair("b"), evaluate(twice, { facts: FACTS })))).toContain("see above");
  });

  it("does not depend on the order of facts and rules", () => {
    const facts = [edge("a", "b"), edge("a", "c"), edge("b", "d"), edge("c", "d"), edge("b", "c")];
    const one = evaluate(program(RULES), { facts });
    const other = evaluate(program([...RULES].reverse()), { facts: [...facts].reverse() });
    for (const fact of one.facts("reach")) expect(why(fact, other)).toEqual(why(fact, one));
  });
});

describe("whyNot", () => {
  const says = (of: Parameters<Result["whyNot"]>[0], from: Result = result): string =>
    formatWhyNot(from.whyNot(of));

  it("names the nearest rule and its failing condition", () => {
    expect(says(reach("c", "d"))).toBe(
      'reach("c", "d") does not hold: rule "base" came nearest, but off("d") holds.',
    );
    expect(says(reach("d", "a"))).toBe(
      'reach("d", "a") does not hold: rule "base" came nearest, but no fact fits edge("d", "a").',
    );
    expect(says(size("a", 7))).toBe(
      'size("a", 7) does not hold: rule "size" came nearest, but the count is 2, not 7.',
    );
  });

  it("prefers one failing condition to two, whatever their order", () => {
    const found = result.whyNot(reach("b", "q"));
    expect(found.nearest?.rule).toBe("base");
    expect(found.rules.map(({ rule: name }) => name)).toEqual(["base", "step"]);
    const step = found.rules[1];
    expect(step?.failures.map(({ message }) => message)).toEqual(['no fact fits reach("c", "q")']);
    expect(step?.bindings).toEqual({ x: "b", y: "c", z: "q" });
  });

  it("hands back the missing fact, to ask on", () => {
    const failure = result.whyNot(reach("b", "q")).rules[1]?.failures[0];
    expect(failure?.kind).toBe("no-fact");
    expect(failure?.pattern).toEqual({ relation: "reach", args: ["c", "q"] });
    expect(result.whyNot(failure?.pattern as never).nearest?.rule).toBe("base");
  });

  it("answers for patterns with variables", () => {
    expect(says(reach("d", y))).toMatch(/no fact fits edge\("d", "a"\)/);
    expect(result.whyNot(reach(x, "c")).holds).toBe(true);
  });

  it("knows what nobody derives, and typos", () => {
    expect(result.whyNot(edge("q", "r"))).toMatchObject({
      holds: false,
      message: 'No rule derives edge, and edge("q", "r") was not given.',
    });
    expect(says({ relation: "raech", args: ["a", "b"] })).toMatch(/did you mean "reach"\?/);
  });

  it("answers for rules, with and without a subject", () => {
    expect(says({ rule: "big", subject: ["b"] })).toBe(
      'Rule "big" does not fire for "b": rule "big" came nearest, but more than one does not hold for (1).',
    );
    expect(result.whyNot({ rule: "big", subject: ["a"] }).holds).toBe(true);
    expect(says({ rule: "bigg" })).toBe('There is no rule "bigg".\n  did you mean "big"?');
  });

  it("answers for actions", () => {
    expect(says({ action: "alarm", data: { at: "b" } })).toBe(
      'No rule says alarm: rule "big" came nearest, but more than one does not hold for (1).',
    );
    expect(says({ action: "alrm" })).toMatch(/did you mean "alarm"/);
    const made = program([rule({ name: "f", when: [edge("z", _)], run: () => [action("go")] })]);
    expect(evaluate(made, { facts: FACTS }).whyNot({ action: "go" }).holds).toBe(false);
  });

  it("tells selectors apart, with what is wrong with the node", () => {
    const view = viewOf({ id: "a", kind: "host", tags: ["web"] }, { id: "b", kind: "host" });
    const rules = [
      rule({
        name: "r",
        at: {
          sel: "all",
          of: [
            { sel: "kind", kind: "host" },
            { sel: "tag", tag: "web" },
          ],
        },
        emit: off(node),
      }),
    ];
    const run = evaluate(program(rules), { nodes: view });
    expect(says({ rule: "r", subject: ["b"] }, run)).toMatch(/"b" has no tags/);
    expect(says(off("b"), run)).toMatch(/rule "r" came nearest, but "b" has no tags/);
  });

  it("tells overridden, suppressed and out-ranked rules apart", () => {
    const a = relation<[string, number]>("a", { key: 1 });
    const rules = [
      rule({ name: "plain", when: [off(x)], subject: [x], emit: a(x, 1) }),
      rule({
        name: "over",
        when: [off(x), edge(x, _)],
        subject: [x],
        overrides: ["plain"],
        emit: a(x, 2),
      }),
      rule({
        name: "stop",
        when: [off(x), edge(_, x)],
        emit: suppress({ rule: "plain" }, { at: [x], reason: "is a target" }),
      }),
      rule({ name: "rank", priority: -3, when: [off(x)], emit: a(x, 3) }),
    ];
    const run = evaluate(program(rules), {
      facts: [off("o"), edge("o", "p"), off("t"), edge("q", "t")],
      onConflict: "report",
    });
    expect(says(a("o", 1), run)).toMatch(/rule "over" overrides it/);
    expect(says(a("t", 1), run)).toMatch(/rule "stop" suppresses it: is a target/);
    expect(says(a("o", 3), run)).toMatch(/priority -3 is below/);
  });

  it("finds a partial way when several conditions fail", () => {
    const made = program([
      rule({ name: "r", when: [edge(x, y), off(x), off(y), reach(y, "nowhere")], emit: off(x) }),
    ]);
    const found = evaluate(made, { facts: [edge("a", "b")] }).whyNot(off("a"));
    expect(found.nearest?.failures.map(({ kind }) => kind)).toEqual([
      "no-fact",
      "no-fact",
      "no-fact",
    ]);
    expect(found.nearest?.satisfied).toBe(1);
  });

  it("says so when the head cannot fit", () => {
    const made = program([rule({ name: "r", when: [edge(x, _)], emit: reach(x, "fixed") })]);
    expect(says(reach("a", "other"), evaluate(made, { facts: FACTS }))).toMatch(
      /its head does not fit/,
    );
  });
});

describe("inert rules", () => {
  it("are listed: those whose conditions hold nowhere", () => {
    const rules = [
      ...RULES,
      rule({ name: "never", when: [off("nobody")], emit: off("x") }),
      rule({ name: "asleep", run: () => [], when: [off("z")] }),
    ];
    expect(evaluate(program(rules), { facts: FACTS }).inert).toEqual(["asleep", "never"]);
  });
});
