import fc from "fast-check";
import {
  checkSelector,
  parseSelector,
  printSelector,
  reviveSelector,
  SelectError,
  type SelectIssue,
  type Selector,
  sel,
} from "gen-select";
import { describe, expect, it } from "vitest";
import { PREDICATES, selectors } from "./world.ts";

const RUNS = process.env.SLOW === "1" ? 50_000 : 600;

function refusal(run: () => unknown): SelectIssue[] {
  try {
    run();
  } catch (error) {
    if (error instanceof SelectError) return [...error.issues];
    throw error;
  }
  throw new Error("nothing was refused");
}

/** Text, canonical text (if another), data. */
const FORMS: readonly (readonly [string, string, Selector])[] = [
  ["*", "*", sel.star],
  ["host", "host", sel.kind("host")],
  ['"my kind"', '"my kind"', sel.kind("my kind")],
  [".production", ".production", sel.tag("production")],
  [".2024-q1", ".2024-q1", sel.tag("2024-q1")],
  ["#web*", "#web*", sel.name("web*")],
  ["#alice@web1", "#alice@web1", sel.name("alice@web1")],
  ['#"web1.example.org"', '#"web1.example.org"', sel.name("web1.example.org")],
  ["[meta.region]", "[meta.region]", sel.attr("meta.region", "exists")],
  ["[ meta.region exists ]", "[meta.region]", sel.attr("meta.region", "exists")],
  ["[in]", "[in]", sel.attr("in", "exists")],
  ["[exists exists]", "[exists]", sel.attr("exists", "exists")],
  ["[a.b=1]", "[a.b=1]", sel.attr(["a", "b"], "=", 1)],
  ['["a.b"=1]', '["a.b"=1]', sel.attr(["a.b"], "=", 1)],
  ["[a = 'it''s']".replace("''", '"'), '[a="it\\"s"]', sel.attr("a", "=", 'it"s')],
  ["[a='1']", '[a="1"]', sel.attr("a", "=", "1")],
  ["[a=true]", "[a=true]", sel.attr("a", "=", true)],
  ['[a="null"]', '[a="null"]', sel.attr("a", "=", "null")],
  ["[a=null]", "[a=null]", sel.attr("a", "=", null)],
  ["[a=-1.5e3]", "[a=-1500]", sel.attr("a", "=", -1500)],
  ["[a=1.2.3]", "[a=1.2.3]", sel.attr("a", "=", "1.2.3")],
  ["[a=007]", "[a=007]", sel.attr("a", "=", "007")],
  ["[system=x86_64-linux]", "[system=x86_64-linux]", sel.attr("system", "=", "x86_64-linux")],
  ["[a != b]", "[a!=b]", sel.attr("a", "!=", "b")],
  [
    "[a^=b][a$=c][a*=d]",
    "[a^=b][a$=c][a*=d]",
    sel.all(sel.attr("a", "^=", "b"), sel.attr("a", "$=", "c"), sel.attr("a", "*=", "d")),
  ],
  ["[tag~=production]", "[tag~=production]", sel.attr("tag", "~=", "production")],
  ["[a<1][a>=2]", "[a<1][a>=2]", sel.all(sel.attr("a", "<", 1), sel.attr("a", ">=", 2))],
  ["[a in (x , 1,'y z')]", '[a in (x, 1, "y z")]', sel.attr("a", "in", ["x", 1, "y z"])],
  ["[a in ()]", "[a in ()]", sel.attr("a", "in", [])],
  ["a,b , c", "a, b, c", sel.any(sel.kind("a"), sel.kind("b"), sel.kind("c"))],
  [":any()", ":any()", sel.any()],
  [":all()", ":all()", sel.all()],
  [":is(a, b)", "a, b", sel.any(sel.kind("a"), sel.kind("b"))],
  [":any(a)", ":any(a)", sel.any(sel.kind("a"))],
  [
    "host:any(.a, .b)",
    "host:any(.a, .b)",
    sel.all(sel.kind("host"), sel.any(sel.tag("a"), sel.tag("b"))),
  ],
  [":all(.a, host)", ":all(.a, host)", sel.all(sel.tag("a"), sel.kind("host"))],
  [":not(a, b)", ":not(a, b)", sel.not(sel.any(sel.kind("a"), sel.kind("b")))],
  [":not(:not(.a))", ":not(:not(.a))", sel.not(sel.not(sel.tag("a")))],
  ["a > b", "a > b", sel.child(sel.kind("a"), sel.kind("b"))],
  ["a>b", "a > b", sel.child(sel.kind("a"), sel.kind("b"))],
  ["a b", "a b", sel.descendant(sel.kind("a"), sel.kind("b"))],
  ["a b > c", "a b > c", sel.child(sel.descendant(sel.kind("a"), sel.kind("b")), sel.kind("c"))],
  [
    "a (b > c)",
    "a (b > c)",
    sel.descendant(sel.kind("a"), sel.child(sel.kind("b"), sel.kind("c"))),
  ],
  ["(a, b) > c", ":any(a, b) > c", sel.child(sel.any(sel.kind("a"), sel.kind("b")), sel.kind("c"))],
  [":has(user)", ":has(user)", sel.has(sel.kind("user"))],
  [":has( > user )", ":has(> user)", sel.hasChild(sel.kind("user"))],
  [":within(#dc1)", ":within(#dc1)", sel.within(sel.name("dc1"))],
  [
    ":parent(host):sibling(.a)",
    ":parent(host):sibling(.a)",
    sel.all(sel.parent(sel.kind("host")), sel.sibling(sel.tag("a"))),
  ],
  [
    ':via("P* I?", a, b)',
    ':via("P* I?", a, b)',
    sel.via("P* I?", sel.any(sel.kind("a"), sel.kind("b"))),
  ],
  [":nth(3)", ":nth(3)", sel.nth(3)],
  [":nth(odd)", ":nth(2n+1)", sel.nth({ step: 2, offset: 1 })],
  [":nth( even )", ":nth(2n)", sel.nth({ step: 2 })],
  [
    ":nth(-n + 3 of .a, .b)",
    ":nth(-n+3 of .a, .b)",
    sel.nth({ step: -1, offset: 3 }, sel.any(sel.tag("a"), sel.tag("b"))),
  ],
  [":nth(2 of*)", ":nth(2 of *)", sel.nth(2, sel.star)],
  [":when(edgy)", ":when(edgy)", PREDICATES[0] as Selector],
  [
    "host[tag~=production]:not([tag~=no-backup]) > user",
    "host[tag~=production]:not([tag~=no-backup]) > user",
    sel.child(
      sel.all(
        sel.kind("host"),
        sel.attr("tag", "~=", "production"),
        sel.not(sel.attr("tag", "~=", "no-backup")),
      ),
      sel.kind("user"),
    ),
  ],
  ["größe.ключ", "größe.ключ", sel.all(sel.kind("größe"), sel.tag("ключ"))],
  ['."\\u0041\\u{1F600}\\n"', '."A😀\\n"', sel.tag("A😀\n")],
  [
    '"__proto__".constructor[toString]',
    "__proto__.constructor[toString]",
    sel.all(sel.kind("__proto__"), sel.tag("constructor"), sel.attr("toString", "exists")),
  ],
];

