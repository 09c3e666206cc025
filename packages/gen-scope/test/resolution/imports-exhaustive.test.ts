import { createResolver, presets } from "gen-scope";
import { describe, expect, it } from "vitest";
import { COUNT, modelOf } from "./import-model.ts";
import { calculusOf, modelGraph, told } from "./model-graph.ts";
import { expected } from "./oracle.ts";

describe("imports by name, against a literal reading of rules X and I", {
  timeout: 1_800_000,
}, () => {
  const policies = [
    ["transitive imports", presets.transitiveImports, /^P*I*$/],
    ["imports", presets.imports, /^P*I?$/],
  ] as const;
  const every = process.env.SLOW ? 31 : 4801;
  for (const [name, policy, wellFormed] of policies) {
    it(`${name}: ${Math.ceil(COUNT / every)} graphs`, () => {
      const calculus = calculusOf(policy, wellFormed);
      let differing = 0;
      let found = 0;
      for (let code = 0; code < COUNT; code += every) {
        const model = modelOf(code);
        const resolver = createResolver(modelGraph(model));
        const named = (what: string) => (i: number) => model.declarations[i]?.[1] === what;
        for (const what of ["x", "A"]) {
          const want = expected(model, calculus, "t", named(what));
          const got = told(resolver.resolve({ from: "t", match: what, policy }));
          const { paths: _, ...same } = want;
          if (JSON.stringify(got) !== JSON.stringify(same)) {
            expect({ code, model, ...got }).toEqual({ code, model, ...same });
          }
          found += want.visible.length;
        }
        for (const [id, reference] of Object.entries(model.references ?? {})) {
          const seen = new Set([id]);
          const want = expected(model, calculus, reference.scope, named(reference.name), seen);
          const got = told(resolver.resolveReference({ id, ...reference }, { policy }));
          const { paths: _, ...same } = want;
          if (JSON.stringify(got) !== JSON.stringify(same)) {
            expect({ code, id, model, ...got }).toEqual({ code, id, model, ...same });
          }
          differing += want.visible.length === want.reachable.length ? 0 : 1;
        }
      }
      expect(found).toBeGreaterThan(COUNT / every);
      expect(differing).toBeGreaterThan(0);
    });
  }
});
