import { describe, expect, it } from "vitest";
import { nix, print, printFile } from "../src/index.ts";

const pkgs = nix.var("pkgs");
const lib = nix.var("lib");

/** Lines of Nix, for expectations that are read like Nix. */
const lines = (...all: string[]): string => all.join("\n");

describe("literals", () => {
  const TABLE: readonly (readonly [unknown, string])[] = [
    [null, "null"],
    [true, "true"],
    [0, "0"],
    [-1, "-1"],
    [1.5, "1.5"],
    [1e21, "1.0e21"],
    [1.5e-7, "1.5e-7"],
    [-0, 'builtins.fromJSON "-0.0"'],
    [5e-324, 'builtins.fromJSON "5e-324"'],
    [2 ** 53, "9007199254740992"],
    [9223372036854775807n, "9223372036854775807"],
    [-(2n ** 63n), "-9223372036854775807 - 1"],
    [nix.float(1), "1.0"],
    [nix.float(1e300), "1.0e300"],
    [nix.int(3), "3"],
    ["", '""'],
    ["a", '"a"'],
    ['a"b\\c', '"a\\"b\\\\c"'],
    ["a\nb", lines("''", "  a", "  b''")],
    ["a\n", '"a\\n"'],
    ["a\tb\r", '"a\\tb\\r"'],
    ["${x} $x $${x}", '"\\${x} $x $\\${x}"'],
    ["\u0001", '"\u0001"'],
    ["é😀", '"é😀"'],
    [[], "[ ]"],
    [{}, "{ }"],
    [[1], "[ 1 ]"],
    [[-1], "[ (-1) ]"],
    [[-(2n ** 63n)], "[ (-9223372036854775807 - 1) ]"],
  ];
  it.each(TABLE.map(([value, text]) => ({ value, text })))("$text", ({ value, text }) => {
    expect(print(value)).toBe(text);
  });
});

describe("indented strings", () => {
  const TABLE: readonly (readonly [string, string])[] = [
    ["a\n  b\nc\n", lines("''", "  a", "    b", "  c", "''")],
    ["a\n\nb\n", lines("''", "  a", "", "  b", "''")],
    ["a\n  \nb", lines("''", "  a", "    ", "  b''")],
    ["\na\n", lines("''", "", "  a", "''")],
    ["it''s ${x}\n$${y}\n", lines("''", "  it'''s ''${x}", "  $''${y}", "''")],
    // Nix would strip, drop or misread these.
    ["  a\n  b\n", '"  a\\n  b\\n"'],
    ["a\n ", '"a\\n "'],
    ["a\nb'", '"a\\nb\'"'],
    ["a\n'${b}", '"a\\n\'\\${b}"'],
    ["a\r\nb", '"a\\r\\nb"'],
    ["\n\n", '"\\n\\n"'],
  ];
  it.each(TABLE)("%j", (value, text) => {
    expect(print(value)).toBe(text);
  });
});

describe("attribute names", () => {
  const TABLE: readonly (readonly [string, string])[] = [
    ["a", "a"],
    ["_a-b'", "_a-b'"],
    ["", '""'],
    ["a.b", '"a.b"'],
    ["a b", '"a b"'],
    ["1a", '"1a"'],
    ["-a", '"-a"'],
    ["é", '"é"'],
    ["${x}", '"\\${x}"'],
    ["__functor", "__functor"],
    ["__proto__", "__proto__"],
    ["true", "true"],
    ...["assert", "else", "if", "in", "inherit", "let", "or", "rec", "then", "with"].map(
      (word) => [word, `"${word}"`] as const,
    ),
  ];
  it.each(TABLE)("%s", (name, text) => {
    const set = Object.fromEntries([[name, 1]]);
    expect(print(set)).toBe(`{ ${text} = 1; }`);
    expect(print(nix.select(pkgs, name))).toBe(`pkgs.${text}`);
  });
});

