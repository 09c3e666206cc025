import fc from "fast-check";
import {
  checkSelector,
  compareSpecificity,
  compileIndex,
  culprits,
  disjoint,
  escapeGlob,
  explain,
  implies,
  isUnknown,
  MAX_DEPTH,
  matcher,
  matches,
  normalise,
  parseSelector,
  printExplanation,
  printSelector,
  SelectError,
  type Selector,
  sel,
  select,
  specificity,
  unknown,
  type View,
  type WhenTest,
} from "gen-select";
import { describe, expect, expectTypeOf, it } from "vitest";
import { findPlace } from "../src/logic/find-place.ts";
import { findText } from "../src/logic/find-text.ts";
import { nameAutomaton, testAutomaton } from "../src/logic/test-automaton.ts";
import { nearest } from "../src/selector/nearest.ts";

const hosts = new Map<
  string,
  { kind: string; tags: string[]; parent?: string; attrs?: Record<string, unknown> }
>([
  ["fleet", { kind: "fleet", tags: [] }],
  [
    "web1",
    {
      kind: "host",
      tags: ["production", "edge"],
      parent: "fleet",
      attrs: { cores: 4, port: "80" },
    },
  ],
  [
    "db1",
    { kind: "host", tags: ["production", "no-backup"], parent: "fleet", attrs: { cores: 16 } },
  ],
  ["alice@web1", { kind: "user", tags: [], parent: "web1" }],
  ["bob@db1", { kind: "user", tags: [], parent: "db1" }],
]);

const view: View = {
  nodes: () => hosts.keys(),
  kind: (id) => hosts.get(id)?.kind,
  name: (id) => id,
  tags: (id) => (id === "db1" ? (hosts.get(id)?.tags ?? []) : (hosts.get(id)?.tags ?? [])),
  attr: (id, path) =>
    path[0] === "later"
      ? unknown("later is not evaluated yet")
      : hosts.get(id)?.attrs?.[path.join(".")],
  parent: (id) => hosts.get(id)?.parent,
  children: (id) => [...hosts].filter(([, node]) => node.parent === id).map(([child]) => child),
};

