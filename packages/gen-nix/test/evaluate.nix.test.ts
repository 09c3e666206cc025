import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { needs } from "den-testing";
import { describe, expect, it } from "vitest";
import {
  checkSyntax,
  evaluate,
  evaluateSettled,
  NixError,
  nix,
  nixVersion,
  toNix,
} from "../src/index.ts";
import { canon, testStore } from "./nix.ts";

async function errorOf(run: Promise<unknown>): Promise<NixError> {
  try {
    await run;
  } catch (error) {
    if (error instanceof NixError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("without Nix", () => {
  it("says how to get it", async () => {
    const error = await errorOf(evaluate(nix`1`, { program: "no-such-nix" }));
    expect(error).toMatchObject({ code: "NIX_MISSING" });
    expect(error.message).toMatch(/no-such-nix was not found.*nixos\.org/);
    expect(await errorOf(nixVersion({ program: "no-such-nix" }))).toMatchObject({
      code: "NIX_MISSING",
    });
    expect(await errorOf(checkSyntax("1", { program: "/" }))).toMatchObject({
      code: "NIX_MISSING",
    });
  });
  it("refuses what can only be wrong before it looks", async () => {
    expect(await errorOf(evaluate("1 + 1" as never))).toMatchObject({ code: "BAD_ARGUMENT" });
    expect((await errorOf(evaluate([1, "1 + 1"]))).issues[0]?.path).toEqual([1]);
    expect(await errorOf(evaluate({ a: undefined }))).toMatchObject({ code: "UNDEFINED_VALUE" });
    expect(await errorOf(evaluate(1, { cwd: "/no/such/folder" }))).toMatchObject({
      code: "BAD_ARGUMENT",
    });
    expect(await errorOf(evaluate(1, { signal: AbortSignal.abort("why") }))).toMatchObject({
      code: "NIX_ABORTED",
      cause: "why",
    });
    expect(await evaluate([])).toEqual([]);
  });
});

needs(["nix"], "evaluate", () => {
  const store = testStore();
  const run = { store };

  it("gives values as JavaScript has them", async () => {
    const told = await evaluate(
      nix`{
      i = 1 + 1; f = 0.1 + 0.2; s = "a" + "b"; n = null; b = true; l = [ 1 "x" ];
      big = 9007199254740993; exact = 1152921504606846976; least = -9223372036854775807 - 1;
      inf = 1.0e308 * 10; tiny = 5.0e-300 * 1.0e-20; zero = 0.0 * (-1); third = 1.0 / 3;
      path = /etc/../etc/hosts; text = { __toString = self: "text " + self.x; x = "y"; };
    }`,
      run,
    );
    expect(canon(told)).toBe(
      canon({
        i: 2,
        f: 0.1 + 0.2,
        s: "ab",
        n: null,
        b: true,
        l: [1, "x"],
        big: 9007199254740993n,
        exact: 2 ** 60,
        least: -(2 ** 63),
        inf: Number.POSITIVE_INFINITY,
        tiny: 5e-300 * 1e-20,
        zero: -0,
        third: 1 / 3,
        path: "/etc/hosts",
        text: "text y",
      }),
    );
  });

  it("does not build, and copies no path into the store", async () => {
    const drv = nix`derivation { name = "x"; system = "none"; builder = "/none"; }`;
    expect(
      await evaluate([drv, { a: drv }, nix`{ outPath = ./.; }`], { ...run, cwd: tmpdir() }),
    ).toEqual([
      expect.stringMatching(/^\/nix\/store\/.*-x$/),
      { a: expect.stringMatching(/^\/nix\/store\/.*-x$/) },
      tmpdir(),
    ]);
  });

  it("evaluates several expressions in one process, none of which sees another or the encoder", async () => {
    expect(await evaluate([nix`1`, nix`let x = 2; in x`, [3]], run)).toEqual([1, 2, [3]]);
    for (const name of ["encode", "values", "x", "steps", "run"]) {
      expect(
        (await errorOf(evaluate([nix`let x = 2; in x`, nix.var(name)], run))).failure?.text,
      ).toBe(`undefined variable '${name}'`);
    }
  });

  it("calls functions with arguments", async () => {
    expect(
      await evaluate([nix`{ a, b ? 2 }: a + b`, nix`x: x.a`], { ...run, args: { a: 40 } }),
    ).toEqual([42, 40]);
    expect(
      await evaluate((args: unknown) => ({ got: args }), { ...run, args: { s: '"; evil' } }),
    ).toEqual({ got: { s: '"; evil' } });
  });

  it("keeps places right when arguments take several lines", async () => {
    const args = { a: 1, b: [1, 2], c: { d: 1, e: 2 } };
    const error = await errorOf(
      evaluate([nix`{ a, ... }: a`, nix`{ a, ... }: nope`], { ...run, args }),
    );
    expect(error).toMatchObject({ failure: { expression: 1, position: { line: 1, column: 13 } } });
  });

  it("takes large texts", async () => {
    const many = Array.from({ length: 150_000 }, (_, index) => index % 7);
    expect(await evaluate(toNix(many), run)).toEqual(many);
  });

  it("takes relative paths from cwd, and <names> from nixPath only", async () => {
    const folder = join(store, "files");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "x.nix"), "{ n }: n + 1");
    expect(await evaluate(nix.import("./x.nix", { n: 1 }), { ...run, cwd: folder })).toBe(2);
    expect(
      await evaluate(nix.import("<here/x.nix>", { n: 2 }), { ...run, nixPath: { here: folder } }),
    ).toBe(3);
    expect(await evaluate(nix.import("<x.nix>", { n: 3 }), { ...run, nixPath: [folder] })).toBe(4);
    const own = { ...run, env: { NIX_PATH: `here=${folder}` } };
    expect(await evaluate(nix.import("<here/x.nix>", { n: 4 }), own)).toBe(5);
    const error = await errorOf(evaluate(nix.path("<nixpkgs>"), run));
    expect(error.message).toMatch(/not found in the Nix search path.*nixPath/);
  });

  it("passes settings on", async () => {
    const error = await errorOf(
      evaluate(nix`builtins.readFile /etc/passwd`, { ...run, settings: { "restrict-eval": true } }),
    );
    expect(error.message).toMatch(/forbidden in restricted mode/);
  });

  it("uses a temporary store when asked to, and leaves nothing behind", async () => {
    const before = new Set(readdirSync(tmpdir()));
    const file = nix`builtins.toFile "x" "y"`;
    expect(await evaluate(file, { store: "temporary" })).toMatch(/^\/nix\/store\/.*-x$/);
    expect(
      readdirSync(tmpdir()).filter(
        (name) =>
          name.startsWith("gen-nix-") && !name.startsWith("gen-nix-test") && !before.has(name),
      ),
    ).toEqual([]);
  });

  it("attributes errors, with Nix's words, the place and the origin", async () => {
    const failing = nix`{
      a = 1;
      b = throw "boom\nbang";
    }`;
    const error = await errorOf(
      evaluate([1, failing], { ...run, origin: ["one.ts", "two.ts: aspect x"] }),
    );
    expect(error).toMatchObject({
      code: "NIX_FAILED",
      failure: { expression: 1, origin: "two.ts: aspect x", text: "boom\nbang", status: "exit 1" },
    });
    expect(error.message).toContain("boom\nbang [two.ts: aspect x");
    expect(error.failure?.stderr).toContain("error: boom");

    const unbound = await errorOf(evaluate([1, nix.raw("{\n  a = nope;\n}")], run));
    expect(unbound).toMatchObject({
      failure: { expression: 1, position: { file: undefined, line: 2, column: 7 } },
    });
    expect(unbound.message).toContain("[expression 2: its text, line 2, column 7]");

    const early = await errorOf(evaluate(nix.raw("1 +"), run));
    expect(early).toMatchObject({
      code: "NIX_SYNTAX",
      failure: { position: { line: 1, column: 4 } },
    });

    writeFileSync(join(store, "bad.nix"), '{\n  a = 1 + "x";\n}');
    const inFile = await errorOf(evaluate(nix.import(join(store, "bad.nix")), run));
    expect(inFile.failure?.position).toMatchObject({ file: join(store, "bad.nix"), line: 2 });
  });

  it("refuses functions in the result, with their path", async () => {
    const error = await errorOf(evaluate([1, { a: [(x: unknown) => x] }], run));
    expect(error).toMatchObject({
      code: "NIX_VALUE",
      issues: [{ path: ["a", 0] }],
      failure: { expression: 1 },
    });
  });

  it("refuses text that is not UTF-8", async () => {
    const folder = join(store, "bytes");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "x"), Buffer.from([0x61, 0xff]));
    expect(
      (await errorOf(evaluate(nix`builtins.readFile ${nix.path(join(folder, "x"))}`, run))).code,
    ).toMatch(/^NIX_(OUTPUT|FAILED)$/);
  });

  it("stops at the time limit, at the size limit and when cancelled", async () => {
    const endless = nix`builtins.foldl' (a: b: a + b) 0 (builtins.genList (x: x) 100000000)`;
    const started = performance.now();
    expect(await errorOf(evaluate(endless, { ...run, timeout: 200 }))).toMatchObject({
      code: "NIX_TIMEOUT",
    });
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error("enough")), 100);
    const cancelled = await errorOf(evaluate(endless, { ...run, signal: controller.signal }));
    expect(cancelled).toMatchObject({ code: "NIX_ABORTED", cause: new Error("enough") });
    expect(
      await errorOf(evaluate(nix`builtins.genList (x: x) 10000`, { ...run, maxOutput: 1000 })),
    ).toMatchObject({ code: "NIX_OUTPUT_LIMIT" });
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it("reports endless recursion", async () => {
    const error = await errorOf(evaluate(nix`let f = x: 1 + f x; in f 1`, run));
    expect(error.message).toMatch(/stack overflow|infinite recursion|SIGSEGV/);
  });

  it("settles each of several expressions", async () => {
    const all = await evaluateSettled(
      [nix`1`, nix`throw "a"`, toNix("2"), nix.var("x"), nix`1 +`, nix`5`],
      { ...run, origin: "here" },
    );
    expect(all.map((one) => (one.ok ? one.value : one.error.failure?.text.split(",")[0]))).toEqual([
      1,
      "a",
      "2",
      "undefined variable 'x'",
      "syntax error",
      5,
    ]);
    expect(all.map((one) => (one.ok ? undefined : one.error.failure?.origin))).toEqual([
      undefined,
      "here",
      undefined,
      "here",
      "here",
      undefined,
    ]);
    expect(await errorOf(evaluateSettled([1], { program: "no-such-nix" }))).toMatchObject({
      code: "NIX_MISSING",
    });
  });

  it("knows the version", async () => {
    const version = await nixVersion(run);
    expect(version.text).toContain(`${version.major}.${version.minor}`);
    expect(version.major).toBeGreaterThanOrEqual(2);
  });
});

needs(["nix"], "checkSyntax", () => {
  const run = { store: testStore() };
  it("finds all texts that Nix does not accept", async () => {
    const found = await checkSyntax(["1", "1 +", "x: x", "y", "1) (2", "{ a = 1; }", '"'], run);
    expect(found.map((one) => [one.source, one.error.code])).toEqual([
      [1, "NIX_SYNTAX"],
      [3, "NIX_FAILED"],
      [4, "NIX_SYNTAX"],
      [6, "NIX_SYNTAX"],
    ]);
    expect(found[1]?.error.failure?.position).toEqual({ file: undefined, line: 1, column: 1 });
  });
  it("has nothing to say about what is right", async () => {
    expect(await checkSyntax("{ pkgs, ... }: pkgs.hello", run)).toEqual([]);
    expect(await checkSyntax([], run)).toEqual([]);
  });
});
