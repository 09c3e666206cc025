import type { Io } from "./io.ts";

/** The process's own; `write` is how its standard output is written. */
export function processIo(write: (chunk: string | Uint8Array) => unknown): Io {
  const { stdin, stdout, stderr } = process;
  return {
    cwd: process.cwd(),
    env: process.env,
    isTerminal: stdout.isTTY === true,
    get columns() {
      return stdout.columns;
    },
    out: (text) => void write(text),
    err: (text) => void stderr.write(text),
    outBytes: (bytes) => void write(bytes),
    input: {
      // Questions go where errors go, so that answers and results do not mix.
      isTerminal: stdin.isTTY === true && stderr.isTTY === true,
      async readAll() {
        const chunks: Buffer[] = [];
        for await (const chunk of stdin) chunks.push(chunk as Buffer);
        return Buffer.concat(chunks);
      },
      async ask(question, signal) {
        const { askTerminal } = await import("./terminal.ts");
        // A signal must not leave the terminal without echo.
        const stopped = new AbortController();
        const off = onStop(() => stopped.abort());
        const either =
          signal === undefined ? stopped.signal : AbortSignal.any([signal, stopped.signal]);
        return askTerminal(question, stdin, stderr, either).finally(off);
      },
      onStop,
    },
  };
}

/** Listens once: whoever presses twice means it. */
function onStop(stop: () => void): () => void {
  const off = (): void => {
    process.off("SIGINT", listener).off("SIGTERM", listener);
  };
  const listener = (): void => {
    off();
    stop();
  };
  process.on("SIGINT", listener).on("SIGTERM", listener);
  return off;
}
