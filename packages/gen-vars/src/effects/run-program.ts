import { spawn } from "node:child_process";

/** What a program left behind. */
export interface ProgramResult {
  /** The exit code; `null` after a signal or when it could not be started. */
  readonly code: number | null;
  readonly stdout: Buffer;
  /** May hold anything the program was given: never show it unfiltered. */
  readonly stderr: string;
  /** The program is not on the PATH. */
  readonly absent: boolean;
}

export interface ProgramOptions {
  readonly stdin?: Uint8Array | undefined;
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Runs a program with its input on stdin: secrets never travel in `args` or `env`. */
export type RunProgram = (
  program: string,
  args: readonly string[],
  options?: ProgramOptions,
) => Promise<ProgramResult>;

/** {@link RunProgram} on this machine. Never rejects. */
export const runProgram: RunProgram = (program, args, options = {}) =>
  new Promise((resolve) => {
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    const child = spawn(program, args, {
      stdio: ["pipe", "pipe", "pipe"],
      ...(options.env === undefined ? {} : { env: options.env }),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
    const finish = (code: number | null, absent: boolean): void =>
      resolve({ code, stdout: Buffer.concat(out), stderr: Buffer.concat(err).toString(), absent });
    child.on("error", (error: NodeJS.ErrnoException) => finish(null, error.code === "ENOENT"));
    child.on("close", (code) => finish(code, false));
    child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
    // A program may end without reading everything.
    child.stdin.on("error", () => {});
    child.stdin.end(options.stdin ?? Buffer.alloc(0));
  });
