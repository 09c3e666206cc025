import {
  type Declaration,
  only,
  presets,
  type ResolutionPolicy,
  resolutionPolicy,
  resolve,
  type ScopeGraphBuilder,
  scopeGraph,
} from "gen-scope";
import { describe, expect, it } from "vitest";

/** A declaration of the papers: `x_i`. */
interface Case {
  readonly name: string;
  /** Scopes; the first letter of a line is its scope: `2 -P-> 1`, `2 declares x4 : 3`, `2 imports A via 6`. */
  readonly graph: string;
  readonly policy?: ResolutionPolicy;
  /** `from name` or `from name without reference`. */
  readonly look: string;
  /** `id` or `id by labels`; sorted. */
  readonly visible: readonly string[];
  readonly reachable?: readonly string[];
}

const TABLE: readonly Case[] = [
  {
    name: "Fig. 5: duplicate declarations are all found",
    graph: "1 declares b2\n1 declares b5\n1 declares a1",
    look: "1 b",
    visible: ["b2", "b5"],
  },
  { name: "Fig. 5: d is free", graph: "1 declares a1", look: "1 d", visible: [] },
  {
    name: "Fig. 6: the nearer f hides the farther one",
    graph: "2 -P-> 1\n3 -P-> 2\n1 declares f1\n2 declares f2\n3 declares n3",
    look: "3 f",
    visible: ["f2 by P"],
    reachable: ["f1", "f2"],
  },
  {
    name: "Fig. 6: from outside only the outer f is reachable",
    graph: "2 -P-> 1\n3 -P-> 2\n1 declares f1\n2 declares f2",
    look: "1 f",
    visible: ["f1"],
    reachable: ["f1"],
  },
  {
    name: "Fig. 7: imports of imports, each resolved by name",
    graph:
      "2 -P-> 1\n3 -P-> 1\n4 -P-> 3\n1 declares c1\n1 declares A2 : 2\n1 declares B7 : 3\n3 declares C10 : 4\n4 declares c12\n2 imports B via 3\n3 imports C via 8",
    look: "2 c",
    visible: ["c12 by I I"],
    reachable: ["c1", "c12"],
  },
  {
    name: "Fig. 8: local over imported",
    graph:
      "A -P-> 1\nC -P-> 1\n1 declares a1\n1 declares A2 : A\n1 declares C5 : C\nA declares a3\nA declares b4\nC declares b7\nC imports A via 6",
    look: "C b",
    visible: ["b7"],
    reachable: ["b4", "b7"],
  },
  {
    name: "Fig. 8: imported over that of the parent",
    graph:
      "A -P-> 1\nC -P-> 1\n1 declares a1\n1 declares A2 : A\n1 declares C5 : C\nA declares a3\nA declares b4\nC declares b7\nC imports A via 6",
    look: "C a",
    visible: ["a3 by I"],
    reachable: ["a1", "a3"],
  },
  {
    name: "Fig. 9: no parent of an import",
    graph:
      "B -P-> 1\nC -P-> 1\nD -P-> C\n1 declares a1\n1 declares B2 : B\n1 declares C3 : C\nC declares a4\nC declares D5 : D\nD imports B via 6",
    look: "D a",
    visible: ["a4 by P"],
    reachable: ["a1", "a4"],
  },
  {
    name: "Fig. 11: an import is not used to resolve itself",
    graph:
      "A -P-> 1\nB -P-> A\n1 declares A1 : A\nA declares A2 : B\nB declares a3\n1 imports A via 4",
    look: "1 a",
    visible: [],
  },
  {
    name: "Fig. 11: the reference itself",
    graph:
      "A -P-> 1\nB -P-> A\n1 declares A1 : A\nA declares A2 : B\nB declares a3\n1 imports A via 4",
    look: "1 A without 4",
    visible: ["A1"],
  },
  ...(["x x3", "y y6"] as const).map((pair): Case => {
    const [name, id] = pair.split(" ") as [string, string];
    return {
      name: `Fig. 12: the anomaly of mutual imports, ${name}`,
      graph: [
        "A -P-> 1\nB -P-> A\n1 declares A1 : A\nA declares B2 : B\nB declares x3",
        "D -P-> 1\nE -P-> D\n1 declares B4 : D\nD declares A5 : E\nE declares y6",
        "C -P-> 1\n1 declares C7 : C\nC imports A via 8\nC imports B via 9",
      ].join("\n"),
      look: `C ${name}`,
      visible: [`${id} by I`],
    };
  }),
  {
    name: "Fig. 13: include, without D < I",
    graph: "A -P-> 1\nB -P-> 1\n1 declares A1 : A\nA declares x2\nB declares x5\nB imports A via 4",
    policy: resolutionPolicy("P* I*", "$ < P, I < P"),
    look: "B x",
    visible: ["x2 by I", "x5"],
  },
  {
    name: "§2.5: imports that are not transitive",
    graph: "2 -I-> 3\n3 -I-> 4\n4 declares x1",
    policy: presets.imports,
    look: "2 x",
    visible: [],
  },
  {
    name: "§2.5: the same, transitive",
    graph: "2 -I-> 3\n3 -I-> 4\n4 declares x1",
    look: "2 x",
    visible: ["x1 by I I"],
  },
  {
    name: "Fig. 15: a partially qualified name",
    graph:
      "C -P-> 1\nD -P-> C\n1 declares C1 : C\nC declares D2 : D\nD declares f3\n4 imports D via 4 from C",
    look: "4 f",
    visible: ["f3 by I"],
  },
  {
    name: "Fig. 16: inheritance as import",
    graph:
      "C -P-> 1\nD -P-> 1\nE -P-> 1\n1 declares C1 : C\n1 declares D2 : D\n1 declares E3 : E\nC declares f4\nD imports C via 5\nE imports D via 6\nE declares g7",
    look: "E f",
    visible: ["f4 by I I"],
  },
  {
    name: "Lex2: imports over different edges are not compared further",
    graph: "1 -I-> 2\n1 -I-> 3\n3 -I-> 4\n2 declares x2\n4 declares x4",
    look: "1 x",
    visible: ["x2 by I", "x4 by I I"],
  },
  {
    name: "Lex2: over the same edge they are",
    graph: "1 -I-> 2\n2 -I-> 3\n2 declares x2\n3 declares x3",
    look: "1 x",
    visible: ["x2 by I"],
    reachable: ["x2", "x3"],
  },
  {
    name: "labels without an order stay ambiguous, however long their paths",
    graph: "1 -I-> 2\n1 -P-> 3\n3 -P-> 4\n2 declares x2\n4 declares x4",
    policy: resolutionPolicy("P* I*", "$ < I, $ < P"),
    look: "1 x",
    visible: ["x2 by I", "x4 by P P"],
  },
  {
    name: "a cyclic import finds what it would find without the cycle",
    graph: "1 -I-> 2\n2 -I-> 1\n2 -I-> 2\n2 -I-> 3\n1 declares y1\n3 declares x3",
    look: "1 x",
    visible: ["x3 by I I"],
  },
  {
    name: "a preferred label that only leads back shadows nothing",
    graph: "1 -J-> 2\n2 -J-> 1\n1 -I-> 3\n3 declares x3",
    policy: resolutionPolicy("(I|J)*", "$ < J < I"),
    look: "1 x",
    visible: ["x3 by I"],
  },
  {
    name: "the end of the path can come last",
    graph: "1 -P-> 2\n1 declares x1\n2 declares x2",
    policy: resolutionPolicy("P*", "P < $"),
    look: "1 x",
    visible: ["x2 by P"],
    reachable: ["x1", "x2"],
  },
  {
    name: "no path at all is well-formed",
    graph: "1 declares x1",
    policy: resolutionPolicy("P & I", ""),
    look: "1 x",
    visible: [],
    reachable: [],
  },
];

