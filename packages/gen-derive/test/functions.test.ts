import { describe, expect, it } from "vitest";
import {
  _,
  action,
  enriched,
  evaluate,
  finding,
  node,
  not,
  program,
  type Rule,
  type RuleContext,
  relation,
  rule,
  v,
} from "../src/index.ts";
import { issuesOf, viewOf } from "./support.ts";

const edge = relation<[from: string, to: string]>("edge");
const mark = relation<[string]>("mark");
const x = v<string>("x");
const hosts = viewOf(
  { id: "a", kind: "host" },
  { id: "b", kind: "host", tags: ["t"] },
  { id: "u", kind: "user" },
);

describe("functions", () => {
  it("run for each node of a kind, and return facts, actions and findings", () => {
    const made = program([
      rule({
        name: "f",
        at: "host",
        run: (id) => [
          mark(id),
          action("go", { id }),
          finding("odd", `${id} is odd`, { severity: "warning" }),
        ],
      }),
    ]);
    const result = evaluate(made, { nodes: hosts });
    expect(result.tuples(mark)).toEqual([["a"], ["b"]]);
    expect(result.actions).toEqual([
      { kind: "go", data: { id: "a" }, rule: "f", subject: ["a"], priority: 0 },
      { kind: "go", data: { id: "b" }, rule: "f", subject: ["b"], priority: 0 },
    ]);
    expect(result.findings[0]).toEqual({
      code: "odd",
      severity: "warning",
      message: "a is odd",
      rule: "f",
      subject: ["a"],
      data: { node: "a" },
    });
  });

  it("run for each binding of their conditions", () => {
    const made = program([
      rule({
        name: "f",
        when: [edge(x, v("y"))],
        subject: [x],
        run: (_n, { bindings }) => [action("saw", { ...bindings })],
      }),
    ]);
    const result = evaluate(made, { facts: [edge("a", "b"), edge("a", "c")] });
    expect(result.actions.map(({ data, subject }) => [data, subject])).toEqual([
      [{ x: "a", y: "b" }, ["a"]],
      [{ x: "a", y: "c" }, ["a"]],
    ]);
  });

  it("run once without either, may return nothing, and may be generators", () => {
    const seen: unknown[] = [];
    const made = program([
      rule({
        name: "none",
        run: (id) => {
          seen.push(id);
          return undefined;
        },
      }),
      rule({
        name: "some",
        *run() {
          yield mark("a");
          yield mark("a");
        },
      }),
    ]);
    const result = evaluate(made);
    expect(new Set(seen)).toEqual(new Set([undefined]));
    expect(result.tuples(mark)).toEqual([["a"]]);
  });

  it("read through the context", () => {
    const reads: unknown[] = [];
    const made = program([
      rule({
        name: "f",
        run: (_n, context) => {
          reads.push(context.has(edge("a", _)), context.has(edge(_, "a")), context.has(edge(x, x)));
          reads.push(
            context.get(edge("a", _)),
            context.get(edge("z", _)),
            context.value(edge("a", _)),
          );
          reads.push(
            context.all(edge(_, _)),
            context.absent(edge("q", _)),
            context.all({ relation: "nobody", args: [] }),
          );
          reads.push(context.has({ relation: "edge", args: ["a"] }));
          return [];
        },
      }),
    ]);
    evaluate(made, { facts: [edge("b", "c"), edge("a", "z"), edge("a", "b"), edge("c", "c")] });
    expect(reads).toEqual([
      true,
      false,
      true,
      ["a", "b"],
      undefined,
      "b",
      [
        ["a", "b"],
        ["a", "z"],
        ["b", "c"],
        ["c", "c"],
      ],
      true,
      [],
      false,
    ]);
  });

  it("see what others derive, in whatever order they are declared, without declaring anything", () => {
    const chain = Array.from({ length: 12 }, (__, at): Rule => {
      const before = enriched<number>(`k${at - 1}`);
      return rule({
        name: `z${11 - at}`,
        run: (_n, context) => {
          if (at === 0) return [enriched<number>("k0")("n", 1)];
          const value = context.value(before("n", _));
          return value === undefined
            ? [action("early")]
            : [enriched<number>(`k${at}`)("n", value + 1)];
        },
      });
    });
    for (const rules of [chain, [...chain].reverse()]) {
      const result = evaluate(program(rules));
      expect(result.has(enriched("k11")("n", 12))).toBe(true);
      expect(result.actions).toEqual([]);
    }
  });

  it("read absence only of what is complete", () => {
    const rules = [
      rule({
        name: "a",
        run: (_n, { absent }) => (absent(mark("late")) ? [action("wrong")] : [action("right")]),
      }),
      rule({ name: "b", when: [edge(_, _)], emit: mark("late") }),
    ];
    const result = evaluate(program(rules), { facts: [edge("a", "b")] });
    expect(result.actions.map(({ kind }) => kind)).toEqual(["right"]);
  });

  it("take part in recursion with patterns", () => {
    const rules = [
      rule({ name: "seed", when: [edge("a", x)], emit: mark(x) }),
      rule({
        name: "walk",
        run: (_n, { all }) =>
          all(mark(x)).flatMap(([from]) => all(edge(from, v("y"))).map(([, to]) => mark(to))),
      }),
    ];
    const facts = [edge("a", "b"), edge("b", "c"), edge("c", "d"), edge("d", "b"), edge("x", "y")];
    expect(evaluate(program(rules), { facts }).tuples(mark)).toEqual([["b"], ["c"], ["d"]]);
  });

  it("recursion of functions goes deep", () => {
    const length = 2000;
    const next = relation<[number, number]>("next");
    const on = relation<[number]>("on");
    const rules = [
      rule({
        name: "walk",
        when: [next(v("i"), v("j"))],
        run: (__, { bindings, has }) =>
          has(on(bindings.i as number)) ? [on(bindings.j as number)] : [],
      }),
    ];
    const facts = Array.from({ length }, (__, at) => next(at, at + 1));
    expect(evaluate(program(rules), { facts: [...facts, on(0)] }).tuples(on)).toHaveLength(
      length + 1,
    );
  });
});

