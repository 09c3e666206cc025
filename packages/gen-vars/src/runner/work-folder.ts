import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  rmdirSync,
  rmSync,
  statfsSync,
  unlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Processes } from "../effects/processes.ts";

/** A private folder for one run, gone with the run whatever ends it. */
export interface WorkFolder {
  readonly path: string;
  /** Whether it is in memory, so that nothing in it ever reaches a disk. */
  readonly inMemory: boolean;
  /** A new empty subfolder for this user only. */
  fresh(): string;
  /** Process groups that must not outlive the run. */
  watch(group: number): void;
  unwatch(group: number): void;
  remove(): void;
}

// tmpfs and ramfs, from statfs(2).
const MEMORY = new Set([0x01021994, 0x858458f6]);
const PREFIX = "gen-vars-";

/**
 * Makes a folder that only this user can enter, in memory when there is a place for that. It is
 * removed by `remove`; when the process exits; when it is killed, by a small shell that waits for the end
 * of a pipe and then kills the watched process groups and removes the folder; and, should that
 * shell die too, by the next run.
 *
 * @param base Where to make it. @default /dev/shm, else the system's temporary folder
 */
export function makeWorkFolder(processes: Processes, base?: string): WorkFolder {
  const place = base ?? ["/dev/shm"].find(isMemory) ?? tmpdir();
  sweep(place, processes);
  const name = `${PREFIX}${processes.self()}.${randomBytes(12).toString("hex")}`;
  const path = join(place, name);
  // First, so that there is no moment in which the folder could be left behind.
  const janitor = startJanitor(path);
  try {
    privateFolder(path);
  } catch (error) {
    janitor?.stdin?.end("done\n");
    throw error;
  }
  const groups = new Set<number>();
  // Ends are told with the next beginning: a wake-up of the janitor less for each script.
  let ended = "";
  const remove = (): void => {
    process.off("exit", remove);
    for (const group of groups) killGroup(group);
    if (existsSync(path)) removeTree(path);
    janitor?.stdin?.end("done\n");
  };
  process.on("exit", remove);
  let count = 0;
  return {
    path,
    inMemory: isMemory(place),
    fresh: () => privateFolder(join(path, `g${count++}`)),
    watch: (group) => {
      groups.add(group);
      janitor?.stdin?.write(`${ended}+ ${group}\n`);
      ended = "";
    },
    unwatch: (group) => {
      groups.delete(group);
      ended += `- ${group}\n`;
    },
    remove,
  };
}

/** A subfolder for this user only. */
export function privateFolder(path: string): string {
  mkdirSync(path, { mode: 0o700 });
  return path;
}

/**
 * Removes a folder with everything in it. Like `rmSync`, which takes an exception for every folder
 * that is not empty, and is what remains for folders that a script closed.
 */
export function removeTree(path: string): void {
  try {
    const folders = [path];
    for (const folder of folders) {
      for (const entry of readdirSync(folder, { withFileTypes: true })) {
        const inside = join(folder, entry.name);
        if (entry.isDirectory()) folders.push(inside);
        else unlinkSync(inside);
      }
    }
    for (const folder of folders.reverse()) rmdirSync(folder);
  } catch {
    openFolders(path);
    rmSync(path, { recursive: true, force: true });
  }
}

/** Lets the owner into folders again. */
function openFolders(path: string): void {
  const folders = [path];
  for (const folder of folders) {
    try {
      chmodSync(folder, 0o700);
      for (const entry of readdirSync(folder, { withFileTypes: true })) {
        if (entry.isDirectory()) folders.push(join(folder, entry.name));
      }
    } catch {
      // What cannot be opened is told by the removal that follows.
    }
  }
}

export function killGroup(group: number): void {
  try {
    process.kill(-group, "SIGKILL");
  } catch {
    // Gone already.
  }
}

function isMemory(path: string): boolean {
  try {
    return MEMORY.has(statfsSync(path).type);
  } catch {
    return false;
  }
}

const JANITOR = `
trap '' INT TERM HUP QUIT PIPE
groups=" "
while read -r word group; do
  case $word in
    +) groups="$groups$group " ;;
    -) groups="\${groups%% $group *} \${groups#* $group }" ;;
    done) exit 0 ;;
  esac
done
for group in $groups; do kill -KILL -- "-$group" 2>/dev/null; done
rm -rf -- "$1" || { chmod -R u+rwx -- "$1"; rm -rf -- "$1"; }
`;

/** Detached, so that a signal to our process group does not reach it. */
function startJanitor(path: string): ChildProcess | undefined {
  try {
    const child = spawn("/bin/sh", ["-c", JANITOR, "gen-vars-janitor", path], {
      detached: true,
      stdio: ["pipe", "ignore", "ignore"],
      cwd: "/",
      env: { PATH: process.env.PATH ?? "/usr/bin:/bin" },
    });
    child.on("error", () => {});
    child.stdin.on("error", () => {});
    child.unref();
    (child.stdin as unknown as { unref?: () => void }).unref?.();
    return child;
  } catch {
    return undefined;
  }
}

/** Removes folders of runs whose process is surely gone. */
function sweep(place: string, processes: Processes): void {
  for (const name of readdirSync(place)) {
    const mark = name.startsWith(PREFIX)
      ? /^([A-Za-z0-9-]+)\./.exec(name.slice(PREFIX.length))
      : null;
    if (mark === null || processes.mayRun(mark[1] as string)) continue;
    const path = join(place, name);
    try {
      // Others may make links here, to folders that are ours.
      const found = lstatSync(path);
      if (found.isDirectory() && found.uid === process.getuid?.()) removeTree(path);
    } catch {
      // Somebody else removed it.
    }
  }
}
