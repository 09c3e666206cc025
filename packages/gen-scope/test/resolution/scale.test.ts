import {
  createResolver,
  type Declaration,
  presets,
  resolutionPolicy,
  resolve,
  type ScopeGraph,
  scopeGraph,
} from "gen-scope";
import { describe, expect, it } from "vitest";

/** Scopes "0" … "n-1", each the child of the one before; `names` says what a scope declares. */
function chain(names: (depth: number) => string[]): ScopeGraph & { asked: number } {
  const graph = {
    asked: 0,
    edges: (scope: string) => {
      graph.asked++;
      return scope === "0" ? [] : [{ label: "P", target: `${Number(scope) - 1}` }];
    },
    declarations: (scope: string): Declaration[] => {
      graph.asked++;
      return names(Number(scope)).map((name) => ({ name }));
    },
  };
  return graph;
}

const LENGTH = process.env.SLOW ? 1_000_000 : 150_000;

describe("large graphs", { timeout: 1_800_000 }, () => {
  it(`a chain of ${LENGTH} scopes, found at the far end: each scope is asked once`, () => {
    const n = LENGTH;
    const graph = chain((depth) => (depth === 0 ? ["x"] : []));
    const { visible } = resolve(graph, { from: `${n - 1}`, match: "x", policy: presets.lexical });
    expect(graph.asked).toBeLessThanOrEqual(2 * n);
    expect(visible[0]?.path.length).toBe(n - 1);
    expect(visible[0]?.path.at(-1)).toEqual({ from: "1", label: "P", to: "0" });
  });

  it("found near by, nothing beyond is asked", () => {
    const graph = chain((depth) => (depth === 999_990 ? ["x"] : []));
    const { status } = resolve(graph, {
      from: "999999",
      match: "x",
      policy: presets.transitiveImports,
    });
    expect(status).toBe("resolved");
    expect(graph.asked).toBeLessThanOrEqual(20);
  });

  it("a deep chain that declares a name everywhere: shadows without long paths", () => {
    const n = 20_000;
    const result = resolve(
      chain(() => ["x"]),
      {
        from: `${n - 1}`,
        match: "x",
        policy: presets.transitiveImports,
      },
    );
    expect(result.reachable.length).toBe(n);
    expect(result.visible[0]?.shadows.length).toBe(n - 1);
    expect(result.visible[0]?.shadows.at(-1)?.path.length).toBe(n - 1);
  });

  it("a miss in a deep chain says where it looked", () => {
    const n = 20_000;
    const { missing } = resolve(
      chain((depth) => (depth === 7 ? ["exx"] : [])),
      {
        from: `${n - 1}`,
        match: "eyx",
        policy: presets.lexical,
      },
    );
    expect(missing?.looked.length).toBe(n);
    expect(missing?.looked.slice(0, 2)).toEqual(["19999", "19998"]);
    expect(missing?.nearest).toEqual([{ name: "exx", scope: "7" }]);
  });

  it("a hundred scopes that all import each other: no path is compared", () => {
    const scopes = Array.from({ length: 100 }, (_, i) => `m${i}`);
    const hub: ScopeGraph = {
      edges: (from) => scopes.flatMap((target) => ({ label: "I", target, from })),
      declarations: (scope) => (scope === "m99" || scope === "m98" ? [{ name: "x" }] : []),
    };
    const query = { from: "m0", match: "x", policy: presets.transitiveImports, budget: 0 };
    const result = resolve(hub, query);
    expect(result.visible.map(({ scope }) => scope)).toEqual(["m98", "m99"]);
    expect(result.reachable.length).toBe(2);
    const away = resolve(hub, { ...query, from: "m98", policy: resolutionPolicy("I+", "$ < I") });
    expect(away.visible.map(({ scope }) => scope)).toEqual(["m99"]);
    expect(away.reachable.map(({ scope }) => scope)).toEqual(["m99"]);
  });

  it("forty diamonds: 2⁴⁰ paths, one answer", () => {
    const graph: ScopeGraph = {
      edges: (scope) => {
        const [level, side] = [Number(scope.slice(1)), scope[0]];
        if (level === 40) return [];
        if (side !== "s") return [{ label: "I", target: `s${level + 1}` }];
        return ["l", "r"].map((one) => ({ label: "I", target: `${one}${level}` }));
      },
      declarations: (scope) => (scope === "s40" ? [{ name: "x" }] : []),
    };
    const resolver = createResolver(graph);
    const query = { from: "s0", match: "x", policy: presets.transitiveImports, budget: 0 };
    expect(resolver.resolve(query).visible.length).toBe(1);
    expect(resolver.paths(query).next().value?.path.length).toBe(80);
  });

  it("thirty imports by name in one scope, none of which depends on the others", () => {
    const modules = Array.from({ length: 30 }, (_, i) => `m${i}`);
    let builder = scopeGraph()
      .scope("root", "main", ...modules)
      .edge("main", "P", "root");
    for (const name of modules) {
      builder = builder
        .edge(name, "P", "root")
        .declare("root", { name, scope: name })
        .declare(name, { name: `in-${name}` })
        .import("main", "I", name);
    }
    const { visible } = resolve(builder.build(), {
      from: "main",
      match: "in-m29",
      policy: presets.transitiveImports,
      budget: 100,
    });
    expect(visible[0]?.path).toEqual([
      {
        from: "main",
        label: "I",
        to: "m29",
        via: {
          reference: '["main","I","m29"]',
          declaration: { name: "m29", scope: "m29" },
          scope: "root",
        },
      },
    ]);
  });

  it("imports that need imports, six hundred deep", () => {
    const n = 600;
    const names = Array.from({ length: n }, (_, i) => `m${i}`);
    let builder = scopeGraph()
      .scope("main", ...names)
      .declare("main", { name: "m0", scope: "m0" });
    names.forEach((name, i) => {
      builder = builder.import("main", "I", name);
      const next = names[i + 1];
      builder = builder.declare(
        name,
        next === undefined ? { name: "x" } : { name: next, scope: next },
      );
    });
    const { status, visible } = resolve(builder.build(), {
      from: "main",
      match: "x",
      policy: presets.transitiveImports,
    });
    expect(status).toBe("resolved");
    expect(visible[0]?.path.map(({ to }) => to)).toEqual([`m${n - 1}`]);
  });

  it("everything that is visible from the end of a chain", () => {
    const n = 500;
    const result = resolve(
      chain((depth) => [`d${depth}`, "x"]),
      {
        from: `${n - 1}`,
        policy: presets.lexical,
        groupBy: ({ name }) => name,
      },
    );
    expect(result.visible.length).toBe(n + 1);
    expect(result.status).toBe("resolved");
  });
});
