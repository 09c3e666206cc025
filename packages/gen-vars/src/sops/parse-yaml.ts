import {
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Node,
  parseAllDocuments,
  Scalar,
  type YAMLMap,
} from "yaml";
import { failure } from "../error/vars-error.ts";
import { goScalar } from "./go-yaml.ts";
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
  const number = node.type === Scalar.PLAIN ? goScalar(node.source ?? "") : undefined;
  if (number !== undefined) return number;
  if (value === null) return NULL;
  if (typeof value === "boolean") return boolScalar(value);
  if (typeof value === "bigint") return numberScalar(String(value));
  if (typeof value === "number") {
    return { kind: "scalar", type: "float", bytes: Buffer.from(floatText(value)) };
  }
  if (typeof value !== "string") throw unsupported(what, "holds a value of an unknown kind");
  return textScalar(value);
}