/** Text, what the error says, and the character it points at. */
const REFUSED: readonly (readonly [string, RegExp, number])[] = [
  ["", /A selector was expected, not the end/, 0],
  ["   ", /A selector was expected, not the end/, 3],
  ["a,", /A selector was expected, not the end/, 2],
  ["a,,b", /A selector was expected, not ","/, 2],
  ["> a", /A selector was expected, not ">"/, 0],
  ["a >", /A selector was expected/, 3],
  ["a > > b", /A selector was expected, not ">"/, 4],
  ["a)", /Nothing more was expected, but there is "\)"/, 1],
  ["(a", /Unclosed \(/, 0],
  [":not(a", /Unclosed \(/, 4],
  [":not()", /A selector was expected, not "\)"/, 5],
  [":not", /:not needs an operand in brackets/, 4],
  [":nto(a)", /There is no :nto .* Did you mean :not\?/, 1],
  [":nth-child(2)", /Did you mean :nth\?/, 1],
  [":ancestor(a)", /Did you mean :within\?/, 1],
  ["host:(a)", /A word was expected after :/, 5],
  ["a ~ b", /There is no combinator "~".*:sibling/, 2],
  ["a + b", /There is no combinator "\+"/, 2],
  ["a*", /A kind stands first/, 1],
  [".a host.b ! c", /A selector was expected, not "!"/, 10],
  ["a.", /A tag was expected, not the end/, 2],
  ["#.x", /A name was expected, not "\."/, 1],
  ["[", /An attribute name was expected/, 1],
  ["[a", /Unclosed \[/, 0],
  ["[a=", /A value was expected/, 3],
  ["[a=b", /Unclosed \[/, 0],
  ["[a=b c]", /The end of the test, \], was expected, not "c"/, 5],
  ["[a==1]", /There is no operator ==.*Did you mean =\?/, 2],
  ["[a~1]", /An operator or \] was expected, not "~"/, 2],
  ["[a like b]", /An operator or \] was expected, not like/, 3],
  ["[a^=1]", /\^= compares text.*Did you mean "1"\?/, 4],
  ["[a<true]", /< compares numbers or text/, 3],
  ["[a=1e999]", /too large/, 3],
  ["[a in b]", /The list of in/, 6],
  ["[a in (b", /Unclosed \(/, 6],
  ["[a in (b c)]", /, or \) was expected, not "c"/, 9],
  ['[a="b]', /Unclosed string/, 3],
  ['."a\\', /Unclosed string/, 3],
  ['."a\\q"', /Unknown escape \\q/, 3],
  ['."\\u12"', /Malformed \\u escape/, 2],
  ['."\\u{110000}"', /Malformed \\u escape/, 2],
  [":nth()", /A place was expected/, 5],
  [":nth(2x)", /A place was expected/, 5],
  [":nth(99999999999999999999)", /too large/, 5],
  [":via(P, a)", /A quoted label expression was expected/, 5],
  [':via("P")', /A comma and a selector were expected/, 8],
  [":when()", /The name of a predicate was expected/, 6],
  ["a\n  b\n  ) c", /line 3, column 3/, 8],
];

describe("the text form", () => {
  it.each(FORMS)("reads %s", (text, canonical, data) => {
    expect(parseSelector(text, { predicates: PREDICATES })).toEqual(data);
    expect(parseSelector(canonical, { predicates: PREDICATES })).toEqual(data);
    expect(printSelector(data)).toBe(canonical);
  });

  it.each(REFUSED)("refuses %s and points at the place", (text, message, offset) => {
    const [issue] = refusal(() => parseSelector(text));
    expect(issue).toMatchObject({ code: "syntax", offset });
    expect(() => parseSelector(text)).toThrow(message);
    const [line, caret] = String(issue?.snippet).split("\n") as [string, string];
    expect(caret).toBe(`${" ".repeat(Number(issue?.column) - 1)}^`);
    expect(text.split("\n")[Number(issue?.line) - 1]).toBe(line);
  });

  it("names every unknown predicate, bad glob and bad label expression at once, with suggestions", () => {
    const text = ':when(edgi), #"[z-a]":when(nothing):via("P*)", a)';
    const issues = refusal(() => parseSelector(text, { predicates: PREDICATES }));
    expect(issues.map(({ code, offset, suggestion }) => [code, offset, suggestion])).toEqual([
      ["unknown-predicate", 6, "edgy"],
      ["bad-glob", 16, undefined],
      ["unknown-predicate", 27, undefined],
      ["bad-labels", 43, undefined],
    ]);
  });

  it("refuses predicates of one name, and what is no text", () => {
    const twice = [
      sel.when("a", {}, () => true),
      sel.when("a", {}, () => false),
      sel.when("b", {}, () => true),
    ];
    expect(refusal(() => parseSelector("*", { predicates: twice }))).toMatchObject([
      { code: "duplicate-predicate" },
    ]);
    expect(refusal(() => reviveSelector(sel.star, twice))).toMatchObject([
      { code: "duplicate-predicate" },
    ]);
    expect(parseSelector(":when(b)", { predicates: [twice[2], twice[2]] as never })).toBe(twice[2]);
    expect(refusal(() => parseSelector(5 as never))).toMatchObject([{ code: "syntax" }]);
    expect(refusal(() => checkSelector({ sel: "all", of: new Array(1) }))).toMatchObject([
      { path: "of.0" },
    ]);
  });

  it("keeps tabs and cuts long lines in the snippet", () => {
    const [tab] = refusal(() => parseSelector("\ta !"));
    expect(tab?.snippet).toBe("\ta !\n\t  ^");
    const [long] = refusal(() => parseSelector(`${"a ".repeat(5000)}!${" b".repeat(5000)}`));
    expect(long?.snippet?.length).toBeLessThan(200);
    expect(long?.offset).toBe(10_000);
  });

  it("reads back what it prints, for selectors of the vocabulary", () => {
    fc.assert(
      fc.property(selectors(true, 6), (selector) => {
        const text = printSelector(selector);
        expect(parseSelector(text, { predicates: PREDICATES })).toEqual(selector);
        expect(printSelector(parseSelector(text, { predicates: PREDICATES }))).toBe(text);
      }),
      { numRuns: RUNS },
    );
  });

  it("reads back what it prints, whatever the strings and numbers", () => {
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.string({ unit: "grapheme" }),
      fc.string(),
    );
    const scalar = fc.oneof(
      text,
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.constant(null),
    );
    const path = fc.array(text, { minLength: 1, maxLength: 3 });
    const integer = fc.maxSafeInteger();
    const leaf: fc.Arbitrary<Selector> = fc.oneof(
      text.map(sel.kind),
      text.map(sel.tag),
      text.map((name) => sel.name(name.replace(/[[\]\\]/g, "\\$&"))),
      path.map((parts): Selector => ({ sel: "attr", path: parts, op: "exists" })),
      fc
        .tuple(path, scalar)
        .map(([parts, value]): Selector => ({ sel: "attr", path: parts, op: "~=", value })),
      fc
        .tuple(path, fc.array(scalar, { maxLength: 3 }))
        .map(([parts, value]): Selector => ({ sel: "attr", path: parts, op: "in", value })),
      fc.tuple(integer, integer).map(([step, offset]): Selector => ({ sel: "nth", step, offset })),
      path
        .map((parts) => sel.via(parts.map((part) => JSON.stringify(part)).join(" "), sel.star))
        .filter((one) => {
          try {
            return checkSelector(one) !== undefined;
          } catch {
            return false;
          }
        }),
    );
    fc.assert(
      fc.property(leaf, leaf, leaf, (a, b, c) => {
        for (const selector of [
          a,
          sel.all(a, b),
          sel.any(a, b),
          sel.not(sel.all(a, sel.any(b, c))),
          sel.child(sel.descendant(a, b), c),
        ]) {
          expect(parseSelector(printSelector(selector))).toEqual(selector);
        }
      }),
      { numRuns: RUNS },
    );
  });

  it("never fails otherwise than by a SelectError that points into the text", () => {
    const token = fc.constantFrom(
      ..."a b * , > ( ) [ ] . # : :not( :has( :nth( :via( \" ' \\ = ~= < in 1 2n+1 of :when( - _ \n é".split(
        " ",
      ),
      " ",
    );
    fc.assert(
      fc.property(
        fc.array(token, { maxLength: 12 }).map((parts) => parts.join("")),
        (text) => {
          let selector: Selector;
          try {
            selector = parseSelector(text);
          } catch (error) {
            expect(error).toBeInstanceOf(SelectError);
            for (const { offset } of (error as SelectError).issues) {
              expect(offset).toBeGreaterThanOrEqual(0);
              expect(offset).toBeLessThanOrEqual(text.length);
            }
            return;
          }
          expect(parseSelector(printSelector(selector))).toEqual(selector);
        },
      ),
      { numRuns: RUNS * 2 },
    );
  });
});

