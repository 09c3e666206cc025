import { GraphError } from "../error/graph-error.ts";

/** A piece of a label expression and where it starts, in code units. */
export type LabelToken =
  | { readonly kind: "(" | ")" | "|" | "&" | "!" | "_"; readonly at: number }
  | { readonly kind: "repeat"; readonly at: number; readonly sign: "*" | "+" | "?" }
  | { readonly kind: "label"; readonly at: number; readonly name: string };

/** A label that needs no quotes. */
export const PLAIN_LABEL: RegExp = /^[\p{L}\p{M}\p{N}_.:/@$#-]+$/u;

const WORD = /[\p{L}\p{M}\p{N}_.:/@$#-]+/uy;
const SPACE = /\s*/uy;

/** Splits a label expression. @throws GraphError `labels-syntax` */
export function labelTokens(source: string): LabelToken[] {
  const tokens: LabelToken[] = [];
  const matched = (pattern: RegExp, at: number): string => {
    pattern.lastIndex = at;
    return pattern.exec(source)?.[0] ?? "";
  };
  let at = matched(SPACE, 0).length;
  while (at < source.length) {
    const char = source[at] as string;
    let length = 1;
    if (char === "(" || char === ")" || char === "|" || char === "&" || char === "!") {
      tokens.push({ kind: char, at });
    } else if (char === "*" || char === "+" || char === "?") {
      tokens.push({ kind: "repeat", at, sign: char });
    } else if (char === '"') {
      const text = quoted(source, at);
      tokens.push({ kind: "label", at, name: unquote(source, at, text) });
      length = text.length;
    } else {
      const word = matched(WORD, at);
      if (word === "") {
        throw labelSyntax(
          source,
          at,
          `unexpected ${JSON.stringify(String.fromCodePoint(source.codePointAt(at) as number))}.`,
          "Quote labels of other characters.",
        );
      }
      tokens.push(word === "_" ? { kind: "_", at } : { kind: "label", at, name: word });
      length = word.length;
    }
    at += length;
    at += matched(SPACE, at).length;
  }
  return tokens;
}

/** The text from one quote to the next that is not escaped, both included. */
function quoted(source: string, from: number): string {
  for (let at = from + 1; at < source.length; at++) {
    if (source[at] === "\\") at++;
    else if (source[at] === '"') return source.slice(from, at + 1);
  }
  throw labelSyntax(source, from, "a quoted label without its end.", 'Close it with “"”.');
}

function unquote(source: string, at: number, text: string): string {
  try {
    return JSON.parse(text) as string;
  } catch {
    throw labelSyntax(source, at, `${text} is no JSON string.`, "Escape as in JSON.");
  }
}

/** The error for a place in an expression. */
export function labelSyntax(
  source: string,
  position: number,
  message: string,
  remedy: string,
): GraphError {
  return new GraphError([
    {
      code: "labels-syntax",
      message: `Label expression ${JSON.stringify(source)}, at ${position}: ${message}`,
      remedy,
      culprits: [source],
      position,
    },
  ]);
}
