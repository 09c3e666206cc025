import { spawn } from "node:child_process";
import { killGroup, type WorkFolder } from "./work-folder.ts";

export interface ScriptRun {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  /** How much the script may write to stdout and stderr. */
  readonly outputBytes: number;
  readonly signal: AbortSignal | undefined;
  /** Whether the script ends with this process by itself, as in a sandbox. */
  readonly diesWithUs: boolean;
}

export type ScriptEnd = "ok" | "failed" | "timeout" | "too-much-output" | "cancelled" | "absent";

export interface ScriptResult {
  readonly end: ScriptEnd;
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The end of what it printed; may hold secrets. */
  readonly output: string;
}

const TAIL = 16_384;
/** What timers hold; 24 days. */
const LONGEST_MS = 2 ** 31 - 1;

/** Runs a script in a process group of its own, all of which is gone when this settles. */
export function runScript(run: ScriptRun, folder: WorkFolder): Promise<ScriptResult> {
  return new Promise((resolve) => {
    if (run.signal?.aborted) {
      resolve({ end: "cancelled", code: null, signal: null, output: "" });
      return;
    }
    const child = spawn(run.program, run.args, {
      cwd: run.cwd,
      env: run.env,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const group = child.pid;
    const watched = group !== undefined && !run.diesWithUs;
    let end: ScriptEnd | undefined;
    let bytes = 0;
    let tail = Buffer.alloc(0);
    const stop = (why: ScriptEnd): void => {
      end ??= why;
      if (group !== undefined) killGroup(group);
    };
    const cancel = (): void => stop("cancelled");
    const timer = setTimeout(
      () => stop("timeout"),
      Math.min(run.timeoutSeconds * 1000, LONGEST_MS),
    );
    const read = (chunk: Buffer): void => {
      bytes += chunk.length;
      tail = Buffer.concat([tail, chunk]).subarray(-TAIL);
      if (bytes > run.outputBytes) stop("too-much-output");
    };
    const settle = (code: number | null, signal: NodeJS.Signals | null): void => {
      clearTimeout(timer);
      run.signal?.removeEventListener("abort", cancel);
      if (watched) folder.unwatch(group);
      end ??= code === 0 ? "ok" : "failed";
      resolve({ end, code, signal, output: tail.toString() });
    };
    if (watched) folder.watch(group);
    run.signal?.addEventListener("abort", cancel, { once: true });
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.on("error", (error: NodeJS.ErrnoException) => {
      end ??= error.code === "ENOENT" ? "absent" : "failed";
      settle(null, null);
    });
    // Not "close": a background process that keeps the pipes open must not keep us waiting.
    child.on("exit", (code, signal) => {
      if (group !== undefined) killGroup(group);
      const done = (): void => settle(code, signal);
      const last = setTimeout(done, 200);
      child.once("close", () => {
        clearTimeout(last);
        done();
      });
    });
  });
}
