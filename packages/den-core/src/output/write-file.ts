import { randomBytes } from "node:crypto";
import {
  closeSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { DenError, refuse } from "../diagnostics/den-error.ts";

/**
 * Writes one file that somebody named: a file that is there is replaced whole, or stays as it is.
 * Folders above it are made. A link is not followed, and nothing but a file is replaced.
 *
 * @throws DenError `DEN_OUTPUT_FOREIGN`, `DEN_OUTPUT_UNWRITABLE`
 */
export function writeFile(path: string, text: string): void {
  try {
    replace(path, text);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (error instanceof DenError || code === undefined || !/^E[A-Z]+$/.test(code)) throw error;
    refuse(
      "DEN_OUTPUT_UNWRITABLE",
      `${path} cannot be written: ${message}`,
      { remedy: "check the folder's permissions and the free space" },
      { cause: error },
    );
  }
}

function replace(path: string, text: string): void {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found !== undefined && !found.isFile()) {
    const what = found.isDirectory() ? "a folder" : found.isSymbolicLink() ? "a link" : "no file";
    refuse("DEN_OUTPUT_FOREIGN", `${path} is ${what}`, {
      remedy: "name a file, or one that is not there yet",
    });
  }
  mkdirSync(dirname(path), { recursive: true });
  const staged = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString("hex")}`);
  try {
    const handle = openSync(staged, "wx", found === undefined ? 0o666 : found.mode & 0o777);
    try {
      writeFileSync(handle, text);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(staged, path);
  } catch (error) {
    rmSync(staged, { force: true });
    throw error;
  }
}
