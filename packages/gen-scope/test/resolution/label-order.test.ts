import { labelOrder, labelOrderOf, resolutionPolicy, ScopeError } from "gen-scope";
import { describe, expect, it } from "vitest";

const refused = (run: () => unknown): ScopeError => {
  try {
    run();
  } catch (error) {
    if (error instanceof ScopeError) return error;
    throw error;
  }
  throw new Error("not refused");
};

describe("label orders", () => {
  const TABLE: readonly [text: string, pairs: readonly string[]][] = [
    ["", []],
    ["$ < P", ["$ P"]],
    ["$<I<P", ["$ I", "$ P", "I P"]],
    ["$ < {I, J} < P", ["$ I", "$ J", "$ P", "I P", "J P"]],
    ["I < P, $ < I", ["$ I", "$ P", "I P"]],
    ['"a b" < "__proto__"', ["a b __proto__"]],
    ["constructor < toString", ["constructor toString"]],
  ];
  for (const [text, pairs] of TABLE) {
    it(`${JSON.stringify(text)}: closed under transitivity, and nothing else`, () => {
      const order = labelOrder(text);
      const labels = ["$", "I", "J", "P", "a b", "__proto__", "constructor", "toString"];
      const less = labels.flatMap((a) =>
        labels.filter((b) => order.less(a, b)).map((b) => `${a} ${b}`),
      );
      expect(less.sort()).toEqual([...pairs].sort());
      for (const a of labels) {
        for (const b of labels)
          if (order.less(a, b)) expect(order.rank(a)).toBeLessThan(order.rank(b));
      }
      expect(labelOrder(order.source).source).toBe(order.source);
    });
  }

  it("is the same from pairs, in any order", () => {
    const order = labelOrderOf([
      ["I", "P"],
      ["$", "I"],
    ]);
    expect(order.source).toBe(labelOrder("$ < I < P").source.replace(", $ < P", ""));
    expect(order.less("$", "P")).toBe(true);
  });

  const CYCLES: readonly [string, readonly string[][]][] = [
    ["P < P", [["P"]]],
    ["P < I < P", [["I", "P"]]],
    [
      "A < B < A, C < D, D < C",
      [
        ["A", "B"],
        ["C", "D"],
      ],
    ],
  ];
  for (const [text, culprits] of CYCLES) {
    it(`${text} is refused, with every cycle`, () => {
      const error = refused(() => labelOrder(text));
      expect(error.code).toBe("order-cycle");
      expect(error.issues.map((issue) => issue.culprits)).toEqual(culprits);
    });
  }

  for (const text of [
    "P",
    "P <",
    "< P",
    "P < I,",
    "{P < I",
    "{} < P",
    "P I",
    'P < "x',
    "P > I",
    "P < I < , J",
  ]) {
    it(`${text} is refused`, () => {
      const error = refused(() => labelOrder(text));
      expect(error.code).toBe("order-syntax");
      expect(error.message).toContain(JSON.stringify(text));
    });
  }

  it("$ is no label of an edge", () => {
    expect(refused(() => resolutionPolicy("P* $", "")).code).toBe("label-reserved");
  });

  it("what can be told of a policy without a graph", () => {
    const shape = (path: string, order: string) => resolutionPolicy(path, order).shape;
    expect(shape("P* I*", "$ < I < P")).toEqual({ subwordClosed: true, descending: true });
    expect(shape("P* I*", "$ < P < I")).toEqual({ subwordClosed: true, descending: false });
    expect(shape("(P|I)*", "$ < I, $ < P")).toEqual({ subwordClosed: true, descending: true });
    expect(shape("(P P)*", "$ < P")).toEqual({ subwordClosed: false, descending: true });
    expect(shape("_*", "I < P")).toEqual({ subwordClosed: true, descending: false });
    expect(shape("I+", "$ < I")).toEqual({ subwordClosed: true, descending: true });
    expect(shape("P J* I?", "$ < I < J < P")).toEqual({ subwordClosed: true, descending: true });
    expect(shape("P P I", "$ < I < P").subwordClosed).toBe(false);
    expect(shape("!(_* I I _*)", "")).toEqual({ subwordClosed: false, descending: true });
  });
});
