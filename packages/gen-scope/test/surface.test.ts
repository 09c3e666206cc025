import * as surface from "gen-scope";
import { expect, it } from "vitest";

it("exports these names and no others", () => {
  expect(Object.keys(surface).sort()).toEqual(
    [
      // attributes
      "attribute",
      "circular",
      "collection",
      "createEvaluator",
      "higherOrder",
      "inherited",
      "input",
      "kindOrder",
      "reference",
      "subsets",
      // scope graphs
      "createResolver",
      "formatPath",
      "labelOrder",
      "labelOrderOf",
      "labelledScopeGraph",
      "only",
      "presets",
      "resolutionPolicy",
      "resolve",
      "scopeGraph",
      // errors
      "ScopeError",
    ].sort(),
  );
});
