import { expect, expectTypeOf, it } from "vitest";
import {
  _,
  type Atom,
  action,
  compute,
  enriched,
  evaluate,
  type Fact,
  node,
  program,
  type Rule,
  type RuleContext,
  relation,
  rule,
  test,
  type Value,
  v,
} from "../src/index.ts";

const edge = relation<[from: string, weight: number]>("edge");

it("infers columns, values and nodes", () => {
  const result = evaluate(program([]));
  expectTypeOf(result.tuples(edge)).toEqualTypeOf<readonly [from: string, weight: number][]>();
  expectTypeOf(edge("a", 1)).toEqualTypeOf<Atom<[from: string, weight: number]>>();
  expectTypeOf(edge.fact("a", 1)).toEqualTypeOf<Fact<[from: string, weight: number]>>();
  expectTypeOf(edge).parameter(1).extract<number>().toEqualTypeOf<number>();

  test([v<string>("a"), v("b"), v<number>("c")], (a, b, c) => {
    expectTypeOf(a).toEqualTypeOf<string>();
    expectTypeOf(b).toEqualTypeOf<Value>();
    expectTypeOf(c).toEqualTypeOf<number>();
    return true;
  });
  action("a", [v<number>("n")], (n) => expectTypeOf(n).toEqualTypeOf<number>());

  rule({
    name: "kind",
    at: "host",
    run: (id, context) => {
      expectTypeOf(id).toEqualTypeOf<string>();
      expectTypeOf(context).toEqualTypeOf<RuleContext>();
      expectTypeOf(context.get(edge("a", _))).toEqualTypeOf<
        [from: string, weight: number] | undefined
      >();
      expectTypeOf(context.value(edge("a", _))).toEqualTypeOf<number | undefined>();
      expectTypeOf(context.all(edge("a", _))).toEqualTypeOf<
        readonly [from: string, weight: number][]
      >();
      expectTypeOf(context.value(enriched<boolean>("k")(id, _))).toEqualTypeOf<
        boolean | undefined
      >();
      return [];
    },
  });
  rule({
    name: "selector",
    at: { sel: "tag", tag: "t" },
    run: (id) => {
      expectTypeOf(id).toEqualTypeOf<string>();
      return undefined;
    },
  });
  rule({
    name: "once",
    run: (id) => {
      expectTypeOf(id).toEqualTypeOf<undefined>();
      return undefined;
    },
  });
  expectTypeOf(rule({ name: "r", emit: edge("a", 1) })).toEqualTypeOf<Rule>();
  expectTypeOf(node).toExtend<{ readonly $var: string }>();
});

it("refuses misuse", () => {
  // @ts-expect-error a column of another type
  edge(1, 1);
  // @ts-expect-error a column missing
  edge("a");
  // @ts-expect-error a variable of another type
  edge("a", v<string>("x"));
  // @ts-expect-error a fact holds no variables
  edge.fact("a", v("x"));
  // @ts-expect-error a function is no value
  enriched("k")("n", () => 1);
  // @ts-expect-error either emit or run
  rule({ name: "r", emit: edge("a", 1), run: () => [] });
  // @ts-expect-error neither
  rule({ name: "r", when: [] });
  // @ts-expect-error a guard answers a boolean
  test([v("x")], () => "yes");
  // @ts-expect-error what is read must be a variable
  compute(v("x"), ["y"], () => 1);
  // @ts-expect-error an unknown property
  rule({ name: "r", emit: edge("a", 1), prio: 1 });
  // @ts-expect-error a program is made by `program`
  expect(() => evaluate({ rules: [] })).toThrow("This is no program");
});
