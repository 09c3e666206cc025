import { labelledFromGraphology, labelledGraph, toGraphology } from "gen-graph";
import { labelledScopeGraph, only, presets, resolve } from "gen-scope";
import { describe, expect, it } from "vitest";

const declarations = (scope: string) => (scope === "lib" ? [{ name: "x" }] : []);
const query = { from: "main", match: "x", policy: presets.imports };

describe("graphs of gen-graph as scope graphs", () => {
  it("triples", () => {
    const graph = labelledScopeGraph(
      labelledGraph([
        ["main", "P", "root"],
        ["root", "I", "lib"],
      ]),
      declarations,
    );
    expect(only(resolve(graph, query)).path.map(({ label }) => label)).toEqual(["P", "I"]);
  });

  it("a graphology graph", () => {
    const graph = toGraphology({ edges: [], nodes: ["main", "root", "lib"] });
    graph.addEdge("main", "root", { label: "P" });
    graph.addEdge("root", "lib", { label: "I" });
    const scopes = labelledScopeGraph(labelledFromGraphology(graph), declarations);
    expect(only(resolve(scopes, query)).scope).toBe("lib");
  });
});
