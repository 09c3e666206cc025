import { type Attribute, attribute, circular, createEvaluator, input, subsets } from "gen-scope";
import { describe, expect, it } from "vitest";
import { thrown } from "./thrown.ts";

const LONG = process.env.SLOW === "1" ? 1_000_000 : 100_000;
const start = input<string, number>("start", { default: 0 });
const chain: Attribute<number, number> = attribute<number, number>("chain", (node, ctx) =>
  node === 0 ? ctx.get(start, "") : ctx.get(chain, node - 1) + 1,
);

describe("reads deeper than the JavaScript stack", { timeout: 1_800_000 }, () => {
  it("evaluate, each instance begun at most twice, and re-evaluate once", () => {
    const ev = createEvaluator();
    expect(ev.get(chain, LONG)).toBe(LONG);
    const first = ev.stats(chain);
    expect(first.evaluations).toBe(LONG + 1);
    expect(first.retries).toBeLessThanOrEqual(LONG + 1);
    ev.set(start, "", 5);
    expect(ev.get(chain, LONG)).toBe(LONG + 5);
    const second = ev.stats(chain);
    expect(second.evaluations - first.evaluations).toBe(LONG + 1);
    expect(second.retries).toBe(first.retries);
  });

  it("do not repeat a wide node for each of its reads", () => {
    const ev = createEvaluator({ maxDepth: 10 });
    const wide: Attribute<number, number> = attribute<number, number>("wide", (node, ctx) => {
      if (node > 0) return node === 10_000 ? 1 : ctx.get(wide, node - 1);
      let sum = 0;
      for (let leaf = 0; leaf < 1000; leaf++) sum += ctx.get(chain, leaf % 40);
      return sum;
    });
    expect(ev.get(wide, 9)).toBe(25 * ((39 * 40) / 2));
    // Nine above, the wide one, and the leaves: nobody is begun more than a few times.
    expect(ev.stats(wide).retries).toBeLessThanOrEqual(10 + 40 / 10 + 1);
  });

  it("survive equations that catch everything", () => {
    const ev = createEvaluator({ maxDepth: 3 });
    const stubborn: Attribute<number, number> = attribute<number, number>(
      "stubborn",
      (node, ctx) => {
        if (node === 0) return 0;
        let value = -1000;
        try {
          value = ctx.get(stubborn, node - 1) + 1;
        } catch {
          value = -1;
        }
        try {
          return value + ctx.get(chain, node);
        } catch {
          return -2;
        }
      },
    );
    expect(ev.get(stubborn, 30)).toBe(30 + (30 * 31) / 2);
  });

  it("survive equations that use much of the stack themselves", () => {
    const ev = createEvaluator();
    const recurse = (levels: number, then: () => number): number =>
      levels === 0 ? then() : recurse(levels - 1, then) + 0;
    const greedy: Attribute<number, number> = attribute<number, number>("greedy", (node, ctx) =>
      node === 0 ? 0 : recurse(1500, () => ctx.get(greedy, node - 1) + 1),
    );
    expect(ev.get(greedy, 300)).toBe(300);
  });

  it("report an equation that needs more stack than there is, without keeping that", () => {
    const ev = createEvaluator();
    const levels = input<string, number>("levels", { default: 1e9 });
    const endless = attribute<string, number>("endless", (node, ctx) => {
      const down = (left: number): number => (left === 0 ? 0 : down(left - 1) + 1);
      return down(ctx.get(levels, node));
    });
    const above = attribute<string, number>("above", (node, ctx) => ctx.get(endless, node));
    const error = thrown(() => ev.get(above, "a"));
    expect(error.code).toBe("stack-exhausted");
    expect(error.cause).toBeInstanceOf(RangeError);
    expect(error.issues[0]?.chain?.map((step) => step.attribute)).toEqual(["above", "endless"]);
    ev.set(levels, "a", 10);
    expect(ev.get(above, "a")).toBe(10);
  });

  it("can be asked for where the stack is nearly used up", () => {
    const ev = createEvaluator();
    let deepest = 0;
    const results: unknown[] = [];
    const dig = (): void => {
      deepest++;
      try {
        dig();
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
      }
      // On the way up there is a little more room at each level.
      if (results.length === 0 || results.at(-1) !== 500) {
        try {
          results.push(ev.get(chain, 500));
        } catch {
          results.push("exhausted");
        }
      }
    };
    dig();
    expect(deepest).toBeGreaterThan(100);
    expect(results.at(-1)).toBe(500);
    expect(ev.get(chain, 500)).toBe(500);
  });

  it("hold for circular attributes: a ring of many instances", () => {
    const size = LONG / 20;
    const ev = createEvaluator();
    const ring: Attribute<number, ReadonlySet<string>> = circular<number, ReadonlySet<string>>(
      "ring",
      subsets<string>(1),
      (node, ctx) => (node === size - 1 ? new Set(["x"]) : ctx.get(ring, (node + 1) % size)),
    );
    const closed: Attribute<number, ReadonlySet<string>> = circular<number, ReadonlySet<string>>(
      "closed",
      subsets<string>(1),
      (node, ctx) => new Set([...(node === 3 ? ["x"] : []), ...ctx.get(closed, (node + 1) % size)]),
    );
    expect(ev.get(ring, 0).size).toBe(1);
    expect(ev.get(closed, 0).size).toBe(1);
    // One pass down, one round of news.
    expect(ev.stats(closed).evaluations).toBeLessThanOrEqual(3 * size);
  });
});
