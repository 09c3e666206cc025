import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

/** An empty store for one test file, which is gone afterwards. */
export function testStore(): string {
  const folder = mkdtempSync(join(tmpdir(), "gen-nix-test-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const NIX = "nix-instantiate";

/** What `nix-instantiate` prints for `source`: the oracle, with nothing of this package in between. */
export function nixInstantiate(store: string, flags: readonly string[], source: string): string {
  return execFileSync(NIX, [...flags, "-"], {
    input: source,
    encoding: "utf8",
    env: { ...process.env, NIX_REMOTE: store, NIX_PATH: "" },
    stdio: ["pipe", "pipe", "pipe"],
    maxBuffer: 1 << 28,
  }).trim();
}

/** A text that differs for values that differ in any way, `-0` and key order aside. */
export function canon(value: unknown): string {
  if (Object.is(value, -0)) return "-0.0";
  if (typeof value === "bigint") return `${value}n`;
  if (Array.isArray(value)) return `[${value.map(canon).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canon(item)}`).join(",")}}`;
  }
  return JSON.stringify(value) ?? String(value);
}
