import fc from "fast-check";
import {
  checkSelector,
  culprits,
  dependencies,
  disjoint,
  exampleView,
  explain,
  implies,
  matches,
  normalise,
  parseSelector,
  printExplanation,
  printSelector,
  type Selector,
  sel,
  selectorNames,
  specificity,
} from "gen-select";
import { describe, expect, it } from "vitest";
import { PREDICATES, type Row, rowAt, selectors, viewOf, type World, worlds } from "./world.ts";

const RUNS = process.env.SLOW === "1" ? 20_000 : 250;

describe("normalise", () => {
  it("keeps every answer, unknown ones too", () => {
    fc.assert(
      fc.property(selectors(), worlds(true), (selector, world) => {
        const view = viewOf(world);
        const normal = checkSelector(normalise(selector));
        for (const id of world.keys()) {
          expect(matches(normal, id, view).answer).toBe(matches(selector, id, view).answer);
        }
      }),
      { numRuns: RUNS * 2 },
    );
  });

  it("is a fixpoint, and the same for all orders, groupings, doublings and double negations", () => {
    fc.assert(
      fc.property(selectors(), selectors(), selectors(), (a, b, c) => {
        const normal = normalise(sel.any(a, b, c));
        expect(normalise(normal)).toEqual(normal);
        expect(normalise(sel.any(sel.any(c, a), b, a, sel.any()))).toEqual(normal);
        expect(normalise(sel.not(sel.all(sel.not(b), sel.not(c), sel.not(a))))).toEqual(normal);
        expect(normalise(sel.not(sel.not(a)))).toEqual(normalise(a));
        expect(normalise(sel.any(a, sel.all(a, b)))).toEqual(normalise(a));
      }),
      { numRuns: RUNS / 2 },
    );
  });

  it("can be printed and read", () => {
    fc.assert(
      fc.property(selectors(), (selector) => {
        const normal = normalise(selector);
        expect(parseSelector(printSelector(normal), { predicates: PREDICATES })).toEqual(normal);
      }),
      { numRuns: RUNS },
    );
  });

  it.each([
    ["[kind=host]", "host"],
    ["[tags~=prod][name=web1]", "#web1.prod"],
    ["[kind!=host]", ":not(host)"],
    ["[a in (1, 2)]", "[a=1], [a=2]"],
    [":not(a, b:not(.x))", ":any(:not(b), .x):not(a)"],
    ["b > a", "a:parent(b)"],
    ["b a", "a:within(b)"],
    [":not(*)", ":any()"],
    ["*, a", "*"],
    ["*.x", ".x"],
    [":all(.x, .x)", ".x"],
    ["a, a.x", "a"],
    ["#web**", "#web*"],
    [":nth(2 of *)", ":nth(2)"],
    ["a, :not(a)", "a, :not(a)"],
  ])("of %s is %s", (text, normal) => {
    expect(normalise(parseSelector(text))).toEqual(normalise(parseSelector(normal)));
    expect(normalise(parseSelector(text))).toEqual(normalise(normalise(parseSelector(text))));
  });
});