describe("shape", () => {
  const TABLE: readonly (readonly [name: string, value: unknown, text: string])[] = [
    ["one binding", { a: 1 }, "{ a = 1; }"],
    ["several bindings, sorted", { b: 1, a: 2 }, lines("{", "  a = 2;", "  b = 1;", "}")],
    [
      "paths are merged",
      { a: { b: { c: 1 } }, d: { e: {} } },
      lines("{", "  a.b.c = 1;", "  d.e = { };", "}"),
    ],
    [
      "a set as a value is expanded",
      { a: { b: 1, c: 2 } },
      lines("{", "  a = {", "    b = 1;", "    c = 2;", "  };", "}"),
    ],
    ["several elements", [1, 2], lines("[", "  1", "  2", "]")],
    ["a short list as an argument", pkgs.f?.([1, 2]), "pkgs.f [ 1 2 ]"],
    [
      "a set as the last argument",
      lib.mkIf?.(true, { a: 1, b: 2 }),
      lines("lib.mkIf true {", "  a = 1;", "  b = 2;", "}"),
    ],
    [
      "a function as the last argument",
      lib.map?.((x: unknown) => ({ a: x, b: 2 })),
      lines("lib.map (x: {", "  a = x;", "  b = 2;", "})"),
    ],
    ["if", nix.if(pkgs.a, 1, 2), "if pkgs.a then 1 else 2"],
    [
      "else if",
      nix.if(pkgs.a, 1, nix.if(pkgs.b, 2, 3)),
      lines("if pkgs.a then", "  1", "else if pkgs.b then", "  2", "else", "  3"),
    ],
    [
      "let",
      nix.let({ a: 1 }, ({ a }: Record<string, unknown>) => a),
      lines("let", "  a = 1;", "in", "a"),
    ],
    [
      "with",
      nix.with(pkgs, ({ hello, curl }: Record<string, unknown>) => [hello, curl]),
      lines("with pkgs; [", "  hello", "  curl", "]"),
    ],
    ["assert", nix.assert(pkgs.ok, 1), lines("assert pkgs.ok;", "1")],
    ["operators", nix.op(nix.op(1, "+", 2), "*", 3), "(1 + 2) * 3"],
    ["a chain", nix.op("++", [1], [2], [3]), "[ 1 ] ++ [ 2 ] ++ [ 3 ]"],
    [
      "update",
      { a: nix.op(pkgs, "//", { b: 1, c: 2 }) },
      lines("{", "  a = pkgs // {", "    b = 1;", "    c = 2;", "  };", "}"),
    ],
    [
      "rec",
      nix.rec((self: Record<string, unknown>) => ({ a: 1, b: self.a })),
      lines("rec {", "  a = 1;", "  b = a;", "}"),
    ],
    ["inherit", { ...nix.inherit("pkgs", "lib") }, "{ inherit lib pkgs; }"],
    [
      "inherit from",
      { ...nix.inherit(lib, "mkIf", "mkForce"), a: 1 },
      lines("{", "  inherit (lib) mkForce mkIf;", "  a = 1;", "}"),
    ],
    [
      "many inherited",
      { ...nix.inherit("a", "b", "c", "d") },
      lines("{", "  inherit", "    a", "    b", "    c", "    d", "    ;", "}"),
    ],
    ["few formals", nix.lambda(["a", "b"], 1), lines("{ a, b, ... }:", "1")],
    [
      "many formals",
      nix.lambda(["a", "b", "c"], 1),
      lines("{", "  a,", "  b,", "  c,", "  ...", "}:", "1"),
    ],
    [
      "a whole pattern",
      nix.lambda({ formals: { a: nix.required, b: 2 }, ellipsis: false, at: "args" }, 1),
      lines("args@{", "  a,", "  b ? 2,", "}:", "1"),
    ],
    ["no formals", nix.lambda({ formals: {} }, 1), lines("{ ... }:", "1")],
    ["selection with a default", nix.or(pkgs.a?.b as never, 1), "pkgs.a.b or 1"],
    ["has", nix.has(pkgs, "a", "b c"), 'pkgs ? a."b c"'],
    ["import", nix.import("./x.nix", { a: 1 }), "import ./x.nix { a = 1; }"],
    ["interpolation", `${pkgs.hello as unknown as string}/bin`, '"${pkgs.hello}/bin"'],
    ["a computed name", { [`${pkgs.x as unknown as string}`]: 1 }, "{ ${pkgs.x} = 1; }"],
    [
      "a partly computed name",
      { [`a-${pkgs.x as unknown as string}`]: 1 },
      '{ "a-${pkgs.x}" = 1; }',
    ],
    [
      "comments",
      nix.comment("one\ntwo", { a: nix.comment("why", 1) }),
      lines("# one", "# two", "{", "  # why", "  a = 1;", "}"),
    ],
  ];
  it.each(TABLE)("%s", (_, value, text) => {
    expect(print(value)).toBe(text);
  });
});

