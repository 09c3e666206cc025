import { describe, expect, it } from "vitest";
import {
  action,
  enriched,
  evaluate,
  not,
  program,
  type Rule,
  relation,
  rule,
  type SuppressHead,
  suppress,
  v,
} from "../src/index.ts";
import { issuesOf } from "./support.ts";

const host = relation<[string]>("host");
const tag = relation<[string, string]>("tag");
const port = relation<[host: string, port: number]>("port", { key: 1 });
const h = v<string>("h");

const fallback = rule({ name: "default", when: [host(h)], subject: [h], emit: port(h, 80) });
const tls = rule({
  name: "tls",
  when: [tag(h, "prod")],
  subject: [h],
  overrides: ["default"],
  emit: port(h, 443),
});
const edge = rule({
  name: "edge",
  when: [tag(h, "edge")],
  subject: [h],
  overrides: ["tls"],
  emit: port(h, 8443),
});

const FACTS = [
  host("a"),
  host("b"),
  host("c"),
  tag("b", "prod"),
  tag("c", "prod"),
  tag("c", "edge"),
];

describe("overriding", () => {
  it("is per subject, and reported", () => {
    const result = evaluate(program([fallback, tls]), { facts: FACTS });
    expect(result.tuples(port)).toEqual([
      ["a", 80],
      ["b", 443],
      ["c", 443],
    ]);
    expect(result.suppressed.map(({ rule: name, subject }) => [name, ...subject])).toEqual([
      ["default", "b"],
      ["default", "c"],
    ]);
    expect(result.suppressed[0]?.reasons).toEqual([
      { code: "overridden", by: ["tls"], message: 'Rule "tls" overrides it for "b".' },
    ]);
  });

  it("reaches through: an overridden rule still overrides", () => {
    const result = evaluate(program([edge, fallback, tls]), { facts: FACTS });
    expect(result.tuples(port)).toEqual([
      ["a", 80],
      ["b", 443],
      ["c", 8443],
    ]);
    expect(result.suppressed.map(({ rule: name, subject }) => `${name} ${subject.join()}`)).toEqual(
      ["default b", "default c", "tls c"],
    );
  });

  it("stops a rule altogether when one of them has no subject", () => {
    const off = rule({
      name: "off",
      when: [tag("b", "prod")],
      overrides: ["default"],
      emit: action("off"),
    });
    const result = evaluate(program([fallback, off]), { facts: FACTS });
    expect(result.tuples(port)).toEqual([]);
    expect(result.suppressed.map(({ subject }) => subject.join())).toEqual(["a", "b", "c"]);
    expect(result.suppressed[0]?.reasons[0]?.message).toBe('Rule "off" overrides it.');
  });

  it("does nothing while the overrider's conditions do not hold", () => {
    expect(evaluate(program([fallback, tls]), { facts: [host("a")] }).suppressed).toEqual([]);
  });

  it("of nodes by nodes, with functions too", () => {
    const view = {
      nodes: () => ["a", "b"],
      kind: () => "host",
      name: (id: string) => id,
      tags: (id: string) => (id === "b" ? ["prod"] : []),
      attr: () => undefined,
      parent: () => undefined,
      children: () => [],
    };
    const rules: Rule[] = [
      rule({ name: "plain", at: "host", run: (id) => [action("plain", { id })] }),
      rule({
        name: "prod",
        at: { sel: "tag", tag: "prod" },
        overrides: ["plain"],
        run: (id) => [action("prod", { id })],
      }),
    ];
    const result = evaluate(program(rules), { nodes: view });
    expect(result.actions.map(({ kind, data }) => [kind, data])).toEqual([
      ["plain", { id: "a" }],
      ["prod", { id: "b" }],
    ]);
    expect(result.suppressed[0]).toMatchObject({ rule: "plain", subject: ["b"] });
  });
});

