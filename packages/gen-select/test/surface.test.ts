import * as surface from "gen-select";
import { expect, it } from "vitest";

it("exports these names and no others", () => {
  expect(Object.keys(surface).sort()).toEqual([
    "MAX_DEPTH",
    "SelectError",
    "checkSelector",
    "compareSpecificity",
    "compileIndex",
    "culprits",
    "dependencies",
    "disjoint",
    "escapeGlob",
    "exampleView",
    "explain",
    "graphologyView",
    "implies",
    "isUnknown",
    "matcher",
    "matches",
    "normalise",
    "parseSelector",
    "printExplanation",
    "printSelector",
    "reviveSelector",
    "sel",
    "select",
    "selectorIssues",
    "selectorNames",
    "specificity",
    "totalView",
    "unknown",
  ]);
});
