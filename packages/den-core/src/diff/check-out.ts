import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { refuse } from "../diagnostics/den-error.ts";

/** The files of a revision in a temporary folder. */
export interface CheckedOut {
  /** The folder that corresponds to the one that was asked from. */
  readonly folder: string;
  remove(): void;
}

/**
 * Writes the files of a git revision into a temporary folder: the repository's own index, work tree and
 * list of work trees stay as they are. Installed packages are those of the folder that asks.
 *
 * @param from a folder in the repository
 * @throws DenError `DEN_USAGE` for something that is no revision, or a folder outside any repository
 */
export function checkOut(revision: string, from: string): CheckedOut {
  const git = (args: readonly string[], env: Readonly<Record<string, string>> = {}): string =>
    execFileSync("git", args, {
      cwd: from,
      encoding: "utf8",
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
      maxBuffer: 1 << 28,
    });
  const attempt = (args: readonly string[], message: string): string => {
    try {
      return git(args).trim();
    } catch {
      return refuse("DEN_USAGE", message, {
        remedy: "name a plan.json, a folder with a fleet, or a revision of this repository",
      });
    }
  };
  const top = attempt(
    ["rev-parse", "--show-toplevel"],
    `${JSON.stringify(revision)} is no file, and this is no git repository`,
  );
  const commit = attempt(
    ["rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`],
    `${JSON.stringify(revision)} is neither a file nor a git revision`,
  );
  const prefix = git(["rev-parse", "--show-prefix"]).trim();
  const temporary = realpathSync(mkdtempSync(join(tmpdir(), "den-diff-")));
  const remove = (): void => rmSync(temporary, { recursive: true, force: true });
  try {
    const tree = join(temporary, "tree");
    const index = { GIT_INDEX_FILE: join(temporary, "index") };
    mkdirSync(tree);
    git(["-C", top, "read-tree", commit], index);
    git(["-C", top, "checkout-index", "--all", "--force", `--prefix=${tree}/`], index);
    linkPackages(top, tree, prefix);
    return { folder: join(tree, prefix), remove };
  } catch (error) {
    remove();
    throw error;
  }
}

/** Links the `node_modules` of a folder and of those above it, up to the repository's, at the same places. */
function linkPackages(top: string, tree: string, prefix: string): void {
  for (let at = join("/", prefix); ; at = dirname(at)) {
    const installed = join(top, at, "node_modules");
    const there = join(tree, at, "node_modules");
    if (existsSync(installed) && existsSync(dirname(there)) && !existsSync(there))
      symlinkSync(installed, there, "junction");
    if (at === dirname(at)) return;
  }
}
