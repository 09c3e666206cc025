import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  containsCode,
  isNixExpr,
  NixError,
  type NixErrorCode,
  type NixSymbol,
  nix,
  print,
  toNix,
} from "../src/index.ts";
import { hostileText } from "./arbitraries.ts";

const pkgs: NixSymbol = nix.var("pkgs");
const PROTO: string = "__proto__";

describe("a symbolic value builds", () => {
  const TABLE: readonly (readonly [string, unknown])[] = [
    ["pkgs.a.b", pkgs.a.b],
    ['pkgs."a b"', pkgs["a b"]],
    ["builtins.elemAt pkgs.list 2", pkgs.list[2]],
    ["pkgs.set.${pkgs.key}", pkgs.set[pkgs.key]],
    ["pkgs.f 1 pkgs.x { a = 1; }", pkgs.f(1, pkgs.x)({ a: 1 })],
    ['"${pkgs.hello}/bin"', `${pkgs.hello}/bin`],
    ['"${pkgs.a} ${pkgs.b}"', [pkgs.a, pkgs.b].join(" ")],
    ['"${pkgs.f "${pkgs.x}/y"}"', `${pkgs.f(`${pkgs.x}/y`)}`],
    ["pkgs.map (x: x.name) pkgs.list", pkgs.map((x: NixSymbol) => x.name, pkgs.list)],
    ["builtins.toJSON { a = 1; }", nix.builtins.toJSON?.({ a: 1 })],
    // Names that JavaScript's own objects have are attributes like any other.
    [
      "pkgs.name.length.call.apply.bind.prototype.constructor.toString.valueOf",
      pkgs.name.length.call.apply.bind.prototype.constructor.toString.valueOf,
    ],
    ["pkgs.__proto__", pkgs[PROTO]],
  ];
  it.each(TABLE)("%s", (text, value) => {
    expect(print(value)).toBe(text);
  });

  it("and shows itself in the console", () => {
    expect(inspect({ a: pkgs.f(1) })).toBe("{ a: nix(pkgs.f 1) }");
  });
});

