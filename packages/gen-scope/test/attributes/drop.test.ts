import { type Attribute, attribute, circular, createEvaluator, input, subsets } from "gen-scope";
import { describe, expect, it } from "vitest";

const weight = input<string, number>("weight", { default: 1 });
const members = input<string, readonly string[]>("members", { default: [] });
const local = attribute<string, number>("local", (node, ctx) => ctx.get(weight, node) * 2);
const output = attribute<string, number>("output", (node, ctx) => ctx.get(local, node) + 1);
const sum = attribute<string, number>("sum", (node, ctx) =>
  ctx.get(members, node).reduce((all, member) => all + ctx.get(local, member), 0),
);

describe("dispose", () => {
  it("removes a node, and what read it finds it new", () => {
    const ev = createEvaluator();
    ev.set(members, "fleet", ["a", "b"]);
    ev.set(weight, "a", 5);
    expect(ev.get(sum, "fleet")).toBe(12);
    ev.dispose("a");
    expect(ev.stats(local).instances).toBe(1);
    expect(ev.get(sum, "fleet")).toBe(4);
    ev.set(weight, "a", 7);
    expect(ev.get(sum, "fleet")).toBe(16);
    ev.edit((tx) => {
      tx.set(members, "fleet", ["b"]);
      tx.dispose("a");
    });
    expect(ev.get(sum, "fleet")).toBe(2);
    expect(ev.stats(local).instances).toBe(1);
    ev.dispose("never seen");
  });

  it("takes a member of a fixpoint along", () => {
    const ev = createEvaluator();
    const near: Attribute<string, ReadonlySet<string>> = circular<string, ReadonlySet<string>>(
      "near",
      subsets<string>(9),
      (node, ctx) => {
        const others = ctx.get(members, node);
        return new Set([...others, ...others.flatMap((other) => [...ctx.get(near, other)])]);
      },
    );
    ev.set(members, "a", ["b"]);
    ev.set(members, "b", ["a", "c"]);
    expect(ev.get(near, "a").size).toBe(3);
    ev.dispose("b");
    expect([...ev.get(near, "a")]).toEqual(["b"]);
    ev.set(members, "b", ["z"]);
    expect([...ev.get(near, "a")].sort()).toEqual(["b", "z"]);
  });
});

describe("forget", () => {
  it("frees what nobody else reads, keeps what is read and what was set", () => {
    const ev = createEvaluator();
    ev.set(members, "fleet", ["a"]);
    ev.set(weight, "a", 5);
    ev.get(sum, "fleet");
    expect(ev.get(output, "a")).toBe(11);
    // Of a: output goes; local is read by the fleet; weight was set.
    expect(ev.forget("a")).toBe(1);
    expect([ev.stats(output).instances, ev.stats(local).instances]).toEqual([0, 1]);
    const runs = ev.stats(sum).evaluations;
    expect(ev.get(sum, "fleet")).toBe(10);
    expect(ev.stats(sum).evaluations).toBe(runs);
    // Still followed.
    ev.set(weight, "a", 6);
    expect([ev.get(sum, "fleet"), ev.get(output, "a")]).toEqual([12, 13]);
    expect(ev.forget("a")).toBe(1);
    expect(ev.forget("a")).toBe(0);
  });

  it("frees fixpoints within a node, and arguments", () => {
    const ev = createEvaluator();
    const self: Attribute<string, number> = circular<string, number>(
      "self",
      { bottom: 0, join: Math.max, height: 3 },
      (node, ctx) => Math.min(3, ctx.get(self, node) + 1),
    );
    const scaled = attribute<string, number, number>(
      "scaled",
      (node, ctx, by) => by * ctx.get(self, node),
    );
    expect([ev.get(scaled, "a", 1), ev.get(scaled, "a", 2)]).toEqual([3, 6]);
    expect(ev.forget("a")).toBe(3);
    expect(ev.stats().instances).toBe(0);
    expect(ev.get(scaled, "a", 2)).toBe(6);
  });

  it("keeps a build over many nodes in the space of one", () => {
    const ev = createEvaluator();
    for (let i = 0; i < 1000; i++) {
      ev.get(output, `host${i}`);
      ev.forget(`host${i}`);
    }
    expect(ev.stats().instances).toBe(0);
  });

  it("tells a default from a value that was set, though it be the same", () => {
    const ev = createEvaluator();
    ev.get(output, "a");
    ev.set(weight, "a", 1);
    expect(ev.forget("a")).toBe(2);
    expect(ev.stats(weight).instances).toBe(1);
    ev.get(output, "a");
    ev.unset(weight, "a");
    expect(ev.forget("a")).toBe(3);
    expect(ev.get(output, "a")).toBe(3);
    ev.set(weight, "a", 4);
    ev.get(output, "a");
    ev.set(weight, "a", 5);
    expect(ev.forget("a")).toBe(2);
    expect(ev.get(output, "a")).toBe(11);
  });

  it("keeps nothing of an input that was set, taken away and never read", () => {
    const ev = createEvaluator();
    for (let i = 0; i < 10; i++) {
      ev.set(weight, `host${i}`, i);
      ev.unset(weight, `host${i}`);
    }
    expect(ev.stats().instances).toBe(0);
    expect(ev.get(local, "host7")).toBe(2);
  });
});
