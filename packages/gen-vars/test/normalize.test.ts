import fc from "fast-check";
import {
  formatDuration,
  type GeneratorInput,
  normalizeGenerator,
  parseDuration,
  type VarsErrorCode,
} from "gen-vars";
import { describe, expect, it } from "vitest";

function codesOf(input: unknown, name = "g"): VarsErrorCode[] {
  return normalizeGenerator(name, input).issues.map((issue) => issue.code);
}

describe("what Clan's generators accept passes unchanged", () => {
  const clan = {
    name: "wireguard",
    files: {
      key: {
        secret: true,
        deploy: true,
        owner: "systemd-network",
        group: "systemd-network",
        mode: "0440",
        neededFor: "activation",
        restartUnits: ["systemd-networkd.service"],
        name: "key",
        generatorName: "wireguard",
        rel_dir: "per-machine/a/wireguard",
        path: "/run/secrets/x",
        flakePath: "/x",
        share: false,
      },
      pub: { secret: false, value: "x", exists: true },
      old: { sops: { owner: "nobody", group: "nogroup" } },
      flake: { deploy: ["web1", "db1"] },
      nowhere: { deploy: [] },
    },
    prompts: {
      password: {
        name: "password",
        description: "Root password",
        type: "hidden",
        persist: true,
        display: { group: "users", label: "Password", required: false, helperText: null },
      },
    },
    dependencies: { peer: { generator: "ca", exportKey: "instance:pki" } },
    runtimeInputs: ["/nix/store/0123456789abcdfghijklmnpqrsvwxyz-wireguard-tools-1.0.20210914"],
    script: "wg genkey > $out/key",
    share: false,
    validation: { a: { b: 1 }, c: true },
    validationHash: "ignored",
    finalScript: "/nix/store/x",
    pkgs: {},
    settings: {},
  };
  const { generator, issues, warnings } = normalizeGenerator("wireguard", clan);

  it("has nothing to say about it", () => {
    expect(issues).toEqual([]);
    expect(warnings).toEqual([]);
  });

  it("keeps every field", () => {
    expect(generator.files.get("key")).toMatchObject({
      owner: "systemd-network",
      group: "systemd-network",
      mode: "0440",
      neededFor: "activation",
      restartUnits: ["systemd-networkd.service"],
    });
    expect(generator.files.get("old")).toMatchObject({ owner: "nobody", group: "nogroup" });
    expect(generator.files.get("flake")?.deploy).toEqual(["db1", "web1"]);
    expect(generator.files.get("nowhere")?.deploy).toBe(false);
    expect(generator.files.get("password")?.secret).toBe(true);
    expect(generator.prompts.get("password")).toEqual({
      name: "password",
      description: "Root password",
      type: "hidden",
      persist: true,
      required: false,
      group: "users",
      label: "Password",
      helperText: undefined,
    });
    expect(generator.dependencies).toEqual([
      { as: "peer", generator: "ca", node: "instance:pki", scope: undefined },
    ]);
  });

  it("hashes validation as Clan does: sha256 of the value's JSON with sorted keys", () => {
    // builtins.hashString "sha256" (builtins.toJSON { a.b = 1; c = true; })
    expect(generator.fingerprint.validation).toBe(
      "9f07353e03f401910e96f69527f4c27658771d91c499c21d8e75f308b7cdc0f0",
    );
    expect(
      normalizeGenerator("g", { validation: { c: true, a: { b: 1 } } }).generator.fingerprint,
    ).toMatchObject({ validation: generator.fingerprint.validation });
  });
});

describe("defaults", () => {
  it("are Clan's", () => {
    const { generator } = normalizeGenerator("g", { files: { f: {} }, prompts: { p: {} } });
    expect(generator.files.get("f")).toEqual({
      name: "f",
      secret: true,
      deploy: true,
      owner: "root",
      group: "root",
      mode: "0400",
      neededFor: "services",
      restartUnits: [],
      template: undefined,
    });
    expect(generator.prompts.get("p")).toMatchObject({
      description: "p",
      label: "p",
      type: "line",
      persist: false,
      required: true,
    });
    expect(generator).toMatchObject({ script: "", share: false, validation: null });
  });
});

