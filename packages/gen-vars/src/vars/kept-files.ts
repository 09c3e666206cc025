import type { StoredGenerator } from "../plan/stored.ts";
import type { NextFile } from "./commit.ts";

/** All files of a record as they are. */
export function keptFiles(stored: StoredGenerator | undefined): Map<string, NextFile> {
  return new Map(
    [...(stored?.files ?? [])].map(([name, { digest: _, recipients, ...file }]) => [
      name,
      { ...file, recipients, value: "keep" },
    ]),
  );
}
