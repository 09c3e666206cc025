import { Document, isScalar, type Node, Pair, Scalar, YAMLMap, YAMLSeq } from "yaml";
import { fitsBlock, isAmbiguous } from "./go-yaml.ts";
import type { SopsComment, SopsMap, SopsNode } from "./tree.ts";

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
    if (needsQuotes(item.key)) key.type = Scalar.QUOTE_DOUBLE;
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
  else if (fitsBlock(text)) scalar.type = Scalar.BLOCK_LITERAL;
  else if (needsQuotes(text)) scalar.type = Scalar.QUOTE_DOUBLE;
  return scalar;
}

/** Invisible characters, which parsers may drop or change, and what is no string without quotes. */
function needsQuotes(text: string): boolean {
  return /[^ -~]/.test(text) || isAmbiguous(text);
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
