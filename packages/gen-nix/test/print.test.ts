import { describe, expect, it } from "vitest";
import { moduleOf, nix, print } from "../src/index.ts";

describe("print", () => {
  it("writes plain data", () => {
    expect(print({ a: 1, services: { nginx: { enable: true } } })).toBe(
      "{\n  a = 1;\n  services.nginx.enable = true;\n}",
    );
  });
  it("writes a module with its formals", () => {
    const { expr, formals, reads } = moduleOf(
      ({ settings, pkgs }: { settings: { port: number }; pkgs: { hello: unknown } }) => ({
        port: settings.port,
        run: `${pkgs.hello}/bin/hello`,
      }),
      { settings: { port: 1 } },
    );
    expect(print(expr)).toBe(
      '{ pkgs, ... }:\n{\n  port = 1;\n  run = "${pkgs.hello}/bin/hello";\n}',
    );
    expect(formals).toEqual(["pkgs"]);
    expect([...reads]).toEqual(["settings"]);
  });
  it("splices into templates", () => {
    expect(print(nix`f ${"a"} "b ${"c"}"`)).toBe('f "a" "b c"');
  });
});
