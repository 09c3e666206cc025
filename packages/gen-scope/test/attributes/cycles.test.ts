import { type Attribute, attribute, type Context, createEvaluator, input } from "gen-scope";
import { describe, expect, it } from "vitest";
import { chainOf, thrown } from "./thrown.ts";

const next = input<string, readonly string[]>("next", { default: [] });
const length: Attribute<string, number> = attribute<string, number>(
  "length",
  (node, ctx) => 1 + Math.max(0, ...ctx.get(next, node).map((to) => ctx.get(length, to))),
);

describe("accidental cycles", () => {
  it("are errors with the chain to the cycle and round it, each with its place", () => {
    const ev = createEvaluator();
    ev.edit((tx) => {
      tx.set(next, "a", ["b"]);
      tx.set(next, "b", ["c"]);
      tx.set(next, "c", ["d"]);
      tx.set(next, "d", ["b"]);
    });
    const error = thrown(() => ev.get(length, "a"));
    expect(error.code).toBe("attribute-cycle");
    expect(chainOf(error)).toEqual([
      "length(a)",
      "length(b)",
      "length(c)",
      "length(d)",
      "length(b)",
    ]);
    for (const { origin } of error.issues[0]?.chain ?? []) {
      expect(origin).toMatch(/cycles\.test\.ts:\d+:\d+$/);
    }
    expect(error.issues[0]?.culprits).toEqual(['length("b")', 'length("c")', 'length("d")']);
    // Each member begins its own chain.
    expect(chainOf(thrown(() => ev.get(length, "d")))).toEqual([
      "length(d)",
      "length(b)",
      "length(c)",
      "length(d)",
    ]);
  });

  it("of one instance are cycles too", () => {
    const ev = createEvaluator();
    ev.set(next, "a", ["a"]);
    expect(chainOf(thrown(() => ev.get(length, "a")))).toEqual(["length(a)", "length(a)"]);
  });

  it("heal when an edit breaks them, and come back", () => {
    const ev = createEvaluator();
    ev.set(next, "a", ["b"]);
    ev.set(next, "b", ["a"]);
    thrown(() => ev.get(length, "a"));
    ev.set(next, "b", []);
    expect(ev.get(length, "a")).toBe(2);
    ev.set(next, "b", ["a"]);
    expect(thrown(() => ev.get(length, "b")).code).toBe("attribute-cycle");
  });

  it("name the argument of a parameterised attribute, and are only of one argument", () => {
    const ev = createEvaluator();
    const down: Attribute<string, number, number> = attribute<string, number, number>(
      "down",
      (node, ctx, arg) => (arg === 0 ? 0 : ctx.get(down, node, arg > 2 ? arg : arg - 1)),
    );
    expect(ev.get(down, "a", 2)).toBe(0);
    expect(chainOf(thrown(() => ev.get(down, "a", 3)))).toEqual(["down(a, 3)", "down(a, 3)"]);
  });

  it("are found through more reads than the JavaScript stack holds", () => {
    const ev = createEvaluator();
    const ring: Attribute<number, number> = attribute<number, number>("ring", (node, ctx) =>
      ctx.get(ring, (node + 1) % 50_000),
    );
    const error = thrown(() => ev.get(ring, 7));
    expect(error.code).toBe("attribute-cycle");
    expect(error.issues[0]?.chain).toHaveLength(50_001);
    expect(error.message.length).toBeLessThan(4000);
  });

  const catching = (
    name: string,
    reads: (node: string, ctx: Context) => number,
  ): Attribute<string, number> =>
    attribute<string, number>(name, (node, ctx) => {
      try {
        return reads(node, ctx);
      } catch {
        return -1;
      }
    });

  it.each([1, 2, 200])(
    "fail all their members wherever they are entered (depth %i)",
    (maxDepth) => {
      // one → two → one, both catch; three reads one and catches; all in all orders.
      const one: Attribute<string, number> = catching("one", (node, ctx) => ctx.get(two, node));
      const two: Attribute<string, number> = catching("two", (node, ctx) => ctx.get(one, node) + 1);
      const three = catching("three", (node, ctx) => ctx.get(one, node));
      const all = [one, two, three];
      for (const first of all) {
        for (const second of all) {
          const ev = createEvaluator({ maxDepth });
          const ask = (attribute: Attribute<string, number>): unknown => {
            try {
              return ev.get(attribute, "n");
            } catch (error) {
              return (error as { code: string }).code;
            }
          };
          ask(first);
          ask(second);
          expect(all.map(ask)).toEqual(["attribute-cycle", "attribute-cycle", -1]);
        }
      }
    },
  );
});