describe("selecting", () => {
  it.each([
    ["host[tag~=production]:not([tag~=no-backup]) > user", ["alice@web1"]],
    ["host", ["db1", "web1"]],
    ["fleet user", ["alice@web1", "bob@db1"]],
    ["fleet > user", []],
    [":has(user)", ["db1", "fleet", "web1"]],
    [":has(> user)", ["db1", "web1"]],
    [":sibling(#db1)", ["web1"]],
    [":nth(1)", ["alice@web1", "bob@db1", "db1", "fleet"]],
    ["host:nth(2)", ["web1"]],
    ["host:nth(1 of [cores<10])", ["web1"]],
    ["[cores>4]", ["db1"]],
    ["[cores>=4]", ["db1", "web1"]],
    ["[tag]", ["db1", "web1"]],
    ["[tags^=no-]", ["db1"]],
    ["#*@*", ["alice@web1", "bob@db1"]],
    ["[port=80]", []],
    ['[port="80"]', ["web1"]],
    ["*", ["alice@web1", "bob@db1", "db1", "fleet", "web1"]],
    [":any()", []],
  ])("%s finds %j", (text, ids) => {
    const selector = parseSelector(text);
    expect(select(selector, view).ids()).toEqual(ids);
    expect(select(selector, compileIndex(view)).ids()).toEqual(ids);
    expect(
      [...hosts.keys()].sort().filter((id) => matcher(selector, view)(id).answer === "yes"),
    ).toEqual(ids);
  });

  it("selects by attributes as records", () => {
    expect(sel.attrs({ tag: "production" })).toEqual(parseSelector("[tag=production]"));
    expect(sel.attrs({ "meta.region": { "^=": "us" }, cores: [4, 8] })).toEqual(
      parseSelector("[cores in (4, 8)][meta.region^=us]"),
    );
    expect(sel.attrs({ a: { ">": 1, "<": 3 }, b: { exists: false } })).toEqual(
      parseSelector("[a<3][a>1]:not([b])"),
    );
    expect(sel.attrs({})).toEqual(sel.all());
    expect(select(sel.attrs({ tag: "production" }), view).ids()).toEqual(["db1", "web1"]);
    expect(select(sel.not(sel.attrs({ tag: "production" })), view).ids()).toEqual([
      "alice@web1",
      "bob@db1",
      "fleet",
    ]);
  });

  it("says why an answer is unknown, whatever the order of operands", () => {
    const open = sel.attr("later", "=", 1);
    const no = sel.kind("user");
    const expected = {
      answer: "unknown",
      reason: "later is not evaluated yet",
      reasons: ["later is not evaluated yet"],
    };
    expect(matches(sel.any(open, no), "web1", view)).toEqual(expected);
    expect(matches(sel.any(no, open), "web1", view)).toEqual(expected);
    expect(matches(sel.all(open, no), "web1", view)).toEqual({ answer: "no" });
    expect(matches(sel.all(no, open), "web1", view)).toEqual({ answer: "no" });
    expect(matches(sel.any(open, sel.star), "web1", view)).toEqual({ answer: "yes" });
    expect([...select(sel.all(open, sel.tag("edge")), compileIndex(view)).undecided()]).toEqual([
      { id: "web1", reasons: ["later is not evaluated yet"] },
    ]);
    expect(isUnknown(unknown("x"))).toBe(true);
    expect(isUnknown({ reasons: [] })).toBe(false);
  });

  it("takes any string as a key", () => {
    const odd = ["__proto__", "constructor", "toString", "", " ", "\u0000", "😀"];
    const strange: View = {
      nodes: () => odd,
      kind: (id) => id,
      name: (id) => id,
      tags: (id) => [id],
      attr: (id, [name]) => (name === id ? id : undefined),
      parent: () => undefined,
      children: () => [],
    };
    const index = compileIndex(strange);
    for (const id of odd) {
      for (const selector of [
        sel.kind(id),
        sel.tag(id),
        sel.name(escapeGlob(id)),
        sel.attr([id], "=", id),
        sel.attr([id], "exists"),
      ]) {
        expect(select(selector, index).ids()).toEqual([id]);
        expect(select(selector, strange).ids()).toEqual([id]);
        expect(parseSelector(printSelector(selector))).toEqual(selector);
      }
    }
  });
});

describe("predicates", () => {
  const on = (test: WhenTest, reads = {}): string => {
    const match = matches(sel.when("p", reads, test), "web1", view);
    return match.answer === "unknown" ? match.reason : match.answer;
  };
  it("see what they declare", () => {
    const reads = {
      kind: true,
      name: true,
      tags: ["edge"],
      attrs: ["cores"],
      axes: ["parent", "children", "edges"],
    } as const;
    expect(on((id, see) => see.kind(id) === "host" && see.name(id) === "web1", reads)).toBe("yes");
    expect(on((id, see) => [...see.tags(id)].join() === "edge", reads)).toBe("yes");
    expect(on((id, see) => see.tags(id).size === 2, { tags: true })).toBe("yes");
    expect(
      on(
        (id, see) => see.attr(id, "cores") === 4 && see.attr(id, ["cores", "x"]) === undefined,
        reads,
      ),
    ).toBe("yes");
    expect(
      on((id, see) => see.parent(id) === "fleet" && see.children(id).length === 1, reads),
    ).toBe("yes");
  });
  it("answer unknown on an undeclared read, an unknown input or a throw, even if they hide it", () => {
    expect(on((id, see) => see.kind(id) === "host")).toBe(
      "predicate p read kind, which it does not declare",
    );
    expect(on((id, see) => see.attr(id, "cores.x") === 1, { attrs: ["core"] })).toMatch(
      /the attribute cores\.x, which it does not declare/,
    );
    expect(on((id, see) => see.attr(id, "later") === 1, { attrs: ["later"] })).toBe(
      "later is not evaluated yet",
    );
    expect(on((id, see) => see.edges(id).length === 0, { axes: ["edges"] })).toBe(
      "the view has no edges",
    );
    expect(
      on(() => {
        throw new Error("boom");
      }),
    ).toBe("predicate p failed: boom");
    expect(on((() => "yes") as unknown as WhenTest)).toBe(
      "predicate p answered string, not true or false",
    );
    expect(
      on((id, see) => {
        try {
          return see.kind(id) === "x";
        } catch {
          return true;
        }
      }),
    ).toMatch(/does not declare/);
  });
});

