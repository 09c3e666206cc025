import { createResolver, type ResolutionPolicy, resolutionPolicy } from "gen-scope";
import { describe, expect, it } from "vitest";
import { actual, calculusOf, modelGraph, told } from "./model-graph.ts";
import { expected, type Model } from "./oracle.ts";

/* Graphs on which walks and paths differ: each of them is wrong under a search that is a little bolder. */
const edges = (text: string): Model["edges"] =>
  text.split(" ").map((edge) => [edge[0] as string, edge[1] as string, edge[2] as string] as const);
const declare = (scopes: string): Model["declarations"] => [...scopes].map((scope) => [scope, "x"]);

interface Case {
  readonly name: string;
  /** `aPb`: an edge labelled P from a to b. */
  readonly edges: string;
  readonly declares: string;
  readonly policy: ResolutionPolicy;
  readonly wellFormed: RegExp;
  readonly visible: readonly string[];
}

const TABLE: readonly Case[] = [
  {
    name: "a walk around an odd cycle is even, no path is",
    edges: "aPb bPc cPa",
    declares: "ab",
    policy: resolutionPolicy("(P P)*", "$ < P"),
    wellFormed: /^(PP)*$/,
    visible: ["0"],
  },
  {
    name: "coming back in a state that lacks the preferred label",
    edges: "aKb bMa aBc aAd",
    declares: "cd",
    policy: resolutionPolicy("K? M? B? | A", "$ < A < B"),
    wellFormed: /^(K?M?B?|A)$/,
    visible: ["1 A>d"],
  },
  {
    name: "a preferred label leads elsewhere by walks only",
    edges: "aJb bPc cPd dPb aIe aKc",
    declares: "ce",
    policy: resolutionPolicy("J P P P P | I | K", "J < I"),
    wellFormed: /^(JPPPP|I|K)$/,
    visible: ["1 I>e", "0 K>c"],
  },
  {
    name: "what a path shadows is not what it could come back to",
    edges: "aIb aIv bIa bIe bJd",
    declares: "ved",
    policy: resolutionPolicy("(I|J)*", "$ < I < J"),
    wellFormed: /^[IJ]*$/,
    visible: ["0 I>v", "1 I>b I>e"],
  },
  {
    name: "two scopes prefer each other for ever",
    edges: "aJb bJa aIc bId",
    declares: "cd",
    policy: resolutionPolicy("(I|J)*", "J < I"),
    wellFormed: /^[IJ]*$/,
    visible: ["1 J>b I>d"],
  },
  {
    name: "the end of the path is the worst there is",
    edges: "aPb bPc cPa",
    declares: "abc",
    policy: resolutionPolicy("P*", "P < $"),
    wellFormed: /^P*$/,
    visible: ["2 P>b P>c"],
  },
  {
    name: "a preferred label leads back, and may stop there",
    edges: "aPb bIa bPc",
    declares: "ac",
    policy: resolutionPolicy("P* I*", "I < P"),
    wellFormed: /^P*I*$/,
    visible: ["0", "1 P>b P>c"],
  },
  {
    name: "an import of an ancestor of the ancestor that imports it",
    edges: "aPb bPc bIa cIb cIa",
    declares: "bc",
    policy: resolutionPolicy("P* I*", "$ < I < P"),
    wellFormed: /^P*I*$/,
    visible: ["0 P>b"],
  },
];

describe("where walks and paths differ", () => {
  for (const { name, edges: text, declares, policy, wellFormed, visible } of TABLE) {
    it(name, () => {
      const model: Model = { edges: edges(text), declarations: declare(declares) };
      const { paths: _, ...want } = expected(
        model,
        calculusOf(policy, wellFormed),
        "a",
        () => true,
      );
      expect(want.visible).toEqual(visible);
      expect(actual(model, { from: "a", match: "x", policy })).toEqual(want);
    });
  }
});

describe("imports that depend on imports", () => {
  it("what one needed to know is part of what those that used it depend on", () => {
    const model: Model = {
      edges: [],
      declarations: [
        ["a", "B", "a"],
        ["b", "B", "b"],
        ["b", "A", "a"],
      ],
      imports: [
        ["b", "I", "0"],
        ["a", "I", "1"],
        ["a", "I", "2"],
      ],
      references: {
        0: { name: "A", scope: "a" },
        1: { name: "B", scope: "b" },
        2: { name: "B", scope: "b" },
      },
    };
    const policy = resolutionPolicy("_*", "P < I < $");
    const resolver = createResolver(modelGraph(model));
    for (const name of ["A", "B"]) {
      const matches = (i: number): boolean => model.declarations[i]?.[1] === name;
      const { paths: _, ...want } = expected(model, calculusOf(policy, /^/), "a", matches);
      expect(told(resolver.resolve({ from: "a", match: name, policy }))).toEqual(want);
    }
  });
});