describe("what is refused", () => {
  const table: [string, unknown, VarsErrorCode[]][] = [
    ["no record", 7, ["field-invalid"]],
    ["unknown field", { scirpt: "" }, ["field-unknown"]],
    ["unknown file field", { files: { f: { owners: "x" } } }, ["field-unknown"]],
    ["unknown display field", { prompts: { p: { display: { x: 1 } } } }, ["field-unknown"]],
    ["a list of files", { files: ["f"] }, ["field-invalid"]],
    ["mode of three digits", { files: { f: { mode: "400" } } }, ["field-invalid"]],
    ["mode as number", { files: { f: { mode: 400 } } }, ["field-invalid"]],
    ["neededFor", { files: { f: { neededFor: "user" } } }, ["field-invalid"]],
    [
      "required twice",
      { prompts: { p: { required: true, display: { required: false } } } },
      ["field-conflict"],
    ],
    ["prompt type", { prompts: { p: { type: "secret" } } }, ["field-invalid"]],
    ["file name with slash", { files: { "a/b": {} } }, ["name-invalid"]],
    ["file name ..", { files: { "..": {} } }, ["name-invalid"]],
    ["empty prompt name", { prompts: { "": {} } }, ["name-invalid"]],
    ["dependency of no kind", { dependencies: [7] }, ["field-invalid"]],
    ["dependency without generator", { dependencies: [{ node: "x" }] }, ["field-invalid"]],
    [
      "dependency twice in one folder",
      { dependencies: ["a", { generator: "b", as: "a" }] },
      ["dependency-duplicate"],
    ],
    [
      "dependency with node and scope",
      { dependencies: [{ generator: "b", node: "x", scope: "host" }] },
      ["field-conflict"],
    ],
    ["share and scope", { share: true, scope: "host" }, ["field-conflict"]],
    ["runtime input that is an option", { runtimeInputs: ["--help"] }, ["field-invalid"]],
    ["duration", { expires: "3 months" }, ["duration-invalid"]],
    ["zero", { rotateAfter: 0 }, ["duration-invalid"]],
    ["template syntax", { files: { f: { template: "{{" } } }, ["template-syntax"]],
    ["template of nothing", { files: { f: { template: "{{x}}" } } }, ["template-reference"]],
    [
      "template of a template",
      { files: { f: { template: "{{g}}" }, g: { template: "x" } } },
      ["template-reference"],
    ],
    [
      "public template of a secret",
      { files: { f: { template: "{{s}}", secret: false }, s: {} } },
      ["template-leaks-secret"],
    ],
    [
      "public template of a hidden prompt",
      {
        files: { f: { template: "{{prompts/p}}", secret: false } },
        prompts: { p: { type: "hidden" } },
      },
      ["template-leaks-secret"],
    ],
    [
      "template over a persisted prompt",
      { files: { p: { template: "x" } }, prompts: { p: { persist: true } } },
      ["field-conflict"],
    ],
    ["NUL in the script", { script: "a\0b" }, ["field-invalid"]],
    [
      "all at once",
      { scirpt: 1, files: { "a/b": { mode: "9" } }, expires: "soon" },
      ["field-unknown", "name-invalid", "field-invalid", "duration-invalid"],
    ],
  ];
  it.each(table)("%s", (_, input, wanted) => {
    expect(codesOf(input)).toEqual(wanted);
  });

  it("names the field, the origin and the nearest name", () => {
    const { issues } = normalizeGenerator("g", { files: { f: { secrt: true } } }, "hosts/a.ts");
    expect(issues[0]).toMatchObject({
      code: "field-unknown",
      path: "files.f.secrt",
      origin: "hosts/a.ts",
      suggestion: "secret",
    });
  });

  it("never throws and reports bad names whatever they are", () => {
    fc.assert(
      fc.property(fc.string(), fc.anything(), (name, input) => {
        const { issues } = normalizeGenerator(name, input);
        if (!/^[A-Za-z0-9:_.-]+$/.test(name)) {
          expect(issues.map((issue) => issue.code)).toContain("name-invalid");
        }
      }),
    );
  });

  it("takes names that objects inherit", () => {
    const files = Object.fromEntries(["__proto__", "constructor", "toString"].map((n) => [n, {}]));
    const { generator, issues } = normalizeGenerator("constructor", { files });
    expect(issues).toEqual([]);
    expect([...generator.files.keys()].sort()).toEqual(["__proto__", "constructor", "toString"]);
  });
});

