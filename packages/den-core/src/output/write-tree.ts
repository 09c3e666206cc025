import { createHash, randomBytes } from "node:crypto";
import {
  closeSync,
  existsSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { DenError, refuse } from "../diagnostics/den-error.ts";
import { type Finding, problem } from "../diagnostics/finding.ts";
import { lockFolder } from "./lock.ts";
import {
  contentHash,
  type FileContent,
  MANIFEST_NAME,
  type Manifest,
  manifestText,
  readManifest,
} from "./manifest.ts";
import { type Journal, recover, STAGING_PREFIX } from "./recover.ts";
import { blockedBy, isInside } from "./safe-path.ts";

/** A file of the output tree: its path with `/`, its content, its mode where it is not 0644. */
export interface TreeFile {
  readonly path: string;
  readonly content: FileContent;
  readonly executable?: boolean;
}

/** How to write a tree. */
export interface WriteOptions {
  /** Everything the tree holds is given: what den wrote before and is not given is removed. */
  readonly complete: boolean;
  /** Look only: say what would be done. */
  readonly dryRun?: boolean;
}

/** What writing did (or would do), as paths in code-unit order. */
export interface WriteResult {
  readonly created: readonly string[];
  readonly updated: readonly string[];
  readonly removed: readonly string[];
  readonly unchanged: number;
}

interface Staged {
  readonly path: string;
  readonly staged: string;
  readonly existed: boolean;
}

/**
 * Writes a tree of files below `folder`: all of it or nothing. New content is staged first; then it is
 * renamed into place with the old content kept aside, and put back if anything fails; the manifest
 * comes last. After a crash the next call puts the old tree back. Files that den did not write are
 * never touched: where one is in the way, nothing is written.
 *
 * Two writers of one folder do not meet: the second is refused.
 *
 * @throws DenError `DEN_OUTPUT_FOREIGN`, `DEN_OUTPUT_UNWRITABLE`, `DEN_OUTPUT_BUSY`,
 * `DEN_OUTPUT_CONFLICT`, `DEN_PATH_ESCAPES`
 */
export function writeTree(
  folder: string,
  files: Iterable<TreeFile>,
  options: WriteOptions,
): WriteResult {
  try {
    const stats = lstatSync(folder, { throwIfNoEntry: false });
    if (stats !== undefined && !stats.isDirectory()) {
      refuse("DEN_OUTPUT_FOREIGN", `${folder} is not a folder`, {
        remedy: "move it away, or choose another --out",
      });
    }
    if (options.dryRun === true) return stage(folder, readManifest(folder), files, options);
    const made = stats === undefined ? makeFolders(folder) : undefined;
    const unlock = lockFolder(folder);
    try {
      if (stats !== undefined) recover(folder);
      return stage(folder, readManifest(folder), files, options);
    } finally {
      unlock();
      if (made !== undefined) removeEmpty(made, folder);
    }
  } catch (error) {
    if (error instanceof DenError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined || !/^E[A-Z]+$/.test(code)) throw error;
    return refuse(
      "DEN_OUTPUT_UNWRITABLE",
      `${folder} cannot be written: ${message}`,
      { remedy: "the tree is as it was before; check the folder's permissions and the free space" },
      { cause: error },
    );
  }
}

function stage(
  folder: string,
  manifest: Manifest,
  files: Iterable<TreeFile>,
  options: WriteOptions,
): WriteResult {
  const staging = join(folder, `${STAGING_PREFIX}${process.pid}-${randomBytes(6).toString("hex")}`);
  const findings: Finding[] = [];
  const hashes = new Map<string, string>();
  /** Paths as file systems see them that do not tell upper from lower case. */
  const folded = new Map<string, string>();
  const staged: Staged[] = [];
  let unchanged = 0;
  let madeFolder: string | undefined;
  try {
    for (const file of files) {
      if (!isInside(file.path)) {
        findings.push(
          problem("DEN_PATH_ESCAPES", `${JSON.stringify(file.path)} leaves the output folder`),
        );
        continue;
      }
      const other = folded.get(file.path.toLowerCase());
      if (other !== undefined && other !== file.path) {
        findings.push(
          problem(
            "DEN_OUTPUT_CONFLICT",
            `${other} and ${file.path} are one file where upper and lower case are not told apart`,
            { remedy: "give one of them another name" },
          ),
        );
        continue;
      }
      folded.set(file.path.toLowerCase(), file.path);
      const target = join(staging, String(staged.length));
      const write = (): string => {
        madeFolder ??= makeFolders(staging);
        return writeContent(target, file.content, file.executable === true ? 0o755 : 0o644);
      };
      // What is made piece by piece is made once: it is staged to learn its hash.
      const early = typeof file.content === "function" && options.dryRun !== true;
      const hash = early ? write() : contentHash(file.content);
      hashes.set(file.path, hash);
      const inTheWay = obstacle(folder, file, hash, manifest);
      if (inTheWay === "same" || typeof inTheWay === "object") {
        if (early) rmSync(target);
        if (inTheWay === "same") unchanged += 1;
        else findings.push(inTheWay);
        continue;
      }
      if (!early && options.dryRun !== true) write();
      staged.push({ path: file.path, staged: target, existed: inTheWay === "ours" });
    }
    if (findings.length > 0) throw new DenError(findings);
    const stale = options.complete
      ? [...manifest.files.keys()].filter((path) => !hashes.has(path))
      : [];
    const removed = stale.filter((path) => removable(folder, path, manifest)).sort();
    const kept = options.complete ? hashes : new Map([...manifest.files, ...hashes]);
    if (options.dryRun !== true) {
      const text = manifestText(kept);
      const current = existsSync(join(folder, MANIFEST_NAME))
        ? readFileSync(join(folder, MANIFEST_NAME), "utf8")
        : undefined;
      if (staged.length > 0 || removed.length > 0 || text !== current) {
        mkdirSync(staging, { recursive: true, mode: 0o755 });
        commit(folder, staging, staged, removed, text);
      }
    }
    return {
      created: staged
        .filter((file) => !file.existed)
        .map((file) => file.path)
        .sort(),
      updated: staged
        .filter((file) => file.existed)
        .map((file) => file.path)
        .sort(),
      removed,
      unchanged,
    };
  } finally {
    if (options.dryRun !== true) {
      rmSync(staging, { recursive: true, force: true });
      if (madeFolder !== undefined) removeEmpty(folder, madeFolder);
    }
  }
}

/** Makes a folder and those above it; the outermost one that was not there. Never retries, as Node's own does on odd file systems. */
function makeFolders(folder: string): string | undefined {
  const missing: string[] = [];
  for (let at = folder; !existsSync(at); at = dirname(at)) {
    missing.push(at);
    if (dirname(at) === at) break;
  }
  for (const one of [...missing].reverse()) mkdirSync(one, { mode: 0o755 });
  return missing.at(-1);
}

/** Writes a new file, and gives its hash; content that comes in pieces is never held as a whole. */
function writeContent(target: string, content: FileContent, mode: number): string {
  if (typeof content !== "function") {
    writeFileSync(target, content, { flag: "wx", mode });
    return contentHash(content);
  }
  const hash = createHash("sha256");
  const handle = openSync(target, "wx", mode);
  try {
    for (const piece of content()) {
      hash.update(piece);
      writeSync(handle, piece);
    }
  } finally {
    closeSync(handle);
  }
  return hash.digest("hex");
}

/** Nothing there, our own file to replace, the very same content, or something foreign. */
function obstacle(
  folder: string,
  file: TreeFile,
  hash: string,
  manifest: Manifest,
): "none" | "ours" | "same" | Finding {
  const blocked = blockedBy(folder, file.path);
  if (blocked !== undefined) {
    return problem("DEN_OUTPUT_FOREIGN", `${blocked} is in the way: it is not a folder`, {
      remedy: "move it away, or choose another --out",
    });
  }
  const target = join(folder, file.path);
  const stats = lstatSync(target, { throwIfNoEntry: false });
  if (stats === undefined) return "none";
  if (stats.isFile()) {
    const found = contentHash(readFileSync(target));
    const executable = (stats.mode & 0o100) !== 0;
    if (found === hash && executable === (file.executable === true)) return "same";
    const ours = manifest.files.get(file.path);
    if (ours !== undefined && (ours === found || found === hash)) return "ours";
    if (ours !== undefined) {
      return problem("DEN_OUTPUT_FOREIGN", `${target} was changed by hand since den wrote it`, {
        remedy: "move the change into the fleet, then remove the file and build again",
      });
    }
  }
  return problem("DEN_OUTPUT_FOREIGN", `${target} is in the way: den did not write it`, {
    remedy: "move it away, or choose another --out",
  });
}

/** A stale file is removed only while it is still what den wrote. */
function removable(folder: string, path: string, manifest: Manifest): boolean {
  if (!isInside(path) || blockedBy(folder, path) !== undefined) return false;
  const target = join(folder, path);
  const stats = lstatSync(target, { throwIfNoEntry: false });
  if (stats === undefined || !stats.isFile()) return false;
  return contentHash(readFileSync(target)) === manifest.files.get(path);
}

/** Renames staged files into place, old ones aside; the manifest last. Undoes everything on an error. */
function commit(
  folder: string,
  staging: string,
  staged: readonly Staged[],
  removed: readonly string[],
  manifest: string,
): void {
  const operations = [
    ...staged.map((file, index) => ({
      path: file.path,
      from: file.staged,
      backup: join(staging, `old-${index}`),
    })),
    ...removed.map((path, index) => ({
      path,
      from: undefined,
      backup: join(staging, `gone-${index}`),
    })),
  ];
  const journal: Journal = {
    version: 1,
    manifest: contentHash(manifest),
    operations: operations.map((operation) => ({
      path: operation.path,
      backup: operation.backup.slice(staging.length + 1),
      existed: existsSync(join(folder, operation.path)),
    })),
  };
  const nextManifest = join(staging, "manifest");
  writeFileSync(nextManifest, manifest, { flag: "wx" });
  writeFileSync(join(staging, "journal.tmp"), JSON.stringify(journal));
  sync(join(staging, "journal.tmp"));
  renameSync(join(staging, "journal.tmp"), join(staging, "journal.json"));
  try {
    for (const operation of operations) {
      const target = join(folder, operation.path);
      mkdirSync(dirname(target), { recursive: true });
      if (existsSync(target)) renameSync(target, operation.backup);
      if (operation.from !== undefined) renameSync(operation.from, target);
    }
    renameSync(nextManifest, join(folder, MANIFEST_NAME));
  } catch (error) {
    recover(folder);
    throw error;
  }
  for (const path of removed) removeEmpty(folder, join(folder, dirname(path)));
}

function sync(file: string): void {
  const handle = openSync(file, "r+");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Removes a folder, and those above it below `stop`, as long as they are empty. */
function removeEmpty(stop: string, folder: string): void {
  for (let at = folder; at.startsWith(stop); at = dirname(at)) {
    try {
      if (readdirSync(at).length > 0) return;
      rmdirSync(at);
    } catch {
      return;
    }
    if (at === stop) return;
  }
}
