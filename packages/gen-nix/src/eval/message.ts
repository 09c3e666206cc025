import type { NixPosition } from "../errors.ts";

/** What Nix said, taken apart. */
export interface Message {
  /** The error itself, without trace and source excerpt. */
  readonly text: string;
  /** All places, nearest to the error first. */
  readonly positions: readonly NixPosition[];
  /** The number in the innermost `gen-nix expression …` of the trace. */
  readonly expression: number | undefined;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: terminal colours
const COLOUR = /\u001b\[[0-9;]*m/g;
const AT = /^\s*(?:at|--> ?) ?(.+?):(\d+):(\d+):?\s*$/;
const TEXT = /^«(?:stdin|string|none)»$/;

/**
 * Finds the error and its place. Nix up to 2.12 prints the error first and then the trace from the
 * inside out; later versions print the trace first and the error last. In both, the place nearest
 * after the last `error:` that says something is the error's own, or else the one nearest before.
 */
export function readMessage(stderr: string): Message {
  const lines = stderr.replaceAll(COLOUR, "").split("\n");
  let at = -1;
  lines.forEach((line, index) => {
    if (/^\s*error: \S/.test(line)) at = index;
  });
  const expression = lines
    .map((line) => /gen-nix expression (\d+)/.exec(line)?.[1])
    .findLast((n) => n !== undefined);
  return {
    text: at === -1 ? stderr.trim() : errorText(lines, at),
    positions: positionsNear(lines, Math.max(at, 0)),
    expression: expression === undefined ? undefined : Number(expression),
  };
}

function errorText(lines: readonly string[], at: number): string {
  const text = [(lines[at] ?? "").replace(/^\s*error: /, "")];
  for (const line of lines.slice(at + 1)) {
    if (line.trim() === "" || AT.test(line) || /^\s*(?:…|\(use '--show-trace')/.test(line)) break;
    text.push(line.replace(/^ {1,7}/, ""));
  }
  return text.join("\n");
}

function positionsNear(lines: readonly string[], at: number): NixPosition[] {
  return [...lines.slice(at), ...lines.slice(0, at).reverse()].flatMap((line) => {
    const [, file = "", row, column] = AT.exec(line) ?? [];
    if (row === undefined || column === undefined) return [];
    return [
      { file: TEXT.test(file) ? undefined : file, line: Number(row), column: Number(column) },
    ];
  });
}
