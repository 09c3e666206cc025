import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

// A million instances in 1 GiB; by default a tenth of both.
const PARTS = process.env.SLOW === "1" ? 1 : 10;

it(`holds ${1_000_000 / PARTS} instances in ${Math.floor(1024 / PARTS)} MiB`, {
  timeout: 1_800_000,
}, () => {
  const script = fileURLToPath(new URL("million.ts", import.meta.url));
  const heap = `--max-old-space-size=${Math.floor(1024 / PARTS)}`;
  const args = [heap, "--conditions=source", "--import", "tsx", script, String(1_000_000 / PARTS)];
  const cwd = fileURLToPath(new URL("../..", import.meta.url));
  const printed = execFileSync(process.execPath, args, { cwd, encoding: "utf8" });
  expect(JSON.parse(printed)).toEqual({
    instances: 1_000_000 / PARTS,
    evaluations: 1_000_000 / PARTS,
  });
});
