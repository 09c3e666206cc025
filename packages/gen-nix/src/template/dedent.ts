import type { Hole } from "../expr/node.ts";
import type { Token } from "./lexer.ts";

/**
 * The text without the indentation that all of its lines share, ready to be indented anew; `shift`
 * is false, and the text as it was, when that would change the value of a string in it.
 */
export function dedent(
  tokens: readonly Token[],
  parts: readonly (string | Hole)[],
): { readonly parts: readonly (string | Hole)[]; readonly shift: boolean } {
  const trimmed = parts.map((part, index) => {
    if (typeof part !== "string") return part;
    const front = index === 0 ? part.trimStart() : part;
    return index === parts.length - 1 ? front.trimEnd() : front;
  });
  if (!canShift(tokens)) return { parts: trimmed, shift: false };
  let least = Number.POSITIVE_INFINITY;
  trimmed.forEach((part, index) => {
    if (typeof part !== "string") return;
    const ends = index < trimmed.length - 1 ? "" : "(?!$)";
    for (const found of part.matchAll(new RegExp(`\\n( *)(?![ \\n])${ends}`, "g"))) {
      least = Math.min(least, found[1]?.length ?? 0);
    }
  });
  if (!Number.isFinite(least)) return { parts: trimmed, shift: true };
  const margin = new RegExp(`\\n {0,${least}}`, "g");
  return {
    parts: trimmed.map((part) => (typeof part === "string" ? part.replaceAll(margin, "\n") : part)),
    shift: true,
  };
}

/**
 * Indentation is part of the value in a `"…"` string over several lines, and in a `''…''` string
 * whose text begins on the line of its quotes. After an escaped line break Nix drops spaces that stand
 * on the same line of the source.
 */
function canShift(tokens: readonly Token[]): boolean {
  const begunOnNewLine = new Map<number, boolean>();
  return tokens.every((token, index) => {
    if (token.kind === "quote") {
      const next = tokens[index + 1];
      begunOnNewLine.set(token.depth + 1, next?.kind === "text" && /^ *\n/.test(next.text));
    }
    if (token.kind === "text" && /''\\[n\n]/.test(token.text)) return false;
    if (token.kind !== "text" || !token.text.includes("\n")) return true;
    return token.string === "''" && begunOnNewLine.get(token.depth) === true;
  });
}