describe("functions and cycles", () => {
  const k1 = enriched<number>("k1");
  const k2 = enriched<number>("k2");

  it("two that write unless the other did are refused, with the cycle", () => {
    const rules = [
      rule({
        name: "one",
        origin: "one.ts:1",
        run: (_n, { absent }) => (absent(k2("n", _)) ? [k1("n", 1)] : []),
      }),
      rule({ name: "two", run: (_n, { absent }) => (absent(k1("n", _)) ? [k2("n", 2)] : []) }),
    ];
    for (const order of [rules, [...rules].reverse()]) {
      const [issue] = issuesOf(() => evaluate(program(order)));
      expect(issue).toMatchObject({
        code: "negative-cycle",
        rules: ["one", "two"],
        origins: ["one.ts:1"],
      });
      expect(issue?.cycle?.filter(({ negative }) => negative).length).toBeGreaterThan(0);
      expect(issue?.message).toContain('rule "one" needs all of, or no, enriched:k2');
    }
  });

  it("the same with `has` is refused as not monotone, whatever the order", () => {
    const rules = [
      rule({ name: "one", run: (_n, { has }) => (has(k2("n", _)) ? [] : [k1("n", 1)]) }),
      rule({ name: "two", run: (_n, { has }) => (has(k1("n", _)) ? [] : [k2("n", 2)]) }),
    ];
    const found = [rules, [...rules].reverse()].map((order) =>
      issuesOf(() => evaluate(program(order))),
    );
    expect(found[0]).toEqual(found[1]);
    expect(found[0]?.map(({ code }) => code)).toEqual(["not-monotone", "not-monotone"]);
    expect(found[0]?.[0]?.remedy).toMatch(/`absent`/);
  });

  it("are found before anything runs when they are declared", () => {
    let runs = 0;
    const run = (): never[] => {
      runs++;
      return [];
    };
    const rules = [
      rule({ name: "one", reads: [], absent: [k2], derives: [k1], run }),
      rule({ name: "two", reads: [], absent: ["enriched:k1"], derives: [k2], run }),
    ];
    expect(issuesOf(() => program(rules))[0]?.code).toBe("negative-cycle");
    expect(runs).toBe(0);
  });

  it("a function that negates what it writes is refused", () => {
    const rules = [
      rule({ name: "liar", run: (_n, { absent }) => (absent(k1("n", _)) ? [k1("n", 1)] : []) }),
    ];
    expect(issuesOf(() => evaluate(program(rules)))[0]).toMatchObject({
      code: "negative-cycle",
      rules: ["liar"],
    });
  });
});