describe("a symbolic value refuses by name", () => {
  const TABLE: readonly (readonly [string, NixErrorCode, () => unknown])[] = [
    ["addition", "SYMBOLIC_COERCION", () => pkgs.a + 1],
    ["concatenation without a template", "SYMBOLIC_COERCION", () => String("a") + pkgs.a],
    ["arithmetic", "SYMBOLIC_COERCION", () => pkgs.a * 2],
    ["negation", "SYMBOLIC_COERCION", () => -pkgs.a],
    ["comparison", "SYMBOLIC_COERCION", () => pkgs.a < 1],
    // biome-ignore lint/suspicious/noDoubleEquals: the operator is what is tested
    ["loose equality", "SYMBOLIC_COERCION", () => pkgs.a == 1],
    ["Number()", "SYMBOLIC_COERCION", () => Number(pkgs.a)],
    ["Math", "SYMBOLIC_COERCION", () => Math.max(pkgs.a, 1)],
    ["new Date()", "SYMBOLIC_COERCION", () => new Date(pkgs.a)],
    ["being searched for", "SYMBOLIC_COERCION", () => "abc".includes(pkgs.a)],
    ["being replaced", "SYMBOLIC_COERCION", () => "abc".replace(pkgs.a, "")],
    ["being split by", "SYMBOLIC_COERCION", () => "abc".split(pkgs.a)],
    ["instanceof", "SYMBOLIC_COERCION", () => ({}) instanceof pkgs.a],
    ["spread into a list", "SYMBOLIC_ITERATION", () => [...pkgs.a]],
    ["for … of", "SYMBOLIC_ITERATION", () => Array.from(pkgs.a as Iterable<unknown>)],
    [
      "destructuring as a list",
      "SYMBOLIC_ITERATION",
      () => {
        const [first] = pkgs.a;
        return first;
      },
    ],
    ["concat", "SYMBOLIC_ITERATION", () => [1].concat(pkgs.a)],
    ["spread into an object", "SYMBOLIC_KEYS", () => ({ ...pkgs.a })],
    [
      "rest of a destructuring",
      "SYMBOLIC_KEYS",
      () => {
        const { x, ...rest } = pkgs.a;
        return [x, rest];
      },
    ],
    ["Object.keys", "SYMBOLIC_KEYS", () => Object.keys(pkgs.a)],
    ["Object.hasOwn", "SYMBOLIC_KEYS", () => Object.hasOwn(pkgs.a, "x")],
    ["in", "SYMBOLIC_KEYS", () => "x" in pkgs.a],
    [
      "assignment",
      "SYMBOLIC_MUTATION",
      () => {
        pkgs.a.b = 1;
      },
    ],
    ["Object.assign", "SYMBOLIC_MUTATION", () => Object.assign(pkgs.a, { x: 1 })],
    ["delete", "SYMBOLIC_MUTATION", () => delete pkgs.a.b],
    ["defineProperty", "SYMBOLIC_MUTATION", () => Object.defineProperty(pkgs.a, "x", { value: 1 })],
    ["new", "SYMBOLIC_NEW", () => new pkgs.a()],
    ["JSON.stringify", "SYMBOLIC_JSON", () => JSON.stringify({ x: [pkgs.a] })],
    ["a call without arguments", "MISSING_ARGUMENT", () => pkgs.f()],
    ["an argument that is no value", "UNDEFINED_VALUE", () => pkgs.f({ a: undefined })],
  ];
  it.each(TABLE)("%s", (_, code, use) => {
    let error: unknown;
    try {
      use();
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(NixError);
    expect(error).toMatchObject({ code });
  });

  it("being awaited", async () => {
    await expect((async () => await pkgs.a)()).rejects.toMatchObject({ code: "SYMBOLIC_AWAIT" });
  });

  it("and says what to write instead", () => {
    expect(() => pkgs.a + 1).toThrow('nix.op(pkgs.a, "+", other)');
    expect(() => [...pkgs.a]).toThrow('nix.op(pkgs.a, "++", list)');
  });
});

describe("placeholders in strings", () => {
  const inside = `${pkgs.hello}/bin/x`;

  it("survive what keeps the characters", () => {
    const kept = [
      inside.toUpperCase().toLowerCase(),
      inside.trim(),
      inside.normalize("NFKC"),
      inside.split("/").join("/"),
      JSON.parse(JSON.stringify(inside)) as string,
    ];
    for (const text of kept) expect(print(text)).toBe('"${pkgs.hello}/bin/x"');
  });

  it("are refused when they were cut", () => {
    const end = inside.indexOf("/");
    for (let cut = 1; cut < end; cut++) {
      // What is left of the last few characters is too little to be told from text.
      if (end - cut > 12) expect(() => print(inside.slice(cut))).toThrow(/cut or changed/);
      if (cut > 12) expect(() => print(inside.slice(0, cut))).toThrow(/cut or changed/);
    }
    expect(() => print(inside.replace(/.$/u, "").slice(0, 40))).toThrow(/cut or changed/);
  });

  it("cannot be made from outside: another one's text with another content is refused", () => {
    const other = `${pkgs.evil}`;
    const mixed = inside.slice(0, 20) + other.slice(20);
    expect(() => print(mixed)).toThrow(NixError);
  });

  it("are not seen in any text", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          hostileText,
          fc
            .array(fc.constantFrom("\uf8f0", "\uf8f1", "\ue000", "\uefff", "a"), { maxLength: 11 })
            .map((all) => all.join("")),
        ),
        (text) => {
          expect(containsCode(text)).toBe(false);
        },
      ),
    );
  });

  it("keep nothing alive: the string is the expression", () => {
    const text = `${pkgs.a}`;
    expect(text).toBe(`${pkgs.a}`);
    expect(isNixExpr(text)).toBe(false);
    expect(containsCode(text)).toBe(true);
  });
});

describe("containsCode", () => {
  const TABLE: readonly (readonly [unknown, boolean])[] = [
    [{ a: [1, "x", null, { b: true }] }, false],
    [1n, false],
    [pkgs, true],
    [[{ a: pkgs.x }], true],
    [{ a: `${pkgs.x}` }, true],
    [{ [`${pkgs.x}`]: 1 }, true],
    [{ f: (x: unknown) => x }, true],
    [nix.float(1), true],
    [{ a: toNix({ b: 1 }) }, true],
    [{ a: nix.path("./x") }, true],
  ];
  it.each(TABLE.map(([value, code]) => ({ value, code, text: print(value) })))(
    "$text: $code",
    ({ value, code }) => {
      expect(containsCode(value)).toBe(code);
    },
  );
  it("refuses what is neither", () => {
    expect(() => containsCode({ a: new Date() })).toThrow(NixError);
  });
});

it("an expression stays what it is", () => {
  const data = { a: [1] };
  const expr = toNix(data);
  data.a.push(2);
  expect(print(expr)).toBe("{ a = [ 1 ]; }");
  expect(toNix(expr)).toBe(expr);
  expect(isNixExpr(expr)).toBe(true);
  expect(isNixExpr(() => 1)).toBe(false);
  expect(isNixExpr({ a: expr })).toBe(false);
});
