import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { MANIFEST_NAME } from "../../src/output/manifest.ts";
import { recover } from "../../src/output/recover.ts";
import { writeTree } from "../../src/output/write-tree.ts";
import { type Project, project, removeProjects } from "../support/project.ts";

afterAll(removeProjects);

const FLEET = {
  "den.config.ts": `
import { defineFleet } from "den-core";
export default defineFleet({ imports: ["./m/*.ts"], hosts: { "x86_64-linux": { a: { includes: ["x", "y"] }, b: { includes: ["x"] } } } });
`,
  "m/x.ts": `import { defineFragment } from "den-core";\nexport default defineFragment({ aspects: { x: { nixos: ({ pkgs, host }) => ({ p: pkgs.hello, n: host.name }) } } });\n`,
  "m/y.ts": `export default { aspects: { y: { nixos: { v: [1, 2] }, files: { "a/b.txt": { text: "hi" } }, terranix: { resource: { a: 1 } } } } };\n`,
};

describe("den build", () => {
  it("writes the tree, and the same bytes again", async () => {
    const p = project(FLEET);
    expect((await p.den("build")).status).toBe(0);
    const first = p.tree("den-out");
    expect(Object.keys(first)).toEqual(
      expect.arrayContaining([
        "default.nix",
        "flake-module.nix",
        "glue.nix",
        "hosts/a/nixos.nix",
        "files/a/b.txt",
        "plan.json",
        "terraform/fleet/config.tf.json",
      ]),
    );
    const again = await p.den("build");
    expect(again.out).toMatch(/wrote 0 files, removed 0/);
    expect(p.tree("den-out")).toEqual(first);
    expect((await p.den("build", "--check")).status).toBe(0);
  });
  it("gives the same bytes for the same fragments under other patterns and orders", async () => {
    const one = project(FLEET);
    const two = project({
      ...FLEET,
      "den.config.ts": FLEET["den.config.ts"].replace('["./m/*.ts"]', '["./m/y.ts", "./m/x.ts"]'),
    });
    await one.den("build");
    await two.den("build");
    expect(two.tree("den-out")).toEqual(one.tree("den-out"));
  });
  it("--check fails on a stale tree and writes nothing; --dry-run says what it would do", async () => {
    const p = project(FLEET);
    const dry = await p.den("build", "--dry-run");
    expect(dry.out).toMatch(/create default\.nix/);
    expect(existsSync(join(p.root, "den-out"))).toBe(false);
    const check = await p.den("build", "--check");
    expect(check.status).toBe(1);
    expect(check.err).toMatch(/DEN_OUTPUT_STALE/);
    expect(existsSync(join(p.root, "den-out"))).toBe(false);
  });
  it("removes what the fleet no longer has, and its empty folders", async () => {
    const p = project(FLEET);
    await p.den("build");
    p.write("den.config.ts", FLEET["den.config.ts"].replace(', b: { includes: ["x"] }', ""));
    await p.den("build");
    expect(existsSync(join(p.root, "den-out/hosts/b"))).toBe(false);
  });
  it("--host writes that host and what it imports, and leaves the others", async () => {
    const p = project(FLEET);
    await p.den("build", "--host", "a");
    expect(Object.keys(p.tree("den-out/hosts"))).toEqual(["a/nixos.nix"]);
    await p.den("build", "--host", "b");
    expect(Object.keys(p.tree("den-out/hosts"))).toEqual(["a/nixos.nix", "b/nixos.nix"]);
  });
  it("--out and --json", async () => {
    const p = project(FLEET);
    const { out } = await p.den("build", "--out", "elsewhere", "--json");
    expect(JSON.parse(out)).toMatchObject({ out: "elsewhere", removed: [] });
    expect(existsSync(join(p.root, "elsewhere/default.nix"))).toBe(true);
  });
  it("writes nothing when the fleet has errors", async () => {
    const p = project({
      ...FLEET,
      "m/y.ts": "export default { aspects: { y: { nixso: {} } } };\n",
    });
    expect((await p.den("build")).status).toBe(1);
    expect(existsSync(join(p.root, "den-out"))).toBe(false);
  });
});

