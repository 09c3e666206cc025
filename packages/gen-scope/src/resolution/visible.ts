import { find } from "./find.ts";
import type { Task } from "./imports.ts";
import { END } from "./label-order.ts";
import type { Declaration } from "./scope-graph.ts";
import type { Group, Search } from "./search.ts";

/** One declaration, found at a node of the product. */
export interface Hit {
  readonly node: number;
  /** Its position among the declarations of the node's scope. */
  readonly position: number;
}

/** A tree of paths from the root of a search: each node with the edge that leads to it. */
export interface PathTree<T> {
  /** Breadth first. */
  readonly nodes: readonly number[];
  readonly parent: ReadonlyMap<number, number>;
  readonly edge: ReadonlyMap<number, { readonly group: Group<T>; readonly at: number }>;
  /** Each declaration once, with its shortest path. */
  readonly hits: readonly Hit[];
}

/** Which ways on from a node are not shadowed. */
export interface Choice<T> {
  readonly groups: readonly Group<T>[];
  /** May a path end here? */
  readonly end: boolean;
}

/** The most specific paths. */
export interface VisibleTree<T> extends PathTree<T> {
  readonly choices: ReadonlyMap<number, Choice<T>>;
}

/**
 * The most specific paths of a search (rule V of Néron et al. 2015; NR-Vis of van Antwerpen et al.
 * 2018), where all matching declarations compete. Two paths are compared where they part, so at
 * each node on a most specific path the ways on are those labels that lead to some declaration and
 * have no preferred label that does. Labels above one that leads somewhere are never explored.
 */
export function* visibleTree<T extends Declaration>(search: Search<T>): Task<VisibleTree<T>> {
  const tree = growTree<T>();
  const choices = new Map<number, Choice<T>>();
  if (search.root >= 0 && (yield* find(search, search.root))) tree.add(search.root);
  const { order } = search.policy;
  const endRank = order.rank(END);
  for (const node of tree.nodes) {
    const hasEnd = search.matches(node).length > 0;
    const leading: string[] = [];
    const dominated = (label: string): boolean => leading.some((low) => order.less(low, label));
    const allowed: Group<T>[] = [];
    let end = false;
    const stop = (): void => {
      end = hasEnd && !dominated(END);
      if (hasEnd) leading.push(END);
    };
    let stopped = false;
    for (const group of search.groups(node)) {
      if (!stopped && endRank <= group.rank) {
        stopped = true;
        stop();
      }
      if (dominated(group.label)) continue;
      if (group.targets === undefined) yield* search.expand(node, group);
      let some = false;
      const targets = group.targets ?? [];
      for (let at = 0; at < targets.length; at++) {
        const target = targets[at] as number;
        if (!(search.leads(target) ?? (yield* find(search, target)))) continue;
        some = true;
        tree.add(target, node, group, at);
      }
      if (some) {
        leading.push(group.label);
        allowed.push(group);
      }
    }
    if (!stopped) stop();
    choices.set(node, { groups: allowed, end });
    if (end) tree.hit(node, search);
  }
  return { ...tree, choices };
}

/**
 * The shortest well-formed walk to every matching declaration, where several are of one length the
 * first by (label in the order's linear extension, name of the target) of their steps.
 */
export function* reachableTree<T extends Declaration>(
  search: Search<T>,
  limit: number = Number.POSITIVE_INFINITY,
): Task<PathTree<T>> {
  const tree = growTree<T>();
  if (search.root >= 0) tree.add(search.root);
  for (const node of tree.nodes) {
    tree.hit(node, search);
    if (tree.nodes.length >= limit) continue;
    for (const group of search.groups(node)) {
      if (group.targets === undefined) yield* search.expand(node, group);
      group.targets?.forEach((target, at) => {
        tree.add(target, node, group, at);
      });
    }
  }
  return tree;
}

interface GrowingTree<T> extends PathTree<T> {
  add(node: number, parent?: number, group?: Group<T>, at?: number): void;
  hit(node: number, search: Pick<Search<Declaration>, "matches" | "scopeOf">): void;
}

function growTree<T>(): GrowingTree<T> {
  const nodes: number[] = [];
  const known = new Set<number>();
  const parents = new Map<number, number>();
  const edge = new Map<number, { group: Group<T>; at: number }>();
  const hits: Hit[] = [];
  const hitScopes = new Set<number>();
  return {
    nodes,
    parent: parents,
    edge,
    hits,
    add: (node, parent, group, at) => {
      if (known.has(node)) return;
      known.add(node);
      nodes.push(node);
      if (parent === undefined || group === undefined || at === undefined) return;
      parents.set(node, parent);
      edge.set(node, { group, at });
    },
    hit: (node, search) => {
      const matches = search.matches(node);
      if (matches.length === 0 || hitScopes.has(search.scopeOf(node))) return;
      hitScopes.add(search.scopeOf(node));
      for (const position of matches) hits.push({ node, position });
    },
  };
}
