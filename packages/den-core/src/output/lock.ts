import { closeSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { refuse } from "../diagnostics/den-error.ts";
import { isAlive } from "./recover.ts";

/** The file that says who is writing a folder. */
export const LOCK_NAME = ".den-lock";

/**
 * Takes a folder for this process; the function that gives it back. A lock whose process is gone is
 * taken over. Where no lock can be written, nothing else can be written either: that is told then.
 *
 * @throws DenError `DEN_OUTPUT_BUSY` while another process writes the folder
 */
export function lockFolder(folder: string): () => void {
  const file = join(folder, LOCK_NAME);
  for (let attempt = 0; ; attempt += 1) {
    try {
      const handle = openSync(file, "wx");
      writeSync(handle, `${process.pid}\n`);
      closeSync(handle);
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") return () => undefined;
      const owner = ownerOf(file);
      if (owner === undefined || (isAlive(owner) && owner !== process.pid) || attempt > 2) {
        return refuse(
          "DEN_OUTPUT_BUSY",
          `${folder} is being written by ${owner === undefined ? "another den" : `process ${owner}`}`,
          { remedy: `wait for it; if no den is at work, remove ${file}` },
        );
      }
      rmSync(file, { force: true });
    }
  }
}

/** The process that holds a lock; undefined while it has not said so. */
function ownerOf(file: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(file, "utf8"), 10);
    return Number.isInteger(pid) ? pid : undefined;
  } catch {
    return undefined;
  }
}
