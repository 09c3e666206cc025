// Installs what is missing, then runs a command of the workspace: node scripts/run.mjs turbo run build
// Needs Node and npm only: pnpm is fetched through npx, at the version that package.json pins.
import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, readFileSync, statSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

/** Programs whose presence decides which tests run: part of the key under which results are cached. */
const TOOLS = ["nix-instantiate", "age", "bwrap", "chromium", "dot", "git", "gpg", "pass", "wg"];

function findOnPath(program) {
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    const file = join(folder, program);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {}
  }
  return undefined;
}

/** The environment for every command: our binaries first, and no telemetry. */
export function environment() {
  const env = { ...process.env };
  env.PATH = [join(root, "node_modules", ".bin"), process.env.PATH].join(delimiter);
  env.TURBO_TELEMETRY_DISABLED = "1";
  env.DO_NOT_TRACK = "1";
  env.DEN_TOOLS = TOOLS.filter(findOnPath).join(",");
  // npm exports its own settings to scripts; pnpm would warn about each that it does not know.
  for (const name of Object.keys(env)) {
    if (/^npm_(config|package|lifecycle)_/i.test(name) && !/registry|cafile|proxy/i.test(name)) {
      delete env[name];
    }
  }
  return env;
}

function checkNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(
    `den needs Node ${manifest.engines.node}; this is ${process.versions.node} (${process.execPath}).`,
  );
  process.exit(3);
}

function isStale(stamp, sources) {
  if (!existsSync(stamp)) return true;
  const made = statSync(stamp).mtimeMs;
  return sources.some((file) => existsSync(file) && statSync(file).mtimeMs > made);
}

/** Installs the locked dependencies when node_modules is missing or older than the lock file. */
export function install() {
  checkNode();
  const stamp = join(root, "node_modules", ".modules.yaml");
  const sources = ["pnpm-lock.yaml", "pnpm-workspace.yaml"].map((file) => join(root, file));
  if (!isStale(stamp, sources)) return;
  console.log(`installing dependencies with ${manifest.packageManager} …`);
  const args = ["--yes", manifest.packageManager, "install", "--frozen-lockfile"];
  const done = spawnSync("npx", [...args, "--reporter=append-only", "--loglevel=warn"], {
    cwd: root,
    env: environment(),
    stdio: "inherit",
  });
  if (done.status !== 0) process.exit(done.status ?? 3);
}

/** Runs a program of the workspace and returns its exit status. */
export function run(command, args, options = {}) {
  const done = spawnSync(command, args, {
    cwd: root,
    env: environment(),
    stdio: "inherit",
    ...options,
  });
  if (done.error) throw done.error;
  return done.status ?? 1;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const [command, ...args] = process.argv.slice(2);
  if (command === undefined) {
    console.error("usage: node scripts/run.mjs COMMAND [ARGUMENT]…");
    process.exit(2);
  }
  install();
  process.exit(run(command, args));
}
