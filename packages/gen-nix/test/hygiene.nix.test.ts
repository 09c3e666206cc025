import { needs } from "den-testing";
import fc from "fast-check";
import { expect, it } from "vitest";
import {
  evaluate,
  evaluateSettled,
  moduleOf,
  type Names,
  type NixExpr,
  nix,
  print,
  toNix,
} from "../src/index.ts";
import { testStore } from "./nix.ts";

type Inner = (...symbols: unknown[]) => unknown;
/** Binds names of its own to `value`, and gives them to `inner` as symbols. */
type Binder = (value: string, inner: Inner) => unknown;

const two = ({ x, y }: Names, inner: Inner): unknown => inner(x, y);

const BINDERS: Readonly<Record<string, Binder>> = {
  x: (value, inner) =>
    nix.call(
      toNix((x: NixExpr) => inner(x)),
      value,
    ),
  y: (value, inner) =>
    nix.call(
      toNix((y: NixExpr) => inner(y)),
      value,
    ),
  x2: (value, inner) =>
    nix.call(
      toNix((x2: NixExpr) => inner(x2)),
      value,
    ),
  xAndX: (value, inner) =>
    nix.call(
      toNix((x: NixExpr, { x: z }: Names) => inner(x, z)),
      value,
      { x: value },
    ),
  patternX: (value, inner) =>
    nix.call(
      toNix(({ x }: Names) => inner(x)),
      { x: value },
    ),
  patternXy: (value, inner) =>
    nix.call(
      toNix(({ x, y }: Names) => inner(x, y)),
      { x: value, y: value },
    ),
  defaults: (value, inner) =>
    nix.call(
      nix.lambda({ formals: { x: value, y: nix.required } }, (p: Names) => two(p, inner)),
      { y: value },
    ),
  whole: (value, inner) =>
    nix.call(
      nix.lambda({ formals: { x: nix.required }, at: "y" }, ({ x, y }: Names) => inner(x, y?.x)),
      { x: value },
    ),
  byName: (value, inner) =>
    nix.call(
      nix.lambda("x", (x: NixExpr) => inner(x)),
      value,
    ),
  letX: (value, inner) => nix.let({ x: value }, ({ x }: Names) => inner(x)),
  letRecursive: (value, inner) =>
    nix.let(
      ({ y }: Names) => ({ x: y, y: value }),
      ({ x, y }: Names) => inner(x, y),
    ),
  withX: (value, inner) => nix.with({ x: value, map: value }, ({ x, map }: Names) => inner(x, map)),
  module: (value, inner) =>
    nix.call(moduleOf(({ x, y }: Names) => inner(x, y)).expr, { x: value, y: value }),
  rec: (value, inner) =>
    nix.select(
      nix.rec(({ x }: Names) => ({ x: value, r: inner(x) })),
      "r",
    ),
  rawLet: (_, inner) => nix`let x = 0; y = 1; in ${inner()}`,
  rawLambda: (_, inner) => nix`(x: { y, ... }@x2: ${inner()}) 0 { y = 1; }`,
  rawInherit: (_, inner) => nix`let z = { x = 0; }; in (let inherit (z) x; in ${inner()})`,
};

const programs = fc.array(fc.tuple(fc.constantFrom(...Object.keys(BINDERS)), fc.boolean()), {
  minLength: 1,
  maxLength: 6,
});

function build(kinds: readonly (readonly [string, boolean])[]): {
  expr: unknown;
  expected: string[];
} {
  const expected: string[] = [];
  const under = (depth: number, symbols: readonly unknown[]): unknown => {
    const [kind, inString] = kinds[depth] ?? [];
    if (kind === undefined) return symbols;
    const value = `value ${depth}`;
    return BINDERS[kind]?.(value, (...own) => {
      expected.push(...own.map(() => value));
      return under(depth + 1, [
        ...symbols,
        ...own.map((symbol) => (inString ? `${symbol as string}` : symbol)),
      ]);
    });
  };
  return { expr: under(0, []), expected };
}

needs(["nix"], "names keep their meaning", () => {
  const store = testStore();

  it("in any nesting of binders that share names", async () => {
    const found = fc.sample(programs, process.env.SLOW === "1" ? 3000 : 500).map(build);
    const told = await evaluateSettled(
      found.map((one) => toNix(one.expr)),
      { store },
    );
    const wrong = found.flatMap((one, index) => {
      const got = told[index];
      const same = got?.ok && JSON.stringify(got.value) === JSON.stringify(one.expected);
      return same ? [] : [{ text: print(one.expr), expected: one.expected, got }];
    });
    expect(wrong.sort((a, b) => a.text.length - b.text.length)[0]).toBeUndefined();
  });

  it("also of one function in several places", () => {
    const outer = moduleOf(({ lib }: Names) => lib).body;
    const shared = toNix((y: NixExpr) => [y, outer]);
    const value = {
      a: shared,
      b: ({ lib }: Names) => [lib, shared],
      c: nix.let({ lib: 1 }, shared),
    };
    expect(print(value).match(/lib2 = lib/g)).toHaveLength(2);
  });

  it("and variables by name mean what has the name", async () => {
    const x = nix.var("x");
    const values = [
      nix`(x: ${x}) 1`,
      nix`let x = 2; in ${x}`,
      nix.let({ x: 3 }, x),
      nix.call(nix.lambda("x", x), 4),
      nix.call(
        toNix(({ x: _ }: Names) => x),
        { x: 5 },
      ),
      nix.select(nix.rec({ x: 6, y: x }), "y"),
      nix.with({ x: 7 }, x),
      // A parameter's name in JavaScript is no name in Nix.
      nix.let(
        { x: 8 },
        nix.call(
          toNix((x2: NixExpr) => [nix.var("x"), x2][0]),
          0,
        ),
      ),
    ];
    expect(await evaluate(values, { store })).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });
});
