import type { Io } from "./io.ts";
import { processIo } from "./process-io.ts";

/** The process's own, before the files of a fleet are kept from it. */
const { exit } = process;

/**
 * The process's own, kept from the files of a fleet, which run in the same process: what they print
 * goes to the standard error (the standard output holds answers alone), and they cannot end den.
 */
export function guardProcess(): Io {
  const { stdout, stderr } = process;
  const out = stdout.write.bind(stdout);
  stdout.write = stderr.write.bind(stderr);
  process.exit = (): never => {
    throw new Error("process.exit is not for the files of a fleet: den ends by itself");
  };
  return processIo((chunk) => out(chunk));
}

/**
 * Runs a command to its end. A file of the fleet that waits for something that never comes would leave
 * nothing to do: then the process ends, and says so.
 */
export async function toItsEnd(run: () => Promise<number>, stuck: () => number): Promise<void> {
  const onIdle = (): void => {
    // Left alone, Node would end with a status of its own for a promise that is never settled.
    exit(stuck());
  };
  process.once("beforeExit", onIdle);
  process.exitCode = await run();
  process.off("beforeExit", onIdle);
}
