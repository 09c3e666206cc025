import { type Attribute, attribute, createEvaluator, input } from "gen-scope";
import { describe, expect, it } from "vitest";
import { thrown } from "./thrown.ts";

const size = input<string, number>("size", { default: 1 });
const links = input<string, readonly string[]>("links", { default: [] });
const total: Attribute<string, number> = attribute<string, number>("total", (node, ctx) =>
  ctx.get(links, node).reduce((sum, next) => sum + ctx.get(total, next), ctx.get(size, node)),
);

describe("evaluation on demand", () => {
  it("runs an equation once for each instance, and only what is asked for", () => {
    const ev = createEvaluator();
    ev.set(links, "a", ["b", "c"]);
    ev.set(links, "b", ["c"]);
    ev.set(links, "unasked", ["a"]);
    expect(ev.get(total, "a")).toBe(4);
    expect(ev.get(total, "a")).toBe(4);
    expect(ev.stats(total)).toMatchObject({ evaluations: 3, instances: 3, retries: 0 });
  });

  it("re-evaluates exactly what depends on an edit", () => {
    const ev = createEvaluator();
    ev.set(links, "a", ["b", "c"]);
    ev.set(links, "b", ["c"]);
    ev.get(total, "a");
    ev.set(size, "b", 10);
    expect(ev.get(total, "a")).toBe(13);
    // b and a; c was not touched.
    expect(ev.stats(total).evaluations).toBe(3 + 2);
    expect(ev.stats(total).invalidations).toBe(2);
  });

  it("evaluates nothing on an edit, and nothing for what nobody asks again", () => {
    const ev = createEvaluator();
    ev.set(links, "a", ["b"]);
    ev.get(total, "a");
    const before = ev.stats().evaluations;
    for (let i = 0; i < 10; i++) ev.set(size, "b", i);
    expect(ev.stats().evaluations).toBe(before);
  });

  it("stops where a recomputed value equals the one before", () => {
    const ev = createEvaluator();
    const odd = attribute<string, boolean>("odd", (node, ctx) => ctx.get(size, node) % 2 === 1);
    const text = attribute<string, string>("text", (node, ctx) =>
      ctx.get(odd, node) ? "odd" : "even",
    );
    expect(ev.get(text, "a")).toBe("odd");
    ev.set(size, "a", 3);
    expect(ev.get(text, "a")).toBe("odd");
    expect(ev.stats(odd)).toMatchObject({ evaluations: 2, cutoffs: 1 });
    expect(ev.stats(text)).toMatchObject({ evaluations: 1, cutoffs: 0 });
  });

  it("cuts off by the equality of the attribute, and hands out the value from before", () => {
    const ev = createEvaluator();
    const sorted = attribute<string, readonly string[]>(
      "sorted",
      (node, ctx) => [...ctx.get(links, node)].sort(),
      { equal: (a, b) => a.join() === b.join() },
    );
    const count = attribute<string, number>("count", (node, ctx) => ctx.get(sorted, node).length);
    ev.set(links, "a", ["x", "y"]);
    expect(ev.get(count, "a")).toBe(2);
    const first = ev.get(sorted, "a");
    ev.set(links, "a", ["y", "x"]);
    expect(ev.get(count, "a")).toBe(2);
    expect(ev.get(sorted, "a")).toBe(first);
    expect(ev.stats(count).evaluations).toBe(1);
  });

  it("follows reads that come and go", () => {
    const ev = createEvaluator();
    const which = input<string, string>("which", { default: "a" });
    const picked = attribute<string, number>("picked", (node, ctx) =>
      ctx.get(size, ctx.get(which, node)),
    );
    expect(ev.get(picked, "n")).toBe(1);
    ev.set(which, "n", "b");
    ev.get(picked, "n");
    const runs = ev.stats(picked).evaluations;
    ev.set(size, "a", 50);
    expect(ev.get(picked, "n")).toBe(1);
    expect(ev.stats(picked).evaluations).toBe(runs);
    ev.set(size, "b", 60);
    expect(ev.get(picked, "n")).toBe(60);
  });

  it("does not compute a read that the first changed one makes pointless", () => {
    const ev = createEvaluator();
    const wanted = input<string, boolean>("wanted", { default: true });
    const costly = attribute<string, number>("costly", (node, ctx) => ctx.get(size, node) * 2);
    const guarded = attribute<string, number>("guarded", (node, ctx) =>
      ctx.get(wanted, node) ? ctx.get(costly, node) : 0,
    );
    ev.get(guarded, "a");
    ev.edit((tx) => {
      tx.set(wanted, "a", false);
      tx.set(size, "a", 9);
    });
    expect(ev.get(guarded, "a")).toBe(0);
    expect(ev.stats(costly).evaluations).toBe(1);
  });

  it("takes any node, and any string, for what it is", () => {
    const ev = createEvaluator();
    const self = attribute<unknown, unknown>("self", (node) => node);
    const nodes = ["__proto__", "constructor", "toString", "", "1", 1, 1n, true, null, undefined];
    const objects = [Symbol("s"), {}, [], Number.NaN];
    for (const node of [...nodes, ...objects]) expect(ev.get(self, node)).toBe(node);
    expect(ev.stats(self).instances).toBe(nodes.length + objects.length);
  });

  it("keeps instances of parameterised attributes apart by key", () => {
    const ev = createEvaluator();
    const plus = attribute<number, { readonly by: number }, number>(
      "plus",
      (node, _ctx, { by }) => node + by,
      { key: ({ by }) => by },
    );
    expect(ev.get(plus, 1, { by: 2 })).toBe(3);
    expect(ev.get(plus, 1, { by: 2 })).toBe(3);
    expect(ev.get(plus, 1, { by: 3 })).toBe(4);
    expect(ev.stats(plus)).toMatchObject({ evaluations: 2, hits: 1, instances: 2 });
    const keyless = attribute<number, string | undefined, string>(
      "keyless",
      (_n, _c, arg) => `${arg}`,
    );
    expect([ev.get(keyless, 1, "1"), ev.get(keyless, 1, undefined)]).toEqual(["1", "undefined"]);
    const bad = attribute<number, object, number>("bad", () => 1, { key: (arg) => arg as never });
    expect(thrown(() => ev.get(bad, 1, {})).code).toBe("argument-key");
  });

  it("lets a value that closes over ctx read on behalf of whoever forces it", () => {
    const ev = createEvaluator();
    const lazy = attribute<string, () => number>("lazy", (node, ctx) => () => ctx.get(size, node));
    const forced = attribute<string, number>("forced", (node, ctx) => ctx.get(lazy, node)());
    expect(ev.get(forced, "a")).toBe(1);
    ev.set(size, "a", 2);
    expect(ev.get(forced, "a")).toBe(2);
    expect(ev.get(lazy, "a")()).toBe(2);
    expect(ev.stats(lazy).evaluations).toBe(1);
  });

  it("shares declarations between evaluators, and nothing else", () => {
    const [one, two] = [createEvaluator(), createEvaluator()];
    one.set(size, "a", 5);
    expect([one.get(total, "a"), two.get(total, "a")]).toEqual([5, 1]);
  });

  it("tracks a read through another evaluator's equation on its own side only", () => {
    const [one, two] = [createEvaluator(), createEvaluator()];
    const across = attribute<string, number>(
      "across",
      (node, ctx) => two.get(total, node) + ctx.get(size, node),
    );
    expect(one.get(across, "a")).toBe(2);
    expect(one.reads(across, "a").map((read) => read.attribute)).toEqual(["size"]);
  });

  it("re-evaluates only the dependents of one edit in a graph of 1e5 instances", () => {
    const [width, layers] = [1000, 100];
    const leaf = input<number, number>("leaf", { default: 1 });
    const cell: Attribute<number, number> = attribute<number, number>("cell", (node, ctx) => {
      if (node < width) return ctx.get(leaf, node);
      const [row, at] = [Math.floor(node / width) - 1, node % width];
      const beside = at % 10 === 9 ? at - 9 : at + 1;
      return (ctx.get(cell, row * width + at) + ctx.get(cell, row * width + beside)) % 1_000_003;
    });
    const ev = createEvaluator();
    const all = (): void => {
      for (let at = 0; at < width; at++) ev.get(cell, (layers - 1) * width + at);
    };
    all();
    expect(ev.stats(cell)).toMatchObject({ evaluations: 1e5, instances: 1e5, retries: 0 });
    ev.set(leaf, 5, 2);
    // Rings of ten: the edit reaches 1, 2, 3 … 10 cells of the layers, 10 from then on.
    const reached = Array.from({ length: layers }, (_, layer) => Math.min(layer + 1, 10)).reduce(
      (a, b) => a + b,
    );
    expect(ev.stats(cell).invalidations).toBe(reached);
    all();
    expect(ev.stats(cell).evaluations).toBe(1e5 + reached);
    ev.set(leaf, 5, 2);
    ev.set(leaf, 6, 7);
    ev.set(leaf, 6, 1);
    all();
    expect(ev.stats(cell).evaluations).toBe(1e5 + reached);
  });
});
