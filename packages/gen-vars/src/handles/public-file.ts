import type { Location } from "../plan/stored.ts";
import type { FileHandle } from "./handle.ts";
import { unresolvable, type VarTarget } from "./target.ts";

/** The value of a public file, read through `read`. */
export function publicValue<T>(read: (handle: FileHandle) => T): VarTarget<T> {
  return { name: "a plain value", worldReadable: true, resolve: read };
}

/** The path of a public file, relative to the repository. */
export function publicPath(locate: (handle: FileHandle) => Location): VarTarget<string> {
  return {
    name: "a path in the repository",
    worldReadable: true,
    resolve(handle) {
      const { path, format } = locate(handle);
      if (format === "plain") return path;
      throw unresolvable(
        handle,
        "a path in the repository",
        `it is stored as ${format}`,
        "Use its value instead.",
      );
    },
  };
}
