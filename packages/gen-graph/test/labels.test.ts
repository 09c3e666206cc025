import * as fc from "fast-check";
import {
  altLabels,
  anyLabel,
  bothLabels,
  compileLabels,
  DEAD,
  GraphError,
  type LabelExpr,
  label,
  labelsOf,
  noLabels,
  notLabels,
  optLabels,
  parseLabels,
  plusLabels,
  printLabels,
  seqLabels,
  starLabels,
  unitLabels,
} from "gen-graph";
import { describe, expect, it } from "vitest";

const [a, b, c] = ["a", "b", "c"].map(label) as [LabelExpr, LabelExpr, LabelExpr];

/** The slow, obvious meaning: does `expr` accept word[from..to)? Tries every split. */
function accepts(expr: LabelExpr, word: readonly string[]): boolean {
  switch (expr.kind) {
    case "none":
      return false;
    case "unit":
      return word.length === 0;
    case "any":
      return word.length === 1;
    case "label":
      return word.length === 1 && word[0] === expr.label;
    case "alt":
      return expr.parts.some((part) => accepts(part, word));
    case "both":
      return expr.parts.every((part) => accepts(part, word));
    case "not":
      return !accepts(expr.body, word);
    case "seq": {
      const [first, ...rest] = expr.parts;
      if (first === undefined) return word.length === 0;
      for (let i = 0; i <= word.length; i++) {
        if (accepts(first, word.slice(0, i)) && accepts(seqLabels(...rest), word.slice(i)))
          return true;
      }
      return false;
    }
    case "star": {
      if (word.length === 0) return true;
      for (let i = 1; i <= word.length; i++) {
        if (accepts(expr.body, word.slice(0, i)) && accepts(expr, word.slice(i))) return true;
      }
      return false;
    }
  }
}

function words(letters: readonly string[], max: number): string[][] {
  const all: string[][] = [[]];
  let last: string[][] = [[]];
  for (let n = 0; n < max; n++) {
    last = last.flatMap((word) => letters.map((letter) => [...word, letter]));
    all.push(...last);
  }
  return all;
}

const expression: fc.Arbitrary<LabelExpr> = fc.letrec<{ expr: LabelExpr }>((tie) => ({
  expr: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    fc.constantFrom(a, b, c, anyLabel, unitLabels, noLabels),
    fc.array(tie("expr"), { maxLength: 3 }).map((parts) => seqLabels(...parts)),
    fc.array(tie("expr"), { maxLength: 3 }).map((parts) => altLabels(...parts)),
    fc.array(tie("expr"), { maxLength: 3 }).map((parts) => bothLabels(...parts)),
    tie("expr").map(starLabels),
    tie("expr").map(plusLabels),
    tie("expr").map(optLabels),
    tie("expr").map(notLabels),
  ),
})).expr;

describe("conformance table", () => {
  const table: [string, string[], string[]][] = [
    ["", [""], ["a"]],
    ["()", [""], ["a"]],
    ["P* I?", ["", "P", "P P", "I", "P P I"], ["I P", "I I", "X"]],
    ["a b | c", ["a b", "c"], ["a c", "a", "b"]],
    ["a (b | c)", ["a b", "a c"], ["a", "c"]],
    ["a+", ["a", "a a"], ["", "b"]],
    ["_", ["a", "zzz"], ["", "a a"]],
    ["_*", ["", "a", "x y z"], []],
    ["!a", ["", "b", "a a"], ["a"]],
    ["!(_* I _*)", ["", "P P"], ["I", "P I", "I P"]],
    ["_* a & b _*", ["b a", "b x a"], ["a", "b", "a b"]],
    ["!!a", ["a"], ["", "b"]],
    ["!a*", ["b", "a b"], ["", "a", "a a"]],
    ['"a b" "*"?', [], ["a b"]],
    ["__proto__ constructor*", ["__proto__", "__proto__ constructor"], ["constructor", "toString"]],
    ["a:b.c/d@e$f#g-h", ["a:b.c/d@e$f#g-h"], ["a"]],
    ["é ключ", ["é ключ"], ["é"]],
    ["e\u0301", ["e\u0301"], ["é"]],
  ];
  for (const [source, yes, no] of table) {
    it(`${source || "(empty)"}`, () => {
      const automaton = compileLabels(source);
      const word = (text: string): string[] => (text === "" ? [] : text.split(" "));
      for (const text of yes) expect([text, automaton.matches(word(text))]).toEqual([text, true]);
      for (const text of no) expect([text, automaton.matches(word(text))]).toEqual([text, false]);
    });
  }

  it("quoted labels are any string", () => {
    const automaton = compileLabels(String.raw`"a b" "*"? "" "\"\n"`);
    expect(automaton.matches(["a b", "*", "", '"\n'])).toBe(true);
    expect(automaton.matches(["a b", "", '"\n'])).toBe(true);
    expect(automaton.matches(["a", "b"])).toBe(false);
  });

  it("a label that looks like an operator is not one", () => {
    expect(compileLabels(label("a*")).matches(["a", "a"])).toBe(false);
    expect(compileLabels(altLabels(label("a*"), starLabels(a))).matches(["a*"])).toBe(true);
    expect(compileLabels(altLabels(label("a*"), starLabels(a))).matches(["a", "a"])).toBe(true);
    expect(compileLabels(label("_")).matches(["x"])).toBe(false);
  });
});

