import {
  Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Node,
  Pair,
  parseAllDocuments,
  Scalar,
  YAMLMap,
  YAMLSeq,
} from "yaml";
import { failure } from "../error/vars-error.ts";
import {
  boolScalar,
  entry,
  floatText,
  MAX_DEPTH,
  NULL,
  numberScalar,
  type SopsComment,
  type SopsItem,
  type SopsList,
  type SopsMap,
  type SopsNode,
  type SopsScalar,
  textScalar,
} from "./tree.ts";

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const TIME = /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}:\d{2}(?:\.\d+)?) ?([Zz]|[+-]\d{2}:\d{2})?$/;

/** Reads one YAML document into a tree, with comments where sops keeps them. */
export function parseYamlTree(text: string, what: string): SopsMap {
  const documents = parseAllDocuments(text, { intAsBigInt: true, uniqueKeys: true });
  const [document] = documents;
  if (!Array.isArray(documents) || document === undefined || documents.length !== 1) {
    throw unsupported(what, "holds not exactly one document");
  }
  const [error] = document.errors;
  if (error !== undefined) {
    throw failure({
      code: "format-invalid",
      message: `${what} is not valid YAML (${error.code} at offset ${error.pos[0]}).`,
      remedy: "Restore the file from version control.",
      culprit: what,
    });
  }
  if (!isMap(document.contents)) throw unsupported(what, "is not a map at the top");
  const root = readMap(document.contents, what, 0);
  return {
    kind: "map",
    items: [...comments(document.commentBefore), ...root.items, ...comments(document.comment)],
  };
}

function unsupported(what: string, problem: string): Error {
  return failure({
    code: "format-unsupported",
    message: `${what} ${problem}.`,
    remedy: "Change it with sops itself, or split it.",
    culprit: what,
  });
}

function comments(text: string | null | undefined, inline = false): SopsComment[] {
  if (!text) return [];
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => ({ kind: "comment", text: line, inline }));
}

function readMap(map: YAMLMap, what: string, depth: number): SopsMap {
  const items: (SopsItem | SopsComment)[] = comments(map.commentBefore);
  for (const pair of map.items) {
    if (!isPair(pair) || !isScalar(pair.key) || typeof pair.key.value !== "string") {
      throw unsupported(what, "has a key that is not a string");
    }
    items.push(...comments(pair.key.commentBefore), ...comments(pair.key.comment));
    const value = pair.value as Node | null;
    if (isScalar(value)) {
      items.push(...comments(value.commentBefore), ...comments(value.comment, true));
    }
    items.push(entry(pair.key.value, readNode(value, what, depth + 1)));
  }
  items.push(...comments(map.comment));
  return { kind: "map", items };
}

function readNode(node: Node | null, what: string, depth: number): SopsNode {
  if (depth > MAX_DEPTH) throw unsupported(what, "is nested too deeply");
  if (node === null) return NULL;
  if (isAlias(node)) throw unsupported(what, "uses an alias");
  if (isMap(node)) return readMap(node, what, depth);
  if (isSeq(node)) {
    const items: SopsList["items"][number][] = comments(node.commentBefore);
    for (const item of node.items) {
      const value = item as Node | null;
      if (isScalar(value)) {
        items.push(...comments(value.commentBefore), ...comments(value.comment, true));
      }
      items.push(readNode(value, what, depth + 1));
    }
    items.push(...comments(node.comment));
    return { kind: "list", items };
  }
  return readScalar(node as Scalar, what);
}

function readScalar(node: Scalar, what: string): SopsScalar {
  const { value } = node;
  if (value === null) return NULL;
  if (typeof value === "boolean") return boolScalar(value);
  if (typeof value === "bigint") return numberScalar(String(value));
  if (typeof value === "number") {
    return { kind: "scalar", type: "float", bytes: Buffer.from(floatText(value)) };
  }
  if (typeof value !== "string") throw unsupported(what, "holds a value of an unknown kind");
  return (node.type === Scalar.PLAIN ? readTime(value) : undefined) ?? textScalar(value);
}

/** What go-yaml reads as a timestamp, in the form in which sops hashes it (RFC 3339). */
function readTime(text: string): SopsScalar | undefined {
  const match = TIME.exec(text);
  if (!DATE.test(text) && match === null) return undefined;
  const iso =
    match === null
      ? `${text}T00:00:00Z`
      : `${match[1]}T${(match[2] as string).replace(/\.?0+$/, (zeros) => (zeros.startsWith(".") ? "" : zeros))}${(match[3] ?? "Z").toUpperCase()}`;
  return { kind: "scalar", type: "time", bytes: Buffer.from(iso) };
}

/** Prints a tree with sops' indentation of four. */
export function printYamlTree(root: SopsMap): string {
  const document = new Document();
  document.contents = writeMap(root);
  return document.toString({ indent: 4, lineWidth: 0 });
}

function writeMap(map: SopsMap): YAMLMap {
  const result = new YAMLMap();
  const held = holder();
  for (const item of map.items) {
    if (item.kind === "comment") {
      held.add(item);
      continue;
    }
    const key = new Scalar(item.key);
    const value = writeNode(item.value);
    held.before(key);
    if (isScalar(value)) held.inline(value);
    result.items.push(new Pair(key, value));
  }
  held.rest(result);
  return result;
}

function writeNode(node: SopsNode): Node {
  if (node.kind === "map") return writeMap(node);
  if (node.kind === "list") {
    const result = new YAMLSeq();
    const held = holder();
    for (const item of node.items) {
      if (item.kind === "comment") {
        held.add(item);
        continue;
      }
      const value = writeNode(item);
      held.before(value);
      if (isScalar(value)) held.inline(value);
      result.items.push(value);
    }
    held.rest(result);
    return result;
  }
  const text = Buffer.from(node.bytes).toString();
  const scalar = new Scalar<unknown>(text);
  if (node.type === "null") scalar.value = null;
  else if (node.type === "bool") scalar.value = text === "True";
  else if (node.type === "int") scalar.value = BigInt(text);
  else if (node.type === "float") {
    scalar.value = Number(text);
    scalar.source = text;
  } else if (node.type === "time") scalar.type = Scalar.PLAIN;
  else if (text.includes("\n")) scalar.type = Scalar.BLOCK_LITERAL;
  else if (DATE.test(text) || TIME.test(text)) scalar.type = Scalar.QUOTE_DOUBLE;
  return scalar;
}

/** Collects comments until the value they stand before. */
function holder(): {
  add(comment: SopsComment): void;
  before(node: Node): void;
  inline(node: Node): void;
  rest(node: Node): void;
} {
  let before: string[] = [];
  let inline: string[] = [];
  return {
    add: (comment) => (comment.inline ? inline : before).push(comment.text),
    before: (node) => {
      if (before.length > 0) node.commentBefore = before.join("\n");
      before = [];
    },
    inline: (node) => {
      if (inline.length > 0) node.comment = inline.join("\n");
      inline = [];
    },
    rest: (node) => {
      const left = [...before, ...inline];
      if (left.length > 0) node.comment = left.join("\n");
    },
  };
}