describe("declarations of functions are checked", () => {
  const cases: readonly [string, Rule, string, RegExp][] = [
    [
      "a read",
      rule({ name: "f", reads: [edge], run: (_n, { has }) => (has(mark("a")) ? [] : []) }),
      "undeclared-read",
      /reads "mark"/,
    ],
    [
      "an absence, although the relation may be read",
      rule({ name: "f", reads: [mark], run: (_n, { absent }) => (absent(mark("a")) ? [] : []) }),
      "undeclared-read",
      /the absence of "mark"/,
    ],
    [
      "a write",
      rule({ name: "f", derives: [edge], run: () => [mark("a")] }),
      "undeclared-write",
      /derives "mark"/,
    ],
  ];
  for (const [name, one, code, says] of cases) {
    it(name, () => {
      const [issue] = issuesOf(() => evaluate(program([one])));
      expect(issue).toMatchObject({ code, rules: ["f"] });
      expect(issue?.message).toMatch(says);
    });
  }

  it("and used: what is declared costs no second run", () => {
    let runs = 0;
    const make = (derives: readonly (typeof mark)[]): Rule[] => [
      rule({ name: "w", derives, run: () => [mark("a")] }),
      rule({
        name: "r",
        when: [mark(x)],
        run: () => {
          runs++;
          return [];
        },
      }),
    ];
    evaluate(program(make([mark])));
    expect(runs).toBe(1);
    expect(program(make([mark])).strata.map(({ rules }) => rules)).toEqual([["w"], ["r"]]);
  });
});

describe("what functions return is checked", () => {
  const bad: readonly [string, unknown, string, RegExp][] = [
    ["no list", 3, "bad-output", /returned 3, which is no list/],
    ["a text", "abc", "bad-output", /no list/],
    ["a promise", Promise.resolve([]), "bad-output", /a promise/],
    ["a list of nonsense", [3], "bad-output", /is not an object/],
    ["a fact with a variable", [mark(x)], "bad-output", /variable x/],
    ["a fact with a wildcard", [mark(_)], "bad-output", /variable _/],
    ["an action with a variable", [action("a", { b: x })], "bad-output", /variable x/],
    [
      "a fact of another width",
      [{ relation: "edge", args: ["a"] }],
      "arity",
      /1 columns; it has 2/,
    ],
    ["no value", [mark((() => 1) as never)], "bad-value", /function/],
  ];
  for (const [name, output, code, says] of bad) {
    it(name, () => {
      const rules = [
        rule({ name: "f", origin: "f.ts:3", run: () => output as never }),
        rule({ name: "uses", when: [edge(_, _)], emit: mark("z") }),
      ];
      const [issue] = issuesOf(() => evaluate(program(rules)));
      expect(issue?.code).toBe(code);
      expect(issue?.message).toMatch(says);
    });
  }

  it("and what they throw is told with the rule; of all rules at once", () => {
    const boom = (text: string) => (): never => {
      throw new Error(text);
    };
    const rules = [
      rule({ name: "f", at: "host", run: boom("one") }),
      rule({ name: "g", run: boom("two") }),
    ];
    const issues = issuesOf(() => evaluate(program(rules), { nodes: hosts }));
    expect(issues.map(({ message }) => message)).toEqual([
      'The function of rule "f" threw for ("a"): one',
      'The function of rule "f" threw for ("b"): one',
      'The function of rule "g" threw for (): two',
    ]);
  });

  it("but not what they throw before what they read is complete", () => {
    const need = (context: RuleContext): number => {
      const value = context.value(enriched<number>("k")("n", _));
      if (value === undefined) throw new Error("too early");
      return value;
    };
    const rules = [
      rule({ name: "a", run: (_n, context) => [action("got", need(context))] }),
      rule({
        name: "z",
        run: (_n, context) => (context.has(mark("go")) ? [enriched("k")("n", 1)] : []),
      }),
      rule({ name: "y", run: () => [mark("go")] }),
    ];
    expect(evaluate(program(rules)).actions[0]?.data).toBe(1);
  });
});

