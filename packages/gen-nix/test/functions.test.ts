import { describe, expect, it } from "vitest";
import { destructured, moduleOf, NixError, type NixSymbol, nix, print } from "../src/index.ts";

type S = NixSymbol;

describe("JavaScript functions as Nix functions", () => {
  const lines = (...all: string[]): string => all.join("\n");
  const TABLE: readonly (readonly [string, unknown])[] = [
    ["x: x.y", (x: S) => x.y],
    ["final: prev: prev.a", (final: S, prev: S) => [final, prev.a][1]],
    ["{ a, b, ... }:\na.x b", ({ b, a }: S) => a.x(b)],
    [
      "{ a, ... }:\na.b.c",
      ({
        a: {
          b: { c },
        },
      }: S) => c,
    ],
    [lines("{", "  a ? 1,", '  b ? "x",', "  ...", "}:", "a b"), ({ a = 1, b = "x" }: S) => a(b)],
    [
      lines(
        "{",
        "  a ? -2.5,",
        "  b ? [ true ],",
        "  c ? {",
        "    d = null;",
        "  },",
        "  ...",
        "}:",
        "a b c",
      ),
      ({ a = -2.5, b = [true], c = { d: null } }: S) => a(b, c),
    ],
    ["{ a, ... }:\na.b", ({ a = undefined }: S) => a.b],
    ['arg: arg."a b"', ({ "a b": x }: S) => x],
    ['arg: arg."if"', ({ if: x }: S) => x],
    ["rec_: rec_", (rec: S) => rec],
    ["x: y: z: x y z", (x: S) => (y: S) => (z: S) => x(y, z)],
    [
      "x: x2: x x2",
      (x: S) =>
        (
          (y) => (x: S) =>
            y(x)
        )(x),
    ],
    [
      "{ f = x: x.y; }",
      {
        f(x: S) {
          return x.y;
        },
      },
    ],
    [
      "x: x",
      function named(x: S) {
        return x;
      },
    ],
    ["_: 1", (_: S) => 1],
    ["arg: arg", ((_: S, x: S) => x).bind(null, 1)],
    ["a: b: b", (a = 1, b: S = a) => b],
    // Defaults with brackets, strings and comments in them.
    [
      lines("{", '  a ? "}),=",', "  b,", "  ...", "}:", "a b"),
      ({ a = "}),=", /* } */ b }: S) => a(b),
    ],
  ];
  it.each(TABLE)("%s", (text, fn) => {
    expect(print(fn)).toBe(text);
  });
});

