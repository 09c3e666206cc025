import { join } from "node:path";
import type { Effects } from "../effects/effects.ts";
import { failure } from "../error/vars-error.ts";

const LOCK = /^lock\.([A-Za-z0-9-]+)\.[0-9a-f]+$/;

/**
 * Takes the one lock of a control folder, and answers how to release it.
 *
 * Every contender first creates a file of its own, under a name nobody else uses, and only then
 * looks for others (as in Dekker's algorithm: of two, at least one sees the other). The name tells
 * the process, so a crash never leaves half a mark, and a file whose process is surely gone does
 * not count: a crash never leaves the store locked.
 *
 * @throws VarsError `locked`
 */
export async function acquireLock(folder: string, effects: Effects): Promise<() => void> {
  const { files, randomBytes, processes } = effects;
  for (let attempt = 0; ; attempt++) {
    const nonce = Buffer.from(randomBytes(12)).toString("hex");
    const path = join(folder, `lock.${processes.self()}.${nonce}`);
    createIn(folder, path, effects);
    const others = files
      .list(folder)
      .map(({ name }) => ({ path: join(folder, name), mark: LOCK.exec(name)?.[1] }))
      .filter((other) => other.mark !== undefined && other.path !== path);
    const live = others.find(({ mark }) => processes.mayRun(mark as string));
    if (live === undefined) {
      for (const other of others) files.remove(other.path);
      return () => files.remove(path);
    }
    files.remove(path);
    if (attempt === ATTEMPTS) throw locked(live.path, processes.describe(live.mark as string));
    // Two that started together both step back; different waits let one through.
    await new Promise((resolve) => setTimeout(resolve, 5 + (randomBytes(1)[0] as number) / 6));
  }
}

const ATTEMPTS = 4;

/** Another process may remove the folder, when it is done, between our two steps. */
function createIn(folder: string, path: string, { files, now }: Effects): void {
  for (let attempt = 0; ; attempt++) {
    files.makeFolder(folder);
    try {
      files.create(path, Buffer.from(`${new Date(now() * 1000).toISOString()}\n`), 0o600);
      return;
    } catch (error) {
      if (attempt === ATTEMPTS || (error as { code?: unknown }).code !== "ENOENT") throw error;
    }
  }
}

function locked(path: string, who: string): Error {
  return failure({
    code: "locked",
    message: `The store is being changed by ${who}.`,
    remedy: `Wait for it. If it is surely gone, remove ${path}.`,
    culprit: path,
  });
}
