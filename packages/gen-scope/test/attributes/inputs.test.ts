import { attribute, createEvaluator, type Edits, input } from "gen-scope";
import { describe, expect, it } from "vitest";
import { chainOf, thrown } from "./thrown.ts";

const plain = input<string, number>("plain");
const rounded = input<string, number>("rounded", {
  default: 0,
  equal: (a, b) => Math.round(a) === Math.round(b),
});
const twice = attribute<string, number>("twice", (node, ctx) => 2 * ctx.get(plain, node));
const near = attribute<string, number>("near", (node, ctx) => ctx.get(rounded, node));

describe("inputs and edits", () => {
  it("fails by name where nothing was set, until something is", () => {
    const ev = createEvaluator();
    const error = thrown(() => ev.get(twice, "a"));
    expect(error.code).toBe("input-unset");
    expect(chainOf(error)).toEqual(["twice(a)", "plain(a)"]);
    ev.set(plain, "a", 4);
    expect(ev.get(twice, "a")).toBe(8);
    ev.unset(plain, "a");
    expect(thrown(() => ev.get(twice, "a")).code).toBe("input-unset");
    ev.set(plain, "a", 5);
    expect(ev.get(twice, "a")).toBe(10);
  });

  it("makes all edits of a batch though a comparison throws", () => {
    const prickly = input<string, number>("prickly", {
      equal: () => {
        throw new Error("incomparable");
      },
    });
    const ev = createEvaluator();
    const both = attribute<string, number>("both", (node, ctx) => ctx.get(prickly, node));
    ev.set(prickly, "a", 1);
    ev.set(prickly, "b", 1);
    expect(ev.get(both, "a")).toBe(1);
    ev.edit((tx) => {
      tx.set(plain, "a", 1);
      tx.set(prickly, "a", 2);
      tx.set(prickly, "b", 2);
      tx.set(plain, "b", 2);
    });
    expect([ev.get(plain, "a"), ev.get(plain, "b"), ev.get(both, "b")]).toEqual([1, 2, 2]);
    expect(chainOf(thrown(() => ev.get(both, "a")))).toEqual(["both(a)", "prickly(a)"]);
  });

  it("takes undefined for a default like any other", () => {
    const maybe = input<string, string | undefined>("maybe", { default: undefined });
    expect(createEvaluator().get(maybe, "a")).toBeUndefined();
  });

  it("changes nothing when an equal value is set", () => {
    const ev = createEvaluator();
    ev.set(rounded, "a", 1.1);
    ev.get(near, "a");
    ev.set(rounded, "a", 1.2);
    expect(ev.get(near, "a")).toBe(1.1);
    expect(ev.stats(near)).toMatchObject({ evaluations: 1, invalidations: 0 });
  });

  it("changes nothing when a value is set and set back before anybody looks", () => {
    const ev = createEvaluator();
    ev.set(plain, "a", 1);
    ev.get(twice, "a");
    ev.set(plain, "a", 2);
    ev.set(plain, "a", 1);
    expect(ev.get(twice, "a")).toBe(2);
    expect(ev.stats(twice).evaluations).toBe(1);
    expect(ev.stats(plain).cutoffs).toBe(1);
  });

  it("unsets to the default, which cuts off when it is the same", () => {
    const ev = createEvaluator();
    ev.set(rounded, "a", 0.2);
    ev.get(near, "a");
    ev.unset(rounded, "a");
    ev.get(near, "a");
    expect(ev.stats(near).evaluations).toBe(1);
    ev.set(rounded, "a", 7);
    expect(ev.get(near, "a")).toBe(7);
    ev.unset(rounded, "a");
    expect(ev.get(near, "a")).toBe(0);
  });

  it("makes a batch as one, or not at all", () => {
    const ev = createEvaluator();
    ev.edit((tx) => {
      tx.set(plain, "a", 1);
      tx.set(plain, "b", 2);
      // Nothing is made before the end.
      expect(thrown(() => ev.get(plain, "a")).code).toBe("input-unset");
    });
    expect(ev.get(twice, "a") + ev.get(twice, "b")).toBe(6);
    expect(() =>
      ev.edit((tx) => {
        tx.set(plain, "a", 100);
        throw new Error("no");
      }),
    ).toThrow("no");
    expect(ev.get(twice, "a")).toBe(2);
  });

  it("refuses edits noted too late", () => {
    const ev = createEvaluator();
    let kept: Edits | undefined;
    ev.edit((tx) => {
      kept = tx;
    });
    expect(thrown(() => kept?.set(plain, "a", 1)).code).toBe("edit-closed");
  });

  it.each([
    [
      "set",
      (ev: ReturnType<typeof createEvaluator>) => ev.set(plain, "a", 1),
      "edit-during-evaluation",
    ],
    [
      "unset",
      (ev: ReturnType<typeof createEvaluator>) => ev.unset(plain, "a"),
      "edit-during-evaluation",
    ],
    [
      "edit",
      (ev: ReturnType<typeof createEvaluator>) => ev.edit(() => {}),
      "edit-during-evaluation",
    ],
    [
      "dispose",
      (ev: ReturnType<typeof createEvaluator>) => ev.dispose("a"),
      "edit-during-evaluation",
    ],
    [
      "forget",
      (ev: ReturnType<typeof createEvaluator>) => ev.forget("a"),
      "edit-during-evaluation",
    ],
    [
      "why",
      (ev: ReturnType<typeof createEvaluator>) => ev.why(near, "a"),
      "inspection-during-evaluation",
    ],
    [
      "reads",
      (ev: ReturnType<typeof createEvaluator>) => ev.reads(near, "a"),
      "inspection-during-evaluation",
    ],
    [
      "dependents",
      (ev: ReturnType<typeof createEvaluator>) => ev.dependents(near, "a"),
      "inspection-during-evaluation",
    ],
  ])("refuses %s while an equation runs", (_name, call, code) => {
    const ev = createEvaluator();
    const meddling = attribute<string, void>("meddling", () => void call(ev));
    const error = thrown(() => ev.get(meddling, "x"));
    expect(error.code).toBe(code);
    expect(chainOf(error)).toEqual(["meddling(x)"]);
    // And the evaluator goes on.
    ev.set(rounded, "a", 3);
    expect(ev.get(near, "a")).toBe(3);
  });

  it("refuses to set what is not an input, and to read what is no attribute", () => {
    const ev = createEvaluator();
    expect(thrown(() => ev.set(twice as never, "a", 1)).code).toBe("not-an-input");
    const error = thrown(() => ev.get({ name: "twice" } as never, "a"));
    expect(error.code).toBe("not-an-attribute");
    expect(thrown(() => ev.get(undefined as never, "a")).code).toBe("not-an-attribute");
  });

  it("refuses senseless options", () => {
    for (const maxDepth of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(thrown(() => createEvaluator({ maxDepth })).code).toBe("option-invalid");
    }
  });
});
