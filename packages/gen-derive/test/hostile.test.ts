import { describe, expect, it } from "vitest";
import {
  action,
  compute,
  enriched,
  evaluate,
  finding,
  formatWhy,
  not,
  opaque,
  program,
  type Rule,
  relation,
  rule,
  session,
  type Value,
  v,
} from "../src/index.ts";
import { issuesOf } from "./support.ts";

const NAMES = [
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "",
  " ",
  "a b",
  "\u0000",
  "💥",
  "$var",
];

describe("any string is a name", () => {
  for (const name of NAMES) {
    it(`of a relation, variable, rule, value, action and key: ${JSON.stringify(name)}`, () => {
      const p = relation<[string]>(name);
      const x = v<string>(name);
      const made = program(
        [
          rule({
            name,
            when: [p(x)],
            subject: [x],
            emit: [
              { relation: `${name}2`, args: [x] },
              action(name, { [name]: x }),
              finding(name, `{${name}}`),
            ],
          }),
          rule({
            name: `${name}!`,
            when: [p(x), not({ relation: `${name}2`, args: [x] })],
            emit: enriched(name)(x, 1),
          }),
          rule({
            name: `${name}?`,
            run: (_n, { all }) => all(p(x)).map(([one]) => enriched(`${name}f`)(one, 1)),
          }),
        ],
        { strata: [name] },
      );
      const open = session(made, { facts: [p(name), p("other")] });
      open.retract(p("other"));
      const { result } = open;
      expect(result.facts(`${name}2`)).toEqual([{ relation: `${name}2`, args: [name] }]);
      expect(result.tuples(enriched(`${name}f`))).toEqual([[name, 1]]);
      const [found] = result.actions;
      expect(found?.kind).toBe(name);
      expect(Object.keys(found?.data as object)).toEqual([name]);
      expect(Object.getOwnPropertyDescriptor(found?.data, name)?.value).toBe(name);
      const why = result.why({ relation: `${name}2`, args: [name] });
      expect(Object.keys(why?.bindings ?? {})).toEqual([name]);
      expect(Object.getPrototypeOf(why?.bindings)).toBe(Object.prototype);
      if (name.trim() !== "") expect(result.findings[0]?.message).toBe(name);
      expect(formatWhy(why as never)).toContain("given");
    });
  }

  it("of a property of a value", () => {
    const value = JSON.parse('{"__proto__": {"a": 1}, "constructor": 2}') as Value;
    const { facts } = evaluate(program([]), { facts: [{ relation: "p", args: [value] }] });
    const [fact] = facts("p");
    expect(JSON.stringify(fact?.args[0])).toBe('{"__proto__":{"a":1},"constructor":2}');
    expect(({} as { a?: number }).a).toBeUndefined();
  });
});

