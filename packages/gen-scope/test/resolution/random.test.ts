import fc from "fast-check";
import { createResolver, type ResolutionPolicy, resolutionPolicy } from "gen-scope";
import { describe, expect, it } from "vitest";
import { actual, calculusOf, modelGraph, type Placed, told } from "./model-graph.ts";
import { expected, type Model } from "./oracle.ts";

const RUNS = process.env.SLOW ? 50_000 : 800;

const POLICIES = (
  [
    ["P* I*", /^P*I*$/],
    ["P* I?", /^P*I?$/],
    ["P* (I | J)*", /^P*[IJ]*$/],
    ["(P | I | J)*", /^[PIJ]*$/],
    ["P* J? I*", /^P*J?I*$/],
    ["J P* I+", /^JP*I+$/],
    ["I+", /^I+$/],
    ["(P | J) I*", /^[PJ]I*$/],
    ["(P J)* I*", /^(PJ)*I*$/],
    ["!(P P)", /^(?!PP$)/],
    ["P (_ | ())", /^P.?$/],
    ["_*", /^.*$/],
    ["_* P?", /^.*$/],
  ] as const
).flatMap(([path, wellFormed]) =>
  [
    "$ < I < P",
    "$ < J < I < P",
    "$ < {I, J} < P",
    "J < I, $ < P",
    "P < I < $",
    "I < J < P",
    "",
  ].map((order): readonly [ResolutionPolicy, RegExp] => [
    resolutionPolicy(path, order),
    wellFormed,
  ]),
);

const scope = fc.constantFrom("a", "b", "c", "d", "__proto__");
const edge = fc.tuple(scope, fc.constantFrom("P", "I", "J"), scope);
const declaration = fc.tuple(scope, fc.constantFrom("x", "x", "x", "y", "constructor"));
const model: fc.Arbitrary<Model> = fc.record({
  edges: fc.array(edge, { maxLength: 9 }),
  declarations: fc.array(declaration, { minLength: 1, maxLength: 6 }),
});
const policy = fc.constantFrom(...POLICIES);

const without = ({ paths: _, ...rest }: ReturnType<typeof expected>) => rest;

describe("random graphs", { timeout: 1_800_000 }, () => {
  it("resolve as the calculus says, under any policy", () => {
    fc.assert(
      fc.property(
        model,
        policy,
        fc.constantFrom("x", "constructor"),
        (graph, [policy, wellFormed], name) => {
          const calculus = calculusOf(policy, wellFormed);
          const want = expected(graph, calculus, "a", (i) => graph.declarations[i]?.[1] === name);
          expect(actual(graph, { from: "a", match: name, policy })).toEqual(without(want));
        },
      ),
      { numRuns: RUNS },
    );
  });

  it("groups resolve as if each were alone", () => {
    fc.assert(
      fc.property(model, policy, (graph, [policy, wellFormed]) => {
        const name = (i: number) => graph.declarations[i]?.[1] as string;
        const calculus = {
          ...calculusOf(policy, wellFormed),
          competes: (a: number, b: number) => name(a) === name(b),
        };
        const want = expected(graph, calculus, "a", () => true);
        const got = actual(graph, { from: "a", policy, groupBy: (one) => one.name });
        expect({
          reachable: got.reachable.toSorted(),
          visible: got.visible.toSorted(),
          shadows: got.shadows,
        }).toEqual({
          reachable: want.reachable.toSorted(),
          visible: want.visible.toSorted(),
          shadows: want.shadows,
        });
      }),
      { numRuns: RUNS / 2 },
    );
  });

  it("shadow by any preorder of the data", () => {
    fc.assert(
      fc.property(model, policy, (graph, [policy, wellFormed]) => {
        // x shadows everything, the others only their like: no equivalence.
        const name = (i: number): string => graph.declarations[i]?.[1] as string;
        const preorder = (a: number, b: number): boolean => name(a) === "x" || name(a) === name(b);
        const calculus = { ...calculusOf(policy, wellFormed), competes: preorder };
        const want = expected(graph, calculus, "a", () => true);
        const got = actual(graph, {
          from: "a",
          policy,
          shadows: (a, b) => preorder(a.position, b.position),
        });
        expect(got).toEqual(without(want));
      }),
      { numRuns: RUNS / 4 },
    );
  });

  it("resolve imports by name as rules X and I say", () => {
    const names = fc.constantFrom("A", "B", "C");
    const place = fc.constantFrom("a", "b", "c");
    const importing = fc.record({
      edges: fc.array(fc.tuple(place, fc.constant("P"), place), { maxLength: 3 }),
      modules: fc.array(fc.tuple(place, names, place), { minLength: 1, maxLength: 5 }),
      wanted: fc.array(fc.tuple(place, names, place), { minLength: 1, maxLength: 4 }),
    });
    const importPolicies = POLICIES.filter(([{ path }]) => /^(P\* I.|_\*)$/.test(path));
    fc.assert(
      fc.property(importing, fc.constantFrom(...importPolicies), (graph, [policy, wellFormed]) => {
        const model: Model = {
          edges: graph.edges,
          imports: graph.wanted.map(([from], id) => [from, "I", `${id}`]),
          references: Object.fromEntries(
            graph.wanted.map(([, name, scope], id) => [id, { name, scope }]),
          ),
          declarations: graph.modules,
        };
        const resolver = createResolver(modelGraph(model));
        for (const name of ["A", "B", "C"]) {
          const matches = (i: number): boolean => model.declarations[i]?.[1] === name;
          const want = expected(model, calculusOf(policy, wellFormed), "a", matches);
          expect(told(resolver.resolve({ from: "a", match: name, policy }))).toEqual(without(want));
        }
      }),
      { numRuns: RUNS / 2 },
    );
  });

  it("do not depend on the order of edges and declarations", () => {
    const shuffled = model.chain((graph) =>
      fc.tuple(
        fc.constant(graph),
        fc.shuffledSubarray([...graph.edges], { minLength: graph.edges.length }),
        fc.shuffledSubarray(
          graph.declarations.map((one, position) => [position, ...one] as const),
          { minLength: graph.declarations.length },
        ),
      ),
    );
    fc.assert(
      fc.property(shuffled, policy, ([graph, edges, declarations], [policy]) => {
        const plain = told(createResolver(modelGraph(graph)).resolve({ from: "a", policy }));
        const other = createResolver<Placed>({
          edges: modelGraph({ ...graph, edges }).edges,
          declarations: (scope) =>
            declarations.flatMap(([position, place, name]) =>
              place === scope ? [{ name, position, id: `${position}` }] : [],
            ),
        });
        expect(told(other.resolve({ from: "a", policy }))).toEqual(plain);
      }),
      { numRuns: RUNS / 4 },
    );
  });

  it("list exactly the paths of the calculus", () => {
    fc.assert(
      fc.property(model, policy, (graph, [policy, wellFormed]) => {
        const want = expected(graph, calculusOf(policy, wellFormed), "a", () => true);
        const paths = [...createResolver(modelGraph(graph)).paths({ from: "a", policy })];
        const texts = paths.map(({ path, declaration }) => JSON.stringify([path, declaration]));
        expect(new Set(texts).size).toBe(texts.length);
        expect(texts.length).toBe(want.paths);
        for (const { path, scope } of paths) {
          const scopes = ["a", ...path.map(({ to }) => to)];
          expect(new Set(scopes).size).toBe(scopes.length);
          expect(scopes.at(-1)).toBe(scope);
          expect(policy.automaton.matches(path.map(({ label }) => label))).toBe(true);
        }
      }),
      { numRuns: RUNS / 4 },
    );
  });
});
