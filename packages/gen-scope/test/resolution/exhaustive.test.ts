import { presets, type ResolutionPolicy, resolutionPolicy } from "gen-scope";
import { describe, expect, it } from "vitest";
import { actual, calculusOf } from "./model-graph.ts";
import { expected, type Model } from "./oracle.ts";

const SCOPES = ["a", "b", "c"] as const;
const PAIRS = SCOPES.flatMap((from) => SCOPES.filter((to) => to !== from).map((to) => [from, to]));

/** All graphs of three scopes: each of 12 edges (P and I between any two) is there or not. */
function graphOf(bits: number): Model["edges"] {
  return PAIRS.flatMap(([from, to], i) =>
    ["P", "I"].flatMap((label, j) =>
      (bits >> (2 * i + j)) & 1 ? [[from, label, to] as [string, string, string]] : [],
    ),
  );
}

/** Some scopes declare x, the first of them twice when `twice`. */
function placed(bits: number, twice: boolean): Model["declarations"] {
  const list = SCOPES.filter((_, i) => (bits >> i) & 1).map((scope) => [scope, "x"] as const);
  return twice && list[0] !== undefined ? [list[0], ...list] : list;
}

const TABLE: readonly {
  name: string;
  policy: ResolutionPolicy;
  wellFormed: RegExp;
  every: number;
  /** 0: must be exact without comparing single paths. */
  budget?: number;
}[] = [
  { name: "lexical", policy: presets.lexical, wellFormed: /^P*$/, every: 37, budget: 0 },
  { name: "imports", policy: presets.imports, wellFormed: /^P*I?$/, every: 9, budget: 0 },
  {
    name: "transitive imports",
    policy: presets.transitiveImports,
    wellFormed: /^P*I*$/,
    every: 5,
    budget: 0,
  },
  ...[
    ["P* I*", /^P*I*$/, "$ < P < I"],
    ["P* I*", /^P*I*$/, "$ < I, $ < P"],
    ["P* I*", /^P*I*$/, "I < P"],
    ["P* I*", /^P*I*$/, ""],
    ["P* I*", /^P*I*$/, "P < I < $"],
    ["(P|I)*", /^[PI]*$/, "$ < I < P"],
    ["(P|I)*", /^[PI]*$/, "I < P"],
    ["(P|I)*", /^[PI]*$/, "I < P < $"],
    ["P+ I?", /^P+I?$/, "$ < I < P"],
    ["(P I)*", /^(PI)*$/, "$ < I < P"],
    ["(P P)* I?", /^(PP)*I?$/, "$ < I < P"],
    ["!(_* I I _*)", /^(?!.*II)/, "$ < I < P"],
  ].map(([path, wellFormed, order]) => ({
    name: `${path}, ${order || "no order"}`,
    policy: resolutionPolicy(path as string, order as string),
    wellFormed: wellFormed as RegExp,
    every: 61,
  })),
];

describe("all graphs of three scopes, against a literal reading of the calculus", {
  timeout: 1_800_000,
}, () => {
  for (const { name, policy, wellFormed, every, budget } of TABLE) {
    it(name, () => {
      const calculus = calculusOf(policy, wellFormed);
      let shapes = 0;
      let shadowed = 0;
      let ambiguous = 0;
      for (let bits = 0; bits < 8 * 4096; bits += process.env.SLOW ? 1 : every) {
        const twice = bits % 3 === 0;
        const model = { edges: graphOf(bits >> 3), declarations: placed(bits & 7, twice) };
        const want = expected(model, calculus, "a", () => true);
        const got = actual(model, {
          from: "a",
          match: "x",
          policy,
          ...(budget === undefined ? {} : { budget }),
        });
        const { paths: _, ...same } = want;
        if (JSON.stringify(got) !== JSON.stringify(same))
          expect({ bits, ...got }).toEqual({ bits, ...same });
        shapes++;
        shadowed += want.shadows.length;
        ambiguous += want.visible.length > 1 ? 1 : 0;
      }
      expect(shapes).toBeGreaterThan(500);
      expect(ambiguous).toBeGreaterThan(0);
      if (policy.order.source !== "") expect(shadowed).toBeGreaterThan(0);
    });
  }
});