describe("what is found out late", () => {
  const ready = enriched<boolean>("ready");

  it("is not judged by what happened before", () => {
    // Without \`ready\`, which a later function writes, this one would never settle.
    const rules = [
      rule({
        name: "grows",
        run: (_n, { all, has }) =>
          has(ready("n", _)) ? [] : all(edge("a", x)).map(([, to]) => edge("a", `${to}+`)),
      }),
      rule({ name: "go", run: (_n, { has }) => (has(mark("go")) ? [ready("n", true)] : []) }),
      rule({ name: "start", run: () => [mark("go")] }),
    ];
    for (const order of [rules, [...rules].reverse()]) {
      const result = evaluate(program(order), { facts: [edge("a", "b")] });
      expect(result.tuples(edge)).toEqual([["a", "b"]]);
    }
  });
});

describe("selectors", () => {
  const view = viewOf(
    { id: "prod", kind: "env" },
    { id: "a", kind: "host", tags: ["web"], parent: "prod" },
    { id: "b", kind: "host", tags: ["db"], parent: "prod" },
  );

  it("choose nodes in `at` and in conditions", () => {
    const rules = [
      rule({
        name: "at",
        at: { sel: "tag", tag: "web" },
        when: [edge(node, x)],
        emit: action("on", { node, x }),
      }),
      rule({
        name: "in",
        when: [
          edge(x, v("y")),
          { select: v("y"), selector: { sel: "within", of: { sel: "name", glob: "pr*" } } },
        ],
        emit: action("to", { y: v("y") }),
      }),
      rule({
        name: "not",
        at: "host",
        when: [not({ select: node, selector: { sel: "tag", tag: "web" } })],
        emit: action("other", node),
      }),
    ];
    const result = evaluate(program(rules), {
      nodes: view,
      facts: [edge("a", "b"), edge("b", "zzz")],
    });
    expect(result.actions.map(({ kind, data }) => [kind, data])).toEqual(
      [
        ["on", { node: "a", x: "b" }],
        ["to", { y: "b" }],
        ["other", "b"],
      ].sort((p, q) => (String(p[0]) < String(q[0]) ? 0 : 0)),
    );
  });

  it("that cannot decide count as no match, and are reported", async () => {
    const { unknown } = await import("gen-select");
    const partly = {
      ...view,
      tags: (id: string) => (id === "b" ? unknown("not loaded") : ["web"]),
    };
    const rules = [rule({ name: "r", at: { sel: "tag", tag: "web" }, emit: action("on", node) })];
    const result = evaluate(program(rules), { nodes: partly });
    expect(result.actions.map(({ data }) => data)).toEqual(["a", "prod"]);
    expect(result.undecided).toEqual([
      { selector: { sel: "tag", tag: "web" }, node: "b", reasons: ["not loaded"] },
    ]);
  });

  it("that are refused name their rules", () => {
    const rules = [rule({ name: "r", at: { sel: "nope" } as never, emit: action("on", node) })];
    expect(issuesOf(() => evaluate(program(rules), { nodes: view }))[0]).toMatchObject({
      code: "selector-failed",
      rules: ["r"],
    });
  });
});
