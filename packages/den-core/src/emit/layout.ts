import { join, posix, relative, resolve, sep } from "node:path";
import type { Relocate } from "gen-nix";
import { refuse } from "../diagnostics/den-error.ts";
import type { Origin } from "../diagnostics/origin.ts";

/** Where the tree goes, and where the fleet's files are: what relative paths are made from. */
export interface Layout {
  /** The fleet's folder, absolute. */
  readonly root: string;
  /** The output folder, absolute. */
  readonly out: string;
}

const FLEET_FOLDER = "/.den-fleet/";

/** A path below the fleet's folder, for content that may end up in any generated file. */
export function inFleetFolder(path: string): string {
  return `${FLEET_FOLDER}${path}`;
}

/**
 * How a path in content must be written in a generated file: content names files relative to the
 * file that declares it, generated files lie elsewhere. `from` is the folder of the generated file
 * below the output folder (`modules`, `hosts/web1`).
 */
export function relocator(layout: Layout, origin: Origin, from: string): Relocate {
  const declaredIn = resolve(layout.root, posix.dirname(origin.file));
  const storedIn = resolve(layout.out, from);
  return ({ path }) => {
    if (path.startsWith(FLEET_FOLDER)) {
      return relativePath(storedIn, join(layout.root, path.slice(FLEET_FOLDER.length)));
    }
    if (path.startsWith("/") || path.startsWith("~") || path.startsWith("<")) return path;
    return relativePath(storedIn, resolve(declaredIn, path));
  };
}

/** A Nix path literal from one folder to a file: always `./` or `../`, with forward slashes. */
export function relativePath(from: string, to: string): string {
  const path = relative(from, to).split(sep).join("/");
  return path.startsWith("../") ? path : `./${path}`;
}

/** The part of a name that may stand in a file name: a namespace's dot stays, a slash becomes `--`. */
export function fileStem(name: string): string {
  return name.replaceAll("/", "--").replace(/[^A-Za-z0-9_.@+-]/g, "_");
}

/** Refuses a path that leaves the output folder. */
export function checkedPath(path: string, origin: Origin): string {
  const inside =
    path !== "" &&
    !path.startsWith("/") &&
    !path.includes("\\") &&
    !path.includes("\0") &&
    path.split("/").every((segment) => segment !== "" && segment !== "." && segment !== "..");
  if (inside) return path;
  return refuse(
    "DEN_PATH_ESCAPES",
    `${JSON.stringify(path)} is not a path below the output folder`,
    {
      places: [origin],
      remedy: "use a relative path without `..`",
    },
  );
}
