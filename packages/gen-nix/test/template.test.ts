import { describe, expect, it } from "vitest";
import { NixError, type NixErrorCode, type NixSymbol, nix, print } from "../src/index.ts";

const pkgs: NixSymbol = nix.var("pkgs");
const evil = '1; } // { pwned = true; x = "${pwn}"';
const EVIL = '"1; } // { pwned = true; x = \\"\\${pwn}\\""';

describe("a template splices", () => {
  const TABLE: readonly (readonly [place: string, value: unknown, text: string])[] = [
    [
      "an expression",
      nix`f ${1} ${-1} ${"s"} ${pkgs.a} ${[1]} ${null}`,
      'f 1 (-1) "s" pkgs.a [ 1 ] null',
    ],
    ["a function as an argument", nix`map ${(x: NixSymbol) => x.a} l`, "map (x: x.a) l"],
    ["an operation as an operand", nix`${nix.op(1, "+", 2)} * 3`, "(1 + 2) * 3"],
    ["a string as an expression", nix`f ${evil}`, `f ${EVIL}`],
    [
      "an attribute name",
      nix`{ ${"a"} = 1; ${evil} = 2; x.${"b c"} = 3; }`,
      `{ a = 1; ${EVIL} = 2; x."b c" = 3; }`,
    ],
    [
      "a computed attribute name",
      nix`{ ${pkgs.a} = 1; x.${pkgs.b}.c = 2; }`,
      "{ ${pkgs.a} = 1; x.${pkgs.b}.c = 2; }",
    ],
    ["a selected name", nix`a.${"b c"}.${pkgs.d} or ${"e"}`, 'a."b c".${pkgs.d} or "e"'],
    [
      "a tested name",
      nix`a ? ${"b c"} && { x = b ? ${pkgs.c}; }`,
      'a ? "b c" && { x = b ? ${pkgs.c}; }',
    ],
    ["a default of a formal", nix`{ a ? ${"x"}, b ? c ? ${"d"} }: a`, '{ a ? "x", b ? c ? d }: a'],
    [
      "names of let and inherit",
      nix`let ${"a b"} = 1; inherit ${"c"}; inherit (${pkgs}) ${"d"}; in 1`,
      'let "a b" = 1; inherit c; inherit (pkgs) d; in 1',
    ],
    [
      "after with and assert",
      nix`with ${pkgs}; assert ${true}; ${"x"}.y`,
      'with pkgs; assert true; "x".y',
    ],
    ["in front of a dot", nix`${1}.a ${nix.path("./x")}.b ${pkgs}.c`, "(1).a (./x).b pkgs.c"],
    ["next to each other", nix`[${1}${pkgs.a}${"x"}${pkgs.b}]`, '[1 pkgs.a "x" pkgs.b]'],
    ["next to operators", nix`${1}-${2}+-${3}* ${4}`, "1 - 2 +- 3 * 4"],
    [
      "text in a string",
      nix`"a ${evil} b"`,
      `"a ${EVIL.slice(1, -1).replaceAll("{", "\\{").replaceAll("$\\{", "\\$\\{").replaceAll("\\\\$", "\\$")} b"`,
    ],
    ["numbers in a string", nix`"${1} ${-1.5} ${2n}"`, '"1 -1.5 2"'],
    ["an expression in a string", nix`"a ${pkgs.x}"`, '"a ${pkgs.x}"'],
    ["a string with an expression in a string", nix`"a ${`b ${pkgs.x}`}"`, '"a b ${pkgs.x}"'],
    [
      "what would be joined with its neighbours",
      nix`"$${pkgs.x} $${"{y}"} ${"$"}{z}"`,
      '"${"$"}${pkgs.x} ${"$"}\\{y} \\${z}"',
    ],
    ["into an indented string", nix`''${"a"} ${"b'c"} ${pkgs.x}''`, "''a ${\"b'c\"} ${pkgs.x}''"],
    ["Nix's own interpolation", nix`"\${a} $\{b}"`, '"${a} ${b}"'],
    ["backticks and Nix's escapes", nix`"\`\n\\"`, '"`\\n\\\\"'],
    ["in an interpolation", nix`"\${f ${"x"} "\${${pkgs.y}}"}"`, '"${f "x" "${pkgs.y}"}"'],
  ];
  it.each(TABLE)("%s", (_, value, text) => {
    expect(print(value)).toBe(text);
  });
});

