import { hash } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/**
 * Enough to tell a process from all others, on this machine and after restarts, as one word of
 * letters, digits and dashes: pid, start time, boot, pid namespace, host.
 */
export type ProcessMark = string;

export interface Processes {
  self(): ProcessMark;
  /** `false` only when the process is surely gone. */
  mayRun(mark: ProcessMark): boolean;
  /** For messages: `process 17 on this machine`. */
  describe(mark: ProcessMark): string;
}

/** {@link Processes} of this machine; exact on Linux, by pid and host elsewhere. */
export const nodeProcesses: Processes = {
  self: () => [process.pid, startedAt(process.pid) ?? "0", ...place()].join("-"),
  mayRun(mark) {
    const [pid = "", started, boot, space, host] = mark.split("-");
    const [bootHere, spaceHere, hostHere] = place();
    if (host !== hostHere) return true;
    if (boot !== bootHere) return false;
    if (space !== spaceHere) return true;
    if (!exists(Number(pid))) return false;
    const now = startedAt(Number(pid)) ?? "0";
    return now === "0" || started === "0" || now === started;
  },
  describe(mark) {
    const [pid, , , , host] = mark.split("-");
    return `process ${pid} on ${host === place()[2] ? "this machine" : "another machine"}`;
  },
};

let placed: readonly [string, string, string] | undefined;

/** This boot, this pid namespace, this host; `0` where unknown. They cannot change while we run. */
function place(): readonly [string, string, string] {
  placed ??= [
    attempt(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").slice(0, 8)),
    attempt(() => readlinkSync("/proc/self/ns/pid").replace(/\D/g, "")),
    hash("sha256", hostname()).slice(0, 8),
  ];
  return placed;
}

function attempt(call: () => string): string {
  try {
    return call();
  } catch {
    return "0";
  }
}

function exists(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { readonly code?: unknown }).code === "EPERM";
  }
}

/** Field 22 of /proc/<pid>/stat, counted after the name, which may hold spaces. */
function startedAt(pid: number): string | undefined {
  const stat = attempt(() => readFileSync(`/proc/${pid}/stat`, "latin1"));
  return stat === "0" ? undefined : stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
}
