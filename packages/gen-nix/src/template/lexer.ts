/** A lexical unit of Nix source text, as far as this package needs to tell them apart. */
type TokenKind =
  | "space"
  | "comment"
  | "word"
  | "number"
  | "path"
  | "open"
  | "close"
  | "punct"
  /** A quote that opens or closes a string. */
  | "quote"
  /** Text inside of a string. */
  | "text"
  /** Where a value goes. */
  | "hole";

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  /** Which hole, for `hole`. */
  readonly hole: number;
  /** The string it stands in: `"`, `''`, or none. */
  readonly string: "" | '"' | "''";
  /** How many brackets and quotes are open around it; those of a pair have the same. */
  readonly depth: number;
}

/** What makes source text unfit to stand inside other text. */
export class LexError extends Error {}

const RULES: readonly (readonly [TokenKind, RegExp])[] = [
  ["space", /[ \t\r\n]+/y],
  ["comment", /#[^\r\n]*|\/\*[\s\S]*?\*\//y],
  [
    "path",
    /(?:[a-zA-Z0-9._+-]*(?:\/[a-zA-Z0-9._+-]+)+\/?|~(?:\/[a-zA-Z0-9._+-]+)+\/?|<[a-zA-Z0-9._+-]+(?:\/[a-zA-Z0-9._+-]+)*>)/y,
  ],
  ["path", /[a-zA-Z][a-zA-Z0-9+.-]*:[a-zA-Z0-9%/?:@&=+$,_.!~*'-]+/y],
  ["word", /[a-zA-Z_][a-zA-Z0-9_'-]*/y],
  ["number", /(?:\d+\.\d*|\.\d+)(?:[eE][+-]?\d+)?|\d+/y],
  ["punct", /\.\.\.|->|\/\/|\+\+|==|!=|<=|>=|&&|\|\||\|>|<\||[=:;,.?@!<>+*/-]/y],
];

const CLOSING: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}", "${": "}" };

/**
 * Splits Nix source text, given as the chunks between holes, into tokens. Brackets must pair up and
 * strings and comments must end: such text cannot reach beyond the parentheses around it.
 *
 * @throws LexError saying what does not end or pair up.
 */
export function tokenize(chunks: readonly string[]): Token[] {
  const tokens: Token[] = [];
  // What is open, innermost last: a closing bracket that is due, or a string.
  const open: string[] = [];
  chunks.forEach((chunk, index) => {
    let at = 0;
    while (at < chunk.length) {
      const inside = open.at(-1);
      const before = at;
      at =
        inside === '"' || inside === "''"
          ? inString(chunk, at, inside, open, tokens)
          : inCode(chunk, at, open, tokens);
      if (at === before) throw new LexError(`unexpected ${JSON.stringify(chunk.charAt(at))}`);
    }
    if (index < chunks.length - 1) {
      const inside = open.at(-1);
      const string = inside === '"' || inside === "''" ? inside : "";
      tokens.push({ kind: "hole", text: "", hole: index, string, depth: open.length });
    }
  });
  const left = open.at(-1);
  if (left !== undefined) {
    throw new LexError(
      left === '"' || left === "''" ? `a string (${left}) does not end` : `a ${left} is missing`,
    );
  }
  return tokens;
}

function inCode(chunk: string, at: number, open: string[], tokens: Token[]): number {
  const push = (kind: TokenKind, text: string, depth = open.length): number => {
    tokens.push({ kind, text, hole: -1, string: "", depth });
    return at + text.length;
  };
  const char = chunk.charAt(at);
  const two = chunk.slice(at, at + 2);
  if (two === "/*" && chunk.indexOf("*/", at + 2) === -1) {
    throw new LexError("a comment does not end, or a value stands inside of it");
  }
  for (const quote of ["''", '"'] as const) {
    if (!chunk.startsWith(quote, at)) continue;
    open.push(quote);
    return push("quote", quote, open.length - 1);
  }
  const bracket = two === "${" ? two : char;
  const closing = CLOSING[bracket];
  if (closing !== undefined) {
    open.push(closing);
    return push("open", bracket, open.length - 1);
  }
  if (char !== "" && ")]}".includes(char)) {
    const due = open.pop();
    if (due !== char) throw new LexError(`unexpected ${char}`);
    return push("close", char);
  }
  for (const [kind, rule] of RULES) {
    rule.lastIndex = at;
    const found = rule.exec(chunk);
    if (found !== null) return push(kind, found[0]);
  }
  return at;
}

/** The next piece of a string: text, its end, or the beginning of an interpolation. */
function inString(
  chunk: string,
  at: number,
  quote: '"' | "''",
  open: string[],
  tokens: Token[],
): number {
  const rule = quote === '"' ? QUOTED : INDENTED;
  rule.lastIndex = at;
  const text = rule.exec(chunk)?.[0] ?? "";
  if (text !== "") {
    tokens.push({ kind: "text", text, hole: -1, string: quote, depth: open.length });
    return at + text.length;
  }
  if (chunk.startsWith(quote, at)) {
    open.pop();
    tokens.push({ kind: "quote", text: quote, hole: -1, string: "", depth: open.length });
    return at + quote.length;
  }
  open.push("}");
  tokens.push({ kind: "open", text: "${", hole: -1, string: "", depth: open.length - 1 });
  return at + 2;
}

// Everything up to the closing quote or an interpolation; `$$` never begins one.
const QUOTED = /(?:[^"\\$]|\\[\s\S]|\$\$|\$(?!\{))+/y;
const INDENTED = /(?:[^'$]|'(?!')|''(?:'|\$|\\[\s\S])|\$\$|\$(?!\{))+/y;
