import { nixError } from "../errors.ts";
import type { PathNode } from "./node.ts";
import { splitPlaceholders } from "./placeholder.ts";
import { checkText } from "./strings.ts";

const SEGMENT = /^[A-Za-z0-9._+-]+$/;
const SEARCH = /^<[A-Za-z0-9._+-]+(?:\/[A-Za-z0-9._+-]+)*>$/;
const START = /^(?:\.{1,2}(?:\/|$)|\/|~\/)/;

/**
 * A path from its text: `./x`, `../x`, `/x`, `~/x` or `<nixpkgs/x>`. What a literal cannot spell
 * (spaces, `@`, interpolated expressions, …) is appended as a string, which stays a path.
 *
 * @throws NixError `BAD_PATH`, `BAD_CHARACTER`.
 */
export function pathNode(text: string, file: boolean): PathNode {
  if (SEARCH.test(text)) return { k: "path", text, parts: [text], file };
  if (!START.test(text)) {
    const remedy = "begin it with ./, ../, / or ~/";
    throw nixError("BAD_PATH", `${JSON.stringify(text)} is not a path`, remedy);
  }
  const [root = "", ...segments] = text.split("/");
  const literal: string[] = [];
  const rest = segments.filter((segment) => segment !== "");
  while (rest[0] !== undefined && SEGMENT.test(rest[0])) {
    const [segment = ""] = rest.splice(0, 1);
    if (segment !== ".") literal.push(segment);
  }
  const head = literal.length === 0 ? `${root}/.` : [root, ...literal].join("/");
  if (rest.length === 0) return { k: "path", text, parts: [head], file };
  const tail = splitPlaceholders(`/${rest.join("/")}`);
  for (const part of tail) if (typeof part === "string") checkText(part, []);
  const known = tail.every((part) => typeof part === "string");
  return { k: "path", text: known ? text : head, parts: [head, ...tail], file };
}