describe("depth and size", () => {
  const nested = (depth: number): Value => {
    let value: Value = 1;
    for (let at = 0; at < depth; at++) value = at % 2 === 0 ? [0, value] : { a: value, b: 1 };
    return value;
  };

  it("values may be nested 100,000 deep", () => {
    const facts = [1, 2].map(() => ({ relation: "p", args: [nested(100_000)] }));
    const x = v("x");
    const made = program([
      rule({
        name: "r",
        when: [{ relation: "p", args: [x] }],
        emit: [{ relation: "q", args: [x] }, action("a", { x })],
      }),
    ]);
    const result = evaluate(made, { facts });
    expect(result.facts("q")).toHaveLength(1);
    expect(formatWhy(result.why(result.facts("q")[0] as never) as never)).toContain("given");
    expect(result.actions).toHaveLength(1);
  });

  it("templates may be nested 100,000 deep, and share or repeat parts", () => {
    let data: unknown = v("x");
    for (let at = 0; at < 100_000; at++) data = [data];
    const shared: Record<string, unknown> = { x: v("x") };
    shared.self = shared;
    const when = [{ relation: "p", args: [v("x")] }];
    const made = program([
      rule({ name: "deep", when, emit: action("deep", data) }),
      rule({ name: "loop", when, emit: action("loop", shared) }),
    ]);
    const [deep, loop] = evaluate(made, { facts: [{ relation: "p", args: [7] }] }).actions;
    let inner = deep?.data;
    while (Array.isArray(inner)) inner = inner[0];
    expect(inner).toBe(7);
    const copy = loop?.data as { x: number; self: unknown };
    expect([copy.x, copy.self === copy]).toEqual([7, true]);
  });

  it("a chain of 1,500 overrides leaves the last one", () => {
    const rules = Array.from({ length: 1500 }, (_, at): Rule => {
      const overrides = at === 0 ? {} : { overrides: [`r${at - 1}`] };
      return rule({ name: `r${at}`, ...overrides, emit: action("a", at) });
    });
    const result = evaluate(program(rules));
    expect(result.actions.map(({ data }) => data)).toEqual([1499]);
    expect(result.suppressed).toHaveLength(1499);
  });

  it("a chain of 3,000 relations, and a cycle of as many, named in full", () => {
    const chain = (length: number, negative: boolean): Rule[] =>
      Array.from({ length }, (_, at) => {
        const read = { relation: `p${at}`, args: [v("x")] };
        return rule({
          name: `r${at}`,
          when: [{ relation: "d", args: [v("x")] }, negative && at === 0 ? not(read) : read],
          emit: { relation: `p${(at + 1) % length}`, args: [v("x")] },
        });
      });
    const facts = [
      { relation: "d", args: [1] },
      { relation: "p0", args: [1] },
    ];
    expect(evaluate(program(chain(3000, false)), { facts }).facts("p2999")).toHaveLength(1);
    const [issue] = issuesOf(() => program(chain(3000, true)));
    expect(issue?.cycle).toHaveLength(3000);
    expect(new Set(issue?.cycle?.map(({ from }) => from)).size).toBe(3000);
  });

  it("130,000 bad facts are all named", () => {
    const facts = Array.from({ length: 130_000 }, () => ({
      relation: "p",
      args: [undefined as never],
    }));
    expect(issuesOf(() => evaluate(program([]), { facts }))).toHaveLength(130_000);
  });

  it("a fact may have many columns", () => {
    const args = Array.from({ length: 60 }, (_, at) => at);
    const terms = args.map((at) => (at === 59 ? v("last") : at));
    const made = program([
      rule({
        name: "r",
        when: [{ relation: "p", args: terms }],
        emit: { relation: "q", args: [v("last")] },
      }),
    ]);
    expect(evaluate(made, { facts: [{ relation: "p", args }] }).facts("q")[0]?.args).toEqual([59]);
  });
});

describe("values keep their identity", () => {
  it("texts that look like encodings are other values", () => {
    const values: Value[] = [
      "1",
      1,
      "[1]",
      [1],
      '{"a":1}',
      { a: 1 },
      "1n",
      1n,
      '!"k"',
      opaque("k", 0),
      "null",
      null,
      "true",
      true,
      ["1"],
      [[1]],
      [],
      {},
      "",
    ];
    const result = evaluate(program([]), {
      facts: values.map((value) => ({ relation: "p", args: [value] })),
    });
    expect(result.facts()).toHaveLength(values.length);
    for (const value of values) expect(result.has({ relation: "p", args: [value] })).toBe(true);
  });

  it("columns do not run into each other", () => {
    const facts = [["a", "b,c"], ["a,b", "c"], ["a", "b", "c"].slice(0, 2)].map((args) => ({
      relation: "p",
      args,
    }));
    expect(evaluate(program([]), { facts }).facts()).toHaveLength(3);
  });

  it("a function that returns another value each time is seen once per evaluation", () => {
    let calls = 0;
    const made = program([
      rule({
        name: "r",
        when: [{ relation: "p", args: [v("x")] }, compute(v("y"), [v("x")], () => ++calls)],
        emit: { relation: "q", args: [v("y")] },
      }),
    ]);
    expect(evaluate(made, { facts: [{ relation: "p", args: [1] }] }).facts("q")[0]?.args).toEqual([
      1,
    ]);
  });
});

describe("programs are not touched", () => {
  it("by evaluation: the same program may be used again and at once", () => {
    const made = program([
      rule({
        name: "r",
        when: [{ relation: "p", args: [v("x")] }],
        emit: { relation: "q", args: [v("x")] },
      }),
    ]);
    const [one, two] = [session(made), session(made)];
    one.assert({ relation: "p", args: ["one"] });
    two.assert({ relation: "p", args: ["two"] });
    expect(one.result.facts("q")).toEqual([{ relation: "q", args: ["one"] }]);
    expect(two.result.facts("q")).toEqual([{ relation: "q", args: ["two"] }]);
    expect(evaluate(made).facts()).toEqual([]);
  });

  it("by what their caller does to the list of rules later", () => {
    const rules = [rule({ name: "r", emit: action("a") })];
    const made = program(rules);
    rules.pop();
    expect(evaluate(made).actions).toHaveLength(1);
  });
});
