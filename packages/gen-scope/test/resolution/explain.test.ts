import {
  createResolver,
  formatPath,
  only,
  presets,
  resolutionPolicy,
  resolve,
  ScopeError,
  scopeGraph,
} from "gen-scope";
import { describe, expect, it } from "vitest";

const refused = (run: () => unknown): ScopeError => {
  try {
    run();
  } catch (error) {
    if (error instanceof ScopeError) return error;
    throw error;
  }
  throw new Error("not refused");
};

const graph = scopeGraph()
  .scope("root", "lib", "main", "inner", "far")
  .edge("main", "P", "root")
  .edge("inner", "P", "main")
  .edge("lib", "P", "far")
  .declare("root", { name: "lib", scope: "lib" })
  .declare("root", { name: "value" })
  .declare("root", { name: "size" })
  .declare("lib", { name: "size" })
  .declare("far", { name: "deep" })
  .declare("main", { name: "Widget" }, "type")
  .import("main", "I", { name: "lib", id: "main:3" })
  .import("main", "I", { name: "libb", id: "main:4" })
  .import("main", "I", { name: "value", id: "main:5" })
  .build();
const policy = presets.transitiveImports;

describe("an answer", () => {
  it("has its path, the import on it, and what it shadows", () => {
    const result = resolve(graph, { from: "inner", match: "size", policy });
    const [answer] = result.visible;
    expect(answer?.path.map(({ label }) => label)).toEqual(["P", "I"]);
    expect(answer?.path[1]?.via).toEqual({
      reference: "main:3",
      declaration: { name: "lib", scope: "lib" },
      scope: "root",
    });
    expect(answer?.shadows.map(({ scope, path }) => [scope, path.length])).toEqual([["root", 2]]);
    expect(formatPath(answer?.path ?? [])).toBe('"inner" -P-> "main" -I(lib)-> "lib"');
    expect(formatPath([], "inner")).toBe('"inner"');
    expect(result.missing).toBeUndefined();
  });

  it("is plain data", () => {
    const result = resolve(graph, { from: "inner", match: "size", policy });
    expect(JSON.parse(JSON.stringify(result))).toEqual({
      ...structuredClone(result),
      missing: undefined,
    });
    expect({ ...result }).toEqual(result);
  });

  it("of another relation", () => {
    const from = { from: "inner", match: "Widget", policy };
    expect(resolve(graph, from).status).toBe("unresolved");
    expect(resolve(graph, { ...from, relation: "type" }).visible[0]?.relation).toBe("type");
  });

  it("of everything, by name", () => {
    const { visible, status } = resolve(graph, {
      from: "main",
      policy,
      groupBy: ({ name }) => name,
    });
    expect(visible.map(({ group, scope }) => `${group} ${scope}`)).toEqual([
      "lib root",
      "size lib",
      "value root",
    ]);
    expect(status).toBe("resolved");
  });
});

describe("nothing found", () => {
  it("says where it looked, what is named alike, which imports failed", () => {
    const { missing } = resolve(graph, { from: "inner", match: "sizee", policy });
    expect(missing).toEqual({
      looked: ["inner", "main", "lib", "root"],
      nearest: [{ name: "size", scope: "lib" }],
      imports: [
        { reference: "main:4", name: "libb", scope: "main", label: "I", reason: "unresolved" },
        { reference: "main:5", name: "value", scope: "main", label: "I", reason: "not-a-scope" },
      ],
      illFormed: [],
    });
  });

  it("finds what only an ill-formed path leads to", () => {
    const result = resolve(graph, { from: "main", match: "deep", policy });
    const [stray] = result.missing?.illFormed ?? [];
    expect(stray?.path.map(({ label }) => label)).toEqual(["I", "P"]);
    const error = refused(() => only(result));
    expect(error.code).toBe("unresolved");
    expect(error.message).toContain('"main" -I(lib)-> "lib" -P-> "far" has it');
    expect(error.message).toContain('the import of "libb" in "main" finds nothing itself');
  });

  it("names an import that is being resolved", () => {
    const reference = { id: "main:3", name: "deep", scope: "main" };
    const known = createResolver(graph);
    const { missing } = known.resolveReference(
      { ...reference, name: "lib" },
      { policy: presets.lexical },
    );
    expect(missing).toBeUndefined();
    const other = createResolver(graph).resolve({
      from: "main",
      match: "deep",
      policy,
      seenImports: ["main:3"],
    });
    expect(other.missing?.imports.map(({ reason }) => reason)).toEqual([
      "seen",
      "unresolved",
      "not-a-scope",
    ]);
    expect(other.missing?.illFormed).toEqual([]);
  });

  it("suggests a name that differs by case only, and three at most", () => {
    const names = ["ALPHA", "alphd", "alphc", "alphb", "beta"];
    const one = names.reduce(
      (built, name) => built.declare("s", { name }),
      scopeGraph().scope("s"),
    );
    const { missing } = resolve(one.build(), { from: "s", match: "alpha", policy });
    expect(missing?.nearest.map(({ name }) => name)).toEqual(["ALPHA", "alphb", "alphc"]);
    expect(
      refused(() => only(resolve(one.build(), { from: "s", match: "alpha", policy }))).message,
    ).toContain("Did you mean ALPHA?");
  });

  it("works for a test as well, and for a policy without paths", () => {
    const result = resolve(graph, { from: "main", match: () => false, policy });
    expect(result.missing?.nearest).toEqual([]);
    const none = resolve(graph, { from: "main", match: "size", policy: resolutionPolicy("P & I") });
    expect(none.missing?.looked).toEqual([]);
    expect(refused(() => only(none)).message).toContain("no path is well-formed");
  });
});

describe("several found", () => {
  it("are refused with their paths", () => {
    const twice = scopeGraph()
      .scope("m", "a", "b")
      .edge("m", "I", "a")
      .edge("m", "I", "b")
      .declare("a", { name: "x" })
      .declare("b", { name: "x" })
      .build();
    const result = resolve(twice, { from: "m", match: "x", policy });
    const error = refused(() => only(result));
    expect(error.code).toBe("ambiguous");
    expect(error.message).toContain('"x" by "m" -I-> "a"; "x" by "m" -I-> "b"');
    expect(error.issues[0]?.culprits).toEqual(["a", "b"]);
  });

  it("are told apart by id within one scope", () => {
    const twice = scopeGraph()
      .scope("m")
      .declare("m", { name: "x", id: "m.ts:7" })
      .declare("m", { name: "x", id: "m.ts:3" })
      .build();
    const error = refused(() => only(resolve(twice, { from: "m", match: "x", policy })));
    expect(error.message).toContain('"x" (m.ts:3) by "m"; "x" (m.ts:7) by "m".');
  });

  it("one declaration over many routes is one", () => {
    const diamond = scopeGraph()
      .scope("m", "a", "b", "c")
      .edge("m", "I", "a")
      .edge("m", "I", "b")
      .edge("m", "I", "b")
      .edge("a", "I", "c")
      .edge("b", "I", "c")
      .declare("c", { name: "x" })
      .build();
    const result = resolve(diamond, { from: "m", match: "x", policy });
    expect(result.status).toBe("resolved");
    expect(only(result).path.map(({ to }) => to)).toEqual(["a", "c"]);
    const paths = [...createResolver(diamond).paths({ from: "m", match: "x", policy })];
    expect(paths.map(({ path }) => path.map(({ to }) => to).join())).toEqual(["a,c", "b,c"]);
  });
});