describe("suppressing", () => {
  it("a rule for a subject, with a reason", () => {
    const stop = rule({
      name: "stop",
      when: [tag(h, "prod")],
      emit: suppress({ rule: "default" }, { at: [h], reason: "production is hand-made" }),
    });
    const result = evaluate(program([fallback, stop]), { facts: FACTS });
    expect(result.tuples(port)).toEqual([["a", 80]]);
    expect(result.suppressed[0]).toEqual({
      rule: "default",
      subject: ["b"],
      reasons: [
        {
          code: "suppressed",
          by: ["stop"],
          message: 'Rule "stop" suppresses it for "b": production is hand-made',
        },
      ],
    });
  });

  it("a rule altogether, and all reasons are listed", () => {
    const rules = ["one", "two"].map((name) =>
      rule({
        name,
        when: [host("a")],
        emit: suppress({ rule: "default" }, { reason: `because ${name}` }),
      }),
    );
    const result = evaluate(program([fallback, ...rules]), { facts: FACTS });
    expect(result.tuples(port)).toEqual([]);
    expect(result.suppressed[0]?.reasons.map(({ by }) => by)).toEqual([["one"], ["two"]]);
  });

  it("from a function that said nothing of it", () => {
    const stop = rule({
      name: "stop",
      run: (_node, context) =>
        context
          .all(tag(h, "prod"))
          .map(([id]) => suppress({ rule: "default" }, { at: [id], reason: "no" })),
    });
    const result = evaluate(program([fallback, stop]), { facts: FACTS });
    expect(result.tuples(port)).toEqual([["a", 80]]);
    expect(result.suppressed).toHaveLength(2);
  });

  it("from a function, but only what exists", () => {
    const bad = (output: SuppressHead): Rule => rule({ name: "bad", run: () => [output] });
    const run = (one: Rule) => issuesOf(() => evaluate(program([fallback, one])))[0];
    expect(run(bad(suppress({ rule: "defualt" }, { reason: "x" })))).toMatchObject({
      code: "unknown-rule",
      suggestion: "default",
    });
    expect(run(bad(suppress({ rule: "default" }, { at: ["a", "b"], reason: "x" })))?.code).toBe(
      "override-subject",
    );
  });

  it("actions by kind, data and subject", () => {
    const include = rule({
      name: "include",
      when: [host(h), tag(h, v("t"))],
      subject: [h],
      emit: action("include", { aspect: v("t"), list: [1, { deep: true }] }),
    });
    const exclude = rule({
      name: "exclude",
      when: [tag(h, "edge")],
      emit: suppress(
        { action: "include", data: { aspect: "prod" } },
        { at: [h], reason: "edge machines differ" },
      ),
    });
    const result = evaluate(program([include, exclude]), { facts: FACTS });
    expect(
      result.actions.map(({ subject, data }) => [subject[0], (data as { aspect: string }).aspect]),
    ).toEqual([
      ["b", "prod"],
      ["c", "edge"],
    ]);
    expect(result.suppressed).toHaveLength(1);
    expect(result.suppressed[0]).toMatchObject({
      rule: "include",
      subject: ["c"],
      action: { kind: "include", data: { aspect: "prod" } },
      reasons: [
        {
          code: "suppressed",
          by: ["exclude"],
          message: 'Rule "exclude" suppresses it: edge machines differ',
        },
      ],
    });
  });
});

