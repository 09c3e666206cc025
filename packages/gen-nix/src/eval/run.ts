import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NixError, nixError } from "../errors.ts";
import { environment, flags, type RunOptions } from "./options.ts";

/** How a process ended. */
export interface Finished {
  readonly stdout: Buffer;
  readonly stderr: string;
  readonly ok: boolean;
  /** `exit 1` or the signal's name. */
  readonly status: string;
}

const MAX_OUTPUT = 64 * 1024 * 1024;
const MAX_MESSAGES = 256 * 1024;
const TIMEOUT = 60_000;
/** What a timer can count; 25 days are as good as for ever. */
const LONGEST = 2 ** 31 - 1;
/** How long Nix may take to stop when asked to. */
const GRACE = 500;

const GET_NIX =
  "install Nix (https://nixos.org/download, or `apt install nix-bin` on Debian), or name the program with the option `program`";

/** Runs the program with `input` on its standard input, in the store that the options ask for. */
export async function runNix(
  args: readonly string[],
  input: string,
  options: RunOptions,
): Promise<Finished> {
  if (options.store !== "temporary") {
    return spawned(
      args,
      input,
      options,
      options.store === undefined ? {} : { remote: options.store },
    );
  }
  const folder = await mkdtemp(join(tmpdir(), "gen-nix-"));
  try {
    return await spawned(args, input, options, { remote: folder, cache: join(folder, "cache") });
  } finally {
    await removeTree(folder);
  }
}

function spawned(
  args: readonly string[],
  input: string,
  options: RunOptions,
  store: { readonly remote?: string; readonly cache?: string },
): Promise<Finished> {
  const {
    signal,
    cwd,
    program = "nix-instantiate",
    timeout = TIMEOUT,
    maxOutput = MAX_OUTPUT,
  } = options;
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(aborted(signal));
      return;
    }
    if (cwd !== undefined && !existsSync(cwd)) {
      reject(
        nixError("BAD_ARGUMENT", `the directory ${cwd} does not exist`, "give an existing `cwd`"),
      );
      return;
    }
    const child = spawn(program, [...args, ...flags(options)], {
      ...(cwd === undefined ? {} : { cwd }),
      env: environment(options, process.env, store),
      stdio: ["pipe", "pipe", "pipe"],
    });
    const stdout: Buffer[] = [];
    const messages = excerpt();
    let size = 0;
    let refusal: NixError | undefined;
    let killer: NodeJS.Timeout | undefined;

    const stop = (error: NixError): void => {
      refusal ??= error;
      child.kill("SIGTERM");
      killer ??= setTimeout(() => {
        child.kill("SIGKILL");
        // What Nix started may still hold the other ends.
        child.stdout.destroy();
        child.stderr.destroy();
      }, GRACE);
    };
    const timer = setTimeout(
      () => {
        stop(
          nixError(
            "NIX_TIMEOUT",
            `Nix did not finish within ${timeout} ms`,
            "raise the option `timeout`, or evaluate less at once",
          ),
        );
      },
      Math.min(timeout, LONGEST),
    );
    const onAbort = (): void => {
      if (signal !== undefined) stop(aborted(signal));
    };
    signal?.addEventListener("abort", onAbort, { once: true });
    const settle = (end: () => void): void => {
      clearTimeout(timer);
      clearTimeout(killer);
      signal?.removeEventListener("abort", onAbort);
      end();
    };

    child.stdout.on("data", (data: Buffer) => {
      size += data.length;
      if (size <= maxOutput) stdout.push(data);
      else
        stop(
          nixError(
            "NIX_OUTPUT_LIMIT",
            `Nix printed more than ${maxOutput} bytes`,
            "raise the option `maxOutput`, or select less",
          ),
        );
    });
    child.stderr.on("data", (data: Buffer) => messages.add(data));
    // Nix may end before it has read everything; how it ended says more than that.
    child.stdin.on("error", () => undefined);
    child.on("error", (cause: NodeJS.ErrnoException) => {
      settle(() => reject(missing(program, cause)));
    });
    child.on("close", (code, killed) => {
      settle(() => {
        if (refusal !== undefined) reject(refusal);
        else {
          const status = killed ?? `exit ${code}`;
          resolve({
            stdout: Buffer.concat(stdout),
            stderr: messages.text(),
            ok: code === 0,
            status,
          });
        }
      });
    });
    child.stdin.end(input);
  });
}

function aborted(signal: AbortSignal): NixError {
  return new NixError(
    [{ code: "NIX_ABORTED", message: "the evaluation was cancelled", path: [], remedy: "" }],
    {
      cause: signal.reason,
    },
  );
}

function missing(program: string, cause: NodeJS.ErrnoException): NixError {
  const why =
    cause.code === "ENOENT"
      ? "was not found"
      : `cannot be started (${cause.code ?? cause.message})`;
  return new NixError(
    [{ code: "NIX_MISSING", message: `the program ${program} ${why}`, path: [], remedy: GET_NIX }],
    { cause },
  );
}

/** Folders in a store are read-only, also for their owner. */
async function removeTree(folder: string): Promise<void> {
  const pending = [folder];
  for (let one = pending.pop(); one !== undefined; one = pending.pop()) {
    await chmod(one, 0o700);
    for (const entry of await readdir(one, { withFileTypes: true })) {
      if (entry.isDirectory()) pending.push(join(one, entry.name));
    }
  }
  await rm(folder, { recursive: true, force: true });
}

/** Keeps the first and the last messages; a trace can be longer than anyone reads. */
function excerpt(): { add(data: Buffer): void; text(): string } {
  let head = "";
  let tail = "";
  return {
    add: (data) => {
      const text = data.toString("utf8");
      const room = MAX_MESSAGES - head.length;
      head += text.slice(0, room);
      tail = (tail + text.slice(room)).slice(-MAX_MESSAGES);
    },
    text: () => head + tail,
  };
}
