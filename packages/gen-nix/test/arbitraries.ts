import fc from "fast-check";

const FRAGMENTS = [
  "${",
  "$${",
  "$",
  "{",
  "}",
  "''",
  "'",
  "'''",
  "''${",
  "''\\",
  "\\",
  '"',
  "\n",
  "\n\n",
  " ",
  "  ",
  "\t",
  "\r",
  "#",
  "/*",
  "*/",
  "//",
  "in",
  "rec",
  "or",
  "a",
  "b c",
  "\u0001",
  "\u007f",
  "\uf8f0",
  "\ue001\ue002",
  "\uf8f1",
  "é",
  "😀",
  "<x>",
  "./a",
  "-1",
  "__functor",
  "outPath",
  "\u2028",
] as const;

/** Text made of what is special in Nix, and of any characters. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .array(fc.constantFrom(...FRAGMENTS), { maxLength: 8 })
      .map((parts) => parts.join("")),
  },
  {
    weight: 1,
    arbitrary: fc
      .string({ unit: "binary", maxLength: 12 })
      .map((text) => text.replaceAll("\0", "")),
  },
);

export const hostileName: fc.Arbitrary<string> = fc.oneof(
  hostileText,
  fc.constantFrom(
    "",
    "if",
    "then",
    "let",
    "__proto__",
    "constructor",
    "outPath",
    "__toString",
    "__functor",
    "type",
    "a-b",
    "a'",
    "1a",
    "true",
    "null",
    "a.b",
  ),
);

/** Any number that JSON can carry, but for integers that Nix refuses. */
export const jsonNumber: fc.Arbitrary<number> = fc
  .oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer(),
    fc.maxSafeInteger(),
    fc.constantFrom(
      -0,
      5e-324,
      2 ** 62,
      -(2 ** 63),
      1e21,
      1.7976931348623157e308,
      2.225073858507201e-308,
    ),
  )
  .filter(
    (value) =>
      !Number.isInteger(value) ||
      Math.abs(value) >= 1e21 ||
      (value < 2 ** 63 && value >= -(2 ** 63)),
  );

/** Any JSON value. */
export const json: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom(null, true, false),
    jsonNumber,
    hostileText,
    fc.array(tie("value"), { maxLength: 5 }),
    fc
      .array(fc.tuple(hostileName, tie("value")), { maxLength: 5 })
      .map((entries) => Object.fromEntries(entries)),
  ),
})).value;