/** a, b, whether a implies b, whether they are disjoint. */
const DECISIONS: readonly (readonly [string, string, string, string])[] = [
  ["host", "*", "yes", "no"],
  ["host", "user", "no", "yes"],
  ["host.prod", "host", "yes", "no"],
  ["host", "host.prod", "no", "no"],
  [".a", ".b", "no", "no"],
  [".a", "[tag]", "yes", "no"],
  [".a", "[tag^=a]", "yes", "no"],
  ["[tag^=ab]", "[tag^=a]", "yes", "no"],
  [".a", "[tag!=a]", "no", "yes"],
  ["#web1", "#web*", "yes", "no"],
  ["#web*", "#db*", "no", "yes"],
  ["#web*1", "#*b*", "yes", "no"],
  ['#"[a-c]"', '#"[b-d]"', "no", "no"],
  ['#"[a-c]"', '#"[d-f]"', "no", "yes"],
  ["[name^=web]", "#web*", "yes", "no"],
  ["#web*", "[name^=web]", "yes", "no"],
  ["[a=1]", "[a]", "yes", "no"],
  ["[a=1]", "[a=2]", "no", "yes"],
  ["[a=1]", '[a="1"]', "no", "yes"],
  ["[a=1]", "[a in (1, 2)]", "yes", "no"],
  ["[a in (1, 2)]", "[a<3]", "yes", "no"],
  ["[a<1]", "[a<2]", "yes", "no"],
  ["[a<1]", "[a>1]", "no", "yes"],
  ["[a<=1]", "[a>=1]", "no", "no"],
  ["[a<=1][a>=1]", "[a=1]", "yes", "no"],
  ["[a<2]", '[a<"b"]', "no", "yes"],
  ["[a^=us]", "[a*=s]", "yes", "no"],
  ["[a^=us]", "[a^=eu]", "no", "yes"],
  ["[a^=us][a$=st]", "[a*=east]", "no", "no"],
  ["[a^=us]", '[a<"ut"]', "yes", "no"],
  ["[a^=us]", '[a>="ut"]', "no", "yes"],
  ["[a~=us]", "[a*=us]", "no", "no"],
  ['[a~="u s"]', "[a=1]", "no", "yes"],
  ["[a=us]", "[a~=us]", "yes", "no"],
  ["[a!=1]", "[a]", "no", "no"],
  ["*", "host, :not(host)", "yes", "no"],
  [":any()", "host", "yes", "yes"],
  ["[id=x]", "[id!=y]", "yes", "no"],
  ["a > b", "a b", "yes", "no"],
  ["a b", "a > b", "no", "no"],
  ["a > b", "b", "yes", "no"],
  ["a > b", "c > b", "no", "yes"],
  [":has(> a)", ":has(a)", "yes", "no"],
  [":has(a)", ":has(> a)", "no", "no"],
  [":has(a.x)", ":has(a)", "yes", "no"],
  [":has(a)", ":has(*)", "yes", "no"],
  [":has(a)", ":not(:has(> *))", "no", "yes"],
  [":within(a)", ":parent(*)", "yes", "no"],
  [":within(a)", ":within(a, b)", "yes", "no"],
  [":sibling(a)", ":parent(*)", "yes", "no"],
  [":sibling(a)", ":sibling(b)", "no", "no"],
  [":nth(3)", ":nth(odd)", "yes", "no"],
  [":nth(even)", ":nth(odd)", "no", "yes"],
  [":nth(4n+1)", ":nth(2n+1)", "yes", "no"],
  [":nth(2 of a)", "a", "yes", "no"],
  [":nth(2)", ":parent(*)", "yes", "no"],
  ['a:via("I", b)', ':via("I", *)', "yes", "no"],
  [':via("P*", a)', ":not(a)", "no", "no"],
  [':not(:via("P*", a))', ":not(a)", "yes", "no"],
  ['a:via("", b)', "*", "yes", "yes"],
];