describe("selectors as data", () => {
  it("survives JSON, predicates by name", () => {
    fc.assert(
      fc.property(selectors(true), (selector) => {
        expect(reviveSelector(JSON.parse(JSON.stringify(selector)), PREDICATES)).toEqual(selector);
      }),
      { numRuns: 300 },
    );
  });

  it("names every problem at once, with its path", () => {
    const broken = {
      sel: "all",
      of: [
        { sel: "kynd", kind: "host" },
        { sel: "kind" },
        { sel: "attr", path: [], op: "=" },
        { sel: "attr", path: ["a"], op: "=~", value: 1 },
        { sel: "attr", path: ["a"], op: "^=", value: 1 },
        { sel: "attr", path: ["a"], op: "<", value: null },
        { sel: "attr", path: ["a"], op: "in", value: "x" },
        { sel: "attr", path: ["a"], op: "=", value: Number.NaN },
        { sel: "attr", path: ["a"], op: "=", value: {} },
        { sel: "attr", path: ["a"], op: "exists", value: 1 },
        { sel: "name", glob: "[" },
        { sel: "via", path: "(", of: { sel: "star" } },
        { sel: "nth", step: 1.5, offset: "2" },
        { sel: "when", name: "edgi", reads: {} },
        { sel: "any", of: {} },
        { sel: "not" },
        null,
        [],
        "host",
        { sel: "__proto__" },
      ],
    };
    const issues = refusal(() => reviveSelector(broken, PREDICATES));
    expect(issues.map(({ code, path, suggestion }) => [path, code, suggestion])).toEqual([
      ["of.0", "bad-selector", "kind"],
      ["of.1", "bad-selector", undefined],
      ["of.2", "bad-selector", undefined],
      ["of.3", "bad-selector", undefined],
      ["of.4", "bad-selector", undefined],
      ["of.5", "bad-selector", undefined],
      ["of.6", "bad-selector", undefined],
      ["of.7", "bad-selector", undefined],
      ["of.8", "bad-selector", undefined],
      ["of.9", "bad-selector", undefined],
      ["of.10", "bad-glob", undefined],
      ["of.11", "bad-labels", undefined],
      ["of.12", "bad-selector", undefined],
      ["of.12", "bad-selector", undefined],
      ["of.13", "unknown-predicate", "edgy"],
      ["of.14", "bad-selector", undefined],
      ["of.16", "bad-selector", undefined],
      ["of.17", "bad-selector", undefined],
      ["of.18", "bad-selector", undefined],
      ["of.19", "bad-selector", undefined],
      ["of.15.of", "bad-selector", undefined],
    ]);
  });
});
