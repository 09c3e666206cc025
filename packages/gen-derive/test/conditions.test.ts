import { describe, expect, it } from "vitest";
import {
  _,
  type Aggregate,
  type Condition,
  collect,
  compute,
  count,
  evaluate,
  type Fact,
  lit,
  max,
  min,
  not,
  opaque,
  program,
  rule,
  sum,
  test,
  type Value,
  type Variable,
  v,
} from "../src/index.ts";

const [x, y, z] = [v("x"), v("y"), v("z")];
const p = (...args: Value[]): Fact => ({ relation: "p", args });
const q = (...args: Value[]): Fact => ({ relation: "q", args });
const on = (relation: string, ...args: readonly unknown[]) => ({
  relation,
  args: args as string[],
});

/** Facts in, conditions, and the values of the listed variables that come out. */
interface Case {
  readonly name: string;
  readonly facts: readonly Fact[];
  readonly when: readonly Condition[];
  readonly out: readonly Variable[];
  readonly expected: readonly (readonly Value[])[];
}

const GROUPS = [p("a", 1), p("a", 2), p("b", 5), q("a"), q("b"), q("c")];
const grouped = (aggregate: Aggregate): Condition[] => [on("q", x), aggregate];

const CASES: readonly Case[] = [
  {
    name: "a constant",
    facts: [p(1, "one"), p(2, "two")],
    when: [on("p", 1, y)],
    out: [y],
    expected: [["one"]],
  },
  {
    name: "a variable twice in one pattern",
    facts: [p(1, 1), p(1, 2)],
    when: [on("p", x, x)],
    out: [x],
    expected: [[1]],
  },
  {
    name: "a variable in two patterns",
    facts: [p(1, 2), p(2, 3)],
    when: [on("p", x, y), on("p", y, z)],
    out: [x, z],
    expected: [[1, 3]],
  },
  {
    name: "wildcards are independent",
    facts: [p(1, 2)],
    when: [on("p", _, _)],
    out: [],
    expected: [[]],
  },
  {
    name: "patterns that share nothing",
    facts: [q(1), q(2), p(7, 8)],
    when: [on("q", x), on("p", y, _)],
    out: [x, y],
    expected: [
      [1, 7],
      [2, 7],
    ],
  },
  { name: "no columns", facts: [p()], when: [on("p")], out: [], expected: [[]] },
  { name: "no conditions", facts: [], when: [], out: [], expected: [[]] },
  {
    name: 'one and "1" differ',
    facts: [p(1), p("1")],
    when: [on("p", 1)],
    out: [],
    expected: [[]],
  },
  {
    name: "values of every sort",
    facts: [p(null), p(true), p(Number.NaN), p(1n), p("s")],
    when: [on("p", x)],
    out: [x],
    expected: [[null], [true], [Number.NaN], [1n], ["s"]],
  },
  { name: "zero is zero", facts: [p(-0)], when: [on("p", 0)], out: [], expected: [[]] },
  {
    name: "objects by content, whatever the order of keys",
    facts: [p({ a: 1, b: [2] })],
    when: [on("p", { b: [2], a: 1 })],
    out: [],
    expected: [[]],
  },
  {
    name: "an undefined property counts as absent",
    facts: [p({ a: 1, b: undefined })],
    when: [on("p", { a: 1 })],
    out: [],
    expected: [[]],
  },
  {
    name: "a constant that looks like a variable",
    facts: [p({ $var: "x" } as Value)].slice(1),
    when: [not(on("p", lit({ $var: "x" })))],
    out: [],
    expected: [[]],
  },
  {
    name: "a negation with its own variable",
    facts: [q(1), q(2), p(2, 9)],
    when: [on("q", x), not(on("p", x, y))],
    out: [x],
    expected: [[1]],
  },
  {
    name: "a negation with a repeated variable of its own",
    facts: [q(1), p(2, 3)],
    when: [on("q", x), not(on("p", y, y))],
    out: [x],
    expected: [[1]],
  },
  {
    name: "a negation of several patterns together",
    facts: [q(1), q(2), p(1, 5), p(2, 6), on("r", 5) as Fact],
    when: [on("q", x), not(on("p", x, y), on("r", y))],
    out: [x],
    expected: [[2]],
  },
  {
    name: "a negation with a guard",
    facts: [q(1), q(2), p(1, 5), p(2, 50)],
    when: [
      on("q", x),
      not(
        on("p", x, y),
        test([v<number>("y")], (n) => n > 9),
      ),
    ],
    out: [x],
    expected: [[1]],
  },
  { name: "a negation alone", facts: [], when: [not(on("p", _))], out: [], expected: [[]] },
  {
    name: "a guard over two variables",
    facts: [p(1, 2), p(2, 1)],
    when: [on("p", x, y), test([v<number>("x"), v<number>("y")], (a, b) => a < b)],
    out: [x],
    expected: [[1]],
  },
  {
    name: "only true counts as true",
    facts: [q(1)],
    when: [on("q", x), test([x], () => 1 as unknown as boolean)],
    out: [x],
    expected: [],
  },
  {
    name: "computing a value",
    facts: [q(1)],
    when: [on("q", x), compute(y, [v<number>("x")], (n) => n * 10)],
    out: [y],
    expected: [[10]],
  },
  {
    name: "computing what is bound already",
    facts: [p(1, 2), p(1, 3)],
    when: [on("p", x, y), compute(y, [v<number>("x")], (n) => n + 1)],
    out: [y],
    expected: [[2]],
  },
  {
    name: "computing in a chain, declared backwards",
    facts: [q(1)],
    when: [
      compute(z, [v<number>("y")], (n) => n + 1),
      compute(y, [v<number>("x")], (n) => n + 1),
      on("q", x),
    ],
    out: [z],
    expected: [[3]],
  },
  {
    name: "count, of nothing too",
    facts: GROUPS,
    when: grouped(count(y, on("p", x, _))),
    out: [x, y],
    expected: [
      ["a", 2],
      ["b", 1],
      ["c", 0],
    ],
  },
  {
    name: "sum, of nothing too",
    facts: GROUPS,
    when: grouped(sum(y, z, on("p", x, z))),
    out: [x, y],
    expected: [
      ["a", 3],
      ["b", 5],
      ["c", 0],
    ],
  },
  {
    name: "min, not of nothing",
    facts: GROUPS,
    when: grouped(min(y, z, on("p", x, z))),
    out: [x, y],
    expected: [
      ["a", 1],
      ["b", 5],
    ],
  },
  {
    name: "max, not of nothing",
    facts: GROUPS,
    when: grouped(max(y, z, on("p", x, z))),
    out: [x, y],
    expected: [
      ["a", 2],
      ["b", 5],
    ],
  },
  {
    name: "collect, of nothing too",
    facts: GROUPS,
    when: grouped(collect(y, z, on("p", x, z))),
    out: [x, y],
    expected: [
      ["a", [1, 2]],
      ["b", [5]],
      ["c", []],
    ],
  },
  {
    name: "equal values of different facts are summed each",
    facts: [p("a", "s", 5), p("a", "t", 5)],
    when: [sum(y, z, on("p", _, _, z))],
    out: [y],
    expected: [[10]],
  },
  {
    name: "equal values are collected once",
    facts: [p("a", 5), p("b", 5)],
    when: [collect(y, z, on("p", _, z))],
    out: [y],
    expected: [[[5]]],
  },
  {
    name: "an aggregate over several patterns and a guard",
    facts: [...GROUPS, on("w", "a", 10) as Fact],
    when: [
      on("q", x),
      sum(
        y,
        z,
        on("p", x, z),
        on("w", x, _),
        test([v<number>("z")], (n) => n > 1),
      ),
    ],
    out: [x, y],
    expected: [
      ["a", 2],
      ["b", 0],
      ["c", 0],
    ],
  },
  {
    name: "an aggregate that must equal what is known",
    facts: [...GROUPS, on("want", "a", 2) as Fact, on("want", "b", 2) as Fact],
    when: [on("want", x, y), count(y, on("p", x, _))],
    out: [x],
    expected: [["a"]],
  },
  {
    name: "sums of bigints",
    facts: [p("a", 1n), p("b", 2n)],
    when: [sum(y, z, on("p", _, z))],
    out: [y],
    expected: [[3n]],
  },
  {
    name: "sums do not depend on the order of facts",
    facts: [p(1, 1e16), p(2, 1), p(3, -1e16), p(4, 1)],
    when: [sum(y, z, on("p", _, z))],
    out: [y],
    expected: [[-1e16 + 1 + 1 + 1e16]],
  },
];