describe("explain", () => {
  it("says which part failed, and by what fact", () => {
    const text = "host[tag~=production]:not([tag~=no-backup]):any([port=80], .edgy)";
    const why = explain(parseSelector(text), "web1", view);
    expect(culprits(why).map(({ text: part, because }) => [part, because])).toEqual([
      ["[port=80]", 'has port = "80" (string, not number)'],
      [".edgy", 'has the tags "edge", "production"; did you mean "edge"?'],
    ]);
    expect(printExplanation(explain(parseSelector("host.edge > user"), "bob@db1", view))).toBe(
      [
        "✗ host.edge > user — bob@db1 has no parent that matches (of 1)",
        "  ✗ host.edge — db1 fails 1 of 2 parts",
        "    ✓ host — db1 is of kind host",
        '    ✗ .edge — db1 has the tags "no-backup", "production"',
      ].join("\n"),
    );
  });
  it.each([
    ["user", "is of kind host"],
    ["#db*", "is named web1"],
    ["[missing]", "has no missing"],
    [":within(user)", "has no ancestor that matches (of 1)"],
    [":has(host)", "has no descendant that matches (of 1)"],
    [":sibling(user)", "has no sibling that matches (of 1)"],
    [":nth(1)", "stands at place 2 of 2 under fleet"],
    [":not(host)", "matches what is excluded: is of kind host"],
    ["[later=1]", "later is not known: later is not evaluated yet"],
    [':via("P", *)', 'is not known: the view has no edges by "P"'],
    ["host > user", "itself: is of kind host"],
  ])("%s: web1 %s", (text, because) => {
    expect(explain(parseSelector(text), "web1", view).because).toBe(because);
  });
});

describe("depth", () => {
  const nest = (depth: number, wrap: (inner: Selector) => Selector): Selector => {
    let selector: Selector = sel.kind("host");
    for (let i = 1; i < depth; i++) selector = wrap(selector);
    return selector;
  };
  const wraps: readonly (readonly [string, (inner: Selector) => Selector])[] = [
    ["not", sel.not],
    ["all", (inner) => sel.all(inner, sel.star)],
    ["any", (inner) => sel.any(sel.tag("x"), inner)],
    ["has", sel.has],
    ["within", sel.within],
    ["sibling", sel.sibling],
    ["child", (inner) => sel.child(inner, sel.any(sel.tag("a"), sel.attr("x", "!=", 1)))],
    ["descendant", (inner) => sel.descendant(inner, sel.attr("x", "in", [1, 2]))],
    ["via", (inner) => sel.via("P*", inner)],
    ["nth", (inner) => sel.nth(1, inner)],
    ["mixed", (inner) => sel.not(sel.has(inner))],
  ];
  it.each(wraps)("works up to the limit: %s", (name, wrap) => {
    const double = ["mixed", "child", "descendant"].includes(name);
    const selector = nest(double ? MAX_DEPTH / 2 : MAX_DEPTH, wrap);
    const index = compileIndex(view);
    expect(select(selector, view).ids()).toEqual(select(selector, index).ids());
    matches(selector, "web1", view);
    explain(selector, "web1", view);
    specificity(selector);
    expect(normalise(normalise(selector))).toEqual(normalise(selector));
    expect(parseSelector(printSelector(selector))).toEqual(selector);
  });
  it.each(wraps)("is decided about at the limit in bounded time: %s", (name, wrap) => {
    const double = ["mixed", "child", "descendant"].includes(name);
    const selector = nest(double ? MAX_DEPTH / 2 : MAX_DEPTH, wrap);
    expect(implies(selector, selector).answer).toBe("yes");
    expect(["yes", "no", "unknown"]).toContain(implies(selector, sel.has(sel.tag("x"))).answer);
    expect(["yes", "no", "unknown"]).toContain(disjoint(selector, sel.nth(2)).answer);
  });
  it.each(wraps)("is refused by name beyond it: %s", (_, wrap) => {
    const selector = nest(10_000, wrap);
    for (const use of [
      checkSelector,
      printSelector,
      normalise,
      (s: Selector) => matches(s, "web1", view),
      (s: Selector) => select(s, view),
      (s: Selector) => explain(s, "web1", view),
    ]) {
      expect(() => use(selector)).toThrow(
        expect.objectContaining({ code: "too-deep" }) as SelectError,
      );
    }
  });
  it("is refused by name in text", () => {
    for (const text of [
      `${":not(".repeat(20_000)}a${")".repeat(20_000)}`,
      "(".repeat(50_000),
      "a ".repeat(20_000),
      "a > ".repeat(20_000).slice(0, -2),
    ]) {
      expect(() => parseSelector(text)).toThrow(
        expect.objectContaining({ code: "too-deep" }) as SelectError,
      );
    }
  });
  it("does not limit width", () => {
    const wide = sel.any(
      ...Array.from({ length: 20_000 }, (_, i) => sel.tag(`t${i}`)),
      sel.kind("user"),
    );
    expect(select(wide, compileIndex(view)).ids()).toEqual(["alice@web1", "bob@db1"]);
    expect(parseSelector(printSelector(wide))).toEqual(wide);
    expect((normalise(wide) as { of: readonly unknown[] }).of).toHaveLength(20_001);
  });
});

