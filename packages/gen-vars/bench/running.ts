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
import { fastest } from "./fastest.ts";

const COUNT = 200;
const SCRIPT = "set -euo pipefail\necho value > $out/f\n";

export interface RunningTimes {
  readonly what: string;
  readonly bare: number;
  readonly ours: number;
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

async function ours(secret: boolean, sandbox: SandboxChoice): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), "bench-"));
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
  rmSync(root, { recursive: true });
}

/** Times of 200 trivial generators, and of the bare processes they come down to. */
export async function runningTimes(runs: number): Promise<RunningTimes[]> {
  const plain = await fastest(runs, () => bare(false));
  const publicFiles = await fastest(runs, () => ours(false, "off"));
  const secretFiles = await fastest(runs, () => ours(true, "off"));
  const boxed = await fastest(runs, () => bare(true));
  const boxedFiles = await fastest(runs, () => ours(false, "required"));
  const boxedSecrets = await fastest(runs, () => ours(true, "required"));
  return [
    { what: "public files, no sandbox / bare bash", bare: plain, ours: publicFiles },
    { what: "age files, no sandbox / bare bash", bare: plain, ours: secretFiles },
    { what: "public files, sandbox / bare bwrap", bare: boxed, ours: boxedFiles },
    { what: "age files, sandbox / bare bwrap", bare: boxed, ours: boxedSecrets },
  ];
}
