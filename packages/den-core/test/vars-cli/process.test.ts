import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { BARE, type Fleet, fleetOf } from "./support.ts";

const CLI = fileURLToPath(new URL("../../src/cli.ts", import.meta.url));

/** `den vars` as a process of its own. */
function start({ root, home }: Fleet, argv: readonly string[], env: Record<string, string> = {}) {
  const node = ["--import", import.meta.resolve("tsx"), "--conditions=source", CLI, "vars"];
  return spawn(process.execPath, [...node, ...argv], {
    cwd: root,
    env: { PATH: process.env.PATH ?? "", HOME: home, NODE_NO_WARNINGS: "1", ...env },
    stdio: ["pipe", "pipe", "pipe"],
  });
}

describe("a process", () => {
  it.each(["SIGINT", "SIGTERM"] as const)(
    "that gets %s stops, and leaves nothing",
    async (signal) => {
      const fleet = await fleetOf({
        generators: { slow: { files: { f: {} }, script: "echo x > $out/f; sleep 77.5" } },
      });
      const child = start(fleet, ["generate", ...BARE]);
      let printed = "";
      for (const stream of [child.stdout, child.stderr]) {
        stream.on("data", (chunk: Buffer) => {
          printed += chunk.toString();
        });
      }
      await new Promise<void>((resolve) => {
        const wait = setInterval(() => {
          if (!printed.includes("running 1 generator") || !isRunning("77.5")) return;
          clearInterval(wait);
          resolve();
        }, 30);
      });
      child.kill(signal);
      const status = await new Promise((resolve) => child.on("close", resolve));
      expect(status).toBe(130);
      expect(printed).toContain("DEN_VARS_CANCELLED");
      expect(isRunning("77.5")).toBe(false);
      expect(existsSync(join(fleet.root, "vars"))).toBe(false);
      const mine = `gen-vars-${child.pid}-`;
      expect(readdirSync("/dev/shm").filter((name) => name.startsWith(mine))).toEqual([]);
    },
  );

  it("reads a value from standard input, and gives it back byte for byte", async () => {
    const fleet = await fleetOf({ generators: { g: { files: { f: {} }, script: "" } } });
    const value = Buffer.from([0, 10, 255, 13, 10]);
    const set = start(fleet, ["set", "g"]);
    set.stdin.end(value);
    expect(await new Promise((resolve) => set.on("close", resolve))).toBe(0);
    const get = start(fleet, ["get", "g"]);
    const chunks: Buffer[] = [];
    get.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    expect(await new Promise((resolve) => get.on("close", resolve))).toBe(0);
    expect(Buffer.concat(chunks)).toEqual(value);
  });
});

/** Whether some process has this among its arguments. */
function isRunning(word: string): boolean {
  return readdirSync("/proc").some((pid) => {
    try {
      return (
        /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").includes(word)
      );
    } catch {
      return false;
    }
  });
}