describe("syntax errors say where", () => {
  const table: [string, number][] = [
    ["a |", 3],
    ["| a", 0],
    ["a**", 2],
    ["a+?", 2],
    ["*", 0],
    ["(a", 0],
    ["a)", 1],
    ["(|)", 1],
    ["a & ", 4],
    ["!", 1],
    ["a ! | b", 4],
    ['"abc', 0],
    ['"\\q"', 0],
    ["a , b", 2],
    ["((a)", 0],
  ];
  for (const [source, position] of table) {
    it(source, () => {
      let error: unknown;
      try {
        parseLabels(source);
      } catch (caught) {
        error = caught;
      }
      expect(error).toBeInstanceOf(GraphError);
      expect((error as GraphError).code).toBe("labels-syntax");
      expect((error as GraphError).issues[0]?.position).toBe(position);
      expect((error as GraphError).message).toContain(JSON.stringify(source));
    });
  }
});

describe("automaton", () => {
  it("is small, and its start is dead when nothing is accepted", () => {
    expect(compileLabels("P* I?").size).toBe(2);
    expect(compileLabels("(a | b)* a (a | b)").size).toBe(4);
    for (const empty of [
      noLabels,
      parseLabels("a & b"),
      parseLabels("!(_*)"),
      seqLabels(a, noLabels, b),
    ]) {
      const automaton = compileLabels(empty);
      expect([automaton.isEmpty, automaton.start, automaton.size]).toEqual([true, DEAD, 0]);
      expect(automaton.accepts(automaton.start)).toBe(false);
      expect(automaton.step(DEAD, "a")).toBe(DEAD);
    }
  });

  it("says which labels lead on", () => {
    const automaton = compileLabels("P* I?");
    expect(automaton.alphabet).toEqual(["I", "P"]);
    expect(automaton.next(automaton.start)).toEqual({ labels: ["I", "P"], others: false });
    expect(automaton.next(automaton.step(automaton.start, "I"))).toEqual({
      labels: [],
      others: false,
    });
    expect(compileLabels("_ a").next(0)).toEqual({ labels: ["a"], others: true });
  });

  it("refuses all labels outside of a declared alphabet, with suggestions", () => {
    let error: unknown;
    try {
      compileLabels("Parent* Imprt? X", { alphabet: ["Parent", "Import"] });
    } catch (caught) {
      error = caught;
    }
    const issues = (error as GraphError).issues;
    expect(issues.map((issue) => [issue.code, issue.culprits, issue.suggestion])).toEqual([
      ["labels-unknown", ["Imprt"], "Import"],
      ["labels-unknown", ["X"], undefined],
    ]);
  });

  it("knows emptiness over a closed alphabet", () => {
    expect(compileLabels("_ & !a & !b").isEmpty).toBe(false);
    expect(compileLabels("_ & !a & !b", { alphabet: ["a", "b"] }).isEmpty).toBe(true);
    expect(compileLabels("_", { alphabet: ["a"] }).matches(["b"])).toBe(false);
    expect(compileLabels("_", { alphabet: [] }).isEmpty).toBe(true);
  });

  it("bounds its states", () => {
    const blowUp = `_* a ${"_ ".repeat(30)}`;
    expect(() => compileLabels(blowUp, { maxStates: 100 })).toThrow(
      expect.objectContaining({ code: "labels-too-large" }),
    );
  });

  it("takes any depth and length", () => {
    const deep = `${"(".repeat(100_000)}a${")".repeat(100_000)}`;
    expect(compileLabels(deep).matches(["a"])).toBe(true);
    const quoted = '\\"'.repeat(500_000);
    expect(compileLabels(`"${quoted}"`).matches(['"'.repeat(500_000)])).toBe(true);
    const long = Array.from({ length: 5_000 }, (_, i) => `l${i}`);
    expect(compileLabels(long.join(" ")).matches(long)).toBe(true);
    let nested: LabelExpr = a;
    for (let i = 0; i < 100_000; i++) nested = starLabels(nested);
    expect(compileLabels(nested).size).toBe(1);
    nested = a;
    for (let i = 0; i < 100_000; i++) nested = notLabels(nested);
    expect(compileLabels(nested).matches(["a"])).toBe(true);
    nested = a;
    for (let i = 0; i < 3_000; i++) nested = optLabels(seqLabels(b, nested));
    expect(compileLabels(nested).matches(["b", "b", "a"])).toBe(false);
  });

  it("lists labels once, sorted", () => {
    expect(labelsOf(parseLabels("z (a | z)* !m & _"))).toEqual(["a", "m", "z"]);
  });
});

