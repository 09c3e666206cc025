import {
  type Attribute,
  attribute,
  type CircularOptions,
  circular,
  createEvaluator,
  input,
} from "gen-scope";
import { describe, expect, it } from "vitest";
import { thrown } from "./thrown.ts";

const upTo = <Node>(top: number): CircularOptions<Node, number> => ({
  bottom: 0,
  join: Math.max,
  leq: (a, b) => a <= b,
  height: top,
});

describe("circular attributes that ordinary ones wait for and are read by", () => {
  it.each([1, 2, 200])("cost no more where cycles wait within cycles (depth %i)", (maxDepth) => {
    // Each `outer` waits for its `inner`, which needs that of the next, the one before, and itself.
    const count = 200;
    const outer: Attribute<number, number> = attribute<number, number>("outer", (node, ctx) =>
      ctx.get(inner, node),
    );
    const inner: Attribute<number, number> = circular<number, number>(
      "inner",
      upTo(3),
      (node, ctx) => {
        const above = node < count ? ctx.get(inner, node + 1) : 0;
        const below = node > 0 ? ctx.get(outer, node - 1) : 1;
        return Math.max(above, below, ctx.get(outer, node));
      },
    );
    const ev = createEvaluator({ maxDepth });
    expect(ev.get(outer, count)).toBe(1);
    const { evaluations, retries } = ev.stats();
    expect(evaluations).toBeLessThan(8 * count);
    expect(retries).toBeLessThan(8 * count);
  });

  it("are begun once, however many ordinary attributes wait for them", () => {
    const count = 300;
    const rung: Attribute<number, number> = attribute<number, number>("rung", (node, ctx) =>
      node === 0 ? ctx.get(top, 0) : ctx.get(rung, node - 1),
    );
    const top: Attribute<number, number> = circular<number, number>(
      "top",
      upTo(3),
      (_node, ctx) => {
        let value = 1;
        for (let i = 0; i < count; i++) value = Math.max(value, ctx.get(rung, i));
        return value;
      },
    );
    const ev = createEvaluator();
    expect(ev.get(rung, count - 1)).toBe(1);
    expect(ev.stats(top).evaluations).toBeLessThanOrEqual(3);
    expect(ev.stats(rung).evaluations).toBeLessThanOrEqual(3 * count);
  });

  it("heal with an accidental cycle that they were read by and read", () => {
    const broken = input<string, boolean>("broken", { default: true });
    const first: Attribute<string, number> = attribute<string, number>(
      "first",
      (node, ctx) => ctx.get(live, node) + ctx.get(second, node),
    );
    const second: Attribute<string, number> = attribute<string, number>("second", (node, ctx) =>
      ctx.get(broken, node) ? ctx.get(third, node) : 0,
    );
    const third: Attribute<string, number> = attribute<string, number>("third", (node, ctx) =>
      ctx.get(first, node),
    );
    const live: Attribute<string, number> = circular<string, number>("live", upTo(5), (node, ctx) =>
      Math.min(5, ctx.get(third, node) + 1),
    );
    for (const entered of [first, second, third, live]) {
      const ev = createEvaluator();
      expect(thrown(() => ev.get(entered, "n")).code).toBe("attribute-cycle");
      expect(thrown(() => ev.get(live, "n")).code).toBe("attribute-cycle");
      ev.set(broken, "n", false);
      for (const healed of [first, third, live]) expect(ev.get(healed, "n")).toBe(5);
    }
  });

  it("are evaluated in few rounds where values travel far, in either direction", () => {
    const count = 1000;
    const via: Attribute<number, number> = attribute<number, number>("via", (node, ctx) =>
      ctx.get(greatest, node),
    );
    const greatest: Attribute<number, number> = circular<number, number>(
      "greatest",
      upTo(count),
      (node, ctx) =>
        Math.max(
          node,
          ctx.get(via, Math.max(0, node - 1)),
          ctx.get(via, Math.min(count - 1, node + 1)),
        ),
    );
    for (const start of [0, count - 1, count >> 1]) {
      const ev = createEvaluator();
      expect(ev.get(greatest, start)).toBe(count - 1);
      expect(ev.stats().evaluations).toBeLessThan(20 * count);
    }
  });
});
