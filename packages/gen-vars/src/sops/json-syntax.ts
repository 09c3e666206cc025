import { failure } from "../error/vars-error.ts";
import {
  boolScalar,
  entry,
  MAX_DEPTH,
  NULL,
  numberScalar,
  type SopsItem,
  type SopsMap,
  type SopsNode,
  textScalar,
} from "./tree.ts";

const SPACE = /[ \t\n\r]*/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids them, so this must name them
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/**
 * Reads JSON (RFC 8259) with the order of keys kept, whatever they look like: `JSON.parse` would
 * move `"1"` before `"a"`, and sops' MAC is over values in document order.
 */
export function parseJsonTree(text: string, what: string): SopsMap {
  let position = 0;

  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = position;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) position += found.length;
    return found;
  };
  const take = (token: string): boolean => {
    match(SPACE);
    if (!text.startsWith(token, position)) return false;
    position += token.length;
    return true;
  };
  const fail = (): Error =>
    failure({
      code: "format-invalid",
      message: `${what} is not valid JSON at offset ${position}.`,
      remedy: "Restore the file from version control.",
      culprit: what,
    });
  const string = (): string => {
    match(SPACE);
    const found = match(STRING);
    if (found === undefined) throw fail();
    return JSON.parse(found) as string;
  };

  function value(depth: number): SopsNode {
    if (depth > MAX_DEPTH) throw fail();
    if (take("{")) return object(depth);
    if (take("[")) {
      const items: SopsNode[] = [];
      if (take("]")) return { kind: "list", items };
      do items.push(value(depth + 1));
      while (take(","));
      if (!take("]")) throw fail();
      return { kind: "list", items };
    }
    if (take("true")) return boolScalar(true);
    if (take("false")) return boolScalar(false);
    if (take("null")) return NULL;
    if (text[position] === '"') return textScalar(string());
    const number = match(NUMBER);
    if (number === undefined) throw fail();
    return numberScalar(number);
  }

  function object(depth: number): SopsMap {
    const items: SopsItem[] = [];
    if (take("}")) return { kind: "map", items };
    do {
      const key = string();
      if (!take(":")) throw fail();
      items.push(entry(key, value(depth + 1)));
    } while (take(","));
    if (!take("}")) throw fail();
    return { kind: "map", items };
  }

  if (!take("{")) throw fail();
  const root = object(0);
  match(SPACE);
  if (position !== text.length) throw fail();
  return root;
}

/** Prints a tree as sops does: one tab for each level, comments dropped. */
export function printJsonTree(root: SopsMap): string {
  return `${print(root, "\n")}\n`;
}

function print(node: SopsNode, newline: string): string {
  const inner = `${newline}\t`;
  if (node.kind === "map") {
    const items = node.items.flatMap((item) =>
      item.kind === "item" ? [`${JSON.stringify(item.key)}: ${print(item.value, inner)}`] : [],
    );
    return items.length === 0 ? "{}" : `{${inner}${items.join(`,${inner}`)}${newline}}`;
  }
  if (node.kind === "list") {
    const items = node.items.flatMap((item) =>
      item.kind === "comment" ? [] : [print(item, inner)],
    );
    return items.length === 0 ? "[]" : `[${inner}${items.join(`,${inner}`)}${newline}]`;
  }
  const text = Buffer.from(node.bytes).toString();
  if (node.type === "null") return "null";
  if (node.type === "bool") return text.toLowerCase();
  return node.type === "int" || node.type === "float" ? text : JSON.stringify(text);
}
