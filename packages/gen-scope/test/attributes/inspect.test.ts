import { type Attribute, attribute, circular, createEvaluator, input, type Why } from "gen-scope";
import { describe, expect, it } from "vitest";

const size = input<string, number>("size", { default: 1 });
const links = input<string, readonly string[]>("links", { default: [] });
const total: Attribute<string, number> = attribute<string, number>("total", (node, ctx) =>
  ctx.get(links, node).reduce((sum, next) => sum + ctx.get(total, next), ctx.get(size, node)),
);
const scaled = attribute<string, number, number>("scaled", (node, ctx, by) =>
  by === 0 ? 0 : ctx.get(total, node) * by,
);

/** A tree of reads as text, one line an instance. */
function lines(why: Why, depth = 0): string[] {
  const marks = `${why.truncated ? " …" : ""}${why.circular ? " ↺" : ""}`;
  const line = `${"  ".repeat(depth)}${why.attribute}(${String(why.node)})${marks}`;
  return [line, ...why.reads.flatMap((read) => lines(read, depth + 1))];
}

function world() {
  const ev = createEvaluator();
  ev.set(links, "a", ["b", "c"]);
  ev.set(links, "b", ["c"]);
  return ev;
}

describe("why", () => {
  it("is the tree of what was read, in order, with values and places", () => {
    const why = world().why(total, "a");
    expect(lines(why)).toEqual([
      "total(a)",
      "  links(a)",
      "  size(a)",
      "  total(b)",
      "    links(b)",
      "    size(b)",
      "    total(c)",
      "      links(c)",
      "      size(c)",
      "  total(c)",
      "    links(c)",
      "    size(c)",
    ]);
    expect(why).toMatchObject({ attribute: "total", node: "a", kind: "synthesised", value: 4 });
    expect(why.origin).toMatch(/inspect\.test\.ts:\d+:\d+$/);
    // One instance, one object.
    expect(why.reads[2]?.reads[2]).toBe(why.reads[3]);
  });

  it("is a snapshot", () => {
    const ev = world();
    const why = ev.why(total, "a");
    ev.set(size, "c", 100);
    expect([why.value, ev.why(total, "a").value]).toEqual([4, 202]);
  });

  it("goes as deep as it is told, nearest first, and says where it stopped", () => {
    const ev = world();
    expect(lines(ev.why(total, "a", undefined, { depth: 0 }))).toEqual(["total(a) …"]);
    expect(lines(ev.why(total, "a", undefined, { depth: 1 }))).toEqual([
      "total(a)",
      "  links(a)",
      "  size(a)",
      "  total(b) …",
      "  total(c) …",
    ]);
    expect(lines(ev.why(scaled, "a", 0))).toEqual(["scaled(a)"]);
    expect(ev.why(scaled, "a", 2)).toMatchObject({ arg: 2, value: 8 });
  });

  it("answers for what failed", () => {
    const bad = attribute<string, number>("bad", (node, ctx) => {
      ctx.get(size, node);
      throw new Error("boom");
    });
    const reader = attribute<string, number>("reader", (node, ctx) => ctx.get(bad, node));
    const why = createEvaluator().why(reader, "a");
    expect(why.value).toBeUndefined();
    expect(why.error?.code).toBe("equation-failed");
    expect(lines(why)).toEqual(["reader(a)", "  bad(a)", "    size(a)"]);
    expect(why.reads[0]?.error?.code).toBe("equation-failed");
    expect(why.reads[0]?.reads[0]).not.toHaveProperty("error");
  });

  it("is without cycles, of fixpoints and of accidents", () => {
    const loop: Attribute<string, number> = circular<string, number>(
      "loop",
      { bottom: 0, join: Math.max, height: 9 },
      (node, ctx) => Math.max(ctx.get(size, node), ctx.get(loop, node === "a" ? "b" : "a")),
    );
    const ev = createEvaluator();
    const why = ev.why(loop, "a");
    expect(lines(why)).toEqual([
      "loop(a)",
      "  size(a)",
      "  loop(b)",
      "    size(b)",
      "    loop(a) ↺",
    ]);
    expect(() => JSON.stringify(why)).not.toThrow();
    ev.set(links, "x", ["y"]);
    ev.set(links, "y", ["x"]);
    expect(lines(ev.why(total, "x"))).toEqual([
      "total(x)",
      "  links(x)",
      "  size(x)",
      "  total(y)",
      "    links(y)",
      "    size(y)",
      "    total(x) ↺",
    ]);
  });

  it("holds a chain of many instances", () => {
    const chain: Attribute<number, number> = attribute<number, number>("chain", (node, ctx) =>
      node === 0 ? 0 : ctx.get(chain, node - 1) + 1,
    );
    let why: Why | undefined = createEvaluator().why(chain, 50_000);
    let length = 0;
    for (; why !== undefined; why = why.reads[0]) length++;
    expect(length).toBe(50_001);
  });
});

describe("reads and dependents", () => {
  it("list the neighbours of an instance, each once", () => {
    const ev = world();
    expect(ev.dependents(total, "c")).toEqual([]);
    expect(
      ev.reads(total, "a").map(({ attribute, node }) => `${attribute}(${String(node)})`),
    ).toEqual(["links(a)", "size(a)", "total(b)", "total(c)"]);
    expect(ev.dependents(total, "c").map(({ node }) => node)).toEqual(["a", "b"]);
    expect(ev.dependents(size, "c").map(({ attribute, kind }) => [attribute, kind])).toEqual([
      ["total", "synthesised"],
    ]);
    expect(
      ev.dependents(size, "c", undefined, { transitive: true }).map(({ node }) => node),
    ).toEqual(["a", "b", "c"]);
  });

  it("read one dependency once however often it was read", () => {
    const often = attribute<string, number>("often", (node, ctx) => {
      let sum = 0;
      for (const other of ["x", "y", "x", "z", "x"])
        sum += ctx.get(total, other) + ctx.get(size, node);
      return sum;
    });
    const ev = createEvaluator();
    ev.get(often, "a");
    expect(
      ev.reads(often, "a").map(({ attribute, node }) => `${attribute}(${String(node)})`),
    ).toEqual(["total(x)", "size(a)", "total(y)", "total(z)"]);
    expect(ev.dependents(size, "a")).toHaveLength(1);
  });
});

describe("stats", () => {
  it("count for each attribute, by name, and in all", () => {
    const ev = world();
    ev.get(total, "a");
    ev.get(total, "a");
    ev.set(size, "c", 2);
    ev.get(total, "a");
    const { attributes, ...sums } = ev.stats();
    expect(attributes.map(({ attribute, kind }) => [attribute, kind])).toEqual([
      ["links", "input"],
      ["size", "input"],
      ["total", "synthesised"],
    ]);
    expect(ev.stats(total)).toMatchObject({
      evaluations: 6,
      retries: 0,
      cutoffs: 0,
      invalidations: 3,
      instances: 3,
    });
    for (const key of ["evaluations", "hits", "cutoffs", "invalidations", "instances"] as const) {
      expect(sums[key]).toBe(attributes.reduce((sum, one) => sum + one[key], 0));
    }
    const unread = attribute<string, number>("unread", () => 1);
    expect(ev.stats(unread)).toMatchObject({ attribute: "unread", evaluations: 0, instances: 0 });
  });
});
