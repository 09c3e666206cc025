import {
  type Attribute,
  attribute,
  collection,
  createEvaluator,
  inherited,
  input,
  kindOrder,
  reference,
} from "gen-scope";
import { describe, expect, it } from "vitest";
import { chainOf, thrown } from "./thrown.ts";

const parent = input<string, string | undefined>("parent", { default: undefined });
const region = input<string, string | undefined>("region", { default: undefined });

describe("inherited attributes", () => {
  const where = inherited<string, string>("where", { parent, own: region, root: () => "nowhere" });

  it("are copied down until a node overrides them", () => {
    const ev = createEvaluator();
    ev.edit((tx) => {
      tx.set(parent, "user", "host");
      tx.set(parent, "host", "fleet");
    });
    expect(ev.get(where, "user")).toBe("nowhere");
    ev.set(region, "fleet", "east");
    expect(ev.get(where, "user")).toBe("east");
    ev.set(region, "host", "west");
    expect([ev.get(where, "user"), ev.get(where, "fleet")]).toEqual(["west", "east"]);
    ev.unset(region, "host");
    expect(ev.get(where, "user")).toBe("east");
  });

  it("stop an edit at an override", () => {
    const ev = createEvaluator();
    const names = Array.from({ length: 100 }, (_, i) => `n${i}`);
    names.forEach((name, i) => {
      if (i > 0) ev.set(parent, name, names[i - 1]);
    });
    ev.set(region, "n50", "middle");
    ev.get(where, "n99");
    ev.set(region, "n0", "top");
    const before = ev.stats(where).evaluations;
    expect(ev.get(where, "n99")).toBe("middle");
    expect(ev.stats(where).evaluations).toBe(before);
  });

  it("fail by name at a root without a value, and on a parent cycle", () => {
    const strict = inherited<string, string>("strict", { parent, own: region });
    const ev = createEvaluator();
    ev.set(parent, "a", "b");
    const error = thrown(() => ev.get(strict, "a"));
    expect(error.code).toBe("inherited-missing");
    expect(chainOf(error)).toEqual(["strict(a)", "strict(b)"]);
    ev.set(parent, "b", "a");
    expect(thrown(() => ev.get(strict, "a")).code).toBe("attribute-cycle");
  });

  it("take plain functions for accessors", () => {
    const depth = inherited<number, number>("depth", {
      parent: (node) => (node === 0 ? undefined : node >> 1),
      own: (node) => (node === 4 ? 44 : undefined),
      root: () => 0,
    });
    const ev = createEvaluator();
    expect([9, 8, 5].map((node) => ev.get(depth, node))).toEqual([44, 44, 0]);
  });
});

describe("collection attributes", () => {
  const members = input<string, readonly string[]>("members", { default: [] });
  const ports = input<string, readonly number[]>("ports", { default: [] });
  const open = collection<string, number>("open", {
    from: members,
    contribute: (source, ctx) => ctx.get(ports, source),
  });

  it("gather in an order of the nodes, whatever the order of the set", () => {
    const orders = [
      ["a", "Z", "é", "b", "a"],
      ["b", "a", "é", "Z"],
    ];
    const results = orders.map((order) => {
      const ev = createEvaluator();
      ev.set(members, "group", order);
      for (const name of order) ev.set(ports, name, [name.charCodeAt(0), 2]);
      // Evaluated before, in any order.
      for (const name of order) ev.get(ports, name);
      return ev.get(open, "group");
    });
    expect(results[0]).toEqual(results[1]);
    // By code unit, repeats folded, contributions of one node in their order.
    expect(results[0]?.map(({ from, value }) => [from, value])).toEqual([
      ["Z", 90],
      ["Z", 2],
      ["a", 97],
      ["a", 2],
      ["b", 98],
      ["b", 2],
      ["é", 233],
      ["é", 2],
    ]);
  });

  it("combine, and cut off by the equality of the result", () => {
    const sum = collection<string, number, string, number>("sum", {
      from: members,
      contribute: (source, ctx) => ctx.get(ports, source),
      combine: (all) => all.reduce((total, { value }) => total + value, 0),
    });
    const half = attribute<string, number>("half", (node, ctx) => ctx.get(sum, node) / 2);
    const ev = createEvaluator();
    ev.set(members, "g", ["a", "b"]);
    ev.set(ports, "a", [1, 3]);
    expect(ev.get(half, "g")).toBe(2);
    ev.set(ports, "b", [4]);
    ev.set(ports, "a", []);
    expect(ev.get(half, "g")).toBe(2);
    expect(ev.stats(half).evaluations).toBe(1);
  });

  it("are asked with the target, so that one node contributes here and not there", () => {
    const to = input<string, string>("to", { default: "x" });
    const received = collection<string, string, string, readonly string[]>("received", {
      from: () => ["c", "b", "a"],
      contribute: (source, ctx, target) => (ctx.get(to, source) === target ? [source] : []),
      combine: (all) => all.map(({ value }) => value),
    });
    const ev = createEvaluator();
    ev.set(to, "b", "y");
    expect([ev.get(received, "x"), ev.get(received, "y")]).toEqual([["a", "c"], ["b"]]);
  });

  it("order numbers by size, mixed primitives by type, and others as they are told", () => {
    const from = (nodes: readonly unknown[]) =>
      collection<string, number, unknown, readonly unknown[]>("from", {
        from: () => nodes,
        contribute: () => [1],
        combine: (all) => all.map(({ from }) => from),
      });
    const ev = createEvaluator();
    expect(ev.get(from([10, 9, "9", 1n, true, "10"]), "g")).toEqual([true, 9, 10, 1n, "10", "9"]);
    const [one, two] = [{ id: 1 }, { id: 2 }];
    expect(thrown(() => ev.get(from([two, one]), "g")).code).toBe("order-missing");
    const told = collection<string, number, { id: number }>("told", {
      from: () => [two, one],
      contribute: ({ id }) => [id],
      order: (a, b) => a.id - b.id,
    });
    expect(ev.get(told, "g").map(({ value }) => value)).toEqual([1, 2]);
    expect(ev.get(from([one]), "g")).toEqual([one]);
  });
});

