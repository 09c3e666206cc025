import {
  createResolver,
  type Declaration,
  presets,
  type Query,
  type Resolver,
  resolutionPolicy,
  resolve,
  ScopeError,
  type ScopeGraph,
  scopeGraph,
} from "gen-scope";
import { describe, expect, it } from "vitest";

const { lexical, transitiveImports } = presets;
const empty: ScopeGraph = { edges: () => [], declarations: () => [] };

const refused = (run: () => unknown): ScopeError => {
  try {
    run();
  } catch (error) {
    if (error instanceof ScopeError) return error;
    throw error;
  }
  throw new Error("not refused");
};

describe("builder", () => {
  it("never changes: both ways on are there", () => {
    const base = scopeGraph().scope("a", "b");
    const left = base.edge("a", "P", "b").build();
    const right = base.declare("a", { name: "x" }).build();
    expect([...left.edges("a")].length).toBe(1);
    expect([...right.edges("a")].length).toBe(0);
    expect(left.scopes).toEqual(["a", "b"]);
  });

  it("lists every mention of a scope that is not there, with suggestions", () => {
    const error = refused(() =>
      scopeGraph()
        .scope("root", "main")
        .edge("main", "P", "rot")
        .edge("mian", "P", "root")
        .declare("nowhere", { name: "x" })
        .declare("root", { name: "m", scope: "Main" })
        .import("main", "I", { name: "m", scope: "roott" })
        .build(),
    );
    expect(error.issues.map(({ culprits, suggestion }) => [culprits[0], suggestion])).toEqual([
      ["rot", "root"],
      ["mian", "main"],
      ["nowhere", undefined],
      ["Main", "main"],
      ["roott", "root"],
    ]);
    expect(error.code).toBe("scope-invalid");
  });

  it("refuses at once whatever is of another shape, with every reason", () => {
    const error = refused(() =>
      scopeGraph()
        .scope("a", 1 as never)
        .edge(2 as never, "P", "a")
        .edge("a", "P", 3 as never)
        .edge("a", 4 as never, "a")
        .import("a", "I", { name: 5 as never })
        .declare("a", { name: 6 as never })
        .declare("a", null as never)
        .build(),
    );
    expect(error.issues.map(({ code }) => code)).toEqual([
      "scope-invalid",
      "scope-invalid",
      "edge-invalid",
      "edge-invalid",
      "reference-invalid",
      "declaration-invalid",
      "declaration-invalid",
    ]);
    expect(error.message).toContain("A scope is called 1, which is no string.");
  });

  it("refuses a query from a scope that is not there", () => {
    const graph = scopeGraph().scope("main").build();
    const error = refused(() => resolve(graph, { from: "maim", match: "x", policy: lexical }));
    expect(error.message).toContain("Did you mean main?");
  });

  it("takes any string as a scope, a label and a name", () => {
    const odd = ["__proto__", "constructor", "toString", "", "1", "\u0000", "a b", "$"];
    let graph = scopeGraph().scope("start", ...odd);
    for (const text of odd) graph = graph.edge("start", text, text).declare(text, { name: text });
    const policy = resolutionPolicy("_", "");
    for (const text of odd.filter((one) => one !== "$")) {
      const { visible } = resolve(graph.build(), { from: "start", match: text, policy });
      expect(visible.map(({ scope, path }) => [scope, path[0]?.label])).toEqual([[text, text]]);
    }
  });
});

describe("queries", () => {
  const bad = (query: unknown): ScopeError =>
    refused(() => resolve(empty, query as Query<Declaration>));

  it("are refused with every reason", () => {
    const error = bad({ from: 1, match: 2, relation: 3, groupBy: 4, shadows: 5, budget: "6" });
    expect(error.code).toBe("query-invalid");
    expect(error.issues.map(({ culprits }) => culprits[0])).toEqual([
      "from",
      "policy",
      "match",
      "relation",
      "groupBy",
      "shadows",
      "budget",
      "groupBy",
    ]);
  });

  it("are refused when they are none, or seenImports is one text instead of several", () => {
    for (const none of [undefined, null, "a"]) {
      expect(refused(() => resolve(empty, none as never)).message).toContain(
        "{ from, match, policy }",
      );
    }
    const resolver = createResolver(empty);
    const reference = { id: "r", name: "x", scope: "a" };
    for (const seenImports of ["abc", 3 as never]) {
      const runs = [
        () => resolver.resolve({ from: "a", policy: lexical, seenImports }),
        () => resolver.resolveReference(reference, { policy: lexical, seenImports }),
      ];
      for (const run of runs) expect(refused(run).issues[0]?.culprits).toEqual(["seenImports"]);
    }
    expect(refused(() => resolver.resolveReference(reference, undefined as never)).code).toBe(
      "query-invalid",
    );
  });

  it("say one of groupBy and shadows", () => {
    const error = bad({ from: "a", policy: lexical, groupBy: () => "", shadows: () => true });
    expect(error.issues[0]?.culprits).toEqual(["groupBy", "shadows"]);
  });
});