describe("moduleOf", () => {
  it("gives scope values, and formals for the other names", () => {
    const { expr, formals, reads, body, value } = moduleOf(
      ({ settings, pkgs, lib }: S) => ({ port: settings.port, package: lib.mkDefault(pkgs.nginx) }),
      { settings: { port: 8443 }, host: "unread" },
    );
    expect(print(expr)).toBe(
      "{ lib, pkgs, ... }:\n{\n  package = lib.mkDefault pkgs.nginx;\n  port = 8443;\n}",
    );
    expect(print(body)).toBe("{\n  package = lib.mkDefault pkgs.nginx;\n  port = 8443;\n}");
    expect(formals).toEqual(["lib", "pkgs"]);
    expect([...reads]).toEqual(["settings"]);
    expect(value).toMatchObject({ port: 8443 });
  });

  it("asks for a scope value only when it is read", () => {
    const asked: string[] = [];
    const scope = {
      has: (name: string) => name !== "pkgs",
      get: (name: string) => {
        asked.push(name);
        return name;
      },
    };
    const { reads, formals } = moduleOf((args: S) => ({ a: args.peers, b: args.pkgs.x }), scope);
    expect(asked).toEqual(["peers"]);
    expect([...reads]).toEqual(["peers"]);
    expect(formals).toEqual(["pkgs"]);
  });

  it("takes a map, and any string as a name", () => {
    const { reads, formals } = moduleOf(
      ({ a, constructor: c, toString: s, ["__proto__"]: p }: S) => [a, c, s, p],
      new Map([["a", 1]]),
    );
    expect([...reads]).toEqual(["a"]);
    expect(formals).toEqual(["__proto__", "constructor", "toString"]);
    expect(moduleOf((args: S) => args.constructor, {}).formals).toEqual(["constructor"]);
  });

  it("counts what functions inside read later", () => {
    const { formals, reads } = moduleOf(
      (args: S) => ({ f: (x: S) => [x, args.lib.y, args.host] }),
      { host: "h" },
    );
    expect(formals).toEqual(["lib"]);
    expect([...reads]).toEqual(["host"]);
  });

  it("uses JavaScript's default for a scope value that is undefined, and Nix's for a formal", () => {
    const { expr, formals, reads } = moduleOf(({ a = 5, b = 6, c = 7 }: S) => [a, b, c], {
      a: undefined,
      b: 1,
    });
    expect(print(expr)).toBe("{\n  c ? 7,\n  ...\n}:\n[\n  5\n  1\n  c\n]");
    expect([formals, [...reads]]).toEqual([["c"], ["a", "b"]]);
  });

  it("makes no function where nothing symbolic is named", () => {
    expect(print(moduleOf(() => ({ a: 1 })).expr)).toBe("{ a = 1; }");
    expect(print(moduleOf({ a: 1 }).expr)).toBe("{ a = 1; }");
    expect(print(moduleOf(nix.file("./x.nix")).expr)).toBe("./x.nix");
  });

  it("lets the body be wrapped in other formals", () => {
    const { body } = moduleOf(({ pkgs }: S) => ({
      a: pkgs.x,
      f: ({ pkgs: inner }: S) => [inner, pkgs],
    }));
    expect(print(nix.lambda(["lib", "pkgs"], body))).toBe(
      "{ lib, pkgs, ... }:\n{\n  a = pkgs.x;\n  f =\n    let\n      pkgs2 = pkgs;\n    in\n    { pkgs, ... }: [\n      pkgs\n      pkgs2\n    ];\n}",
    );
  });

  it("prints the same whenever and however often it runs", () => {
    const run = (): string =>
      print(moduleOf(({ pkgs, lib }: S) => ({ a: `${pkgs.x} ${lib.y}`, f: (x: S) => x })).expr);
    expect(run()).toBe(run());
  });

  const REFUSED: readonly (readonly [string, string, () => unknown])[] = [
    ["a rest parameter", "REST_PARAMETER", () => moduleOf(({ pkgs, ...rest }: S) => [pkgs, rest])],
    ["rest arguments", "REST_PARAMETER", () => moduleOf((...all: S[]) => all)],
    ["a spread of the argument", "REST_PARAMETER", () => moduleOf((args: S) => ({ ...args }))],
    ["the argument as a value", "REST_PARAMETER", () => moduleOf((args: S) => ({ a: args }))],
    ["`in`", "SYMBOLIC_KEYS", () => moduleOf((args: S) => ({ a: "pkgs" in args }))],
    [
      "assignment",
      "SYMBOLIC_MUTATION",
      () =>
        moduleOf((args: S) => {
          args.x = 1;
        }),
    ],
    ["two parameters", "BAD_ARGUMENT", () => moduleOf((a: S, b: S) => [a, b])],
    ["an async function", "FUNCTION_VALUE", () => moduleOf(async ({ pkgs }: S) => pkgs)],
    ["a class", "FUNCTION_VALUE", () => moduleOf(class {})],
    ["a name that Nix cannot bind", "BAD_NAME", () => moduleOf(({ "a b": x }: S) => x)],
    ["a keyword", "BAD_NAME", () => moduleOf((args: S) => args.with)],
    ["a name that literals stand for", "BAD_NAME", () => moduleOf((args: S) => args.true)],
    [
      "a computed default of a formal",
      "PARAMETER_DEFAULT",
      () => moduleOf(({ a = Math.random() }: S) => a),
    ],
    ["a result that is no value", "UNDEFINED_VALUE", () => moduleOf(() => undefined)],
  ];
  it.each(REFUSED)("refuses %s", (_, code, run) => {
    expect(run).toThrow(NixError);
    expect(run).toThrow(expect.objectContaining({ code }));
  });

  it("says where, and lets the function's own errors through", () => {
    expect(() => moduleOf(() => ({ a: undefined }), {}, ["aspects", "x", "nixos"])).toThrow(
      "aspects.x.nixos.a",
    );
    const own = new Error("mine");
    expect(() =>
      moduleOf(() => {
        throw own;
      }),
    ).toThrow(own);
  });

  it("knows what `in` a scope is", () => {
    expect(moduleOf((args: S) => ({ a: "host" in args }), { host: 1 }).value).toEqual({ a: true });
  });
});

describe("what a function says it takes", () => {
  it.each([
    [
      "names and defaults",
      ({ pkgs, port = 80 }: S) => [pkgs, port],
      [{ name: "pkgs" }, { name: "port", default: "80" }],
    ],
    ["the argument whole", (args: S) => args, []],
    ["nothing", () => 1, []],
  ] as const)("%s", (_what, fn, wanted) => {
    expect(destructured(fn as (args: never) => unknown)).toEqual(wanted);
  });
  it("defaults are among the result of moduleOf", () => {
    const { defaults, formals } = moduleOf(({ pkgs, port = 80 }: S) => [pkgs, port]);
    expect(formals).toEqual(["pkgs", "port"]);
    expect([...defaults].map(([name, value]) => `${name} ? ${print(value)}`)).toEqual([
      "port ? 80",
    ]);
  });
});
