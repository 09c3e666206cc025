import {
  type Attribute,
  attribute,
  type CircularOptions,
  circular,
  createEvaluator,
  input,
  subsets,
} from "gen-scope";
import { describe, expect, it } from "vitest";
import { chainOf, thrown } from "./thrown.ts";

const next = input<string, readonly string[]>("next", { default: [] });
const reaches: Attribute<string, ReadonlySet<string>> = circular<string, ReadonlySet<string>>(
  "reaches",
  subsets<string>(26),
  (node, ctx) => {
    const found = new Set<string>();
    for (const to of ctx.get(next, node)) {
      found.add(to);
      for (const further of ctx.get(reaches, to)) found.add(further);
    }
    return found;
  },
);
const sorted = (set: ReadonlySet<string>): string => [...set].sort().join("");
const upTo = (top: number): CircularOptions<string, number> => ({
  bottom: 0,
  join: Math.max,
  leq: (a, b) => a <= b,
  height: top,
});

describe("circular attributes", () => {
  it("iterate to the least fixpoint, and follow edits up and down", () => {
    const ev = createEvaluator();
    ev.set(next, "a", ["b"]);
    ev.set(next, "b", ["c", "d"]);
    ev.set(next, "c", ["a"]);
    expect(["a", "b", "c", "d"].map((node) => sorted(ev.get(reaches, node)))).toEqual([
      "abcd",
      "abcd",
      "abcd",
      "",
    ]);
    // Not from the old values: what held itself up falls.
    ev.set(next, "c", []);
    expect(["a", "b", "c", "d"].map((node) => sorted(ev.get(reaches, node)))).toEqual([
      "bcd",
      "cd",
      "",
      "",
    ]);
  });

  it("leave readers alone when the fixpoint comes out the same", () => {
    const ev = createEvaluator();
    const size = attribute<string, number>("size", (node, ctx) => ctx.get(reaches, node).size);
    ev.set(next, "a", ["b"]);
    ev.set(next, "b", ["a", "c"]);
    expect(ev.get(size, "a")).toBe(3);
    const before = ev.get(reaches, "a");
    ev.set(next, "b", ["c", "a"]);
    expect(ev.get(size, "a")).toBe(3);
    expect(ev.stats(size).evaluations).toBe(1);
    expect(ev.get(reaches, "a")).toBe(before);
  });

  it("are not begun again when what they read comes out the same", () => {
    const ev = createEvaluator();
    const raw = input<string, string>("raw", { default: "x" });
    const tidy = attribute<string, string>("tidy", (node, ctx) => ctx.get(raw, node).trim());
    const loop: Attribute<string, ReadonlySet<string>> = circular<string, ReadonlySet<string>>(
      "loop",
      subsets<string>(2),
      (node, ctx) => new Set([ctx.get(tidy, node), ...ctx.get(loop, node === "a" ? "b" : "a")]),
    );
    ev.set(raw, "b", "y");
    expect(sorted(ev.get(loop, "a"))).toBe("xy");
    const runs = ev.stats(loop).evaluations;
    ev.set(raw, "b", " y ");
    expect(sorted(ev.get(loop, "a"))).toBe("xy");
    expect(ev.stats(loop).evaluations).toBe(runs);
    expect(ev.stats(tidy)).toMatchObject({ evaluations: 3, cutoffs: 1 });
    ev.set(raw, "b", "z");
    expect(sorted(ev.get(loop, "b"))).toBe("xz");
  });

  it("run once where there is no cycle", () => {
    const ev = createEvaluator();
    ev.set(next, "a", ["b"]);
    ev.set(next, "b", ["c"]);
    ev.get(reaches, "a");
    expect(ev.stats(reaches).evaluations).toBe(3);
  });

  it("may go through ordinary attributes, asked from either side", () => {
    const via: Attribute<string, number> = attribute<string, number>(
      "via",
      (node, ctx) => ctx.get(counter, node) + 1,
    );
    const counter: Attribute<string, number> = circular<string, number>(
      "counter",
      upTo(7),
      (node, ctx) => Math.min(7, ctx.get(via, node)),
    );
    for (const first of [via, counter]) {
      const ev = createEvaluator();
      ev.get(first, "n");
      expect([ev.get(via, "n"), ev.get(counter, "n")]).toEqual([8, 7]);
    }
  });

  it("depend on what only an early step has read", () => {
    // Once `spark` has lit it, the loop holds itself up and reads `spark` no more.
    const spark = input<string, number>("spark", { default: 0 });
    const fire: Attribute<string, number> = circular<string, number>(
      "fire",
      upTo(3),
      (node, ctx) => {
        const burning = ctx.get(fire, node);
        return burning > 0 ? 3 : ctx.get(spark, node);
      },
    );
    const ev = createEvaluator();
    ev.set(spark, "n", 1);
    expect(ev.get(fire, "n")).toBe(3);
    ev.set(spark, "n", 0);
    expect(ev.get(fire, "n")).toBe(0);
    expect(ev.reads(fire, "n").map(({ attribute }) => attribute)).toEqual(["fire", "spark"]);
  });

  it("fail all that reads a member whose step is not monotone", () => {
    const good: Attribute<string, number> = circular<string, number>("good", upTo(9), (node, ctx) =>
      ctx.get(wrong, node),
    );
    const wrong: Attribute<string, number> = circular<string, number>(
      "wrong",
      upTo(9),
      (node, ctx) => (ctx.get(good, node) === 0 ? 4 : 2),
    );
    for (const first of [good, wrong]) {
      const ev = createEvaluator();
      expect(thrown(() => ev.get(first, "n")).code).toBe("not-monotone");
      expect(chainOf(thrown(() => ev.get(good, "n")))).toEqual(["good(n)", "wrong(n)"]);
      expect(chainOf(thrown(() => ev.get(wrong, "n")))).toEqual(["wrong(n)"]);
    }
  });

  it("finish a fixpoint before another one reads it, so that its complement can be taken", () => {
    const nodes = ["a", "b", "c", "d"];
    const sinks: Attribute<string, ReadonlySet<string>> = circular<string, ReadonlySet<string>>(
      "sinks",
      subsets<string>(4),
      (node, ctx) => {
        // Not monotone in `reaches`, which is complete by then.
        const blind = nodes.filter((other) => !ctx.get(reaches, node).has(other));
        return new Set([...blind, ...ctx.get(next, node).flatMap((to) => [...ctx.get(sinks, to)])]);
      },
    );
    const ev = createEvaluator();
    ev.set(next, "a", ["b"]);
    ev.set(next, "b", ["a", "c"]);
    expect(sorted(ev.get(sinks, "a"))).toBe("abcd");
    expect(sorted(ev.get(sinks, "d"))).toBe("abcd");
    expect(ev.stats(sinks).evaluations).toBeLessThan(10);
  });

  it("climb at most as often as the lattice is high", () => {
    for (const [height, code] of [
      [5, undefined],
      [4, "height-exceeded"],
    ] as const) {
      const climbing: Attribute<string, number> = circular<string, number>(
        "climbing",
        { ...upTo(0), height },
        (node, ctx) => Math.min(5, ctx.get(climbing, node) + 1),
      );
      const ev = createEvaluator();
      if (code === undefined) expect(ev.get(climbing, "n")).toBe(5);
      else expect(thrown(() => ev.get(climbing, "n")).code).toBe(code);
      expect(ev.stats(climbing).evaluations).toBeLessThanOrEqual(height + 1);
    }
    const endless: Attribute<string, number> = circular<string, number>(
      "endless",
      upTo(1000),
      (node, ctx) => ctx.get(endless, node) + 1,
    );
    const error = thrown(() => createEvaluator().get(endless, "n"));
    expect(error.code).toBe("height-exceeded");
    expect(error.message).toContain("1000");
    expect(chainOf(error)).toEqual(["endless(n)"]);
  });

  it("take a height for each instance", () => {
    const tall: Attribute<number, number> = circular<number, number>(
      "tall",
      { bottom: 0, join: Math.max, height: (node) => node },
      (node, ctx) => Math.min(3, ctx.get(tall, node) + 1),
    );
    const ev = createEvaluator();
    expect(ev.get(tall, 3)).toBe(3);
    expect(thrown(() => ev.get(tall, 2)).code).toBe("height-exceeded");
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 1.5, -1])("refuse %d for a height", (height) => {
    const endless: Attribute<number, number> = circular<number, number>(
      "endless",
      { bottom: 0, join: Math.max, height: () => height },
      (node, ctx) => Math.min(1e4, ctx.get(endless, node) + 1),
    );
    const error = thrown(() => createEvaluator().get(endless, 1));
    expect(error.code).toBe("lattice-invalid");
    expect(error.message).toContain(String(height));
    expect(chainOf(error)).toEqual(["endless(1)"]);
  });

  it("tell the sets between which a step was not monotone", () => {
    const beside: Attribute<string, ReadonlySet<string>> = circular<string, ReadonlySet<string>>(
      "beside",
      subsets<string>(2),
      (node, ctx) => new Set(ctx.get(beside, node).has("b") ? ["c"] : ["b"]),
    );
    const { message } = thrown(() => createEvaluator().get(beside, "a"));
    expect(message).toContain('after Set { "b" } it yielded Set { "c" }, which is not above it. ');
  });

  it("say so when a step was not monotone", () => {
    const flip: Attribute<string, number> = circular<string, number>(
      "flip",
      upTo(10),
      (node, ctx) => (ctx.get(flip, node) === 0 ? 3 : 1),
    );
    const error = thrown(() => createEvaluator().get(flip, "n"));
    expect(error.code).toBe("not-monotone");
    expect(error.message).toContain("after 3 it yielded 1");
    const sideways: Attribute<string, ReadonlySet<string>> = circular<string, ReadonlySet<string>>(
      "sideways",
      subsets<string>(5),
      (node, ctx) => new Set([ctx.get(sideways, node).has("x") ? "y" : "x"]),
    );
    expect(thrown(() => createEvaluator().get(sideways, "n")).code).toBe("not-monotone");
  });

  it("fail as one when a step still fails at the end, and heal as one", () => {
    const bad = input<string, boolean>("bad", { default: false });
    const ring: Attribute<string, number> = circular<string, number>(
      "ring",
      upTo(5),
      (node, ctx) => {
        const value = ctx.get(ring, node === "a" ? "b" : "a");
        if (ctx.get(bad, node)) throw new Error(`bad ${node}`);
        return Math.min(5, value + 1);
      },
    );
    const outside = attribute<string, number>("outside", (node, ctx) => ctx.get(ring, node) * 10);
    const ev = createEvaluator();
    expect([ev.get(outside, "a"), ev.get(outside, "b")]).toEqual([50, 50]);
    ev.set(bad, "b", true);
    for (const node of ["a", "b"]) {
      const error = thrown(() => ev.get(outside, node));
      expect(error.code).toBe("equation-failed");
      expect((error.cause as Error).message).toBe("bad b");
      expect(chainOf(error).at(-1)).toBe("ring(b)");
    }
    ev.set(bad, "b", false);
    expect([ev.get(outside, "a"), ev.get(outside, "b")]).toEqual([50, 50]);
  });

  it("may fail on the way, wherever they are entered", () => {
    // The step of `late` does not work at bottom, only once `early` has climbed.
    const early: Attribute<string, number> = circular<string, number>(
      "early",
      upTo(5),
      (node, ctx) => Math.max(1, Math.min(5, ctx.get(late, node))),
    );
    const late: Attribute<string, number> = circular<string, number>(
      "late",
      upTo(5),
      (node, ctx) => {
        const value = ctx.get(early, node);
        if (value === 0) throw new Error("not yet");
        return Math.min(5, value + 1);
      },
    );
    for (const first of [early, late]) {
      const ev = createEvaluator();
      ev.get(first, "n");
      expect([ev.get(early, "n"), ev.get(late, "n")]).toEqual([5, 5]);
    }
  });

  it("do not excuse a cycle of ordinary attributes", () => {
    const one: Attribute<string, number> = attribute<string, number>("one", (node, ctx) =>
      ctx.get(two, node),
    );
    const two: Attribute<string, number> = attribute<string, number>(
      "two",
      (node, ctx) => ctx.get(around, node) + ctx.get(one, node),
    );
    const around: Attribute<string, number> = circular<string, number>(
      "around",
      upTo(3),
      (node, ctx) => Math.min(3, ctx.get(one, node)),
    );
    for (const first of [one, two, around]) {
      const ev = createEvaluator();
      expect(thrown(() => ev.get(first, "n")).code).toBe("attribute-cycle");
      const chain = chainOf(thrown(() => ev.get(one, "n")));
      expect(chain).toEqual(["one(n)", "two(n)", "one(n)"]);
    }
  });

  it("are memoised by argument when parameterised", () => {
    const times: Attribute<string, number, number> = circular<string, number, number>(
      "times",
      { bottom: 0, join: Math.max, height: (_node, arg) => arg },
      (node, ctx, arg) => Math.min(arg, ctx.get(times, node, arg) + 1),
    );
    const ev = createEvaluator();
    expect([ev.get(times, "n", 3), ev.get(times, "n", 5)]).toEqual([3, 5]);
    expect(ev.stats(times).instances).toBe(2);
  });

  it("refuse a lattice that is none", () => {
    const step = (): number => 0;
    for (const height of [-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, "3" as never]) {
      expect(thrown(() => circular("x", { bottom: 0, join: Math.max, height }, step)).code).toBe(
        "lattice-invalid",
      );
    }
    expect(
      thrown(() => circular("x", { bottom: 0, join: undefined as never, height: -1 }, step)).issues,
    ).toHaveLength(2);
    const sets = circular<string, ReadonlySet<string>>(
      "sets",
      { bottom: new Set(), join: (a, b) => new Set([...a, ...b]), height: 3 },
      () => new Set(),
    );
    // Without an equality no two sets are ever the same.
    expect(thrown(() => createEvaluator().get(sets, "n")).code).toBe("lattice-invalid");
  });

  it("order subsets by inclusion", () => {
    const { bottom, join, leq, equal, height } = subsets<string>(3);
    const [a, ab] = [new Set(["a"]), new Set(["b", "a"])];
    expect([leq(bottom, a), leq(a, ab), leq(ab, a), leq(a, new Set(["b"]))]).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect([equal(ab, join(a, new Set(["b"]))), equal(a, ab), height]).toEqual([true, false, 3]);
  });
});