function read(text: string): ScopeGraphBuilder<Declaration> {
  const words = (line: string): string[] => line.split(" ");
  const lines = text.split("\n").map(words);
  const scopes = lines.flatMap(([from, verb, what, sign, target]) =>
    [from, verb?.startsWith("-") ? what : sign === ":" ? target : undefined].filter(
      (scope) => scope !== undefined,
    ),
  );
  return lines.reduce<ScopeGraphBuilder<Declaration>>(
    (graph, [from, verb, what, , name, , at]) => {
      if (from === undefined || verb === undefined || what === undefined) throw new Error(text);
      if (verb === "declares") {
        const declared = { name: what.replace(/\d+$/, ""), id: what };
        return graph.declare(from, name === undefined ? declared : { ...declared, scope: name });
      }
      if (verb === "imports") {
        const reference = { name: what, id: name as string };
        return graph.import(from, "I", at === undefined ? reference : { ...reference, scope: at });
      }
      return graph.edge(from, verb.slice(1, -2), what);
    },
    scopeGraph().scope(...scopes),
  );
}

describe("examples of the papers", () => {
  for (const { name, graph, policy, look, visible, reachable } of TABLE) {
    it(name, () => {
      const [from, what, , without] = look.split(" ") as [string, string, string?, string?];
      const result = resolve(read(graph).build(), {
        from,
        match: what,
        policy: policy ?? presets.transitiveImports,
        seenImports: without === undefined ? [] : [without],
      });
      const shown = result.visible.map(({ declaration, path }) =>
        [
          declaration.id,
          ...(path.length > 0 ? ["by"] : []),
          ...path.map(({ label }) => label),
        ].join(" "),
      );
      expect(shown.sort()).toEqual(visible);
      if (reachable !== undefined) {
        expect(result.reachable.map(({ declaration }) => declaration.id).sort()).toEqual(reachable);
      }
      expect(result.status).toBe(["unresolved", "resolved"][visible.length] ?? "ambiguous");
      expect(result.ambiguous).toEqual(visible.length > 1 ? result.visible : []);
      if (visible.length === 1) expect(only(result)).toBe(result.visible[0]);
    });
  }
});