describe("implies and disjoint", () => {
  it.each(DECISIONS)("of %s and %s: %s, %s", (a, b, implied, apart) => {
    const [left, right] = [parseSelector(a), parseSelector(b)];
    expect(implies(left, right).answer).toBe(implied);
    expect(disjoint(left, right).answer).toBe(apart);
    expect(disjoint(right, left).answer).toBe(apart);
  });

  it("decides predicates only where their answer does not matter", () => {
    const [edgy, big] = PREDICATES as [Selector, Selector];
    expect(implies(edgy, edgy).answer).toBe("yes");
    expect(disjoint(edgy, sel.not(edgy)).answer).toBe("yes");
    expect(implies(sel.all(edgy, sel.kind("a")), sel.kind("a")).answer).toBe("yes");
    expect(implies(edgy, big)).toEqual({
      answer: "unknown",
      reason: "the predicate big is opaque",
    });
  });

  it("is never wrong: yes holds in every world, no comes with an example", () => {
    fc.assert(
      fc.property(
        selectors(true, 2),
        selectors(true, 2),
        fc.array(worlds(false), { maxLength: 8 }),
        (a, b, many) => {
          const claims = [
            { decision: implies(a, b), against: sel.all(a, sel.not(b)) },
            { decision: disjoint(a, b), against: sel.all(a, b) },
            { decision: implies(sel.all(a, b), a), against: sel.any() },
          ];
          for (const { decision, against } of claims) {
            if (decision.answer === "no") {
              const { example } = decision;
              expect(matches(against, example.node, exampleView(example)).answer).toBe("yes");
            } else if (decision.answer === "yes") {
              for (const world of many) {
                for (const id of world.keys())
                  expect(matches(against, id, viewOf(world)).answer).not.toBe("yes");
              }
            }
          }
          expect(claims[2]?.decision.answer).toBe("yes");
        },
      ),
      { numRuns: RUNS },
    );
  });

  it("is worth having: most questions are decided", () => {
    // The same questions every time: a share of random ones is now and then beyond any bound.
    const pairs = fc.sample(fc.tuple(selectors(true, 2), selectors(true, 2)), {
      seed: 1,
      numRuns: 400,
    });
    const answers = pairs.flatMap(([a, b]) => [implies(a, b).answer, disjoint(a, b).answer]);
    const unknown = answers.filter((answer) => answer === "unknown").length;
    expect(unknown).toBeLessThan(answers.length / 3);
  });

  it("is a preorder with disjointness below it", () => {
    fc.assert(
      fc.property(selectors(false, 2), selectors(false, 2), (a, b) => {
        expect(implies(a, a).answer).toBe("yes");
        expect(implies(a, sel.any(a, b)).answer).toBe("yes");
        expect(disjoint(a, sel.not(a)).answer).toBe("yes");
        expect(implies(a, normalise(a)).answer).toBe("yes");
        if (disjoint(a, b).answer === "yes") expect(implies(a, sel.not(b)).answer).toBe("yes");
      }),
      { numRuns: RUNS },
    );
  });

  it("gives up by name on too many alternatives, in bounded time", () => {
    const many = sel.all(
      ...Array.from({ length: 40 }, (_, i) =>
        sel.any(sel.has(sel.tag(`a${i}`)), sel.has(sel.tag(`b${i}`))),
      ),
    );
    const decision = implies(
      many,
      sel.all(...Array.from({ length: 20 }, (_, i) => sel.any(sel.tag(`c${i}`), sel.tag(`d${i}`)))),
    );
    expect(["no", "unknown"]).toContain(decision.answer);
    const glob = sel.name("*a*a*a*a*a*a*a*a*a*a*a*a*a*");
    expect(implies(glob, sel.name("*b?????????????????*")).answer).toBe("no");
  });
});

describe("specificity", () => {
  it.each([
    ["*", [0, 0, 0]],
    ["host", [0, 0, 1]],
    [".a", [0, 1, 0]],
    ["#web1", [1, 0, 0]],
    ["#web*", [0, 1, 0]],
    ["[a=1]", [0, 1, 0]],
    ["[id=x]", [1, 0, 0]],
    ["[kind=x]", [0, 0, 1]],
    ["host.a.b", [0, 2, 1]],
    ["host, .a, #x.b", [1, 1, 0]],
    [":any()", [0, 0, 0]],
    [":all()", [0, 0, 0]],
    [":not(#a)", [1, 0, 0]],
    ["a > b.c", [0, 1, 2]],
    ["a b", [0, 0, 2]],
    [":has(a)", [0, 0, 1]],
    [":has(> a)", [0, 0, 1]],
    [":within(#a)", [1, 0, 0]],
    [":parent(a)", [0, 0, 1]],
    [":sibling(.a)", [0, 1, 0]],
    [":nth(2)", [0, 1, 0]],
    [":nth(2 of a)", [0, 1, 1]],
    [':via("P*", a)', [0, 1, 1]],
    [":when(edgy)", [0, 1, 0]],
  ])("of %s is %j", (text, expected) => {
    expect(specificity(parseSelector(text, { predicates: PREDICATES }))).toEqual(expected);
  });

  it("is the same for any order of operands", () => {
    fc.assert(
      fc.property(selectors(), selectors(), (a, b) => {
        expect(specificity(sel.all(a, b))).toEqual(specificity(sel.all(b, a)));
        expect(specificity(sel.any(a, b))).toEqual(specificity(sel.any(b, a)));
      }),
      { numRuns: RUNS },
    );
  });
});

