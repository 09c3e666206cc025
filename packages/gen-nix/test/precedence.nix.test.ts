import { needs } from "den-testing";
import fc from "fast-check";
import { expect, it } from "vitest";
import { type BinaryOperator, checkSyntax, type NixExpr, nix, print } from "../src/index.ts";
import { nixInstantiate, testStore } from "./nix.ts";

const OPERATORS: readonly BinaryOperator[] = [
  "->",
  "||",
  "&&",
  "==",
  "!=",
  "<",
  ">",
  "<=",
  ">=",
  "//",
  "+",
  "-",
  "*",
  "/",
  "++",
];

/** An expression twice: as built, and as text with parentheses around everything. */
interface Both {
  readonly expr: unknown;
  readonly full: string;
  /** For a selection: without the parentheses around it, since Nix keeps `a.s.s` and `(a.s).s` apart. */
  readonly path?: string;
}

function selected(x: Both): Both {
  const path = `${x.path ?? `(${x.full})`}.s`;
  return { expr: nix.select(x.expr, "s"), full: `(${path})`, path };
}
/** With `raw`, values are also spliced into source text, where they always get parentheses. */
const expressionsOf = (raw: boolean): fc.Arbitrary<Both> =>
  fc.letrec<{ e: Both }>((tie) => {
    const e = tie("e");
    return {
      e: fc.oneof(
        { depthSize: "medium", withCrossShrink: true },
        fc.constantFrom("a", "b", "c").map((name): Both => ({ expr: nix.var(name), full: name })),
        fc
          .integer({ min: -3, max: 3 })
          .map((n): Both => ({ expr: n, full: n < 0 ? `(${n})` : `${n}` })),
        fc.tuple(e, fc.constantFrom(...OPERATORS), e).map(
          ([l, op, r]): Both => ({
            expr: nix.op(l.expr, op, r.expr),
            full: `(${l.full} ${op} ${r.full})`,
          }),
        ),
        fc
          .tuple(fc.constantFrom("!" as const, "-" as const), e)
          .map(([op, x]): Both => ({ expr: nix.op(op, x.expr), full: `(${op} ${x.full})` })),
        fc
          .tuple(e, fc.constantFrom("x", "y z"))
          .map(([x, n]): Both => ({ expr: nix.has(x.expr, n), full: `(${x.full} ? "${n}")` })),
        fc
          .tuple(e, e)
          .map(
            ([f, x]): Both => ({ expr: nix.call(f.expr, x.expr), full: `(${f.full} ${x.full})` }),
          ),
        e.map(selected),
        fc.tuple(e, e).map(
          ([x, d]): Both => ({
            expr: nix.or(selected(x).expr as NixExpr, d.expr),
            full: `(${selected(x).path} or ${d.full})`,
          }),
        ),
        fc.tuple(e, e, e).map(
          ([c, y, n]): Both => ({
            expr: nix.if(c.expr, y.expr, n.expr),
            full: `(if ${c.full} then ${y.full} else ${n.full})`,
          }),
        ),
        fc.tuple(e, e).map(
          ([s, b]): Both => ({
            expr: nix.with(s.expr, b.expr),
            full: `(with ${s.full}; ${b.full})`,
          }),
        ),
        fc.tuple(e, e).map(
          ([c, b]): Both => ({
            expr: nix.assert(c.expr, b.expr),
            full: `(assert ${c.full}; ${b.full})`,
          }),
        ),
        fc.tuple(e, e).map(
          ([v, b]): Both => ({
            expr: nix.let({ q: v.expr }, b.expr),
            full: `(let q = ${v.full}; in ${b.full})`,
          }),
        ),
        e.map((b): Both => ({ expr: nix.lambda("p", b.expr), full: `(p: ${b.full})` })),
        fc
          .tuple(e, e)
          .map(([x, y]): Both => ({ expr: [x.expr, y.expr], full: `[ (${x.full}) (${y.full}) ]` })),
        e.map((x): Both => ({ expr: `s${nix.call(x.expr, 1)}`, full: `"s\${${x.full} 1}"` })),
        ...(!raw
          ? []
          : [
              e.map((x): Both => ({ expr: nix`${x.expr}.t`, full: `(${x.full}).t` })),
              e.map((x): Both => ({ expr: nix`- ${x.expr} + 1`, full: `((- ${x.full}) + 1)` })),
            ]),
      ),
    };
  }).e;

const closed = (text: string): string => `a: b: c:\n${text}`;

needs(["nix"], "parentheses", () => {
  const store = testStore();
  const parse = (text: string): string => nixInstantiate(store, ["--parse"], text);

  it("stand wherever the tree needs them", () => {
    const found = fc.sample(expressionsOf(true), process.env.SLOW === "1" ? 4000 : 600);
    const list = (texts: string[]): string =>
      closed(`[ ${texts.map((text) => `(${text}\n)`).join("\n")} ]`);
    const told = parse(list(found.map((one) => print(one.expr))));
    const expected = parse(list(found.map((one) => one.full)));
    const wrong =
      told === expected
        ? undefined
        : found.find((one) => parse(closed(print(one.expr))) !== parse(closed(one.full)));
    expect(wrong && { text: print(wrong.expr), full: wrong.full }).toBeUndefined();
  });

  it("stand nowhere else", async () => {
    const found = fc
      .sample(expressionsOf(false), 150)
      .map((one) => print(one.expr, { width: 100_000 }));
    const plain = found.filter((text) => text.includes("(") && !text.includes("\n")).slice(0, 40);
    for (const text of plain) {
      const whole = parse(closed(text));
      for (const shorter of withoutOnePair(text)) {
        // `1 .s` and `a - !b` do without, but only for what follows them: they keep theirs.
        if (/\(-?\d|\(!/.test(text)) continue;
        let same = false;
        try {
          same = parse(closed(shorter)) === whole;
        } catch {
          // It does not even parse.
        }
        expect(same ? { text, shorter } : undefined).toBeUndefined();
      }
    }
    expect(
      await checkSyntax(
        found.map((text) => closed(text)),
        { store },
      ),
    ).toEqual([]);
  });
});

/** The text without one of its pairs of parentheses, for each pair. */
function withoutOnePair(text: string): string[] {
  const open: number[] = [];
  const pairs: [number, number][] = [];
  [...text].forEach((char, at) => {
    if (char === "(") open.push(at);
    if (char === ")") pairs.push([open.pop() ?? 0, at]);
  });
  return pairs.map(
    ([from, to]) => `${text.slice(0, from)} ${text.slice(from + 1, to)} ${text.slice(to + 1)}`,
  );
}