describe("paths", () => {
  const TABLE: readonly (readonly [string, string])[] = [
    ["./x.nix", "./x.nix"],
    ["./a//b/", "./a/b"],
    [".", "./."],
    ["./", "./."],
    ["..", "../."],
    ["../x", "../x"],
    ["/", "/."],
    ["/etc/hosts", "/etc/hosts"],
    ["~/x", "~/x"],
    ["<nixpkgs/lib>", "<nixpkgs/lib>"],
    ["./a b/c", './. + "/a b/c"'],
    ["../x/${y}", '../x + "/\\${y}"'],
    ["/a\nb", '/. + "/a\\nb"'],
  ];
  it.each(TABLE)("%j", (path, text) => {
    expect(print(nix.path(path))).toBe(text);
    expect(print(nix.file(path))).toBe(text);
  });
  it.each(["x", "", "<a b>", "~x", "http://x", ".x", "./a\0b"])("refuses %j", (path) => {
    expect(() => nix.path(path)).toThrow();
  });
  it("can be relocated as a whole", () => {
    const value = { a: nix.file("./my x.nix"), b: nix.path(`./y/${pkgs.z as unknown as string}`) };
    const relocate = ({ path, file }: { path: string; file: boolean }): string =>
      file ? `../../src/${path.slice(2)}` : `../${path.slice(2)}`;
    expect(print(value, { relocate })).toBe(
      lines("{", '  a = ../../src + "/my x.nix";', '  b = ../y + "/${pkgs.z}";', "}"),
    );
  });
});

describe("options", () => {
  it("breaks what is too long", () => {
    const value = nix.call(pkgs.f, "a".repeat(30), "b".repeat(30), "c".repeat(40));
    expect(print(value).split("\n")).toHaveLength(4);
    expect(print(value, { width: 200 }).split("\n")).toHaveLength(1);
  });
  it("puts a header on top, each line a comment", () => {
    expect(print(1, { header: "from x\r\n}; evil\n" })).toBe("# from x\n# }; evil\n#\n1");
  });
  it("ends files with a line break", () => {
    expect(printFile({ a: 1 })).toBe("{ a = 1; }\n");
  });
});

it("comments name interpolated expressions", () => {
  const text = `from ${pkgs.a as unknown as string}`;
  expect(print(nix.comment(text, 1), { header: text })).toBe(
    "# from ${pkgs.a}\n# from ${pkgs.a}\n1",
  );
});

describe("stability", () => {
  it("does not depend on the order of keys, or on when things were made", () => {
    const make = (order: readonly string[]): unknown => ({
      ...Object.fromEntries(order.map((key) => [key, (x: unknown) => ({ x, key })])),
      [`${pkgs.b as unknown as string}`]: 1,
      [`${pkgs.a as unknown as string}`]: 2,
    });
    const forward = print(make(["a", "b", "c"]));
    expect(print(make(["c", "b", "a"]))).toBe(forward);
    expect(forward.indexOf("${pkgs.a}")).toBeLessThan(forward.indexOf("${pkgs.b}"));
  });
});
