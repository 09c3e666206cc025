import {
  type Attribute,
  attribute,
  createEvaluator,
  inherited,
  input,
  ScopeError,
} from "gen-scope";
import { describe, expect, it } from "vitest";

const size = input<string, number>("size", { default: 1 });
const links = input<string, readonly string[]>("links", { default: [] });
const total: Attribute<string, number> = attribute<string, number>("total", (node, ctx) =>
  ctx.get(links, node).reduce((sum, next) => sum + ctx.get(total, next), ctx.get(size, node)),
);
const thrown = (run: () => unknown): ScopeError => {
  try {
    run();
  } catch (error) {
    if (error instanceof ScopeError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
};

describe("core", () => {
  it("evaluates, memoises, invalidates", () => {
    const ev = createEvaluator();
    ev.set(links, "a", ["b", "c"]);
    ev.set(links, "b", ["c"]);
    expect(ev.get(total, "a")).toBe(4);
    expect(ev.stats(total).evaluations).toBe(3);
    ev.set(size, "b", 10);
    expect(ev.get(total, "a")).toBe(13);
    expect(ev.stats(total).evaluations).toBe(5);
  });
  it("cycle", () => {
    const ev = createEvaluator();
    ev.set(links, "a", ["b"]);
    ev.set(links, "b", ["c"]);
    ev.set(links, "c", ["b"]);
    const error = thrown(() => ev.get(total, "a"));
    expect(error.issues[0]?.chain?.map((s) => s.node)).toEqual(["a", "b", "c", "b"]);
    ev.set(links, "c", []);
    expect(ev.get(total, "a")).toBe(3);
  });
  it("error", () => {
    const bad = attribute<string, number>("bad", () => {
      throw new TypeError("boom");
    });
    const outer = attribute<string, number>("outer", (node, ctx) => ctx.get(bad, node) + 1);
    const ev = createEvaluator();
    const error = thrown(() => ev.get(outer, "a"));
  });
  it("deep", () => {
    const depth = inherited<number, number>("depth", {
      parent: (n) => (n === 0 ? undefined : n - 1),
      root: () => 7,
    });
    const ev = createEvaluator();
    expect(ev.get(depth, 1_000_000)).toBe(7);
    const lk = input<number, number>("lk", { default: 0 });
    const sum: Attribute<number, number> = attribute("sum", (n: number, ctx): number =>
      n === 0 ? ctx.get(lk, 0) : ctx.get(sum, n - 1) + 1,
    );
    ev.get(sum, 100000);
    ev.set(lk, 0, 5);
    expect(ev.get(sum, 100000)).toBe(100005);
    ev.set(lk, 0, 6);
    expect(
      thrown(() => {
        const l: Attribute<number, number> = attribute("loop", (n: number, ctx): number =>
          ctx.get(l, (n + 1) % 1000),
        );
        ev.get(l, 0);
      }).issues[0]?.chain?.length,
    ).toBe(1001);
  });
});
