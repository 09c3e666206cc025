import type { SopsComment, SopsMap, SopsNode, SopsScalar } from "./tree.ts";

/** What to do with each leaf and comment of a tree, in document order. */
export interface TreeVisitor {
  /** `path` holds the keys of maps; positions in lists do not count. */
  leaf(scalar: SopsScalar, path: readonly string[]): SopsScalar;
  comment(comment: SopsComment, path: readonly string[]): SopsComment;
}

/** The tree with every leaf and comment replaced. Nulls are left alone, as sops does. */
export function mapTree(root: SopsMap, visitor: TreeVisitor): SopsMap {
  return mapNode(root, [], visitor) as SopsMap;
}

function mapNode(node: SopsNode, path: readonly string[], visitor: TreeVisitor): SopsNode {
  if (node.kind === "scalar") return node.type === "null" ? node : visitor.leaf(node, path);
  if (node.kind === "list") {
    return {
      kind: "list",
      items: node.items.map((item) =>
        item.kind === "comment" ? visitor.comment(item, path) : mapNode(item, path, visitor),
      ),
    };
  }
  return {
    kind: "map",
    items: node.items.map((item) =>
      item.kind === "comment"
        ? visitor.comment(item, path)
        : { ...item, value: mapNode(item.value, [...path, item.key], visitor) },
    ),
  };
}

/** sops' additional data of a leaf or comment: the keys, each followed by a colon. */
export function additionalData(path: readonly string[]): string {
  return `${path.join(":")}:`;
}
