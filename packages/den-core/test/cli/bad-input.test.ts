import { afterAll, describe, expect, it } from "vitest";
import { project, removeProjects } from "../support/project.ts";

afterAll(removeProjects);

interface Case {
  readonly what: string;
  readonly files: Readonly<Record<string, string>>;
  /** Code, the place `file:line`, and a part of the remedy or message. */
  readonly expected: readonly (readonly [code: string, place: string, text: RegExp])[];
}

const ts = (body: string): Readonly<Record<string, string>> => ({
  "den.config.ts": `import { defineFleet } from "den-core";\nexport default defineFleet(${body} as never);\n`,
});

const CASES: readonly Case[] = [
  {
    what: "an unknown key of the fleet, with the nearest one",
    files: ts(`{\n  hsots: {},\n}`),
    expected: [["DEN_UNKNOWN_KEY", "den.config.ts:3", /hosts/]],
  },
  {
    what: "an unknown key of an aspect, a host and a user",
    files: ts(`{
  hosts: { "x86_64-linux": { a: {
    inclodes: [],
    users: { u: {
      userNmae: "x",
    } } } } },
  aspects: { x: {
    nixso: {},
  } },
}`),
    expected: [
      ["DEN_UNKNOWN_KEY", "den.config.ts:4", /includes/],
      ["DEN_UNKNOWN_KEY", "den.config.ts:6", /userName/],
      ["DEN_UNKNOWN_KEY", "den.config.ts:9", /nixos/],
    ],
  },
  {
    what: "an unknown aspect, with the nearest one",
    files: ts(`{
  hosts: { "x86_64-linux": { a: {
    includes: ["ngnix"],
  } } },
  aspects: { nginx: { nixos: {} } },
}`),
    expected: [["DEN_UNKNOWN_ASPECT", "den.config.ts:4", /did you mean "nginx"/]],
  },
  {
    what: "an unknown class that another forwards into",
    files: ts(`{ classes: { x: { into: "nixoss" } } }`),
    expected: [["DEN_UNKNOWN_CLASS", "den.config.ts:2", /nixos/]],
  },
  {
    what: "an unknown system",
    files: ts(`{ hosts: { "x86_64": { a: {} } } }`),
    expected: [["DEN_UNKNOWN_SYSTEM", "den.config.ts:2", /x86_64-/]],
  },
  {
    what: "an unknown tag and an unknown host in a tag",
    files: ts(`{
  tags: { web: ["web2"] },
  environments: { prod: { hosts: "host[tag~=wbe]" } },
  hosts: { "x86_64-linux": { web1: {} } },
}`),
    expected: [
      ["DEN_UNKNOWN_HOST", "den.config.ts:3", /web1/],
      ["DEN_UNKNOWN_TAG", "den.config.ts:4", /web/],
    ],
  },
  {
    what: "an include cycle, with its path, even where nothing includes it",
    files: ts(`{ aspects: {
  a: { includes: ["b"] },
  b: { includes: ["c"] },
  c: { includes: ["a"] },
} }`),
    expected: [["DEN_INCLUDE_CYCLE", "den.config.ts:5", /a → b → c → a/]],
  },
  {
    what: "two hosts of one name",
    files: ts(`{ hosts: { "x86_64-linux": { a: {} }, "aarch64-linux": { a: {} } } }`),
    expected: [["DEN_DUPLICATE_HOST", "den.config.ts:2", /x86_64-linux.*aarch64-linux/]],
  },
  {
    what: "a host that two environments claim, naming both selectors",
    files: ts(`{
  environments: {
    p: { hosts: "host[tag~=x]" },
    q: { hosts: ["a"] },
  },
  hosts: { "x86_64-linux": { a: { tags: ["x"] } } },
}`),
    expected: [["DEN_DUPLICATE_NAME", "den.config.ts:4", /p \(host\[tag~=x\]\).*q/]],
  },
  {
    what: "names that are not safe as file names",
    files: ts(`{ hosts: { "x86_64-linux": { "../evil": {} } }, aspects: { "a/b": {}, "": {} } }`),
    expected: [
      ["DEN_UNSAFE_NAME", "den.config.ts:2", /evil/],
      ["DEN_UNSAFE_NAME", "den.config.ts:2", /a\/b/],
      ["DEN_UNSAFE_NAME", "den.config.ts:2", /""/],
    ],
  },
  {
    what: "a file that leaves the output folder",
    files: ts(`{ hosts: { "x86_64-linux": { a: { includes: ["x"] } } }, aspects: { x: { files: {
  "../../etc/passwd": { text: "" },
  "/abs": { text: "" },
} } } }`),
    expected: [
      ["DEN_PATH_ESCAPES", "den.config.ts:3", /passwd/],
      ["DEN_PATH_ESCAPES", "den.config.ts:4", /abs/],
    ],
  },
  {
    what: "content that throws, with the user's frame",
    files: ts(`{ hosts: { "x86_64-linux": { a: { includes: ["x"] } } }, aspects: { x: {
  nixos: () => { throw new Error("boom"); },
} } }`),
    expected: [["DEN_CONTENT_THROWS", "den.config.ts:3", /boom[\s\S]*den\.config\.ts/]],
  },
  {
    what: "content that is no Nix value, with the path",
    files: ts(`{ hosts: { "x86_64-linux": { a: { includes: ["x"] } } }, aspects: { x: {
  nixos: { services: { y: undefined } },
} } }`),
    expected: [["DEN_CONTENT_INVALID", "den.config.ts:3", /services\.y/]],
  },
  {
    what: "content that can land nowhere",
    files: ts(`{ hosts: { "x86_64-linux": { a: { includes: ["x"] } } }, aspects: { x: {
  homeManager: { a: 1 },
} } }`),
    expected: [["DEN_CANNOT_LAND", "den.config.ts:3", /homeManager.*user/]],
  },
  {
    what: "a setting that its schema does not allow, at the layer that set it",
    files: ts(`{ hosts: { "x86_64-linux": { a: { includes: ["x"], aspects: { x: { settings: {
  port: "http",
} } } } } }, aspects: { x: { settings: { port: { type: "integer", default: 1 } }, nixos: {} } } }`),
    expected: [["DEN_SETTING_INVALID", "den.config.ts:3", /port/]],
  },
  {
    what: "two files that disagree",
    files: {
      "den.config.json": JSON.stringify(
        { imports: ["./*.yaml"], meta: { name: "x", domain: "a" } },
        null,
        2,
      ),
      "b.yaml": "meta:\n  domain: b\n",
    },
    expected: [
      ["DEN_MERGE_CONFLICT", "den.config.json:7", /"a" in den.config.json and "b" in b.yaml/],
    ],
  },
  {
    what: "a TypeScript file that does not parse",
    files: { "den.config.ts": "export default {\n  hosts: {,\n};\n" },
    expected: [["DEN_CONFIG_PARSE", "den.config.ts:2:11", /den.config.ts/]],
  },
  {
    what: "several data files that do not parse, all of them",
    files: {
      "den.config.json": '{ "imports": ["./*.yaml"] }',
      "a.yaml": "hosts: [\n",
      "b.yaml": "x: 1\nx: 2\n",
    },
    expected: [
      ["DEN_CONFIG_PARSE", "a.yaml:2", /a\.yaml/],
      ["DEN_CONFIG_PARSE", "b.yaml:2", /b\.yaml: Map keys must be unique\n/],
    ],
  },
  {
    what: "a TypeScript file that ends in the middle",
    files: { "den.config.ts": "export default {\n hosts: {\n" },
    expected: [["DEN_CONFIG_PARSE", "den.config.ts", /den.config.ts/]],
  },
  {
    what: "an environment whose name is not safe, beside other findings",
    files: {
      "den.config.json":
        '{ "environments": { "a b": { "hosts": ["h"] } }, "hosts": { "x86_64-linux": { "h": { "x": 1 } } } }',
    },
    expected: [
      ["DEN_UNKNOWN_KEY", "den.config.json:1", /"x"/],
      ["DEN_UNSAFE_NAME", "den.config.json:1", /a b/],
    ],
  },
  {
    what: "JSON that is only almost JSON",
    files: { "den.config.json": '{\n  "hosts": {},\n}' },
    expected: [["DEN_CONFIG_PARSE", "den.config.json:3", /not JSON/]],
  },
  {
    what: "a YAML file whose aliases explode",
    files: {
      "den.config.yaml": `a: &a [${"1,".repeat(10)}]\n${"bcdefghi"
        .split("")
        .map((name, index) => `${name}: &${name} [${`*${"abcdefgh"[index]},`.repeat(10)}]`)
        .join("\n")}\n`,
    },
    expected: [["DEN_CONFIG_PARSE", "den.config.yaml", /alias/i]],
  },
  {
    what: "a module that exports nothing by default",
    files: { "den.config.ts": "export const fleet = {};\n" },
    expected: [["DEN_CONFIG_SHAPE", "den.config.ts", /export default/]],
  },
  {
    what: "content that is a list, a number or null",
    files: ts(`{ hosts: { "x86_64-linux": { a: { includes: ["x", "y", "z"] } } }, aspects: {
  x: { nixos: [] },
  y: { nixos: () => null },
  z: { nixos: 3 },
} }`),
    expected: [
      ["DEN_CONTENT_INVALID", "den.config.ts:3", /a list/],
      ["DEN_CONTENT_INVALID", "den.config.ts:4", /null/],
      ["DEN_CONTENT_INVALID", "den.config.ts:5", /a number/],
    ],
  },
  {
    what: "a file that throws while it is loaded",
    files: {
      "den.config.ts":
        "const x: { y?: { z: string } } = {};\nexport default { meta: { name: x.y!.z } };\n",
    },
    expected: [["DEN_CONFIG_LOAD", "den.config.ts:2", /undefined/]],
  },
  {
    what: "a file that exports no fleet",
    files: { "den.config.js": "export default 42;\n" },
    expected: [["DEN_CONFIG_SHAPE", "den.config.js", /number/]],
  },
];

