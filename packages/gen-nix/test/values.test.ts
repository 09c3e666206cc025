import { describe, expect, it } from "vitest";
import {
  NixError,
  type NixErrorCode,
  type NixIssue,
  print,
  showPath,
  toNix,
  type ValuePath,
} from "../src/index.ts";

function issuesOf(run: () => unknown): readonly NixIssue[] {
  try {
    run();
  } catch (error) {
    if (error instanceof NixError) return error.issues;
    throw error;
  }
  return [];
}

const cyclic: Record<string, unknown> = { list: [] };
(cyclic.list as unknown[]).push({ back: cyclic });

class Point {
  readonly x = 1;
}

// biome-ignore lint/suspicious/noSparseArray: what is tested
const sparse = [1, , 3];
const itself = (_: unknown): unknown => itself;

describe("values that Nix cannot hold are refused with their path", () => {
  const TABLE: readonly (readonly [
    name: string,
    value: unknown,
    code: NixErrorCode,
    path: ValuePath,
  ])[] = [
    ["undefined as an attribute", { a: { b: undefined } }, "UNDEFINED_VALUE", ["a", "b"]],
    ["undefined in a list", { a: [1, undefined] }, "UNDEFINED_VALUE", ["a", 1]],
    ["undefined", undefined, "UNDEFINED_VALUE", []],
    ["NaN", [[Number.NaN]], "NOT_FINITE", [0, 0]],
    ["Infinity", { "a b": Number.NEGATIVE_INFINITY }, "NOT_FINITE", ["a b"]],
    ["2⁶³", { a: 2 ** 63 }, "INTEGER_RANGE", ["a"]],
    ["-2⁶³ - 1", [-(2n ** 63n) - 1n], "INTEGER_RANGE", [0]],
    ["a large bigint", 10n ** 30n, "INTEGER_RANGE", []],
    ["a cycle", cyclic, "CYCLE", ["list", 0, "back"]],
    ["a hole", { a: sparse }, "SPARSE_ARRAY", ["a", 1]],
    ["a Date", { when: new Date(0) }, "CLASS_INSTANCE", ["when"]],
    ["a Map", new Map(), "CLASS_INSTANCE", []],
    ["a Set", [new Set()], "CLASS_INSTANCE", [0]],
    ["a RegExp", { r: /x/ }, "CLASS_INSTANCE", ["r"]],
    ["a promise", { p: Promise.resolve(1) }, "CLASS_INSTANCE", ["p"]],
    ["an instance", { p: new Point() }, "CLASS_INSTANCE", ["p"]],
    ["a boxed string", { s: Object("x") }, "CLASS_INSTANCE", ["s"]],
    ["a buffer", { b: Buffer.from("x") }, "CLASS_INSTANCE", ["b"]],
    ["a symbol", { s: Symbol("x") }, "SYMBOL_VALUE", ["s"]],
    ["a symbol as a name", { a: { [Symbol("x")]: 1 } }, "SYMBOL_VALUE", ["a"]],
    ["NUL", { s: "a\0b" }, "BAD_CHARACTER", ["s"]],
    ["half a surrogate pair", { s: "\ud800x" }, "BAD_CHARACTER", ["s"]],
    ["NUL in a name", { x: { "a\0": 1 } }, "BAD_CHARACTER", ["x", "a\0"]],
    ["a function without parameters", { f: () => 1 }, "FUNCTION_VALUE", ["f"]],
    ["a class", { c: Point }, "FUNCTION_VALUE", ["c"]],
    ["an async function", { f: async (x: unknown) => x }, "FUNCTION_VALUE", ["f"]],
    ["a built-in function", { f: Math.max }, "FUNCTION_VALUE", ["f"]],
    [
      "undefined in a function's result",
      { f: (_: unknown) => ({ x: undefined }) },
      "UNDEFINED_VALUE",
      ["f", "x"],
    ],
    ["a function that returns itself", itself, "CYCLE", []],
    ["a rest parameter", { f: (...all: unknown[]) => all }, "REST_PARAMETER", ["f"]],
    [
      "a rest of a pattern",
      { f: ({ a, ...rest }: Record<string, unknown>) => [a, rest] },
      "REST_PARAMETER",
      ["f"],
    ],
    [
      "a computed default",
      { f: ({ a = Date.now() }: { a?: number }) => a },
      "PARAMETER_DEFAULT",
      ["f"],
    ],
  ];
  it.each(TABLE.map(([name, value, code, path]) => ({ name, value, code, path })))(
    "$name",
    ({ value, code, path }) => {
      const [issue] = issuesOf(() => toNix(value));
      expect(issue).toMatchObject({ code, path });
      expect(issue?.message).not.toBe("");
      expect(issue?.remedy).not.toBe("");
      expect(() => print(value)).toThrow(path.length === 0 ? NixError : showPath(path));
    },
  );
});

it("reports all that is wrong at once", () => {
  const issues = issuesOf(() =>
    toNix({ a: undefined, b: [Number.NaN, { c: new Date() }], f: (_: unknown) => undefined }),
  );
  expect(issues.map((issue) => [issue.code, showPath(issue.path)])).toEqual([
    ["UNDEFINED_VALUE", "a"],
    ["NOT_FINITE", "b[0]"],
    ["CLASS_INSTANCE", "b[1].c"],
    ["UNDEFINED_VALUE", "f"],
  ]);
});

it("puts the caller's path in front", () => {
  expect(issuesOf(() => toNix({ a: undefined }, ["aspects", "nginx"]))[0]?.path).toEqual([
    "aspects",
    "nginx",
    "a",
  ]);
  expect(() => toNix(undefined, "settings")).toThrow("settings: undefined");
});

it("takes the same object twice, and objects without a prototype", () => {
  const shared = { x: 1 };
  const bare: Record<string, unknown> = Object.assign(Object.create(null), {
    a: shared,
    b: shared,
  });
  expect(print(bare)).toBe("{\n  a.x = 1;\n  b.x = 1;\n}");
});

it("stops at functions that return new functions without end", () => {
  const endless = (): unknown => (_: unknown) => endless();
  expect(issuesOf(() => toNix(endless()))[0]?.code).toBe("TOO_DEEP");
});

describe("showPath", () => {
  it.each([
    [[], "(root)"],
    [["a", "b-c", 0, "d e", ""], 'a.b-c[0]["d e"][""]'],
    [[0, "x"], "[0].x"],
  ] as const)("%j", (path, text) => {
    expect(showPath(path)).toBe(text);
  });
});
