import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { generateX25519Identity } from "age-encryption";
import {
  addKey,
  ageStore,
  buildModel,
  EMPTY_KEYRING,
  generateVars,
  openVars,
  parseIdentities,
  type SandboxChoice,
} from "gen-vars";
import { confinement } from "../src/runner/sandbox.ts";

const COUNT = 200;
const SCRIPT = "set -euo pipefail\necho value > $out/f\n";

export interface RunningTimes {
  readonly what: string;
  readonly bare: Cost;
  readonly ours: Cost;
}

/** Milliseconds. */
export interface Cost {
  readonly wall: number;
  readonly cpu: number;
}

/** 200 processes as cheap as they come: a shell, a script, a folder, the result read back. */
async function bare(sandbox: boolean): Promise<void> {
  const root = mkdtempSync(join("/dev/shm", "bench-"));
  const box = confinement({ kind: "bubblewrap", program: "bwrap", proc: true });
  const run = (index: number): Promise<void> =>
    new Promise((resolve) => {
      const folder = join(root, `g${index}`);
      mkdirSync(folder);
      writeFileSync(join(folder, "script"), SCRIPT);
      const PATH = "/usr/bin:/bin";
      const script = ["--noprofile", "--norc"];
      const child = sandbox
        ? spawn(
            "bwrap",
            [...box, "--bind", folder, "/build", "/usr/bin/bash", ...script, "/build/script"],
            { env: { PATH, out: "/build" } },
          )
        : spawn("/usr/bin/bash", [...script, join(folder, "script")], {
            env: { PATH, out: folder },
          });
      child.on("close", () => {
        readFileSync(join(folder, "f"));
        rmSync(folder, { recursive: true });
        resolve();
      });
    });
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < COUNT) await run(next++);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  rmSync(root, { recursive: true });
}

/**
 * Removed at the end only: ext4 looks for inodes that were not freed in the last seconds, which makes
 * every new file slow right after many were removed.
 */
const stores: string[] = [];

async function ours(secret: boolean, sandbox: SandboxChoice): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), "bench-"));
  stores.push(root);
  const identity = parseIdentities(await generateX25519Identity());
  const { recipients } = identity;
  const model = buildModel({
    scopes: [{ id: "fleet", kind: "fleet" }],
    declarations: Array.from({ length: COUNT }, (_, index) => ({
      node: "fleet",
      name: `g${index}`,
      generator: { files: { f: { secret } }, script: "echo value > $out/f" },
    })),
  });
  const vars = openVars({
    root,
    model,
    stores: [ageStore({ identities: () => identity })],
    keyring: addKey(EMPTY_KEYRING, { name: "admin", role: "admin", recipients }),
  });
  await generateVars(vars, { sandbox, programs: "path" });
}

/** Wall and processor time (ours and our children's) of the best of some runs, taken in turns. */
async function inTurns(
  runs: number,
  works: readonly (() => Promise<void>)[],
): Promise<readonly Cost[]> {
  const best = works.map(
    (): Cost => ({ wall: Number.POSITIVE_INFINITY, cpu: Number.POSITIVE_INFINITY }),
  );
  for (let run = 0; run < runs; run++) {
    for (const [index, work] of works.entries()) {
      const [start, busy] = [performance.now(), cpuTime()];
      await work();
      const [wall, cpu] = [performance.now() - start, cpuTime() - busy];
      const known = best[index] as Cost;
      best[index] = { wall: Math.min(known.wall, wall), cpu: Math.min(known.cpu, cpu) };
    }
  }
  return best;
}

/** Milliseconds of processor time of this process and its finished children (proc(5), stat). */
function cpuTime(): number {
  const fields = readFileSync("/proc/self/stat", "latin1").split(") ")[1]?.split(" ") ?? [];
  return [11, 12, 13, 14].reduce((sum, index) => sum + Number(fields[index]) * 10, 0);
}

/** Costs of 200 trivial generators, and of the bare processes they come down to. */
export async function runningTimes(runs: number): Promise<RunningTimes[]> {
  const [plain, publicFiles, secretFiles] = (await inTurns(runs, [
    () => bare(false),
    () => ours(false, "off"),
    () => ours(true, "off"),
  ])) as [Cost, Cost, Cost];
  const [boxed, boxedFiles, boxedSecrets] = (await inTurns(runs, [
    () => bare(true),
    () => ours(false, "required"),
    () => ours(true, "required"),
  ])) as [Cost, Cost, Cost];
  for (const root of stores.splice(0)) rmSync(root, { recursive: true });
  return [
    { what: "public files, no sandbox / bare bash", bare: plain, ours: publicFiles },
    { what: "age files, no sandbox / bare bash", bare: plain, ours: secretFiles },
    { what: "public files, sandbox / bare bwrap", bare: boxed, ours: boxedFiles },
    { what: "age files, sandbox / bare bwrap", bare: boxed, ours: boxedSecrets },
  ];
}
