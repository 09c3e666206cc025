import type { Group } from "./product.ts";
import type { Declaration } from "./scope-graph.ts";
import type { Search } from "./search.ts";

/** One declaration, found at a node of the product. */
export interface Hit {
  readonly node: number;
  /** Its position among the declarations of the node's scope. */
  readonly position: number;
}

/** A tree of paths from the root of a search: each node with the edge that leads to it. */
export interface PathTree<T> {
  /** Breadth first: parents before their children. */
  readonly nodes: readonly number[];
  /** -1 for the root, and for nodes that are not in the tree. */
  parentOf(node: number): number;
  /** The edge from the parent: the group it is of, and its place in there. */
  groupOf(node: number): Group<T> | undefined;
  placeOf(node: number): number;
  /** Each declaration once, with its shortest path. */
  readonly hits: readonly Hit[];
}

/** A tree that grows. Everything is kept in arrays by node: trees of a million nodes are small. */
export interface GrowingTree<T extends Declaration> extends PathTree<T> {
  addRoot(node: number): void;
  /** Does nothing when the node is in the tree already. */
  add(node: number, parent: number, group: Group<T>, place: number): void;
  /** Notes the matching declarations of the node's scope, when they are not noted yet. */
  hit(node: number): void;
}

const ABSENT = -2;

export function growTree<T extends Declaration>(
  search: Pick<Search<T>, "scopeOf" | "matches">,
): GrowingTree<T> {
  const nodes: number[] = [];
  const parents: number[] = [];
  const groups: (Group<T> | undefined)[] = [];
  const places: number[] = [];
  const hits: Hit[] = [];
  const hitScopes = new Set<number>();
  const put = (node: number, parent: number, group: Group<T> | undefined, place: number): void => {
    while (parents.length <= node) {
      parents.push(ABSENT);
      groups.push(undefined);
      places.push(0);
    }
    if (parents[node] !== ABSENT) return;
    parents[node] = parent;
    groups[node] = group;
    places[node] = place;
    nodes.push(node);
  };
  return {
    nodes,
    hits,
    parentOf: (node) => Math.max(-1, parents[node] ?? -1),
    groupOf: (node) => groups[node],
    placeOf: (node) => places[node] ?? 0,
    addRoot: (node) => put(node, -1, undefined, 0),
    add: put,
    hit: (node) => {
      const matches = search.matches(node);
      if (matches.length === 0 || hitScopes.has(search.scopeOf(node))) return;
      hitScopes.add(search.scopeOf(node));
      for (const position of matches) hits.push({ node, position });
    },
  };
}
