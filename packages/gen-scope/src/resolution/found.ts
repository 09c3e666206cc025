import type { PathTree } from "./path-tree.ts";
import type { Group } from "./product.ts";
import type { Declaration } from "./scope-graph.ts";
import type { Search } from "./search.ts";

/** One edge of a path; the scopes at its ends are those of the nodes. */
export interface TrailStep<T> {
  readonly node: number;
  readonly group: Group<T>;
  readonly at: number;
}

/** A declaration that was found: its scope, its position there, and how it was reached. */
export interface Found<T> {
  readonly scope: number;
  readonly position: number;
  /** From the root. Costs its length. */
  trail(): TrailStep<T>[];
}

/** The same text for the same declaration. */
export function keyOf<T>({ scope, position }: Found<T>): string {
  return `${scope}:${position}`;
}

/** Something found by a tree: it knows its node. */
export interface FoundInTree<T> extends Found<T> {
  readonly node: number;
}

/** The hits of a tree, with their paths in it. */
export function foundInTree<T extends Declaration>(
  search: Pick<Search<T>, "scopeOf">,
  tree: PathTree<T>,
): FoundInTree<T>[] {
  return tree.hits.map(({ node, position }) => ({
    node,
    scope: search.scopeOf(node),
    position,
    trail: () => trailTo(tree, node),
  }));
}

function trailTo<T>(tree: PathTree<T>, node: number): TrailStep<T>[] {
  const steps: TrailStep<T>[] = [];
  let at = node;
  for (let group = tree.groupOf(at); group !== undefined; group = tree.groupOf(at)) {
    const place = tree.placeOf(at);
    at = tree.parentOf(at);
    steps.push({ node: at, group, at: place });
  }
  return steps.reverse();
}
