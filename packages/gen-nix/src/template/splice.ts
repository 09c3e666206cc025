import { nixError } from "../errors.ts";
import type { Hole, Node } from "../expr/node.ts";
import type { Token } from "./lexer.ts";
import { type Position, positionsOf } from "./positions.ts";

function refuse(index: number, message: string, remedy: string): never {
  throw nixError("BAD_SPLICE", message, remedy, ["holes", index]);
}

/** The text and the values between, each with how it is to be written. */
export function spliced(tokens: readonly Token[], values: readonly Node[]): (string | Hole)[] {
  const positions = positionsOf(tokens);
  const parts: (string | Hole)[] = [];
  let text = "";
  tokens.forEach((token, index) => {
    if (token.kind !== "hole") {
      text += token.text;
      return;
    }
    const position = positions.get(token.hole) ?? "expr";
    const value = values[token.hole] ?? { k: "null" };
    const before = tokens[index - 1];
    const after = tokens[index + 1];
    if (token.string !== "") {
      if (before?.kind === "text") text = `${text.slice(0, -before.text.length)}${safeEnd(before)}`;
    } else {
      if (before?.kind === "comment" && before.text.startsWith("#")) {
        refuse(
          token.hole,
          "a value stands inside a comment",
          "end the comment's line first, or use nix.comment",
        );
      }
      apart(before, token.hole);
      apart(after, token.hole);
      if (before !== undefined && !JOINED_BEFORE.test(before.text)) text += " ";
    }
    if (text !== "") parts.push(text);
    parts.push({
      position: position === "name" ? "attr" : position,
      value: fitting(position, value, token.hole),
    });
    const joined = token.string !== "" || after === undefined || JOINED_AFTER.test(after.text);
    text = joined && !(token.string === "" && after?.kind === "hole") ? "" : " ";
  });
  return text === "" ? parts : [...parts, text];
}

const JOINED_BEFORE = /(?:[\s([{!.]|^$)$/;
const JOINED_AFTER = /^(?:[\s)\]};,.]|$)/;

/** A value must not melt into the word, number or path next to it. */
function apart(neighbour: Token | undefined, hole: number): void {
  const kind = neighbour?.kind;
  const melts = kind === "word" || kind === "number" || kind === "path" || neighbour?.text === "/";
  if (melts) {
    refuse(
      hole,
      `a value stands right next to \`${neighbour?.text}\``,
      "put a space between, or build names with strings and paths with nix.path",
    );
  }
}

/** A `$` right before an interpolation would make that literal: it becomes one itself. */
function safeEnd(token: Token): string {
  const units = token.text.match(token.string === '"' ? QUOTED_UNIT : INDENTED_UNIT) ?? [];
  return units.at(-1) === "$" ? `${token.text.slice(0, -1)}\${"$"}` : token.text;
}
const QUOTED_UNIT = /\\[\s\S]|\$\$|[\s\S]/g;
const INDENTED_UNIT = /''(?:'|\$|\\[\s\S])|\$\$|[\s\S]/g;

/** The value in the form that its position takes. */
function fitting(position: Position, value: Node, hole: number): Node {
  if (position === "expr" || position === "term") return value;
  switch (value.k) {
    case "str": {
      const known = value.parts.every((part) => typeof part === "string");
      return position === "name" && !known ? computedName(hole) : value;
    }
    case "int":
    case "float":
      return { k: "str", parts: [value.text] };
    case "null":
    case "bool":
    case "list":
    case "attrs":
    case "lambda":
      return refuse(
        hole,
        position === "attr" || position === "name"
          ? "an attribute name must be a string"
          : `${NAMES[value.k]} cannot stand inside a string`,
        "give a string, a number or an expression that yields a string",
      );
    default:
      return position === "name" ? computedName(hole) : value;
  }
}

function computedName(hole: number): never {
  return refuse(hole, "Nix cannot compute the names of `let` and `inherit`", "give a string");
}
const NAMES = {
  null: "null",
  bool: "a boolean",
  list: "a list",
  attrs: "an attribute set",
  lambda: "a function",
};
