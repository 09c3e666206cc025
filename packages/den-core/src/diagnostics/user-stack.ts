/** One frame of a stack that lies in a user's file. */
export interface UserFrame {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly text: string;
}

/**
 * The frames of an error's stack that lie in the given files (absolute paths), innermost first;
 * with no files given, all frames outside `node_modules` and Node itself.
 */
export function userStack(error: unknown, files: readonly string[]): UserFrame[] {
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  const frames: UserFrame[] = [];
  for (const line of stack.split("\n")) {
    const match =
      /^\s*at (?:(.*?) \()?(?:file:\/\/)?(\/[^()]*?|[A-Za-z]:[^()]*?):(\d+):(\d+)\)?$/.exec(line);
    if (match === null) continue;
    const file = match[2] ?? "";
    const wanted =
      files.length > 0
        ? files.includes(file)
        : !file.includes("/node_modules/") && !file.startsWith("node:");
    if (!wanted) continue;
    frames.push({ file, line: Number(match[3]), column: Number(match[4]), text: line.trim() });
  }
  return frames;
}
