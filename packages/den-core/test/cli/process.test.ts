import { spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { project, removeProjects } from "../support/project.ts";

afterAll(removeProjects);

const CLI = fileURLToPath(new URL("../../src/cli.ts", import.meta.url));

/** The command as a process of its own: what files of a fleet do to it is done to the process. */
function den(root: string, ...argv: string[]): { status: number | null; out: string; err: string } {
  const ran = spawnSync(
    process.execPath,
    ["--import", import.meta.resolve("tsx"), "--conditions=source", CLI, ...argv],
    {
      cwd: root,
      encoding: "utf8",
      timeout: 60_000,
      env: { ...process.env, NODE_NO_WARNINGS: "1" },
    },
  );
  return { status: ran.status, out: ran.stdout, err: ran.stderr };
}

const config = (text: string): string => project({ "den.config.ts": text }).root;
const body = (content: string): string =>
  `export default { hosts: { "x86_64-linux": { h: { includes: ["a"] } } }, aspects: { a: { nixos: ${content} } } };\n`;

describe("the files of a fleet and the process they run in", () => {
  it("what they print goes to the standard error: the standard output holds answers alone", () => {
    const root = config(
      `console.log("loading");\nprocess.stdout.write("raw\\n");\n${body('() => { console.log("content"); return {}; }')}`,
    );
    const { status, out, err } = den(root, "check", "--json");
    expect(status).toBe(0);
    expect(JSON.parse(out)).toEqual({ findings: [] });
    expect(err).toContain("loading\nraw\ncontent");
  });
  it("one that waits forever is named, with the status of the environment", () => {
    const root = config(`await new Promise(() => {});\nexport default {};\n`);
    const { status, out } = den(root, "check", "--json");
    expect(status).toBe(3);
    const [finding] = (JSON.parse(out) as { findings: Record<string, unknown>[] }).findings;
    expect(finding?.code).toBe("DEN_CONFIG_HANGS");
    expect(finding?.message).toContain("den.config.ts waits");
  });
  it("they cannot end den, neither while loading nor in content", () => {
    const loading = den(config("process.exit(0);\nexport default {};\n"), "check");
    expect([loading.status, loading.err]).toEqual([1, expect.stringContaining("DEN_CONFIG_LOAD")]);
    const content = den(config(body("() => { process.exit(0); }")), "check");
    expect([content.status, content.err]).toEqual([
      1,
      expect.stringContaining("DEN_CONTENT_THROWS"),
    ]);
  });
});

describe("an error while a file loads", () => {
  it("is at its line and column in the source, not in what it was transpiled to", async () => {
    const fleet = project({
      "den.config.ts": `interface Unused {
  readonly a: string;
}

type Other = Unused | undefined;

export default {
  meta: (() => {
    const x = undefined as Other;
        if (x === undefined) throw new TypeError("broken");
    return {};
  })(),
};
`,
    });
    const { out } = await fleet.den("check", "--json");
    const [finding] = (JSON.parse(out) as { findings: { places: unknown[] }[] }).findings;
    expect(finding?.places).toEqual([{ file: "den.config.ts", path: [], line: 10, column: 36 }]);
  });
  it("is at its place in a file that the fleet's file imports", async () => {
    const fleet = project({
      "den.config.ts": `import "./lib/helper.ts";\nexport default {};\n`,
      "lib/helper.ts": `type A = 1;\n\nthrow new Error("in helper");\n`,
    });
    const { out } = await fleet.den("check", "--json");
    const [finding] = (JSON.parse(out) as { findings: { places: unknown[] }[] }).findings;
    expect(finding?.places).toEqual([{ file: "lib/helper.ts", path: [], line: 3, column: 7 }]);
  });
});

describe("a wrong command line", () => {
  it.each([
    ["an unknown verb", ["chek", "--json"], "did you mean `den check`?"],
    ["an unknown option", ["plan", "--foo", "--json"], "unknown option '--foo'"],
    ["a missing argument", ["why", "--json"], "missing required argument 'host'"],
    ["a missing value", ["build", "--out", "--json"], "option '--out' argument missing"],
  ])("%s is JSON where JSON was asked for", async (_what, argv, message) => {
    const { status, out, err } = await project({}).den(...argv);
    expect([status, err]).toEqual([2, ""]);
    const { findings } = JSON.parse(out) as { findings: { code: string; message: string }[] };
    expect(findings).toHaveLength(1);
    expect(findings[0]?.code).toBe("DEN_USAGE");
    expect(findings[0]?.message).toContain(message);
  });
});

describe("names and places that clash", () => {
  it("two configuration files in one folder are refused, unless one is named", async () => {
    const fleet = project({ "den.config.ts": "export default {};\n", "den.config.json": "{}\n" });
    const both = await fleet.den("check");
    expect([both.status, both.err]).toEqual([1, expect.stringContaining("DEN_CONFIG_TWICE")]);
    expect((await fleet.den("check", "--config", "den.config.json")).status).toBe(0);
  });
  it("files that differ only in case are refused before anything is written", async () => {
    const fleet = project({
      "den.config.ts": `export default { includes: ["a"], aspects: { a: { files: { "R.md": { text: "x" }, "r.md": { text: "y" } } } } };\n`,
    });
    const { status, err } = await fleet.den("build");
    expect([status, err]).toEqual([1, expect.stringContaining("files/R.md and files/r.md")]);
    expect(existsSync(join(fleet.root, "den-out"))).toBe(false);
  });
  it("a second build into one folder is refused while the first is at work", async () => {
    const fleet = project({ "den.config.ts": body("{}") });
    expect((await fleet.den("build")).status).toBe(0);
    const lock = join(fleet.root, "den-out/.den-lock");
    expect(existsSync(lock)).toBe(false);
    writeFileSync(lock, "1\n");
    const busy = await fleet.den("build");
    expect([busy.status, busy.err]).toEqual([1, expect.stringContaining("DEN_OUTPUT_BUSY")]);
    // One that was left behind by a process that is gone is taken over.
    writeFileSync(lock, "999999999\n");
    expect((await fleet.den("build")).status).toBe(0);
    expect(existsSync(lock)).toBe(false);
  });
});

describe("den plan --json", () => {
  it("is one JSON document whatever is wrong, findings of loading included", async () => {
    const circle = project({
      "den.config.ts": `export default {
  hosts: { "x86_64-linux": { h: {} } },
  tags: { t: (hosts) => hosts.filter((h) => h.tags.has("u")), u: (hosts) => hosts.filter((h) => h.tags.has("t")) },
};
`,
    });
    const refused = await circle.den("plan", "--json");
    expect(refused.status).toBe(1);
    const { findings } = JSON.parse(refused.out) as { findings: { code: string }[] };
    expect(findings.map(({ code }) => code)).toEqual(["DEN_CYCLE"]);
    const empty = project({ "den.config.ts": `export default { imports: ["./nothing/*.ts"] };\n` });
    const { status, out } = await empty.den("plan", "--json");
    expect(status).toBe(0);
    const { diagnostics } = JSON.parse(out) as { diagnostics: { code: string }[] };
    expect(diagnostics.map(({ code }) => code)).toEqual(["DEN_IMPORT_EMPTY"]);
  });
});