describe("reference attributes", () => {
  const name = input<string, string>("name", { default: "" });
  const present = input<string, boolean>("present", { default: true });
  const target = reference<string, string | undefined>(
    "target",
    (node, ctx) => (ctx.get(name, node) === "" ? undefined : ctx.get(name, node)),
    { exists: (node, ctx) => ctx.get(present, node) },
  );
  const remote: Attribute<string, string> = attribute<string, string>("remote", (node, ctx) => {
    const to = ctx.get(target, node);
    return to === undefined ? `end at ${node}` : ctx.get(remote, to);
  });

  it("lead from node to node, and what is read across them follows", () => {
    const ev = createEvaluator();
    ev.set(name, "a", "b");
    expect(ev.get(remote, "a")).toBe("end at b");
    ev.set(name, "b", "c");
    expect(ev.get(remote, "a")).toBe("end at c");
    ev.set(name, "a", "z");
    expect(ev.get(remote, "a")).toBe("end at z");
  });

  it("fail by name when they dangle", () => {
    const ev = createEvaluator();
    ev.set(name, "a", "gone");
    ev.set(present, "gone", false);
    const error = thrown(() => ev.get(remote, "a"));
    expect(error.code).toBe("reference-dangling");
    expect(error.message).toContain('"gone"');
    ev.set(present, "gone", true);
    expect(ev.get(remote, "a")).toBe("end at gone");
  });
});

describe("declarations that cannot work", () => {
  it.each([
    ["attribute", () => attribute("x", undefined as never)],
    ["reference", () => reference("x", undefined as never)],
    ["inherited", () => inherited("x", {} as never)],
    ["inherited with a wrong own", () => inherited("x", { parent, own: { name: "y" } as never })],
    ["collection", () => collection("x", { from: () => [] } as never)],
    ["collection without a source", () => collection("x", { contribute: () => [] } as never)],
  ])("are refused at once: %s", (_name, declare) => {
    const error = thrown(declare);
    expect(error.code).toBe("option-invalid");
    expect(error.message).toContain("x");
  });
});

describe("orders of kinds", () => {
  it("descend along the list, side by side within a layer", () => {
    const kinds = kindOrder(["fleet", "host", ["user", "service"]]);
    expect(kinds.mayGrow("fleet", "user")).toBe(true);
    expect(kinds.mayGrow("user", "service")).toBe(false);
    expect(kinds.mayGrow("user", "user")).toBe(false);
    expect(kinds.mayGrow("user", "host")).toBe(false);
    expect(kinds.mayGrow("__proto__", "host")).toBe(false);
    expect(kinds.depth("constructor")).toBeUndefined();
    expect(kindOrder(["constructor", "__proto__"]).mayGrow("constructor", "__proto__")).toBe(true);
  });

  it("refuse every repeated or malformed kind at once", () => {
    const error = thrown(() => kindOrder(["a", ["b", "a"], "b", [3 as never], 4 as never]));
    expect(error.issues.map(({ code, culprits }) => [code, ...culprits])).toEqual([
      ["kinds-invalid", '"a"'],
      ["kinds-invalid", '"b"'],
      ["kinds-invalid", "3"],
      ["kinds-invalid", "4"],
    ]);
  });
});
