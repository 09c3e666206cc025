import { nixError } from "../errors.ts";
import type { Node, RawNode } from "../expr/node.ts";
import { dedent } from "./dedent.ts";
import { LexError, type Token, tokenize } from "./lexer.ts";
import { spliced } from "./splice.ts";

/**
 * Nix source text with values in its holes.
 *
 * @throws NixError `BAD_RAW` when the text does not end what it begins, `BAD_SPLICE` when a value
 * cannot stand where its hole is.
 */
export function rawNode(chunks: readonly string[], values: readonly Node[]): RawNode {
  let tokens: Token[];
  try {
    tokens = tokenize(chunks);
  } catch (error) {
    if (!(error instanceof LexError)) throw error;
    throw nixError(
      "BAD_RAW",
      `the Nix text is not whole: ${error.message}`,
      "give one complete expression",
    );
  }
  const code = tokens.filter((token) => token.kind !== "space" && token.kind !== "comment");
  if (code.length === 0)
    throw nixError("BAD_RAW", "the Nix text is empty", "give one complete expression");
  const { parts, shift } = dedent(tokens, spliced(tokens, values));
  // A comment that ends the text would also hide what is printed after it.
  const last = tokens.at(-1);
  const open = last?.kind === "comment" && last.text.startsWith("#");
  return {
    k: "raw",
    parts: open ? [...parts, "\n"] : parts,
    atom: isAtom(code),
    shift,
    binds: bindsOf(code),
    words: [...new Set(code.flatMap((token) => (token.kind === "word" ? [token.text] : [])))],
  };
}

/** One term: a word, a number, a path, or something in one pair of brackets or quotes. */
function isAtom(code: readonly Token[]): boolean {
  const [first] = code;
  if (code.length === 1) return first?.kind !== "hole" && !OPENERS.has(first?.text ?? "");
  if (first?.kind !== "open" && first?.kind !== "quote") return false;
  return code.findIndex((token, index) => index > 0 && token.depth === 0) === code.length - 1;
}
const OPENERS: ReadonlySet<string> = new Set(["rec", "let", "if", "with", "assert", "inherit"]);

/** Names that the text may bind: parameters, formals, `let` and `rec` names, `inherit`ed ones. */
function bindsOf(code: readonly Token[]): string[] {
  const names = new Set<string>();
  code.forEach((token, index) => {
    if (token.kind !== "word") return;
    // A keyword is no name; here it says that names may come from elsewhere.
    if (token.text === "with") names.add("with");
    const next = code[index + 1]?.text ?? "";
    const before = code[index - 1]?.text ?? "";
    if ([":", "@", ",", "?", "=", "}"].includes(next) || before === "@" || before === "inherit")
      names.add(token.text);
  });
  return [...names];
}
