import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { inspect } from "node:util";
import { needs, readmeBlocks, runReadme } from "den-testing";
import { moduleOf, type NixSymbol, nix, print } from "gen-nix";
import { expect, it, vi } from "vitest";
import { testStore } from "./nix.ts";

runReadme(import.meta.url);

const readme = readmeBlocks(readFileSync(new URL("../README.md", import.meta.url), "utf8"));

it("shows what the first example prints", () => {
  const { expr } = moduleOf(
    ({ port, pkgs, lib }: NixSymbol) => ({
      systemd: { services: { web: { script: `${pkgs.hello}/bin/hello --port ${port}` } } },
      environment: { systemPackages: lib.optionals(nix.op(port, "<", 1024), [pkgs.libcap]) },
    }),
    { port: 8443 },
  );
  expect(readme.find((block) => block.lang === "nix")?.code).toBe(print(expr));
});

needs(["nix"], "README with Nix", () => {
  const store = testStore();
  it("evaluates", async () => {
    const block = readme.find((one) => one.lang === "ts nix");
    const folder = new URL("../.readme/", import.meta.url);
    mkdirSync(folder, { recursive: true });
    const file = fileURLToPath(new URL("nix.ts", folder));
    writeFileSync(file, block?.code ?? "");
    const log = vi.spyOn(console, "log").mockReturnValue(undefined);
    vi.stubEnv("NIX_REMOTE", store);
    try {
      await import(/* @vite-ignore */ pathToFileURL(file).href);
      const expected = /\/\/ → (.*)$/m.exec(block?.code ?? "")?.[1];
      expect(log.mock.calls.map(([value]) => inspect(value))).toEqual([expected]);
    } finally {
      log.mockRestore();
      vi.unstubAllEnvs();
    }
  });
});
