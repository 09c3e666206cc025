import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { main } from "../../src/cli/main.ts";

/** What a command printed, and its exit status. */
export interface Ran {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** A folder with a fleet in it, and the den command run there. */
export interface Project {
  readonly root: string;
  write(file: string, text: string): void;
  read(file: string): string;
  /** Every file below a folder with its text, sorted. */
  tree(folder: string): Record<string, string>;
  den(...argv: string[]): Promise<Ran>;
}

const made: string[] = [];

/** A temporary project with these files. */
export function project(files: Readonly<Record<string, string>>): Project {
  const root = mkdtempSync(join(tmpdir(), "den-test-"));
  made.push(root);
  const self: Project = {
    root,
    write(file, text) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), text);
    },
    read: (file) => readFileSync(join(root, file), "utf8"),
    tree(folder) {
      const files = readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(join(root, folder).length + 1))
        .sort();
      return Object.fromEntries(files.map((file) => [file, self.read(join(folder, file))]));
    },
    async den(...argv) {
      const printed = { out: "", err: "" };
      const status = await main(argv, {
        cwd: root,
        env: {},
        isTerminal: false,
        out: (text) => {
          printed.out += text;
        },
        err: (text) => {
          printed.err += text;
        },
      });
      return { status, ...printed };
    },
  };
  for (const [file, text] of Object.entries(files)) self.write(file, text);
  return self;
}

/** Removes every project made so far: for `afterAll`. */
export function removeProjects(): void {
  for (const root of made.splice(0)) rmSync(root, { recursive: true, force: true });
}
