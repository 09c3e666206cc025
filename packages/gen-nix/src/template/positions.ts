import { nixError } from "../errors.ts";
import type { HolePosition } from "../expr/node.ts";
import type { Token } from "./lexer.ts";

interface Frame {
  readonly kind: string;
  /** On the left of a `=`, where names stand. */
  names: boolean;
  /** In the names of an `inherit`. */
  inherit: boolean;
  /** The last `?` began the default of a formal, and did not ask for an attribute. */
  defaults: boolean;
  /** How many `with` and `assert` wait for their semicolon. */
  pending: number;
}

const frame = (kind: string): Frame => ({
  kind,
  names: kind === "{" || kind === "let",
  inherit: false,
  defaults: false,
  pending: 0,
});

function refuse(hole: number, message: string, remedy: string): never {
  throw nixError("BAD_SPLICE", message, remedy, ["holes", hole]);
}

/** `name` is an attribute name that Nix wants to know before it evaluates anything. */
export type Position = HolePosition | "name";

/** Where each hole stands, by following the brackets, bindings and strings around it. */
export function positionsOf(tokens: readonly Token[]): ReadonlyMap<number, Position> {
  const positions = new Map<number, Position>();
  const code = tokens.filter((token) => token.kind !== "space" && token.kind !== "comment");
  const frames: Frame[] = [frame("")];
  const top = (): Frame => frames.at(-1) ?? frame("");
  code.forEach((token, index) => {
    const before = code[index - 1];
    if (token.kind === "hole")
      positions.set(token.hole, positionOf(token, before, code[index + 1], top()));
    else if (token.kind === "open") frames.push(frame(token.text));
    else if (token.kind === "close") {
      while (top().kind === "let") frames.pop();
      frames.pop();
    } else if (token.kind === "word" && before?.text !== ".") word(token.text, frames, top());
    else if (token.kind === "punct") punctuation(token.text, top());
  });
  return positions;
}

function word(text: string, frames: Frame[], top: Frame): void {
  if (text === "let") frames.push(frame("let"));
  else if (text === "in" && top.kind === "let") frames.pop();
  else if (text === "inherit" && top.names) top.inherit = true;
  else if ((text === "with" || text === "assert") && !top.names) top.pending++;
}

function punctuation(text: string, top: Frame): void {
  const braces = top.kind === "{" || top.kind === "let";
  if (text === "=" && top.names) top.names = false;
  else if (text === "?") {
    top.defaults = top.kind === "{" && top.names;
    top.names &&= !top.defaults;
  } else if (text === "," && top.kind === "{") top.names = true;
  else if (text === ";" && top.pending > 0) top.pending--;
  else if (text === ";" && braces) {
    top.names = true;
    top.inherit = false;
  }
}

function positionOf(
  hole: Token,
  before: Token | undefined,
  after: Token | undefined,
  top: Frame,
): Position {
  if (hole.string !== "") return hole.string === '"' ? "string" : "indented";
  const next = after?.text ?? "";
  if (next === ":" || next === "@" || before?.text === "@") {
    refuse(
      hole.hole,
      "a value cannot be a parameter",
      "write the parameter's name in the text, or use nix.lambda",
    );
  }
  if (before?.text === ".") return "attr";
  if (before?.text === "?" && !top.defaults) return "attr";
  if (top.names) {
    if (top.inherit || next === "=" || next === ".") {
      return top.inherit || top.kind === "let" ? "name" : "attr";
    }
    refuse(
      hole.hole,
      "a value cannot be a parameter or a whole binding",
      "write names in the text: { name = ${value}; }",
    );
  }
  return next === "." ? "term" : "expr";
}