describe("one value per key", () => {
  const writer = (name: string, value: number, more: Partial<Rule> = {}): Rule =>
    ({
      ...rule({ name, origin: `${name}.ts`, when: [host(h)], emit: port(h, value) }),
      ...more,
    }) as Rule;

  it("refuses two values and names both rules and their places", () => {
    const issues = issuesOf(() =>
      evaluate(program([writer("b", 2), writer("a", 1)]), { facts: [host("web")] }),
    );
    expect(issues).toEqual([
      {
        code: "key-conflict",
        message: 'port("web") has 2 different values: 1 (rule "a"); 2 (rule "b").',
        remedy:
          "Let one of them write it, give one a higher `priority`, or let one override the other.",
        rules: ["a", "b"],
        origins: ["a.ts", "b.ts"],
        facts: [
          { relation: "port", args: ["web", 1] },
          { relation: "port", args: ["web", 2] },
        ],
      },
    ]);
  });

  it("refuses all conflicts at once", () => {
    const made = program([writer("b", 2), writer("a", 1)]);
    expect(issuesOf(() => evaluate(made, { facts: [host("web"), host("db")] }))).toHaveLength(2);
  });

  it("accepts the same value from several rules, unless there may be one writer", () => {
    const same = [writer("a", 1), writer("b", 1)];
    expect(evaluate(program(same), { facts: [host("web")] }).tuples(port)).toEqual([["web", 1]]);
    const own = relation<[string, number]>("own", { key: 1, writers: "one" });
    const rules = ["a", "b"].map((name) => rule({ name, when: [host(h)], emit: own(h, 1) }));
    const [issue] = issuesOf(() => evaluate(program(rules), { facts: [host("web")] }));
    expect(issue?.message).toBe('own("web") has 2 writers: 1 (rule "a", rule "b").');
    expect(evaluate(program(rules.slice(1)), { facts: [host("web")] }).tuples(own)).toHaveLength(1);
    expect(
      issuesOf(() => evaluate(program(rules.slice(1)), { facts: [host("web"), own("web", 1)] }))[0]
        ?.message,
    ).toMatch(/given, rule "b"/);
  });

  it("counts given facts as a writer", () => {
    const [issue] = issuesOf(() =>
      evaluate(program([writer("a", 1)]), { facts: [host("web"), port("web", 9)] }),
    );
    expect(issue?.message).toBe('port("web") has 2 different values: 1 (rule "a"); 9 (given).');
  });

  it("reports instead, when asked to", () => {
    const made = program([writer("a", 1), writer("b", 2)]);
    const result = evaluate(made, { facts: [host("web")], onConflict: "report" });
    expect(result.tuples(port)).toHaveLength(2);
    expect(result.conflicts[0]?.rules).toEqual(["a", "b"]);
  });

  it("holds for enriched keys without a word, in patterns and in functions", () => {
    const patterns = ["a", "b"].map((name) =>
      rule({ name, when: [host(h)], emit: enriched("k")(h, name) }),
    );
    const functions = ["a", "b"].map((name) =>
      rule({ name, run: () => [enriched("k")("web", name)] }),
    );
    for (const rules of [patterns, functions]) {
      const [issue] = issuesOf(() => evaluate(program(rules), { facts: [host("web")] }));
      expect(issue).toMatchObject({ code: "key-conflict", rules: ["a", "b"] });
      expect(issue?.message).toContain('enriched:k("web")');
    }
  });

  it("is known from the facts too", () => {
    const facts = [port("web", 1), port("web", 2)];
    expect(issuesOf(() => evaluate(program([]), { facts }))[0]?.message).toBe(
      'port("web") has 2 different values: 1 (given); 2 (given).',
    );
  });

  it("a key of all columns never conflicts", () => {
    const flag = relation<[string]>("flag", { key: 1 });
    expect(evaluate(program([]), { facts: [flag("a"), flag("b")] }).tuples(flag)).toHaveLength(2);
  });
});