describe("globs", () => {
  it.each([
    ["web1", ["web1"], ["web", "web11", "WEB1"]],
    ["web*", ["web", "web1"], ["we", "aweb"]],
    ["*b*1", ["b1", "web1", "bb11"], ["b", "1b"]],
    ["?", ["a", "😀"], ["", "ab"]],
    ["[a-c]x", ["ax", "cx"], ["dx", "x"]],
    ["[!a-c]x", ["dx"], ["ax", "x"]],
    ["[a\\]-]", ["a", "]", "-"], ["b"]],
    ["\\*\\?\\[\\\\", ["*?[\\"], ["a"]],
    ["", [""], ["a"]],
  ])("%s", (glob, accepted, refused) => {
    const test = (name: string): string =>
      matches(sel.name(glob), "x", { ...view, name: () => name }).answer;
    for (const name of accepted) expect([name, test(name)]).toEqual([name, "yes"]);
    for (const name of refused) expect([name, test(name)]).toEqual([name, "no"]);
    for (const name of [...accepted, ...refused]) {
      expect(findText([nameAutomaton(glob), nameAutomaton(escapeGlob(name))], []) === name).toBe(
        accepted.includes(name),
      );
    }
  });
  it("does not blow up", () => {
    const glob = `${"*a".repeat(30)}b`;
    expect(matches(sel.name(glob), "x", { ...view, name: () => "a".repeat(5000) }).answer).toBe(
      "no",
    );
  });
  it.each([["["], ["[a"], ["[]"], ["\\"], ["[b-a]"], ["[a\\"]])("refuses %s", (glob) => {
    expect(() => checkSelector(sel.name(glob))).toThrow(
      expect.objectContaining({ code: "bad-glob" }) as SelectError,
    );
  });
  it("escapes any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string(), (text, other) => {
        const test = (name: string): boolean =>
          matches(sel.name(escapeGlob(text)), "x", { ...view, name: () => name }).answer === "yes";
        expect(test(text)).toBe(true);
        expect(test(other)).toBe(text === other);
      }),
      { numRuns: 150 },
    );
  });
});

