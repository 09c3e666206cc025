import {
  attribute,
  circular,
  collection,
  higherOrder,
  inherited,
  input,
  kindOrder,
  reference,
} from "gen-scope";
import { describe, expect, it } from "vitest";
import { originOf, placeOf } from "../../src/attributes/declare/origin.ts";

describe("origins", () => {
  it("are the place of the declaration, whatever declares", () => {
    const declared = [
      attribute("a", () => 1),
      input("b"),
      inherited("c", { parent: () => undefined }),
      collection("d", { from: () => [], contribute: () => [] }),
      reference("e", () => undefined),
      circular("f", { bottom: 0, join: Math.max, height: 1 }, () => 0),
      higherOrder("g", {
        kinds: kindOrder([]),
        kindOf: () => "",
        hostOf: () => undefined,
        grow: () => [],
      }),
    ];
    const lines = declared.map(({ origin }) => {
      expect(origin).toMatch(/origin\.test\.ts:\d+:\d+$/);
      return Number(origin?.split(":").at(-2));
    });
    expect(lines).toEqual(lines.map((_, i) => (lines[0] as number) + i));
  });

  it("can be told", () => {
    expect(attribute("a", () => 1, { origin: "den.config.ts:12:3" }).origin).toBe(
      "den.config.ts:12:3",
    );
  });

  it.each([
    ["Error\n    at file:///a/b%20c.ts:3:14", "/a/b c.ts:3:14"],
    [
      "Error: x\n    at Object.<anonymous> (/a/b.ts:3:14)\n    at other (/x.ts:1:1)",
      "/a/b.ts:3:14",
    ],
    ["Error\n    at async load (file:///a/b.js:1:2)", "/a/b.js:1:2"],
    ["Error\n    at new Thing (C:\\dir\\b.ts:1:2)", "C:\\dir\\b.ts:1:2"],
    ["Error\n    at https://example.org/m.js:5:6", "https://example.org/m.js:5:6"],
    ["Error\n    at async file:///a/b.js:1:2", "/a/b.js:1:2"],
    ["Error\n    at file:///C:/dir/b.ts:1:2", "C:/dir/b.ts:1:2"],
    ["Error\n    at file:///x%20(copy)/(group)/b.ts:1:2", "/x (copy)/(group)/b.ts:1:2"],
    ["Error\n    at K.of [as by] (/x (copy)/b.ts:1:2)", "/x (copy)/b.ts:1:2"],
    [
      "Error\n    at eval (eval at load (file:///a/(g)/b.js:1:2), <anonymous>:3:4)",
      "/a/(g)/b.js:1:2",
    ],
    ["Error\n    at eval (eval at f (eval at g (/b.js:1:2), <anonymous>:3:4))", "/b.js:1:2"],
    ["Error\n    at Object.by (this) (file:///a/b.js:1:2)", "/a/b.js:1:2"],
    ["Error\n    at load (evalmachine.<anonymous>:1:2)", "evalmachine.<anonymous>:1:2"],
    ["Error\n    at Array.map (<anonymous>)", undefined],
    ["Error\n    at <anonymous>", undefined],
    ["Error\n    at file:///bad%zz.ts:1:1", "/bad%zz.ts:1:1"],
    ["", undefined],
    [undefined, undefined],
    [[{ getFileName: () => "x" }], undefined],
  ])("read V8's stacks: %j", (stack, place) => {
    expect(placeOf(stack)).toBe(place);
  });

  it("are left out where a program's own way to make stacks fails", () => {
    const prepare = Error.prepareStackTrace;
    try {
      Error.prepareStackTrace = () => {
        throw new Error("no stack");
      };
      expect(attribute("a", () => 1).origin).toBeUndefined();
    } finally {
      Error.prepareStackTrace = prepare;
    }
  });

  it("are left out where the engine cannot tell", () => {
    const capture = Error.captureStackTrace;
    try {
      Error.captureStackTrace = undefined as never;
      expect(originOf(placeOf)()).toBeUndefined();
    } finally {
      Error.captureStackTrace = capture;
    }
  });
});
