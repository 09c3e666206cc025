// npm run demo: from a fresh clone to a built fleet. Installs what is missing, builds den, then runs
// `den build` on examples/web-service, and evaluates the result where nix is installed.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { environment, install, root, run } from "./run.mjs";

install();
const built = run("turbo", ["run", "build", "--filter=den-core...", "--output-logs=errors-only"]);
if (built !== 0) process.exit(built);

const example = join(root, "examples", "web-service");
const den = join(root, "packages", "den-core", "dist", "cli.js");
const status = run("node", [den, "build"], { cwd: example });
if (status !== 0) process.exit(status);

const out = join(example, "den-out");
const shown = (path) => relative(process.cwd(), path);
const below = (folder) =>
  existsSync(join(out, folder)) ? readdirSync(join(out, folder)).sort() : [];
console.log(`
What one aspect became (examples/web-service/modules/web-service.ts):
  hosts       ${below("hosts").join(", ")}
  homes       ${below("homes")
    .map((file) => file.replace(/\.nix$/, ""))
    .join(", ")}
  terraform   ${below("terraform")
    .map((name) => `terraform/${name}/config.tf.json`)
    .join(", ")}
  and         packages, a dev shell, nix-unit tests, treefmt.toml, files, flake-parts modules
  where       ${shown(out)}: start at default.nix, or import flake-module.nix`);

const nix = spawnSync("nix-instantiate", ["--version"], { encoding: "utf8" });
if (nix.error) {
  console.log(
    "  nix         not installed here, so the result was not evaluated (apt-get install nix-bin)",
  );
} else {
  const store = mkdtempSync(join(tmpdir(), "den-demo-"));
  const check = spawnSync("nix-instantiate", ["--parse", join(out, "default.nix")], {
    encoding: "utf8",
    env: { ...environment(), NIX_REMOTE: store },
  });
  const tests = spawnSync(
    "nix-instantiate",
    [
      "--eval",
      "--strict",
      "--json",
      "-E",
      `builtins.length (builtins.attrNames (import ${out} { inputs = { nixpkgs.lib = { recursiveUpdate = a: b: a // b; genAttrs = names: f: builtins.listToAttrs (map (name: { inherit name; value = f name; }) names); optionalAttrs = on: set: if on then set else { }; mapAttrs = builtins.mapAttrs; nixosSystem = modules: modules; evalModules = _: { config = { }; }; filterAttrs = _: set: set; }; }; }))`,
    ],
    { encoding: "utf8", env: { ...environment(), NIX_REMOTE: store } },
  );
  rmSync(store, { recursive: true, force: true });
  const ok = check.status === 0 && tests.status === 0;
  console.log(
    `  nix         ${nix.stdout.trim()}: ${ok ? `${tests.stdout.trim()} flake outputs found in default.nix` : (check.stderr || tests.stderr).trim()}`,
  );
  if (!ok) process.exit(1);
}
console.log(`
Next: npx den why web1 nginx   (in examples/web-service), or read packages/den-core/README.md`);