describe("dependencies", () => {
  it("names what is read", () => {
    expect(
      dependencies(
        parseSelector('host[tag~=a].b[meta.x=1]["k.l"]:has(#w):nth(2):via("P", [kind in (u)])'),
      ),
    ).toEqual({
      id: false,
      kinds: ["host", "u"],
      names: true,
      tags: ["a", "b"],
      attrs: ['"k.l"', "meta.x"],
      axes: ["children", "edges", "parent"],
    });
    expect(dependencies(parseSelector("[tag^=a][kind$=b][id=c]"))).toMatchObject({
      id: true,
      tags: "every",
      kinds: "every",
    });
    expect(dependencies(PREDICATES[1] as Selector)).toMatchObject({
      kinds: "every",
      attrs: ["a"],
      tags: [],
    });
  });

  it("is all that can change an answer", () => {
    const change = fc.integer({ min: 0, max: 9 }).chain((place) => rowAt(place, true));
    fc.assert(
      fc.property(
        selectors(),
        worlds(true),
        fc.array(change, { minLength: 1, maxLength: 3 }),
        (selector, world, changes) => {
          const reads = dependencies(selector);
          const after: World = new Map(world);
          for (const next of changes) {
            const row = world.get(next.id);
            if (row !== undefined) after.set(row.id, unread(row, next, reads));
          }
          for (const id of world.keys()) {
            expect(matches(selector, id, viewOf(after))).toEqual(
              matches(selector, id, viewOf(world)),
            );
          }
        },
      ),
      { numRuns: RUNS * 2 },
    );
  });
});

/** The next row as far as nothing of it is read, otherwise the row that is there. */
function unread(row: Row, next: Row, reads: ReturnType<typeof dependencies>): Row {
  const pick = <K extends keyof Row>(key: K, read: boolean): Pick<Row, K> =>
    ({ [key]: (read ? row : next)[key] }) as Pick<Row, K>;
  const kinds = reads.kinds === "every" || reads.kinds.length > 0;
  const tags = reads.tags === "every" || reads.tags.length > 0;
  const readsPath = (name: string): boolean =>
    reads.attrs.some((path) => path === name || path.startsWith(`${name}.`));
  const open = (name: string): boolean =>
    name === "kind"
      ? kinds
      : name === "name"
        ? reads.names
        : name === "tags"
          ? tags
          : name.startsWith("attr ")
            ? readsPath(name.slice(5))
            : (reads.axes as readonly string[]).includes(name);
  const attrs: Record<string, unknown> = {};
  for (const name of ["a", "b"]) {
    const from = readsPath(name) ? row : next;
    if (name in from.attrs) attrs[name] = from.attrs[name];
  }
  const links = reads.axes.includes("parent") || reads.axes.includes("children");
  return {
    id: row.id,
    ...pick("kind", kinds),
    ...pick("name", reads.names),
    ...pick("tags", tags),
    ...pick("parent", links),
    ...pick("edges", reads.axes.includes("edges")),
    attrs,
    open: [...row.open.filter(open), ...next.open.filter((name) => !open(name))],
  };
}

describe("selectorNames", () => {
  it("are those mentioned literally", () => {
    expect(
      selectorNames(
        parseSelector(
          "host[kind in (user, host)].prod[tag!=edge]#web1#db*[name=x][a=prod]:not([meta.b]):when(big)",
          { predicates: PREDICATES },
        ),
      ),
    ).toEqual({
      kinds: ["host", "user"],
      tags: ["edge", "prod"],
      names: ["web1", "x"],
      predicates: ["big"],
      attributes: [["a"], ["meta", "b"]],
    });
  });
});

describe("explain", () => {
  it("gives the answer of matches, for every part, and names culprits of that answer", () => {
    fc.assert(
      fc.property(selectors(true, 3), worlds(true), (selector, world) => {
        const view = viewOf(world);
        for (const id of world.keys()) {
          const whole = explain(selector, id, view);
          expect(whole.answer).toBe(matches(selector, id, view).answer);
          expect(culprits(whole).length).toBeGreaterThan(0);
          for (const part of culprits(whole))
            expect(part.answer).toBe(matches(part.selector, part.node, view).answer);
          expect(printExplanation(whole).split("\n")[0]).toContain(id);
        }
      }),
      { numRuns: RUNS / 2 },
    );
  });
});
