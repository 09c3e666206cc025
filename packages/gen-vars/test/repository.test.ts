import { readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import {
  type ApplyExternal,
  type Effects,
  nodeEffects,
  type Operation,
  openRepository,
  type Processes,
  type Repository,
} from "gen-vars";
import { describe, expect, it } from "vitest";
import { Crash, type MemoryFiles, memoryFiles } from "./memory-files.ts";
import { errorOf } from "./support.ts";
import { temporaryFolder } from "./world.ts";

const ROOT = "/r";

/** Processes of a test: a name each, alive unless said otherwise. */
function processes(name: string, dead: ReadonlySet<string>): Processes {
  return { self: () => name, mayRun: (mark) => !dead.has(mark), describe: (mark) => mark };
}

function open(
  files: MemoryFiles,
  name = "a",
  dead: ReadonlySet<string> = new Set(),
  externals: ReadonlyMap<string, ApplyExternal> = new Map(),
): Repository {
  const effects: Effects = { ...nodeEffects, files, processes: processes(name, dead) };
  return openRepository(ROOT, effects, externals);
}

const put = (path: string, content: string): Operation => ({
  type: "put",
  path,
  content: Buffer.from(content),
});

const commit = (repository: Repository, operations: readonly Operation[]): Promise<void> =>
  repository.transact((transaction) => transaction.commit(operations));

const BEFORE = [put("a/x", "1"), put("b/y", "1"), put("b/z", "old")];
const CHANGE: Operation[] = [
  put("a/x", "2"),
  put("b/y", "2"),
  put("c/d/new", "2"),
  { type: "delete", path: "b/z" },
];

/** What a reader sees of the paths that matter. */
function seen(repository: Repository): string {
  return ["a/x", "b/y", "b/z", "c/d/new"]
    .map((path) => {
      const bytes = repository.read(path);
      expect(repository.exists(path)).toBe(bytes !== undefined);
      return bytes === undefined ? "-" : Buffer.from(bytes).toString();
    })
    .join(" ");
}

const OLD = "1 1 old -";
const NEW = "2 2 - 2";

async function prepared(): Promise<MemoryFiles> {
  const files = memoryFiles(ROOT);
  await commit(open(files), BEFORE);
  files.restart();
  return files;
}

async function crashIn(files: MemoryFiles, step: number): Promise<boolean> {
  files.crashAt(step);
  try {
    await commit(open(files), CHANGE);
    return false;
  } catch (error) {
    if (error instanceof Crash) return true;
    throw error;
  }
}

describe("a transaction", () => {
  it("changes everything, and leaves nothing of its own", async () => {
    const files = await prepared();
    await commit(open(files), CHANGE);
    expect([...files.snapshot()]).toEqual([
      ["/r/a/x", "2"],
      ["/r/b/y", "2"],
      ["/r/c/d/new", "2"],
    ]);
    expect(
      files
        .list(ROOT)
        .map((entry) => entry.name)
        .sort(),
    ).toEqual(["a", "b", "c"]);
  });

  it("that dies at any step is before or after, for readers at once and for the next writer", async () => {
    const outcomes = new Set<string>();
    for (let step = 1; ; step++) {
      const files = await prepared();
      if (!(await crashIn(files, step))) break;
      files.restart();
      const reader = open(files, "b", new Set(["a"]));
      const now = seen(reader);
      expect([OLD, NEW], `step ${step}`).toContain(now);
      outcomes.add(now);
      expect(reader.list("b").map((entry) => entry.name)).toEqual(now === OLD ? ["y", "z"] : ["y"]);
      await reader.transact(async () => {
        expect(seen(reader), `step ${step}`).toBe(now);
      });
      expect(files.list(ROOT).some((entry) => entry.name.startsWith("."))).toBe(false);
      expect(seen(open(files))).toBe(now);
    }
    expect([...outcomes].sort()).toEqual([OLD, NEW].sort());
  });

  it("that dies while recovering from a death is before or after", async () => {
    for (let step = 1; ; step++) {
      const first = await prepared();
      if (!(await crashIn(first, step))) break;
      for (let second = 1; ; second++) {
        const files = await prepared();
        await crashIn(files, step);
        files.restart();
        const before = seen(open(files, "b", new Set(["a"])));
        files.crashAt(second);
        const done = await open(files, "b", new Set(["a"]))
          .transact(async () => true)
          .catch((error) => {
            if (error instanceof Crash) return false;
            throw error;
          });
        files.restart();
        expect(seen(open(files, "c", new Set(["a", "b"])))).toBe(before);
        if (done) break;
      }
    }
  });

  it("survives a power failure that loses whatever was not synced", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 60 }),
        fc.infiniteStream(fc.boolean()),
        async (step, dice) => {
          const files = await prepared();
          const died = await crashIn(files, step);
          files.restart(() => dice.next().value as boolean);
          const repository = open(files, "b", new Set(["a"]));
          const now = seen(repository);
          expect(died ? [OLD, NEW] : [NEW]).toContain(now);
          await repository.transact(async () => undefined);
          expect(seen(repository)).toBe(now);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("refuses paths outside, also from a journal", async () => {
    const repository = open(await prepared());
    for (const path of [
      "../x",
      "/etc/passwd",
      "a/../../x",
      "a//b",
      "",
      ".gen-vars/journal",
      "a\\b",
      "a\0b",
      "./a",
    ]) {
      expect((await errorOf(() => commit(repository, [put(path, "x")]))).code, path).toBe(
        "path-unsafe",
      );
      expect((await errorOf(() => repository.read(path))).code, path).toBe("path-unsafe");
    }
  });

  it("refuses a journal that somebody changed", async () => {
    for (const [from, to] of [
      ["put", "delete"],
      ['"version":1', '"version":2'],
    ] as const) {
      let files = await prepared();
      for (let step = 1; !files.snapshot().has("/r/.gen-vars/journal"); step++) {
        files = await prepared();
        await crashIn(files, step);
      }
      files.restart();
      const path = "/r/.gen-vars/journal";
      const text = files.snapshot().get(path) as string;
      files.remove(path);
      files.create(path, Buffer.from(text.replace(from, to)), 0o600);
      const repository = open(files, "b", new Set(["a"]));
      expect((await errorOf(() => repository.read("a/x"))).code).toBe("journal-corrupt");
      expect((await errorOf(() => repository.transact(async () => 0))).code).toBe(
        "journal-corrupt",
      );
    }
  });
});

describe("steps of stores outside", () => {
  it("are decided with the others, and done again after a death", async () => {
    for (let step = 1; ; step++) {
      const files = await prepared();
      const done: unknown[] = [];
      const externals = new Map<string, ApplyExternal>([
        ["out", async (data) => void done.push(data)],
      ]);
      files.crashAt(step);
      const change: Operation[] = [...CHANGE, { type: "external", store: "out", data: { n: 1 } }];
      const died = await commit(open(files, "a", new Set(), externals), change).then(
        () => false,
        () => true,
      );
      if (!died) break;
      files.restart();
      const next = open(files, "b", new Set(["a"]), externals);
      const decided = seen(next) === NEW;
      if (decided && files.kind("/r/.gen-vars/journal") !== undefined) {
        expect(next.pending("out")).toEqual([{ n: 1 }]);
        expect(
          (await errorOf(() => open(files, "b", new Set(["a"])).transact(async () => 0))).code,
        ).toBe("store-unknown");
      }
      await next.transact(async () => undefined);
      expect(done.length > 0, `step ${step}`).toBe(decided);
      expect(next.pending("out")).toEqual([]);
    }
  });
});

describe("the lock", () => {
  it("admits one at a time and tells who has it", async () => {
    const files = await prepared();
    let inside = 0;
    const work = async (name: string): Promise<string> => {
      try {
        return await open(files, name).transact(async () => {
          inside++;
          expect(inside).toBe(1);
          await new Promise((resolve) => setTimeout(resolve, 3));
          inside--;
          return "done";
        });
      } catch (error) {
        return (error as { code: string }).code;
      }
    };
    const results = await Promise.all(["p1", "p2", "p3", "p4"].map(work));
    expect(results.every((result) => result === "done" || result === "locked")).toBe(true);
    expect(results).toContain("done");
    const error = await open(files, "holder").transact(() =>
      errorOf(() => open(files, "other").transact(async () => 0)),
    );
    expect(error.code).toBe("locked");
    expect(error.message).toContain("holder");
    expect(files.list(ROOT).map((entry) => entry.name)).not.toContain(".gen-vars");
  });

  it("of a dead process does not count", async () => {
    const files = await prepared();
    files.crashAt(3);
    await open(files, "dead")
      .transact(async () => 0)
      .catch(() => undefined);
    files.restart();
    expect((await errorOf(() => open(files, "b").transact(async () => 0))).code).toBe("locked");
    expect(await open(files, "b", new Set(["dead"])).transact(async () => 1)).toBe(1);
  });

  it("is let go when the work fails", async () => {
    const files = await prepared();
    const repository = open(files);
    await expect(repository.transact(() => Promise.reject(new Error("x")))).rejects.toThrow("x");
    expect(await repository.transact(async () => 1)).toBe(1);
  });
});

describe("processes of this machine", () => {
  it("run, or are surely gone", () => {
    const { processes: here } = nodeEffects;
    const mark = here.self();
    expect(mark).toMatch(/^[A-Za-z0-9-]+$/);
    expect(here.mayRun(mark)).toBe(true);
    const parts = mark.split("-");
    const other = (index: number, value: string): string =>
      parts.map((part, i) => (i === index ? value : part)).join("-");
    expect(here.mayRun(other(0, "4194303"))).toBe(false);
    expect(here.mayRun(other(1, "1"))).toBe(false);
    expect(here.mayRun(other(2, "00000000"))).toBe(false);
    expect(here.mayRun(other(4, "elsewhere"))).toBe(true);
  });
});

describe("on this machine", () => {
  const real = (root: string) => openRepository(root, nodeEffects, new Map());

  it("does not read through links, and replaces them", async () => {
    const root = temporaryFolder();
    const outside = join(temporaryFolder(), "x");
    writeFileSync(outside, "theirs");
    symlinkSync(outside, join(root, "link"));
    const repository = real(root);
    expect(repository.read("link")).toBeUndefined();
    expect(repository.exists("link")).toBe(false);
    await commit(repository, [put("link", "ours")]);
    expect(Buffer.from(repository.read("link") as Uint8Array).toString()).toBe("ours");
    expect(readFileSync(outside, "utf8")).toBe("theirs");
  });

  it("tells what the system refuses, hides what is unfinished from git, and finishes it", async () => {
    const root = temporaryFolder();
    writeFileSync(join(root, "a"), "in the way");
    const repository = real(root);
    const error = await errorOf(() => commit(repository, [put("a/x", "1"), put("b", "1")]));
    expect(error.code).toBe("storage-failed");
    expect(error.message).toMatch(/E[A-Z]+: .*\/a/);
    expect(readdirSync(join(root, ".gen-vars")).sort()).toEqual([".gitignore", "journal"]);
    expect(Buffer.from(repository.read("a/x") as Uint8Array).toString()).toBe("1");
    rmSync(join(root, "a"));
    await commit(repository, []);
    expect(readdirSync(root).sort()).toEqual(["a", "b"]);
  });
});
