import { toGraphology } from "gen-graph";
import {
  compileIndex,
  graphologyView,
  isUnknown,
  matches,
  parseSelector,
  sel,
  select,
  totalView,
  type View,
} from "gen-select";
import { describe, expect, it } from "vitest";

const parents = new Map([
  ["web1", ["fleet"]],
  ["constructor", ["fleet"]],
  ["alice", ["web1", "constructor"]],
  ["bob", ["web1"]],
]);

const graph = toGraphology(
  { nodes: ["fleet", ...parents.keys()], successors: (node) => parents.get(node) ?? [] },
  {
    nodeAttributes: (node) => ({
      kind: parents.get(node)?.includes("fleet") ? "host" : "user",
      tags: node === "web1" ? ["edge", 1] : "edge",
      meta: { region: "us", __proto__: { hidden: 1 } },
      ...(node === "bob" ? { name: "Bob" } : {}),
    }),
    edgeAttributes: (node) => ({ label: node === "bob" ? "I" : "P" }),
  },
);

describe("graphologyView", () => {
  const view = graphologyView(graph);
  const find = (text: string, of: View = view): string[] => {
    const found = select(parseSelector(text), of).ids();
    expect(select(parseSelector(text), compileIndex(of)).ids()).toEqual(found);
    return found;
  };
  it("reads nodes, attributes, labels and parents, with any key", () => {
    expect(find("*")).toEqual(["alice", "bob", "constructor", "fleet", "web1"]);
    expect(find("host")).toEqual(["constructor", "web1"]);
    expect(find(".edge")).toEqual(["web1"]);
    expect(find("#Bob")).toEqual(["bob"]);
    expect(find("#constructor[meta.region=us]")).toEqual(["constructor"]);
    expect(find("[meta.hidden], [meta.toString], [kind.length]")).toEqual([]);
    expect(find("#fleet > host")).toEqual(["constructor", "web1"]);
    expect(find('user:via("I", .edge)')).toEqual(["bob"]);
    expect(find(":has(> user)")).toEqual(["constructor", "web1"]);
  });
  it("does not guess among several parents", () => {
    expect(matches(parseSelector("host > user"), "alice", view)).toMatchObject({
      answer: "unknown",
      reason: "alice has several parents: constructor, web1",
    });
  });
  it("takes other names", () => {
    const other = graphologyView(graph, { kind: "type", parent: "I", name: "kind" });
    expect(find("#host > #user", other)).toEqual(["bob"]);
    expect(find("host", other)).toEqual([]);
  });
});

describe("totalView", () => {
  const broken: View = {
    nodes: () => ["a"],
    kind: () => {
      throw new Error("no kind today");
    },
    name: (id) => id,
    *tags() {
      yield "x";
      throw new Error("interrupted");
    },
    attr: () => {
      throw "plain";
    },
    parent: () => undefined,
    children: () => [],
    compare: () => 0,
  };
  it("answers unknown where the view throws, so that no order of operands matters", () => {
    const view = totalView(broken);
    for (const operands of [
      [sel.kind("k"), sel.star],
      [sel.star, sel.kind("k")],
    ]) {
      expect(matches(sel.any(...operands), "a", view).answer).toBe("yes");
      expect(matches(sel.all(...operands), "a", view)).toMatchObject({
        reason: "kind of a failed: no kind today",
      });
    }
    expect(matches(sel.tag("x"), "a", view)).toMatchObject({
      reason: "tags of a failed: interrupted",
    });
    expect(matches(sel.attr("b.c", "exists"), "a", view)).toMatchObject({
      reason: "attribute b.c of a failed: plain",
    });
    expect(select(sel.name("a"), view).ids()).toEqual(["a"]);
    expect(isUnknown(view.edges)).toBe(false);
    expect(view.edges).toBeUndefined();
    expect(() => matches(sel.kind("k"), "a", broken)).toThrow("no kind today");
  });
});
