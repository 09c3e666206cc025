import { failure } from "../error/vars-error.ts";

/**
 * Checks a path of a store: relative, forward slashes, no `.` or `..`, no empty part. Paths come
 * back from files in the repository, which others may have written.
 *
 * @throws VarsError `path-unsafe`
 */
export function safePath(path: string): string {
  const unsafe =
    path === "" ||
    path.includes("\0") ||
    path.includes("\\") ||
    path.split("/").some((part) => part === "" || part === "." || part === "..");
  if (!unsafe && !path.startsWith(`${CONTROL}/`)) return path;
  throw failure({
    code: "path-unsafe",
    message: `${JSON.stringify(path)} is no path inside the repository.`,
    remedy: "Check who wrote the file that names it; restore that from version control.",
    culprit: path,
  });
}

/** The folder of locks and of the journal; ignored by git, gone when nothing is going on. */
export const CONTROL = ".gen-vars";
