import { spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { generateX25519Identity } from "age-encryption";
import { checkVars, generateVars, getVar, type Vars } from "gen-vars";
import { build } from "tsup";
import { afterAll, beforeAll, expect, it } from "vitest";
import { killOptions, killWorld } from "./kill-world.ts";
import { filesBelow } from "./world.ts";

const ROUNDS = process.env.SLOW === "1" ? 400 : 25;
const folder = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "gen-vars-kill-"));
const [root, temporary, keyFile, bundle] = ["root", "tmp", "key.txt", "bundle"].map((name) =>
  join(folder, name),
) as [string, string, string, string];
let vars: Vars;

beforeAll(async () => {
  mkdirSync(root);
  mkdirSync(temporary);
  writeFileSync(keyFile, await generateX25519Identity(), { mode: 0o600 });
  vars = killWorld(root, readFileSync(keyFile, "utf8"));
  await build({
    entry: [fileURLToPath(new URL("./kill-child.ts", import.meta.url))],
    outDir: bundle,
    format: "esm",
    outExtension: () => ({ js: ".mjs" }),
    noExternal: [/.*/],
    esbuildOptions: (options) => {
      options.conditions = ["source"];
    },
    config: false,
    silent: true,
    dts: false,
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a round in a process of its own, killed after a time; answers how long it worked. */
function run(
  round: number,
  signal?: NodeJS.Signals,
  after?: number,
): Promise<{ ms: number; done: boolean }> {
  return new Promise((resolve, reject) => {
    const args = [join(bundle, "kill-child.mjs"), root, keyFile, temporary, String(round)];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
    let start = 0;
    let out = "";
    let err = "";
    child.stderr.on("data", (chunk) => {
      err += chunk;
    });
    child.stdout.on("data", (chunk) => {
      out += chunk;
      if (start !== 0 || !out.includes("ready")) return;
      start = performance.now();
      if (signal !== undefined) setTimeout(() => child.kill(signal), after);
    });
    child.on("close", () => {
      const done = out.includes("done");
      if (!done && signal === undefined) reject(new Error(err));
      resolve({ ms: performance.now() - start, done });
    });
  });
}

/** The round that every file says it is from. */
async function roundOf(): Promise<Set<string>> {
  const rounds = new Set<string>();
  for (const instance of vars.model.instances) {
    for (const file of ["key", "round"]) {
      const text = Buffer.from(await getVar(vars, instance, file)).toString();
      for (const [, round] of text.matchAll(/(?:CANARY-|^)(\d+)/gm)) rounds.add(round as string);
    }
  }
  return rounds;
}

it(`a process killed at ${ROUNDS} random points leaves the store before or after, and nothing behind`, async () => {
  await generateVars(vars, killOptions(0, temporary));
  const { ms } = await run(1);
  let [current] = await roundOf();
  expect(current).toBe("1");
  const outcomes = { before: 0, after: 0 };
  const signals: NodeJS.Signals[] = ["SIGKILL", "SIGKILL", "SIGTERM", "SIGINT"];
  for (let round = 2; round < ROUNDS + 2; round++) {
    const signal = signals[round % signals.length];
    await run(round, signal, Math.random() * ms * 1.15);
    // What a reader sees at once, and what is there after the next writer came by.
    for (const look of [1, 2]) {
      const rounds = await roundOf();
      expect([...rounds], `round ${round}, look ${look}, ${signal}`).toHaveLength(1);
      const [found] = rounds;
      expect([current, String(round)]).toContain(found);
      if (look === 1) {
        outcomes[found === current ? "before" : "after"]++;
        current = found;
        await vars.repository.transact(async () => undefined);
      }
    }
    expect(await checkVars(vars, { read: true })).toEqual([]);
    expect(readdirSync(root).sort()).toEqual(["secrets", "vars"]);
    for (const [path, content] of filesBelow(root)) expect(content, path).not.toContain("CANARY");
    await expect.poll(() => readdirSync(temporary), { timeout: 15_000, interval: 10 }).toEqual([]);
  }
  expect(outcomes.before + outcomes.after).toBe(ROUNDS);
}, 600_000);
