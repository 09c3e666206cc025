import { nixError, type ValuePath } from "../errors.ts";
import type { Node, PathNode } from "./node.ts";
import { hasPlaceholder, splitPlaceholders } from "./placeholder.ts";
import { checkText } from "./strings.ts";

const SEGMENT = /^[A-Za-z0-9._+-]+$/;
const SEARCH = /^<[A-Za-z0-9._+-]+(?:\/[A-Za-z0-9._+-]+)*>$/;
const START = /^(?:\.{1,2}(?:\/|$)|\/|~\/)/;

/**
 * A path from its text: `./x`, `../x`, `/x`, `~/x` or `<nixpkgs/x>`. What a literal cannot spell
 * (spaces, `@`, interpolated expressions, …) is appended as a string, which stays a path.
 */
export function pathNode(text: string, file: boolean): PathNode {
  const at: ValuePath = [];
  if (SEARCH.test(text)) return { k: "path", parts: [text], file };
  if (!START.test(text)) {
    throw nixError(
      "BAD_PATH",
      `${JSON.stringify(text)} is not a path`,
      "begin it with ./, ../, / or ~/",
      at,
    );
  }
  const [root, rest] = splitRoot(text);
  const literal: string[] = [];
  const segments = rest.split("/");
  while (segments[0] !== undefined && (segments[0] === "" || SEGMENT.test(segments[0]))) {
    const segment = segments.shift();
    if (segment !== undefined && segment !== "" && segment !== ".") literal.push(segment);
  }
  const base = literal.length === 0 ? `${root}/.` : [root, ...literal].join("/");
  const head = root === ".." || root === "~" || literal.length > 0 || root !== "" ? base : "/.";
  if (segments.length === 0) return { k: "path", parts: [head], file };
  const tail = `/${segments.filter((segment) => segment !== "").join("/")}`;
  return { k: "path", parts: [head, ...tailParts(tail, at)], file };
}

function splitRoot(text: string): [root: string, rest: string] {
  const slash = text.indexOf("/");
  return slash === -1 ? [text, ""] : [text.slice(0, slash), text.slice(slash + 1)];
}

function tailParts(tail: string, at: ValuePath): (string | Node)[] {
  const parts = hasPlaceholder(tail) ? splitPlaceholders(tail) : [tail];
  for (const part of parts) if (typeof part === "string") checkText(part, at);
  return parts;
}