describe("doubts are warnings", () => {
  it.each([
    ["secret-world-readable", { files: { f: { mode: "0444" } } }],
    ["public-file-permissions", { files: { f: { secret: false, owner: "nginx" } } }],
  ] as const)("%s", (code, input) => {
    const { issues, warnings } = normalizeGenerator("g", input);
    expect(issues).toEqual([]);
    expect(warnings.map((warning) => warning.code)).toEqual([code]);
  });
});

describe("fingerprints of definitions", () => {
  const base: GeneratorInput = {
    files: { f: {} },
    script: "run /nix/store/0123456789abcdfghijklmnpqrsvwxyz-openssl-3.0.1-bin/bin/openssl",
    runtimeInputs: ["/nix/store/0123456789abcdfghijklmnpqrsvwxyz-openssl-3.0.1"],
  };
  const print = (input: unknown) => normalizeGenerator("g", input).generator.fingerprint;

  it("do not change with the version of a package set", () => {
    const newer = JSON.parse(
      JSON.stringify(base).replaceAll("0123456789ab", "zyxwvsrqpnml").replaceAll("3.0.1", "3.4.0"),
    );
    expect(print(newer)).toEqual(print(base));
  });

  it("do not change with the order of what has none", () => {
    const one = { files: { a: {}, b: {} }, runtimeInputs: ["x", "y"], dependencies: ["p", "q"] };
    const two = {
      dependencies: ["q", "p"],
      runtimeInputs: ["y", "x", "y"],
      files: { b: {}, a: {} },
    };
    expect(print(two)).toEqual(print(one));
  });

  it.each([
    ["script", { script: "other" }],
    ["script", { files: { f: {}, t: { template: "x" } } }],
    ["inputs", { runtimeInputs: ["gnutls"] }],
    ["inputs", { dependencies: ["ca"] }],
    ["inputs", { prompts: { p: {} } }],
    ["validation", { validation: 1 }],
  ] as const)("%s changes with %j", (part, change) => {
    const before = print(base);
    const after = print({ ...base, ...change });
    expect(after[part]).not.toEqual(before[part]);
    for (const other of ["script", "inputs", "validation"] as const) {
      if (other !== part) expect(after[other]).toEqual(before[other]);
    }
  });
});

describe("durations", () => {
  it.each([
    [60, 60],
    ["90d", 7_776_000],
    ["8760h", 31_536_000],
    ["1y2w3d4h5m6s", 31_536_000 + 1_209_600 + 259_200 + 14_400 + 306],
    ["P90D", 7_776_000],
    ["P1YT12H", 31_536_000 + 43_200],
    ["", undefined],
    ["P", undefined],
    ["PT", undefined],
    ["P3M", undefined],
    ["1d1d", undefined],
    ["0d", undefined],
    ["-1d", undefined],
    [1.5, undefined],
    [Number.NaN, undefined],
    [null, undefined],
  ])("%j is %j seconds", (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds);
  });

  it("print and parse back", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 ** 10 }), (seconds) => {
        expect(parseDuration(formatDuration(seconds))).toBe(seconds);
      }),
    );
  });
});