describe("what a graph answers", () => {
  const TABLE: readonly [name: string, graph: unknown, code: string][] = [
    ["no edges", { ...empty, edges: () => undefined }, "edge-invalid"],
    ["no declarations", { ...empty, declarations: () => null }, "declaration-invalid"],
    ["an edge without a label", { ...empty, edges: () => [{ target: "b" }] }, "edge-invalid"],
    ["an edge to a number", { ...empty, edges: () => [{ label: "P", target: 1 }] }, "edge-invalid"],
    [
      "an edge with both ends",
      {
        ...empty,
        edges: () => [{ label: "P", target: "b", reference: { id: "", name: "", scope: "" } }],
      },
      "edge-invalid",
    ],
    ["no edge", { ...empty, edges: () => [null, undefined] }, "edge-invalid"],
    [
      "a reference without a name",
      { ...empty, edges: () => [{ label: "P", reference: { id: "1", scope: "a" } }] },
      "reference-invalid",
    ],
    ["a declaration without a name", { ...empty, declarations: () => [{}] }, "declaration-invalid"],
    ["no declaration", { ...empty, declarations: () => [3] }, "declaration-invalid"],
    [
      "a declaration of no scope",
      { ...empty, declarations: () => [{ name: "x", scope: 1 }] },
      "declaration-invalid",
    ],
  ];
  for (const [name, graph, code] of TABLE) {
    it(`${name} is refused, naming the scope`, () => {
      const error = refused(() =>
        resolve(graph as ScopeGraph, { from: "the-scope", match: "x", policy: transitiveImports }),
      );
      expect(error.code).toBe(code);
      if (code !== "reference-invalid") expect(error.message).toContain('"the-scope"');
    });
  }

  it("two references of one id are refused", () => {
    const graph: ScopeGraph = {
      ...empty,
      edges: () => [
        { label: "I", reference: { id: "1", name: "a", scope: "s" } },
        { label: "I", reference: { id: "1", name: "b", scope: "s" } },
      ],
    };
    const error = refused(() =>
      resolve(graph, { from: "s", match: "x", policy: transitiveImports }),
    );
    expect(error.code).toBe("reference-invalid");
    expect(error.issues[0]?.culprits).toEqual(["1"]);
  });

  it("its own errors come through as they are, and the resolver still works", () => {
    let broken = true;
    const graph: ScopeGraph = {
      edges: () => [],
      declarations: () => {
        if (broken) throw new RangeError("disk");
        return [{ name: "x" }];
      },
    };
    const resolver = createResolver(graph);
    const query = { from: "a", match: "x", policy: lexical };
    expect(() => resolver.resolve(query)).toThrow(RangeError);
    broken = false;
    expect(resolver.resolve(query).status).toBe("resolved");
  });

  it("may itself ask the resolver", () => {
    const resolver: Resolver<Declaration> = createResolver<Declaration>({
      edges: (scope) => (scope === "a" ? [{ label: "P", target: "b" }] : []),
      declarations: (scope) => {
        if (scope === "c") return [{ name: "y" }];
        const { visible } = resolver.resolve({ from: "c", match: "y", policy: lexical });
        return scope === "b" && visible.length === 1 ? [{ name: "x" }] : [];
      },
    });
    expect(resolver.resolve({ from: "a", match: "x", policy: lexical }).status).toBe("resolved");
  });
});

describe("budget", () => {
  const scopes = Array.from({ length: 12 }, (_, i) => `m${i}`);
  const hub: ScopeGraph = {
    edges: () => scopes.flatMap((target) => ["I", "J"].map((label) => ({ label, target }))),
    declarations: (scope) => (scope === "m11" ? [{ name: "x" }] : []),
  };

  it("ends a comparison of too many paths, with the remedy", () => {
    const error = refused(() =>
      resolve(hub, {
        from: "m0",
        match: "x",
        policy: resolutionPolicy("(I I)* J*", "J < I"),
        budget: 1000,
      }),
    );
    expect(error.code).toBe("search-budget");
    expect(error.message).toContain("1000");
  });

  it("ends imports that depend on each other in every order", () => {
    const names = scopes.slice(0, 10);
    let builder = scopeGraph().scope("main", ...scopes);
    for (const name of names) builder = builder.import("main", "I", name);
    for (const scope of names) {
      for (const name of names) builder = builder.declare(scope, { name, scope });
      builder = builder.declare("main", { name: scope, scope });
    }
    const graph = builder.build();
    const query = { from: "main", match: "x", policy: resolutionPolicy("I*", "I < $") };
    expect(refused(() => resolve(graph, { ...query, budget: 500 })).code).toBe("search-budget");
  });

  it("is that of one query, not of the resolver's life", () => {
    const names = scopes.slice(0, 10);
    let builder = scopeGraph().scope(...scopes);
    for (const name of names) {
      builder = builder.import(name, "I", "lib").declare(name, { name: "lib", scope: "m11" });
    }
    const resolver = createResolver(builder.declare("m11", { name: "x" }).build());
    for (const from of names) {
      const query = { from, match: "x", policy: transitiveImports, budget: 2 };
      expect(resolver.resolve(query).status).toBe("resolved");
    }
  });
});
