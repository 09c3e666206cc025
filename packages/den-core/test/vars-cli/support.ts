import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { generateIdentity } from "gen-vars";
import { onTestFinished } from "vitest";
import type { Question } from "../../src/cli/io.ts";
import { main } from "../../src/cli/main.ts";

/** How a command is run: who types, what comes in, and what time it is. */
export interface Setting {
  /** What somebody at a terminal answers, in order; `undefined` is Ctrl-C. Without it nobody is there. */
  readonly answers?: readonly (string | undefined)[];
  readonly stdin?: string | Uint8Array;
  readonly stdoutIsTerminal?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  readonly now?: number;
  /** Gets the function that interrupts. */
  readonly onStop?: (stop: () => void) => void;
}

export interface Ran {
  readonly status: number;
  readonly out: string;
  readonly err: string;
  /** Bytes that were printed as they are. */
  readonly bytes: Buffer;
  readonly asked: readonly Question[];
}

/** A fleet in a folder, a home beside it, and `den vars` run there. */
export interface Fleet {
  readonly root: string;
  readonly home: string;
  /** The administrator's private key and its public half. */
  readonly identity: string;
  readonly recipient: string;
  configure(fleet: object): void;
  den(argv: readonly string[], setting?: Setting): Promise<Ran>;
  /** A command that is expected to go well, and what it printed as JSON. */
  json<T>(argv: readonly string[], setting?: Setting): Promise<T>;
  write(path: string, content: string | Uint8Array, mode?: number): string;
}

/** The time of all commands that are not told another one. */
export const NOW = 1_700_000_000;

let key: Promise<{ identity: string; recipient: string }> | undefined;

/** A generator of random bytes under some names of files. */
export function random(files: object = { key: {} }, rest: object = {}): object {
  const names = Object.keys(files);
  const script = names.map((name) => `head -c 12 /dev/urandom | base64 > $out/${name}`).join("\n");
  return { files, script, ...rest };
}

/** A fleet of two hosts; web1 has a user. Its administrator's key is at the usual place. */
export async function fleetOf(
  vars: object = {},
  rest: object = {},
  options: { readonly keys?: boolean } = {},
): Promise<Fleet> {
  key ??= generateIdentity();
  const { identity, recipient } = await key;
  const base = mkdtempSync(join(tmpdir(), "den-vars-"));
  onTestFinished(() => rmSync(base, { recursive: true, force: true }));
  const root = join(base, "fleet");
  const home = join(base, "home");
  const keys = options.keys === false ? {} : { keys: { admin: recipient } };
  const self: Fleet = {
    root,
    home,
    identity,
    recipient,
    configure: (fleet) =>
      void self.write(join(root, "den.config.json"), JSON.stringify(fleet, null, 1)),
    write(path, content, mode = 0o600) {
      const target = path.startsWith("/") ? path : join(root, path);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, content, { mode });
      return target;
    },
    async den(argv, setting = {}) {
      const printed = { out: "", err: "" };
      const bytes: Uint8Array[] = [];
      const asked: Question[] = [];
      const answers = [...(setting.answers ?? [])];
      const status = await main(["vars", ...argv], {
        cwd: root,
        env: { PATH: process.env.PATH ?? "", HOME: home, USER: "alice", ...setting.env },
        isTerminal: setting.stdoutIsTerminal ?? false,
        now: () => setting.now ?? NOW,
        out: (text) => {
          printed.out += text;
        },
        err: (text) => {
          printed.err += text;
        },
        outBytes: (data) => void bytes.push(data),
        input: {
          isTerminal: setting.answers !== undefined,
          readAll: async () => Buffer.from(setting.stdin ?? ""),
          ask: async (question) => {
            asked.push(question);
            return answers.shift();
          },
          onStop(stop) {
            setting.onStop?.(stop);
            return () => {};
          },
        },
      });
      return { status, ...printed, bytes: Buffer.concat(bytes), asked };
    },
    async json(argv, setting) {
      const { status, out, err } = await self.den([...argv, "--json"], setting);
      if (status !== 0) throw new Error(`status ${status}: ${out}${err}`);
      return JSON.parse(out);
    },
  };
  self.configure({
    meta: { name: "shop" },
    hosts: { "x86_64-linux": { web1: { users: { alice: {} } }, web2: {} } },
    ...rest,
    vars: { backend: "age", ...keys, ...vars },
  });
  if (options.keys !== false) {
    self.write(join(home, ".config/sops/age/keys.txt"), `# me\n${identity}\n`);
  }
  return self;
}

/** What most tests want: no sandbox, which is another program and another test. */
export const BARE: readonly string[] = ["--no-sandbox"];