describe("laws", () => {
  const sample = words(["a", "b", "zz"], 4);

  it("agrees with the slow reading on every short word", () => {
    fc.assert(
      fc.property(expression, (expr) => {
        const automaton = compileLabels(expr);
        for (const word of sample) {
          if (automaton.matches(word) !== accepts(expr, word)) return false;
        }
        return automaton.isEmpty === (automaton.size === 0);
      }),
      { numRuns: 150 },
    );
  });

  it("live states are live: from each one some word is accepted", () => {
    fc.assert(
      fc.property(expression, (expr) => {
        const automaton = compileLabels(expr);
        for (let state = 0; state < automaton.size; state++) {
          const seen = new Set([state]);
          const todo = [state];
          let found = false;
          for (let at = todo.pop(); at !== undefined; at = todo.pop()) {
            found ||= automaton.accepts(at);
            for (const name of [...automaton.alphabet, "some other label"]) {
              const to = automaton.step(at, name);
              if (to !== DEAD && !seen.has(to)) {
                seen.add(to);
                todo.push(to);
              }
            }
          }
          if (!found) return false;
        }
        return true;
      }),
      { numRuns: 100 },
    );
  });

  it("print then parse keeps the language", () => {
    fc.assert(
      fc.property(expression, (expr) => {
        const again = compileLabels(parseLabels(printLabels(expr)));
        const automaton = compileLabels(expr);
        return sample.every((word) => automaton.matches(word) === again.matches(word));
      }),
      { numRuns: 100 },
    );
  });

  it("equal languages give equal automata (minimal, numbered by language)", () => {
    const pairs: [LabelExpr, LabelExpr][] = [
      [altLabels(a, b), altLabels(b, a)],
      [altLabels(a, altLabels(b, c)), altLabels(altLabels(a, b), c)],
      [seqLabels(a, seqLabels(b, c)), seqLabels(seqLabels(a, b), c)],
      [starLabels(starLabels(a)), starLabels(a)],
      [starLabels(altLabels(a, b)), starLabels(seqLabels(starLabels(a), starLabels(b)))],
      [seqLabels(a, noLabels), noLabels],
      [seqLabels(unitLabels, a), a],
      [notLabels(altLabels(a, b)), bothLabels(notLabels(a), notLabels(b))],
      [seqLabels(altLabels(a, b), c), altLabels(seqLabels(a, c), seqLabels(b, c))],
      [plusLabels(a), seqLabels(starLabels(a), a)],
    ];
    for (const [left, right] of pairs) {
      const [one, two] = [compileLabels(left), compileLabels(right)];
      expect(one.size).toBe(two.size);
      for (let state = 0; state < one.size; state++) {
        expect(one.accepts(state)).toBe(two.accepts(state));
        for (const name of ["a", "b", "c", "zz"])
          expect(one.step(state, name)).toBe(two.step(state, name));
      }
    }
  });
});

it("what is no expression is refused by name, wherever it is", () => {
  const wrong: unknown[] = [undefined, null, 5, { kind: "lable" }, seqLabels(a, "b" as never), [a]];
  for (const expr of wrong) {
    expect(() => compileLabels(expr as LabelExpr)).toThrow("This is not a label expression: ");
  }
});

it("a message shows the whole character that it is about", () => {
  expect(() => parseLabels("P 😀")).toThrow('at 2: unexpected "😀".');
});
