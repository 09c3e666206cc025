import { VarsError } from "gen-vars";
import type { Io } from "../io.ts";

/** Runs something that can be stopped: by Ctrl-C, a signal, or an answer that nobody gave. */
export async function stoppable<T>(
  io: Io,
  run: (controller: AbortController) => Promise<T>,
  stopping: () => void = () => {},
): Promise<T> {
  const controller = new AbortController();
  const off = io.input?.onStop(() => {
    stopping();
    controller.abort();
  });
  try {
    return await run(controller);
  } finally {
    off?.();
  }
}

/** Somebody would rather stop. */
export function cancelled(): VarsError {
  return new VarsError([
    { code: "cancelled", message: "The command was stopped; nothing was changed.", remedy: "" },
  ]);
}