describe("conditions", () => {
  for (const { name, facts, when, out, expected } of CASES) {
    it(name, () => {
      const made = program([rule({ name: "r", when, emit: { relation: "out", args: out } })]);
      expect(
        evaluate(made, { facts })
          .facts("out")
          .map(({ args }) => args),
      ).toEqual(expected);
      const reversed = program([
        rule({ name: "r", when: [...when].reverse(), emit: { relation: "out", args: out } }),
      ]);
      const shown = evaluate(reversed, { facts: [...facts].reverse() }).facts("out");
      expect(shown.map(({ args }) => args)).toEqual(expected);
    });
  }
});

describe("opaque values", () => {
  it("are what their key says", () => {
    const [one, same] = [opaque("f", () => 1), opaque("f", () => 2)];
    const made = program([rule({ name: "r", when: [on("p", x)], emit: on("q", x) as Fact })]);
    const result = evaluate(made, { facts: [p(one), p(same), p([one])] });
    expect(result.facts("q")).toHaveLength(2);
    expect(result.has(q(opaque("f", undefined)))).toBe(true);
    const kept = result.facts("q").map(({ args }) => args[0])[1] as { value: () => number };
    expect(kept.value()).toBe(1);
  });
});

describe("facts", () => {
  it("are copies: changing what was handed over changes nothing", () => {
    const list = [1, 2];
    const result = evaluate(program([]), { facts: [p(list)] });
    list.push(3);
    expect(result.facts()).toEqual([p([1, 2])]);
    expect(Object.isFrozen(result.facts()[0]?.args[0])).toBe(true);
  });

  it("count once, in the order of values", () => {
    const facts = [q("b"), p(2), p(10), p("a"), p(2), q("B")];
    expect(evaluate(program([]), { facts }).facts()).toEqual([p(2), p(10), p("a"), q("B"), q("b")]);
  });

  it("can be given and derived at once", () => {
    const made = program([rule({ name: "r", when: [on("q", x)], emit: on("p", x) as Fact })]);
    expect(evaluate(made, { facts: [q(1), p(1)] }).facts("p")).toEqual([p(1)]);
  });
});