describe("foreign files", () => {
  const built = async (): Promise<Project> => {
    const p = project(FLEET);
    await p.den("build");
    return p;
  };
  it("are left alone where they are not in the way", async () => {
    const p = await built();
    p.write("den-out/notes.md", "mine");
    await p.den("build");
    expect(p.read("den-out/notes.md")).toBe("mine");
  });
  it("in the way stop the build, and nothing is written", async () => {
    const p = project({ ...FLEET, "den-out/default.nix": "mine", "den-out/glue.nix": "mine too" });
    const { status, err } = await p.den("build");
    expect(status).toBe(1);
    expect(err).toMatch(/default\.nix is in the way/);
    expect(err).toMatch(/glue\.nix is in the way/);
    expect(p.tree("den-out")).toEqual({ "default.nix": "mine", "glue.nix": "mine too" });
  });
  it("a generated file that was changed by hand is not overwritten", async () => {
    const p = await built();
    p.write("den-out/hosts/a/nixos.nix", "# changed");
    p.write("m/y.ts", FLEET["m/y.ts"].replace("[1, 2]", "[3]"));
    const { status, err } = await p.den("build");
    expect(status).toBe(1);
    expect(err).toMatch(/changed by hand/);
    expect(p.read("den-out/hosts/a/nixos.nix")).toBe("# changed");
  });
  it("a link out of the folder is never followed", async () => {
    const p = project(FLEET);
    mkdirSync(join(p.root, "den-out"));
    mkdirSync(join(p.root, "outside"));
    symlinkSync("../outside", join(p.root, "den-out/hosts"));
    expect((await p.den("build")).status).toBe(1);
    expect(readdirSync(join(p.root, "outside"))).toEqual([]);
  });
  it("a file where the folder should be", async () => {
    const p = project({ ...FLEET, "den-out": "a file" });
    expect((await p.den("build")).err).toMatch(/DEN_OUTPUT_FOREIGN/);
    expect(p.read("den-out")).toBe("a file");
  });
  it("a manifest that is none", async () => {
    const p = await built();
    p.write(`den-out/${MANIFEST_NAME}`, "<<<<<<< HEAD");
    expect((await p.den("build")).err).toMatch(/DEN_OUTPUT_FOREIGN/);
  });
});

describe("writing a tree", () => {
  const files = (version: string) => [
    { path: "a.nix", content: `a${version}` },
    { path: "sub/b.nix", content: `b${version}` },
  ];
  it("keeps the old tree when a write fails half-way", () => {
    const { root } = project({});
    const folder = join(root, "out");
    writeTree(folder, files("1"), { complete: true });
    const failing = function* () {
      yield { path: "a.nix", content: "a2" };
      throw Object.assign(new Error("no space left"), { code: "ENOSPC" });
    };
    expect(() => writeTree(folder, failing(), { complete: true })).toThrow(/DEN_OUTPUT_UNWRITABLE/);
    expect(project({}) && readdirSync(folder).sort()).toEqual([MANIFEST_NAME, "a.nix", "sub"]);
    expect(() => writeTree(folder, files("1"), { complete: true, dryRun: true })).not.toThrow();
    expect(writeTree(folder, files("1"), { complete: true }).unchanged).toBe(2);
  });
  it("keeps the old tree when a rename fails", () => {
    const { root } = project({});
    const folder = join(root, "out");
    writeTree(folder, files("1"), { complete: true });
    const racing = function* () {
      yield { path: "a.nix", content: "a2" };
      yield { path: "new/c.nix", content: "c" };
      // Somebody puts a file where a folder has to be, after it was looked at.
      writeFileSync(join(folder, "new"), "foreign");
    };
    expect(() => writeTree(folder, racing(), { complete: true })).toThrow(/DEN_OUTPUT/);
    expect(writeTree(folder, files("1"), { complete: true }).unchanged).toBe(2);
  });
  it("puts the old tree back after a crash between renames", () => {
    const { root } = project({});
    const folder = join(root, "out");
    writeTree(folder, files("1"), { complete: true });
    const staging = join(folder, ".den-staging-999999999-dead");
    mkdirSync(staging);
    writeFileSync(join(staging, "old-0"), "a1");
    writeFileSync(join(folder, "a.nix"), "a2");
    const operations = [
      { path: "a.nix", backup: "old-0", existed: true },
      { path: "fresh.nix", backup: "old-1", existed: false },
    ];
    writeFileSync(join(folder, "fresh.nix"), "fresh");
    writeFileSync(
      join(staging, "journal.json"),
      JSON.stringify({ version: 1, manifest: "none", operations }),
    );
    recover(folder);
    expect(readdirSync(folder).sort()).toEqual([MANIFEST_NAME, "a.nix", "sub"]);
    expect(writeTree(folder, files("1"), { complete: true }).unchanged).toBe(2);
  });
  it("refuses paths that leave the folder, all of them", () => {
    const { root } = project({});
    const bad = ["../x", "/x", "a/../../x", "a//b", "", "a\\b", "C:/x", "a\0b"].map((path) => ({
      path,
      content: "",
    }));
    try {
      writeTree(join(root, "out"), bad, { complete: true });
      expect.unreachable();
    } catch (error) {
      expect((error as { findings: unknown[] }).findings).toHaveLength(bad.length);
    }
    expect(existsSync(join(root, "out"))).toBe(false);
  });
  it("keeps executables executable", () => {
    const { root } = project({});
    writeTree(join(root, "out"), [{ path: "run", content: "#!/bin/sh", executable: true }], {
      complete: true,
    });
    expect(lstatSync(join(root, "out/run")).mode & 0o111).toBe(0o111);
    chmodSync(join(root, "out/run"), 0o644);
    expect(
      writeTree(join(root, "out"), [{ path: "run", content: "#!/bin/sh", executable: true }], {
        complete: true,
      }).updated,
    ).toEqual(["run"]);
  });
  it("refuses a folder that cannot be written", () => {
    const { root } = project({ blocker: "" });
    expect(() => writeTree(join(root, "blocker", "out"), files("1"), { complete: true })).toThrow(
      /DEN_OUTPUT/,
    );
    rmSync(join(root, "blocker"));
  });
});
