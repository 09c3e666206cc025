import type { LambdaNode, Node } from "../expr/node.ts";
import { suitsIndented } from "./strings.ts";

/** The node without comments in front of it. */
export function bare(node: Node): Node {
  let inner = node;
  while (inner.k === "comment") inner = inner.of;
  return inner;
}

/** True for a text of several lines that is written as an indented string. */
function isBlockString(node: Node): boolean {
  return (
    node.k === "str" &&
    node.parts.some((part) => typeof part === "string" && part.includes("\n")) &&
    suitsIndented(
      node.parts.map((part) => (typeof part === "string" ? { text: part } : { doc: "" })),
    )
  );
}

/** Formals that stay on one line. */
export function isShortPattern(node: LambdaNode): boolean {
  return (
    (node.formals ?? []).length <= 2 && (node.formals ?? []).every((one) => one.or === undefined)
  );
}

/** Brackets or quotes whose opening stays on the line before, with the inside on lines of its own. */
export function isBlock(node: Node): boolean {
  if (node.k === "attrs") return node.entries.length > 0;
  if (node.k === "list") return node.items.length > 0;
  return isBlockString(node);
}

/** A block, also when functions or `with` stand in front of it. */
export function isAbsorbable(node: Node): boolean {
  let inner = node;
  for (;;) {
    if (inner.k === "lambda" && isShortPattern(inner)) inner = inner.body;
    else if (inner.k === "with") inner = inner.body;
    else return isBlock(inner);
  }
}

/** Short enough in nature that several stand on one line. */
export function isSimple(node: Node): boolean {
  switch (node.k) {
    case "null":
    case "bool":
    case "int":
    case "float":
    case "var":
    case "ref":
      return true;
    case "path":
      return node.parts.length === 1;
    case "str":
      return node.parts.every((part) => typeof part === "string") && !isBlockString(node);
    case "select":
      return node.or === undefined && (node.of.k === "var" || node.of.k === "ref");
    default:
      return false;
  }
}
