import { compileIndex, matches, parseSelector, sel, select, unknown, type View } from "gen-select";
import { expect, it } from "vitest";

const hosts = new Map<
  string,
  { kind: string; tags: string[]; parent?: string; attrs?: Record<string, unknown> }
>([
  ["fleet", { kind: "fleet", tags: [] }],
  ["web1", { kind: "host", tags: ["production", "edge"], parent: "fleet", attrs: { cores: 4 } }],
  [
    "db1",
    { kind: "host", tags: ["production", "no-backup"], parent: "fleet", attrs: { cores: 16 } },
  ],
  ["alice@web1", { kind: "user", tags: [], parent: "web1" }],
  ["bob@db1", { kind: "user", tags: [], parent: "db1" }],
]);

const view: View = {
  nodes: () => hosts.keys(),
  kind: (id) => hosts.get(id)?.kind,
  name: (id) => id,
  tags: (id) => hosts.get(id)?.tags ?? [],
  attr: (id, [name]) =>
    name === "later" ? unknown("later is not evaluated yet") : hosts.get(id)?.attrs?.[name ?? ""],
  parent: (id) => hosts.get(id)?.parent,
  children: (id) => [...hosts].filter(([, node]) => node.parent === id).map(([child]) => child),
};

it("selects what the issue's example says, over a view and over an index", () => {
  const selector = parseSelector("host[tag~=production]:not([tag~=no-backup]) > user");
  expect(select(selector, view).ids()).toEqual(["alice@web1"]);
  expect(select(selector, compileIndex(view)).ids()).toEqual(["alice@web1"]);
  expect(matches(sel.attrs({ later: 1 }), "web1", view)).toEqual({
    answer: "unknown",
    reason: "later is not evaluated yet",
    reasons: ["later is not evaluated yet"],
  });
});
