import { describe, expect, it } from "vitest";
import { _, evaluate, not, program, relation, rule, v } from "../src/index.ts";

const edge = relation<[string, string]>("edge");
const reach = relation<[string, string]>("reach");
const [x, y, z] = [v("x"), v("y"), v("z")];

const CLOSURE = [
  rule({ name: "base", when: [edge(x, y)], emit: reach(x, y) }),
  rule({ name: "step", when: [edge(x, y), reach(y, z)], emit: reach(x, z) }),
];

describe("recursion", () => {
  it("closes a relation, cycles included", () => {
    const result = evaluate(program(CLOSURE), {
      facts: [edge("a", "b"), edge("b", "c"), edge("c", "b")],
    });
    expect(result.tuples(reach)).toEqual([
      ["a", "b"],
      ["a", "c"],
      ["b", "b"],
      ["b", "c"],
      ["c", "b"],
      ["c", "c"],
    ]);
  });

  it("negates what is complete", () => {
    const rules = [
      ...CLOSURE,
      rule({
        name: "root",
        when: [edge(x, _), not(reach(_, x))],
        emit: { relation: "root", args: [x] },
      }),
    ];
    const result = evaluate(program(rules), {
      facts: [edge("a", "b"), edge("b", "a"), edge("c", "a")],
    });
    expect(result.facts("root")).toEqual([{ relation: "root", args: ["c"] }]);
  });

  it("follows a chain of 100,000 facts, and explains its end", () => {
    const length = 100_000;
    const on = relation<[number]>("on");
    const next = relation<[number, number]>("next");
    const rules = [rule({ name: "walk", when: [on(x), next(x, y)], emit: on(y) })];
    const facts = Array.from({ length }, (__, at) => next(at, at + 1));
    const result = evaluate(program(rules), { facts: [on(0), ...facts] });
    expect(result.has(on(length))).toBe(true);
    let depth = 0;
    let support = result.why(on(length));
    while (support?.rule !== undefined) {
      const [first] = support.because;
      support = first?.kind === "fact" ? first.derivation : undefined;
      depth++;
    }
    expect(depth).toBe(length);
  });
});