describe("the automata of texts", () => {
  it("accept what the tests accept, and find a text exactly when there is one among the short ones", () => {
    const letters = ["a", "b", "c", " "];
    const words = [
      "",
      ...letters,
      ...letters.flatMap((x) => letters.map((y) => x + y)),
      ...letters.flatMap((x) => letters.flatMap((y) => letters.map((z) => x + y + z))),
    ];
    const test = fc
      .tuple(
        fc.constantFrom("=", "^=", "$=", "*=", "~=", "<", ">", "<=", ">=") as fc.Arbitrary<"=">,
        fc.constantFrom("", "a", "b", "ab", "ba", "bb"),
      )
      .map(([op, value]) => ({ sel: "attr", path: ["x"], op, value }) as const);
    const literal = fc.tuple(test, fc.boolean());
    fc.assert(
      fc.property(fc.array(literal, { minLength: 1, maxLength: 4 }), (literals) => {
        const passes = (text: string): boolean =>
          literals.every(
            ([one, positive]) =>
              (matches(one, "x", { ...view, attr: () => text }).answer === "yes") === positive,
          );
        const found = findText(
          literals.filter(([, positive]) => positive).map(([one]) => testAutomaton(one)),
          literals.filter(([, positive]) => !positive).map(([one]) => testAutomaton(one)),
        );
        expect(found).not.toBeUndefined();
        if (typeof found === "string") expect(passes(found)).toBe(true);
        else for (const word of words) expect(passes(word)).toBe(false);
      }),
      { numRuns: 250 },
    );
  });
  it("claim nothing about lone surrogates", () => {
    expect(
      findText([testAutomaton({ sel: "attr", path: ["x"], op: "*=", value: "\ud83d" })], []),
    ).not.toBeNull();
    expect(findText([nameAutomaton("*\ud83d"), nameAutomaton("\ude00*")], [])).not.toBeNull();
  });
});

describe("places", () => {
  it("are found when there are any", () => {
    const form = fc
      .tuple(fc.integer({ min: -4, max: 5 }), fc.integer({ min: -3, max: 9 }), fc.boolean())
      .map(([step, offset, positive]) => ({
        form: { sel: "nth", step, offset } as const,
        positive,
      }));
    fc.assert(
      fc.property(fc.array(form, { maxLength: 4 }), (forms) => {
        const named = (place: number): boolean =>
          forms.every(({ form: { step, offset }, positive }) => {
            let hit = false;
            for (let k = 0; k <= 400; k++) hit ||= step * k + offset === place;
            return hit === positive;
          });
        const oracle = Array.from({ length: 300 }, (_, i) => i + 1).find(named) ?? 0;
        expect(findPlace(forms)).toBe(oracle);
      }),
      { numRuns: 150 },
    );
  });
});

it("suggests near names only", () => {
  expect(nearest("prodction", ["production", "staging"])).toBe("production");
  expect(nearest("pord", ["prod"])).toBe("prod");
  expect(nearest("zzz", ["production", "staging"])).toBeUndefined();
  expect(nearest("x".repeat(10_000), ["x"])).toBeUndefined();
});

it("compares specificities from the left", () => {
  expect(compareSpecificity([1, 0, 0], [0, 9, 9])).toBeGreaterThan(0);
  expect(compareSpecificity([0, 1, 0], [0, 1, 2])).toBeLessThan(0);
  expect(compareSpecificity([0, 1, 2], [0, 1, 2])).toBe(0);
});

it("has types that keep selectors and builders straight", () => {
  expectTypeOf(sel.tag("a")).toExtend<Selector>();
  expectTypeOf(sel.attrs({ a: 1, b: { "^=": "x" } })).toEqualTypeOf<Selector>();
  expectTypeOf(parseSelector).returns.toEqualTypeOf<Selector>();
  expectTypeOf(matches(sel.star, "a", view).answer).toEqualTypeOf<"yes" | "no" | "unknown">();
  const match = matches(sel.star, "a", view);
  if (match.answer === "unknown") expectTypeOf(match.reason).toEqualTypeOf<string>();
  // @ts-expect-error: a prefix is a text
  sel.attr("a", "^=", 1);
  // @ts-expect-error: exists takes no value
  sel.attr("a", "exists", 1);
  // @ts-expect-error: there is no such operator
  sel.attr("a", "=~", "x");
  // @ts-expect-error: `in` takes a list
  sel.attr("a", "in", "x");
  // @ts-expect-error: a tag is not a selector
  sel.not("production");
  // @ts-expect-error: there is no such form
  const odd: Selector = { sel: "tags", tag: "x" };
  expect(() => checkSelector(odd)).toThrow(SelectError);
});
