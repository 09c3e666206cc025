import {
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative } from "node:path";
import type { RunProgram } from "../effects/run-program.ts";
import { failure } from "../error/vars-error.ts";
import { onPath } from "./on-path.ts";

/** `required`: refuse to run without; `off`: run without, knowingly. */
export type SandboxChoice = "required" | "off";

/** Settings that programs look for: openssl stops without its own. */
const SETTINGS = ["/etc/ssl/openssl.cnf", "/etc/pki/tls/openssl.cnf"];

/**
 * Makes what sandboxes show as /etc: who the user is, which ssh-keygen asks, as Clan and Nix tell it.
 */
export function makeEtc(folder: string): void {
  mkdirSync(folder);
  writeFileSync(
    join(folder, "passwd"),
    `root:x:0:0::${INSIDE}:/noshell\ngenerator:x:${USER}:${USER}::${INSIDE}/tmp:/noshell\nnobody:x:65534:65534::/:/noshell\n`,
  );
  writeFileSync(join(folder, "group"), `root:x:0:\ngenerator:x:${USER}:\nnogroup:x:65534:\n`);
  writeFileSync(join(folder, "hosts"), "127.0.0.1 localhost\n::1 localhost\n");
  for (const path of SETTINGS) {
    if (!existsSync(path)) continue;
    const copy = join(folder, relative("/etc", path));
    mkdirSync(dirname(copy), { recursive: true });
    copyFileSync(path, copy);
  }
}

/** How scripts are confined. */
export interface Sandbox {
  readonly kind: "bubblewrap" | "none";
  /** The path of bwrap. */
  readonly program: string;
  /** Whether a fresh /proc can be mounted (not in every container). */
  readonly proc: boolean;
}

/**
 * Finds out, by trying, whether bubblewrap works here.
 *
 * @throws VarsError `sandbox-unavailable` when it does not and is required
 */
export async function chooseSandbox(choice: SandboxChoice, run: RunProgram): Promise<Sandbox> {
  if (choice === "off") return { kind: "none", program: "", proc: true };
  let absent = false;
  const program = onPath("bwrap", process.env.PATH ?? "") ?? "bwrap";
  for (const proc of [true, false]) {
    const sandbox: Sandbox = { kind: "bubblewrap", program, proc };
    const args = [...confinement(sandbox), "--", "/bin/sh", "-c", ":"];
    const result = await run(program, args, { env: {} });
    if (result.code === 0) return sandbox;
    absent = result.absent;
  }
  throw failure({
    code: "sandbox-unavailable",
    message: absent
      ? "Scripts run in a bubblewrap sandbox, and bwrap is not on the PATH."
      : "Scripts run in a bubblewrap sandbox, and bwrap may not make one here (no user namespaces?).",
    remedy:
      'Install bubblewrap or allow user namespaces; or choose sandbox "off", which lets scripts read what you can read and use the network.',
    culprit: "bwrap",
  });
}

/** Where the script sees its folders inside a sandbox. */
export const INSIDE = "/build";

const USER = "1000";

const SYSTEM = ["/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/nix/store"];

/** Whether a program at this (resolved) path is visible in every sandbox. */
export function isSystemPath(path: string): boolean {
  return SYSTEM.some((folder) => path.startsWith(`${folder}/`));
}

/**
 * No network, no processes, no files but programs, an empty home and a private /tmp; a user of its
 * own; dead with its parent; and no terminal to push keys into. The environment is the one that bwrap
 * itself is started with: as arguments its values could be seen by everybody on the machine.
 */
export function confinement(sandbox: Sandbox): string[] {
  const mounts = SYSTEM.flatMap((folder) => {
    try {
      return lstatSync(folder).isSymbolicLink()
        ? ["--symlink", readlinkSync(folder), folder]
        : ["--ro-bind", folder, folder];
    } catch {
      return [];
    }
  });
  return [
    "--unshare-all",
    "--die-with-parent",
    "--new-session",
    "--uid",
    USER,
    "--gid",
    USER,
    "--hostname",
    "generator",
    ...mounts,
    "--dev",
    "/dev",
    ...(sandbox.proc ? ["--proc", "/proc"] : []),
    "--tmpfs",
    "/tmp",
  ];
}
