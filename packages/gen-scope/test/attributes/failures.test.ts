import { type Attribute, attribute, createEvaluator, input, ScopeError } from "gen-scope";
import { describe, expect, it } from "vitest";
import { chainOf, thrown } from "./thrown.ts";

const weight = input<string, number>("weight", { default: 1 });
const careful = attribute<string, number>("careful", (node, ctx) => {
  const value = ctx.get(weight, node);
  if (value < 0) throw new RangeError(`negative: ${value}`);
  return value;
});
const middle = attribute<string, number>("middle", (node, ctx) => ctx.get(careful, node) + 1);
const outer = attribute<string, number>("outer", (node, ctx) => ctx.get(middle, node) + 1, {
  origin: "fleet.ts:3:1",
});

describe("failures of equations", () => {
  it("keep the user's error as cause, and tell the whole chain with its places", () => {
    const ev = createEvaluator();
    ev.set(weight, "a", -1);
    const error = thrown(() => ev.get(outer, "a"));
    expect(error.code).toBe("equation-failed");
    expect(error.cause).toBeInstanceOf(RangeError);
    expect((error.cause as RangeError).message).toBe("negative: -1");
    expect(chainOf(error)).toEqual(["outer(a)", "middle(a)", "careful(a)"]);
    expect(error.issues[0]?.chain?.[0]?.origin).toBe("fleet.ts:3:1");
    expect(error.issues[0]?.chain?.[2]?.origin).toMatch(/failures\.test\.ts:\d+:\d+$/);
    expect(error.message).toContain('careful("a") failed: negative: -1.');
    expect(error.message).toContain("fleet.ts:3:1");
  });

  it("are kept like values: asked again, nothing runs; edited, all heals", () => {
    const ev = createEvaluator();
    ev.set(weight, "a", -1);
    thrown(() => ev.get(outer, "a"));
    const runs = ev.stats().evaluations;
    const [first, second] = [thrown(() => ev.get(outer, "a")), thrown(() => ev.get(outer, "a"))];
    expect(ev.stats().evaluations).toBe(runs);
    expect(first.cause).toBe(second.cause);
    ev.set(weight, "a", 5);
    expect(ev.get(outer, "a")).toBe(7);
    ev.set(weight, "a", -2);
    expect((thrown(() => ev.get(outer, "a")).cause as Error).message).toBe("negative: -2");
  });

  it.each([["a string"], [undefined], [null], [42], [Symbol("s")], [{ odd: true }]])(
    "preserve whatever was thrown: %o",
    (what) => {
      const bad = attribute<string, number>("bad", () => {
        throw what;
      });
      const error = thrown(() => createEvaluator().get(bad, "a"));
      expect(error.code).toBe("equation-failed");
      expect(error.cause).toBe(what);
    },
  );

  it("say what was thrown, in a sentence before the remedy", () => {
    const told = (what: unknown): string => {
      const bad = attribute<string, number>("bad", () => {
        throw what;
      });
      const reader = attribute<string, string>("reader", (node, ctx) => {
        try {
          return String(ctx.get(bad, node));
        } catch (error) {
          return (error as ScopeError).message;
        }
      });
      return createEvaluator().get(reader, "a");
    };
    const rest = "Correct the equation, or what it reads.";
    expect(told("no luck")).toBe(`bad("a") failed: no luck. ${rest}`);
    expect(told({ status: 404 })).toBe(`bad("a") failed: {"status":404}. ${rest}`);
    expect(told(new TypeError())).toBe(`bad("a") failed: TypeError. ${rest}`);
    expect(told(new Error("Really?"))).toBe(`bad("a") failed: Really? ${rest}`);
  });

  it.each([
    ["without a text", Object.create(null)],
    [
      "with a text that fails",
      Object.defineProperty(new Error("x"), "message", {
        get: () => {
          throw new Error("no message");
        },
      }),
    ],
  ])("are kept and heal when what was thrown is an object %s", (_, odd) => {
    const ev = createEvaluator();
    const bad = attribute<string, number>("bad", (node, ctx) => {
      if (ctx.get(weight, node) < 0) throw odd;
      return ctx.get(weight, node);
    });
    const safe = attribute<string, number | string>("safe", (node, ctx) => {
      try {
        return ctx.get(bad, node);
      } catch (error) {
        return error instanceof ScopeError ? error.code : "raw";
      }
    });
    ev.set(weight, "a", -1);
    expect(ev.get(safe, "a")).toBe("equation-failed");
    expect(thrown(() => ev.get(bad, "a")).cause).toBe(odd);
    ev.set(weight, "a", 7);
    expect(ev.get(safe, "a")).toBe(7);
  });

  it("can be caught by the equation that reads, and count as its read", () => {
    const ev = createEvaluator();
    const safe = attribute<string, number>("safe", (node, ctx) => {
      try {
        return ctx.get(careful, node);
      } catch (error) {
        expect(error).toBeInstanceOf(ScopeError);
        expect((error as ScopeError).cause).toBeInstanceOf(RangeError);
        return 0;
      }
    });
    ev.set(weight, "a", -1);
    expect(ev.get(safe, "a")).toBe(0);
    ev.set(weight, "a", 8);
    expect(ev.get(safe, "a")).toBe(8);
  });

  it("begin a new chain where they are wrapped", () => {
    const ev = createEvaluator();
    const wrapping = attribute<string, number>("wrapping", (node, ctx) => {
      try {
        return ctx.get(careful, node);
      } catch (cause) {
        throw new Error("wrapped", { cause });
      }
    });
    const reader = attribute<string, number>("reader", (node, ctx) => ctx.get(wrapping, node));
    ev.set(weight, "a", -1);
    const error = thrown(() => ev.get(reader, "a"));
    expect(chainOf(error)).toEqual(["reader(a)", "wrapping(a)"]);
    expect((error.cause as Error).message).toBe("wrapped");
    expect((error.cause as Error).cause).toBeInstanceOf(ScopeError);
  });

  it("include an equality or a key that throws", () => {
    const ev = createEvaluator();
    const prickly = attribute<string, number>("prickly", (node, ctx) => ctx.get(weight, node), {
      equal: () => {
        throw new Error("incomparable");
      },
    });
    expect(ev.get(prickly, "a")).toBe(1);
    ev.set(weight, "a", 2);
    expect(thrown(() => ev.get(prickly, "a")).message).toContain("incomparable");
    ev.set(weight, "a", 3);
    expect(ev.get(prickly, "a")).toBe(3);
    const keyed = attribute<string, string, number>("keyed", () => 1, {
      key: () => {
        throw new Error("no key");
      },
    });
    const reads = attribute<string, number>("reads", (node, ctx) => ctx.get(keyed, node, "x"));
    expect(thrown(() => ev.get(reads, "a")).message).toContain("no key");
  });

  it("shorten a long chain in words, and keep it as data", () => {
    const ev = createEvaluator();
    const long: Attribute<number, number> = attribute<number, number>("long", (node, ctx) => {
      if (node === 0) throw new Error("at the end");
      return ctx.get(long, node - 1);
    });
    const error = thrown(() => ev.get(long, 5000));
    expect(error.issues[0]?.chain).toHaveLength(5001);
    expect(error.message.length).toBeLessThan(4000);
    expect(error.message).toContain("more");
  });

  it("survive a way to show nodes that fails", () => {
    const ev = createEvaluator({
      show: () => {
        throw new Error("cannot show");
      },
    });
    ev.set(weight, "a", -1);
    expect(thrown(() => ev.get(outer, "a")).message).toContain('careful("a") failed');
    ev.set(weight, "a", 1);
    expect(ev.get(outer, "a")).toBe(3);
  });

  it("use the evaluator's way to show nodes", () => {
    const ev = createEvaluator({ show: (value) => `<${(value as { id: string }).id}>` });
    const bad = attribute<{ id: string }, number>("bad", () => {
      throw new Error("x");
    });
    expect(thrown(() => ev.get(bad, { id: "n1" })).message).toContain("bad(<n1>)");
  });
});