describe("priorities", () => {
  const low = rule({ name: "low", priority: -1, when: [host(h)], emit: port(h, 1) });
  const mid = rule({ name: "mid", when: [tag(h, "prod")], emit: port(h, 2) });
  const high = rule({ name: "high", priority: 5, when: [tag(h, "edge")], emit: port(h, 3) });

  it("decide between values, and the loser is reported with the winner's name", () => {
    const result = evaluate(program([high, low, mid]), { facts: FACTS });
    expect(result.tuples(port)).toEqual([
      ["a", 1],
      ["b", 2],
      ["c", 3],
    ]);
    expect(result.suppressed.map(({ rule: name, subject }) => `${name} ${subject.join()}`)).toEqual(
      ["low b", "low c", "mid c"],
    );
    expect(result.suppressed[2]).toMatchObject({
      rule: "mid",
      fact: { relation: "port", args: ["c", 2] },
      reasons: [
        {
          code: "out-ranked",
          by: ["high"],
          message: 'Its priority 0 is below 5, that of rule "high".',
        },
      ],
    });
  });

  it("rank given facts at 0", () => {
    const result = evaluate(program([low, high]), {
      facts: [...FACTS, port("a", 9), port("c", 9)],
    });
    expect(result.tuples(port)).toEqual([
      ["a", 9],
      ["b", 1],
      ["c", 3],
    ]);
    expect(result.suppressed.map(({ rule: name, subject }) => `${name} ${subject.join()}`)).toEqual(
      ["(given) c", "low a", "low c"],
    );
  });

  it("do not help between equals", () => {
    const twin = rule({ name: "twin", priority: 5, when: [tag(h, "edge")], emit: port(h, 4) });
    const [issue] = issuesOf(() => evaluate(program([high, twin, low]), { facts: FACTS }));
    expect(issue).toMatchObject({ code: "key-conflict", rules: ["high", "twin"] });
  });

  it("a value that was agreed on is not out-ranked", () => {
    const same = rule({ name: "same", priority: 5, when: [host(h)], emit: port(h, 1) });
    expect(evaluate(program([low, same]), { facts: [host("a")] }).suppressed).toEqual([]);
  });

  it("work for what functions write, declared or not", () => {
    const declared = { derives: [port], reads: [host] };
    for (const more of [{}, declared]) {
      const own = rule({
        name: "own",
        priority: 2,
        ...more,
        run: (_n, { all }) => all(host(h)).map(([id]) => port(id, 7)),
      });
      expect(evaluate(program([low, own]), { facts: [host("a")] }).tuples(port)).toEqual([
        ["a", 7],
      ]);
    }
  });

  it("order actions", () => {
    const rules = [0, 7, -1].map((priority) =>
      rule({ name: `r${priority}`, priority, emit: action("a") }),
    );
    expect(evaluate(program(rules)).actions.map(({ rule: name }) => name)).toEqual([
      "r7",
      "r0",
      "r-1",
    ]);
  });

  it("what follows from a loser does not follow", () => {
    const open = rule({
      name: "open",
      when: [port(h, v("n"))],
      emit: action("open", { port: v("n") }),
    });
    const result = evaluate(program([low, high, open]), { facts: FACTS });
    expect(result.actions.map(({ data }) => (data as { port: number }).port)).toEqual([1, 3]);
  });
});

describe("the fixpoint", () => {
  it("keeps no action whose condition no longer holds", () => {
    const warn = rule({
      name: "warn",
      when: [host(h), not(enriched("region")(h, v("r")))],
      emit: action("warn", { on: h }),
    });
    const region = rule({
      name: "region",
      when: [tag(h, "prod")],
      emit: enriched("region")(h, "us"),
    });
    for (const rules of [
      [warn, region],
      [region, warn],
    ]) {
      const result = evaluate(program(rules), { facts: FACTS });
      expect(result.actions.map(({ data }) => data)).toEqual([{ on: "a" }]);
    }
  });

  it("keeps no action of a function either, whatever it saw on the way", () => {
    const warn = rule({
      name: "a-warn",
      run: (_n, context) =>
        context
          .all(host(h))
          .flatMap(([id]) =>
            context.has(enriched("region")(id, v("r"))) ? [] : [action("warn", { on: id })],
          ),
    });
    const region = rule({
      name: "region",
      run: (_n, { all }) => all(tag(h, "prod")).map(([id]) => enriched("region")(id, "us")),
    });
    const result = evaluate(program([warn, region]), { facts: FACTS });
    expect(result.actions.map(({ data }) => data)).toEqual([{ on: "a" }]);
  });
});