describe("bad input: a code, the place, the remedy, all in one run", () => {
  it.each(CASES)("$what", async ({ files, expected }) => {
    const { den } = project(files);
    const { status, err } = await den("check");
    expect(status).toBe(1);
    const { out } = await den("check", "--json");
    const { findings } = JSON.parse(out) as { findings: { code: string; severity: string }[] };
    expect(
      findings
        .filter((one) => one.severity === "error")
        .map((one) => one.code)
        .sort(),
    ).toEqual(expected.map(([code]) => code).sort());
    for (const [code, place, text] of expected) {
      expect(err).toContain(code);
      expect(err).toContain(place);
      expect(err).toMatch(text);
    }
  });
});

describe("usage", () => {
  it.each([
    ["a missing configuration", {}, ["check"], 1, /DEN_CONFIG_MISSING/],
    ["an unknown verb", {}, ["biuld"], 2, /did you mean `den build`/],
    ["an unknown option", {}, ["build", "--hsot", "x"], 2, /--host/],
    [
      "an unknown host",
      { "den.config.json": '{"hosts":{"x86_64-linux":{"web1":{}}}}' },
      ["build", "--host", "wbe1"],
      1,
      /did you mean "web1"/,
    ],
    ["a missing argument", { "den.config.json": "{}" }, ["why"], 2, /host/],
  ] as const)("%s", async (_what, files, argv, status, text) => {
    const ran = await project(files).den(...argv);
    expect(ran.status).toBe(status);
    expect(ran.err).toMatch(text);
  });
  // Node's recursive mkdir never returns there.
  it.skipIf(process.platform !== "linux").each([
    ["init", ["init", "/proc/x"]],
    ["build", ["build", "--out", "/proc/x/y"]],
    ["vars export", ["vars", "export", "/proc/x"]],
    ["vars keys generate", ["vars", "keys", "generate", "/proc/x/y"]],
  ] as const)("den %s where the system lets nothing be made", async (_what, argv) => {
    const ran = await project({ "den.config.json": "{}" }).den(...argv);
    expect(ran.status).toBe(1);
    expect(ran.err).toMatch(/DEN_OUTPUT_UNWRITABLE.*ENOENT/);
  });
  it.each([
    "init",
    "check",
    "plan",
    "build",
    "why",
    "why-not",
    "diff",
    "affected",
    "services",
    "explain",
    "query",
    "hosts",
    "tags",
    "catalog",
  ])("den %s --help", async (verb) => {
    const { status, out } = await project({}).den(verb, "--help");
    expect(status).toBe(0);
    expect(out).toContain(`den ${verb}`);
    expect(out).toContain("--json");
  });
});
