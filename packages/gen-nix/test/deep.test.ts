import { expect, it } from "vitest";
import { NixError, nix, print, toNix } from "../src/index.ts";

const DEPTH = 10_000;

/** `step` applied again and again to the expression it made. */
function nested(step: (inner: unknown, level: number) => unknown): unknown {
  let value: unknown = nix.var("x");
  for (let level = 0; level < DEPTH; level++) value = step(value, level);
  return value;
}

const FORMS: Readonly<Record<string, (inner: unknown, level: number) => unknown>> = {
  list: (x) => [x],
  "longer list": (x) => [1, x],
  set: (x) => ({ a: x }),
  "larger set": (x) => ({ a: x, b: 1 }),
  "left operand": (x) => nix.op(x, "+", 1),
  "right operand": (x) => nix.op(1, "++", x),
  "parenthesised operand": (x, level) => nix.op(x, level % 2 === 0 ? "+" : "*", 1),
  negation: (x) => nix.neg(x),
  condition: (x) => nix.if(x, 1, 2),
  "else branch": (x) => nix.if(true, 1, x),
  "let body": (x) => nix.let({ a: 1 }, x),
  "let value": (x) => nix.let({ a: x }, 1),
  with: (x) => nix.with(x, 1),
  assert: (x) => nix.assert(true, x),
  "function body": (x) => nix.lambda("y", x),
  pattern: (x) => nix.lambda(["a"], x),
  default: (x) => nix.lambda({ formals: { a: x } }, 1),
  argument: (x) => nix.call(nix.var("f"), x),
  function: (x) => nix.call(x, 1),
  selection: (x) => nix.select(x, "a"),
  fallback: (x) => nix.or(nix.var("y").a as never, x),
  "tested set": (x) => nix.has(nix.call(x, 1), "a"),
  comment: (x) => nix.comment("c", x),
  template: (x) => nix`f ${x}`,
  "string in a template": (x) => nix`"a ${x}"`,
  path: (x) => nix.call(nix.path("./a"), x),
};

/** Those that the printer handles in ways of their own; the others run with SLOW=1. */
const ALWAYS = [
  "larger set",
  "longer list",
  "parenthesised operand",
  "else branch",
  "pattern",
  "argument",
  "comment",
  "template",
];
const forms = Object.entries(FORMS).filter(
  ([name]) => process.env.SLOW === "1" || ALWAYS.includes(name),
);

it.each(forms)(`prints ${DEPTH} levels of %s`, (_, step) => {
  const value = nested(step);
  expect(print(value).length).toBeGreaterThan(DEPTH);
});

it("prints plain data of any depth", () => {
  let data: unknown = 1;
  for (let level = 0; level < 3 * DEPTH; level++) data = level % 2 === 0 ? [data] : { a: data };
  expect(print(data)).toContain("1");
});

it("refuses by name what would have to stand inside a string", () => {
  const deep = nested((x) => nix.call(nix.var("f"), x));
  expect(() => `${deep as string}`).toThrow(NixError);
  expect(() => `${deep as string}`).toThrow(/TOO_DEEP|too deeply/);
});

it("prints wide values", () => {
  const wide = Object.fromEntries(
    Array.from({ length: 50_000 }, (_, index) => [`a${index}`, index]),
  );
  expect(print(wide).split("\n").length).toBe(50_002);
  expect(print(Array.from({ length: 50_000 }, () => toNix(1))).split("\n").length).toBe(50_002);
});

it("indents no further than a page is wide", () => {
  let data: unknown = [1, 2];
  for (let level = 0; level < 1000; level++) data = [data, 1];
  expect(
    Math.max(
      ...print(data)
        .split("\n")
        .map((line) => line.length),
    ),
  ).toBeLessThan(130);
});
