import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import type { Question } from "./io.ts";

/** Lines that were typed or pasted before they were asked for. */
const typed: string[] = [];

/**
 * Asks one question on a terminal. What is hidden is not echoed; what was pasted past the answer
 * answers the next question. `undefined` after Ctrl-C, an abort, or the end of input.
 */
export function askTerminal(
  { text, hidden = false, lines = false }: Question,
  input: NodeJS.ReadStream,
  output: NodeJS.WriteStream,
  signal?: AbortSignal,
): Promise<string | undefined> {
  output.write(text);
  return new Promise((resolve) => {
    const answer: string[] = [];
    let settled = false;
    // Raw mode echoes nothing: the line editor does, unless its output goes nowhere. What arrives
    // after the answer may belong to a question that hides it.
    const echo = new Writable({
      write(chunk, _encoding, done) {
        if (!hidden && !settled) output.write(chunk);
        done();
      },
    });
    Object.defineProperty(echo, "columns", { get: () => output.columns });
    const editor = createInterface({
      input,
      output: echo,
      terminal: true,
      historySize: 0,
      prompt: "",
    });
    const settle = (value: string | undefined): void => {
      if (settled) return;
      settled = true;
      signal?.removeEventListener("abort", stop);
      if (hidden || value === undefined) output.write("\n");
      // Later, so that all lines of one paste arrive before it closes.
      setImmediate(() => {
        editor.close();
        resolve(value);
      });
    };
    const stop = (): void => settle(undefined);
    const take = (line: string): void => {
      if (settled) typed.push(line);
      else if (!lines) settle(line);
      else if (line === ".") settle(answer.join(""));
      else answer.push(`${line}\n`);
    };
    editor.on("line", take);
    editor.on("SIGINT", stop);
    editor.on("close", () => settle(lines ? answer.join("") : undefined));
    signal?.addEventListener("abort", stop, { once: true });
    if (signal?.aborted === true) stop();
    while (!settled && typed.length > 0) take(typed.shift() as string);
  });
}
