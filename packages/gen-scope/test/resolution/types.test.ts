import {
  createResolver,
  type Declaration,
  presets,
  type Resolution,
  resolve,
  scopeGraph,
  type VisibleAnswer,
} from "gen-scope";
import { describe, expectTypeOf, it } from "vitest";

interface Variable extends Declaration {
  readonly type: "int" | "text";
}

describe("types", () => {
  const graph = scopeGraph<Variable>().scope("s").declare("s", { name: "x", type: "int" }).build();
  const { lexical: policy } = presets;

  it("flow from the graph to the answers", () => {
    const result = resolve(graph, { from: "s", match: "x", policy });
    expectTypeOf(result).toEqualTypeOf<Resolution<Variable>>();
    expectTypeOf(result.visible).toEqualTypeOf<readonly VisibleAnswer<Variable>[]>();
    expectTypeOf(result.visible[0]?.declaration.type).toEqualTypeOf<"int" | "text" | undefined>();
  });

  it("and to the functions of a query", () => {
    resolve(graph, {
      from: "s",
      policy,
      match: (one) => {
        expectTypeOf(one).toEqualTypeOf<Variable>();
        return one.type === "int";
      },
      groupBy: ({ type }) => type,
    });
    const plain = { edges: () => [], declarations: () => [{ name: "x", size: 3 }] };
    const [answer] = createResolver(plain).resolve({ from: "s", policy }).visible;
    expectTypeOf(answer?.declaration.size).toEqualTypeOf<number | undefined>();
  });

  it("misuse does not compile", () => {
    // @ts-expect-error: a declaration has a type here
    scopeGraph<Variable>().declare("s", { name: "x" });
    // @ts-expect-error: the policy is not optional
    (): unknown => resolve(graph, { from: "s" });
    // @ts-expect-error: an expression is not a policy
    (): unknown => resolve(graph, { from: "s", policy: "P*" });
    // @ts-expect-error: an edge has a target or a reference
    (): unknown => createResolver({ edges: () => [{ label: "P" }], declarations: () => [] });
    // @ts-expect-error: answers are read only
    (): unknown => resolve(graph, { from: "s", policy }).visible.pop();
  });
});