describe("a template keeps its shape", () => {
  it("without the indentation of the source around it", () => {
    const value = nix`
      { pkgs, ... }:
      {
        a = ${{ b: 1, c: 2 }};
        s = ''
          one
            two
        '';
      }
    `;
    expect(print({ x: value, y: 1 })).toBe(
      [
        "{",
        "  x = { pkgs, ... }:",
        "  {",
        "    a = {",
        "      b = 1;",
        "      c = 2;",
        "    };",
        "    s = ''",
        "      one",
        "        two",
        "    '';",
        "  };",
        "  y = 1;",
        "}",
      ].join("\n"),
    );
  });
  it("untouched where indentation is part of a string", () => {
    const value = nix`[
        "a
        b"
      ]`;
    expect(print({ x: value })).toBe('{\n  x = [\n        "a\n        b"\n      ];\n}');
  });
});

describe("a template refuses", () => {
  const TABLE: readonly (readonly [string, NixErrorCode, () => unknown])[] = [
    ["a value next to a word", "BAD_SPLICE", () => nix`a${"x"}`],
    ["a value before a word", "BAD_SPLICE", () => nix`${pkgs}a`],
    ["a value next to a number", "BAD_SPLICE", () => nix`1${2}`],
    ["a value in a path", "BAD_SPLICE", () => nix`./a/${"x"}`],
    ["a value that begins a path", "BAD_SPLICE", () => nix`./${"x"}`],
    ["a value before a path", "BAD_SPLICE", () => nix`${pkgs}/x`],
    ["a value in a comment", "BAD_SPLICE", () => nix`1 # ${"x\n2"}`],
    ["a value in a block comment", "BAD_RAW", () => nix`1 /* ${"*/ 2"} */`],
    ["a value as a parameter", "BAD_SPLICE", () => nix`${"x"}: 1`],
    ["a value as a formal", "BAD_SPLICE", () => nix`{ ${"x"}, ... }: 1`],
    ["a value as a whole binding", "BAD_SPLICE", () => nix`{ ${"x = 1"}; }`],
    ["a computed name in let", "BAD_SPLICE", () => nix`let ${pkgs.x} = 1; in 1`],
    ["a computed name in inherit", "BAD_SPLICE", () => nix`{ inherit ${pkgs.x}; }`],
    ["a list in a string", "BAD_SPLICE", () => nix`"${[1]}"`],
    ["a boolean in a string", "BAD_SPLICE", () => nix`"${true}"`],
    ["null in a string", "BAD_SPLICE", () => nix`''${null}''`],
    ["a set as a name", "BAD_SPLICE", () => nix`{ a.${{}} = 1; }`],
    ["undefined", "UNDEFINED_VALUE", () => nix`f ${undefined}`],
    ["text that is not whole", "BAD_RAW", () => nix`{ a = ${1};`],
    ["text that ends too early", "BAD_RAW", () => nix`1) (${2}`],
    ["nothing", "BAD_RAW", () => nix``],
    ["being called", "BAD_ARGUMENT", () => (nix as unknown as (text: string) => unknown)("x")],
  ];
  it.each(TABLE)("%s", (_, code, use) => {
    expect(use).toThrow(NixError);
    expect(use).toThrow(expect.objectContaining({ code }));
  });
});

describe("nix.raw", () => {
  const ATOMS: readonly (readonly [string, string])[] = [
    ["a", "[ a ]"],
    ["[ 1 ]", "[ [ 1 ] ]"],
    ['"a ${"b"} c"', '[ "a ${"b"} c" ]'],
    ["''a''", "[ ''a'' ]"],
    ["(a b)", "[ (a b) ]"],
    ["a b", "[ (a b) ]"],
    ["-1", "[ (-1) ]"],
    ["[ 1 ] ++ [ 2 ]", "[ ([ 1 ] ++ [ 2 ]) ]"],
    ['"a" + "b"', '[ ("a" + "b") ]'],
    ["x: x", "[ (x: x) ]"],
    ["rec { }", "[ (rec { }) ]"],
  ];
  it.each(ATOMS)("gets parentheses only where it must: %s", (text, list) => {
    expect(print([nix.raw(text)])).toBe(list);
  });
  it.each([
    "",
    "  ",
    "# only a comment",
    ")",
    "(",
    "{ a = 1; ",
    '"',
    "''",
    "1 /*",
    "a ]",
    "(]",
    "1 \\ 2",
    '"${a"',
  ])("refuses %j", (text) => {
    expect(() => nix.raw(text)).toThrow(expect.objectContaining({ code: "BAD_RAW" }));
  });
  it("takes interpolated expressions where a template has its holes", () => {
    expect(print(nix.raw(`f ${pkgs.a}${pkgs.b} "x ${pkgs.c}" { ${pkgs.d} = 1; }`))).toBe(
      'f pkgs.a pkgs.b "x ${pkgs.c}" { ${pkgs.d} = 1; }',
    );
  });
  it("ends a comment before what follows", () => {
    expect(print([nix.raw("1 # one"), 2])).toMatch(/# one\n[^#]*2/);
    expect(print(nix.op(nix.raw("a # x"), "+", 1))).toMatch(/^a # x\n\s*\+ 1$/);
  });
});
