import { accessSync, constants, mkdirSync, readFileSync, statSync } from "node:fs";
import { SourceMap, type SourceMapPayload } from "node:module";
import { homedir } from "node:os";
import { extname, join } from "node:path";
import type { UserFrame } from "../diagnostics/user-stack.ts";

/** What is asked of the transpiler: every statement stays on its line. */
export const TRANSFORM = { babel: { retainLines: true } };

/**
 * A folder of one's own for transpiled files. Never a shared one such as /tmp: what lies there is run,
 * and somebody else could have put it there. Without one, files are transpiled each time.
 */
export function cacheFolder(): string | false {
  const { XDG_CACHE_HOME: base, DEN_CACHE: own } = process.env;
  try {
    const folder =
      own ?? join(base === undefined || base === "" ? join(homedir(), ".cache") : base, "den");
    mkdirSync(join(folder, "modules-1"), { recursive: true, mode: 0o700 });
    accessSync(join(folder, "modules-1"), constants.W_OK);
    const { uid, mode } = statSync(join(folder, "modules-1"));
    const mine = process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0);
    return mine ? join(folder, "modules-1") : false;
  } catch {
    return false;
  }
}

/** The place in the source that a place in the transpiled text comes from; as it is, where that is not known. */
export async function inSource(frame: UserFrame): Promise<UserFrame> {
  try {
    const { createJiti } = await import("jiti");
    const jiti = createJiti(import.meta.url, {
      sourceMaps: true,
      fsCache: false,
      transformOptions: TRANSFORM,
    });
    const code = jiti.transform({
      source: readFileSync(frame.file, "utf8"),
      filename: frame.file,
      ts: /^\.[cm]?tsx?$/.test(extname(frame.file)),
      async: true,
    });
    const inline = /sourceMappingURL=data:[^,]*;base64,([A-Za-z0-9+/=]+)\s*$/m.exec(code)?.[1];
    if (inline === undefined) return frame;
    const payload = JSON.parse(Buffer.from(inline, "base64").toString()) as SourceMapPayload;
    const entry = new SourceMap(payload).findEntry(frame.line - 1, frame.column - 1);
    if (!("originalLine" in entry)) return frame;
    const [line, column] = [entry.originalLine + 1, entry.originalColumn + 1];
    return {
      ...frame,
      line,
      column,
      text: frame.text.replace(`:${frame.line}:${frame.column}`, `:${line}:${column}`),
    };
  } catch {
    return frame;
  }
}
