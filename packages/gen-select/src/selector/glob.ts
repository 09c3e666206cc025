import { SelectError } from "../select-error.ts";

/** One place of a glob: a run of anything, any one character, a literal, or a class of ranges. */
export type GlobPart =
  | { readonly type: "run" }
  | { readonly type: "one" }
  | { readonly type: "literal"; readonly char: string }
  | {
      readonly type: "class";
      readonly negated: boolean;
      readonly ranges: readonly (readonly [string, string])[];
    };

function bad(chars: readonly string[], at: number, message: string, remedy: string): never {
  const glob = chars.join("");
  const position = chars.slice(0, at).join("").length;
  throw new SelectError([
    {
      code: "bad-glob",
      message: `${message} in the glob ${JSON.stringify(glob)}`,
      position,
      remedy,
    },
  ]);
}

/**
 * The parts of a glob, by code points: `*` a run, `?` one character, `[a-z]` and `[!a-z]` classes,
 * `\` takes the next character literally. Adjacent `*` are one.
 * @throws SelectError `bad-glob` on an unclosed class, an empty one, a reversed range, a final `\`
 */
export function parseGlob(glob: string): GlobPart[] {
  const chars = Array.from(glob);
  const parts: GlobPart[] = [];
  let i = 0;
  while (i < chars.length) {
    const at = i;
    const char = chars[i++] as string;
    if (char === "*") {
      if (parts.at(-1)?.type !== "run") parts.push({ type: "run" });
    } else if (char === "?") {
      parts.push({ type: "one" });
    } else if (char === "[") {
      const [part, end] = parseClass(chars, at);
      parts.push(part);
      i = end;
    } else if (char !== "\\") {
      parts.push({ type: "literal", char });
    } else {
      const next = chars[i++];
      if (next === undefined)
        bad(chars, at, "Nothing follows the last \\", "Write \\\\ for a backslash.");
      parts.push({ type: "literal", char: next });
    }
  }
  return parts;
}

/** The class that opens at a place, and the place behind it. */
function parseClass(chars: readonly string[], open: number): [GlobPart, number] {
  let i = open + 1;
  const negated = chars[i] === "!";
  if (negated) i++;
  const ranges: [string, string][] = [];
  const char = (): string =>
    chars[i++] ?? bad(chars, open, "Unclosed [", "Close it with ], or write \\[ for a bracket.");
  for (;;) {
    const at = i;
    let from = char();
    if (from === "]") break;
    if (from === "\\") from = char();
    let to = from;
    if (chars[i] === "-" && chars[i + 1] !== "]" && chars[i + 1] !== undefined) {
      i++;
      to = char();
      if (to === "\\") to = char();
    }
    if (point(from) > point(to))
      bad(chars, at, `The range ${from}-${to} is reversed`, `Write ${to}-${from}.`);
    ranges.push([from, to]);
  }
  if (ranges.length === 0)
    bad(chars, open, "Empty class []", "Name at least one character, or write \\[\\].");
  return [{ type: "class", negated, ranges }, i];
}

function point(char: string): number {
  return char.codePointAt(0) as number;
}

/** Whether a part that is not a run accepts one character. */
export function acceptsChar(part: GlobPart, char: string): boolean {
  if (part.type === "literal") return part.char === char;
  if (part.type !== "class") return true;
  const at = point(char);
  return part.ranges.some(([from, to]) => point(from) <= at && at <= point(to)) !== part.negated;
}

/** The one string that a glob without wildcards accepts, or `undefined`. */
export function literalOf(parts: readonly GlobPart[]): string | undefined {
  let text = "";
  for (const part of parts) {
    if (part.type !== "literal") return undefined;
    text += part.char;
  }
  return text;
}

/** Compiles a glob to a test of a whole string, in time O(pattern × text), without backtracking blowup. */
export function compileGlob(glob: string): (text: string) => boolean {
  const parts = parseGlob(glob);
  const literal = literalOf(parts);
  if (literal !== undefined) return (text) => text === literal;
  return (text) => {
    const chars = Array.from(text);
    let at = 0;
    let part = 0;
    let runPart = -1;
    let runAt = 0;
    while (at < chars.length) {
      const here = parts[part];
      if (here?.type === "run") {
        runPart = part++;
        runAt = at;
      } else if (here !== undefined && acceptsChar(here, chars[at] as string)) {
        part++;
        at++;
      } else if (runPart >= 0) {
        // Only the last run ever needs to grow: a shorter earlier one leaves more room for the rest.
        part = runPart + 1;
        at = ++runAt;
      } else {
        return false;
      }
    }
    return parts.slice(part).every((rest) => rest.type === "run");
  };
}

/** The glob that accepts exactly this text: every special character escaped. */
export function escapeGlob(text: string): string {
  return text.replace(/[*?[\]\\]/g, "\\$&");
}
