import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadFragments } from "../src/config/load-fragments.ts";
import { treeOf } from "../src/emit/tree.ts";
import { buildModel } from "../src/model/build-model.ts";
import { createPipeline } from "../src/pipeline/pipeline.ts";
import { aspectsOf, errorsOf, modulesOf, open } from "./support/open.ts";

const hosts = (includes: string[]) => ({ hosts: { "x86_64-linux": { m: { includes } } } });

describe("namespaces", () => {
  const a = { aspects: { web: { includes: ["base"] }, base: { nixos: { from: "a" } } } };
  const b = { aspects: { web: { includes: ["base"] }, base: { nixos: { from: "b" } } } };
  it("are isolated: the same names in two of them, and in the fleet, are different aspects", () => {
    const fleet = open({
      ...hosts(["a.web", "b.web", "base"]),
      namespaces: { a: { from: a }, b: { from: b } },
      aspects: { base: { nixos: { from: "own" } } },
    });
    expect(errorsOf(fleet)).toEqual([]);
    expect(aspectsOf(fleet, "host:m")).toEqual(["a.web", "a.base", "b.web", "b.base", "base"]);
    expect(modulesOf(fleet, "m")).toEqual([
      'a.base: { from = "a"; }',
      'b.base: { from = "b"; }',
      'base: { from = "own"; }',
    ]);
    const files = [...treeOf(fleet, { root: "/fleet", out: "/fleet/den-out" }, [])].map(
      (file) => file.path,
    );
    expect(
      files
        .filter((path) => /base-/.test(path))
        .map((path) => path.replace(/-[0-9a-f]+\.nix$/, "")),
    ).toEqual(["modules/a.base", "modules/b.base", "modules/base"]);
  });
  it("see nothing of the fleet, and say so", () => {
    const fleet = open({
      ...hosts(["a.web"]),
      namespaces: { a: { aspects: { web: { includes: ["outer"] } } } },
      aspects: { outer: {} },
    });
    expect(errorsOf(fleet)).toEqual(["DEN_UNKNOWN_ASPECT"]);
  });
  it("are passed on by fleets that export them", () => {
    const inner = {
      namespaces: { clan: { export: true, aspects: { x: { nixos: { deep: true } } } } },
    };
    const fleet = open({ ...hosts(["other.clan.x"]), namespaces: { other: { from: inner } } });
    expect(modulesOf(fleet, "m")).toEqual(["other.clan.x: { deep = true; }"]);
  });
  it("come from folders, from other fleets and from packages", async () => {
    const root = mkdtempSync(join(tmpdir(), "den-namespaces-"));
    const write = (file: string, text: string): void => {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), text);
    };
    write(
      "den.config.json",
      JSON.stringify({
        ...hosts(["folder.x", "fleet.y", "pkg.z"]),
        namespaces: {
          folder: { from: "./lib" },
          fleet: { from: "./other" },
          pkg: { from: "some-aspects" },
        },
      }),
    );
    write("lib/x.yaml", "aspects: { x: { nixos: { v: 1 } } }");
    write("other/den.config.json", JSON.stringify({ imports: ["./*.yaml"] }));
    write("other/y.yaml", "aspects: { y: { nixos: { v: 2 } } }");
    write(
      "node_modules/some-aspects/package.json",
      JSON.stringify({ name: "some-aspects", main: "index.js" }),
    );
    write(
      "node_modules/some-aspects/index.js",
      "module.exports = { aspects: { z: { nixos: { v: 3 } } } };",
    );
    const loaded = await loadFragments(join(root, "den.config.json"));
    const fleet = createPipeline(buildModel(loaded.root, loaded.fragments));
    expect(errorsOf(fleet)).toEqual([]);
    expect(modulesOf(fleet, "m")).toEqual([
      "folder.x: { v = 1; }",
      "fleet.y: { v = 2; }",
      "pkg.z: { v = 3; }",
    ]);
  });
});
