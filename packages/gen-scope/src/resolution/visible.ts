import { find } from "./find.ts";
import type { Task } from "./imports.ts";
import { END } from "./label-order.ts";
import { growTree, type PathTree } from "./path-tree.ts";
import type { Group } from "./product.ts";
import type { Declaration } from "./scope-graph.ts";
import type { Search } from "./search.ts";

const NO_LABELS: readonly string[] = [];

/** The most specific paths. */
export interface VisibleTree<T> extends PathTree<T> {
  /** The ways on from a node of the tree that are not shadowed; undefined for other nodes. */
  waysOn(node: number): readonly Group<T>[] | undefined;
  /** May a most specific path end at this node of the tree? */
  endsAt(node: number): boolean;
}

/**
 * The most specific paths of a search (rule V of Néron et al. 2015; NR-Vis of van Antwerpen et al.
 * 2018), where all matching declarations compete. Two paths are compared where they part, so at
 * each node on a most specific path the ways on are those labels that lead to some declaration and
 * have no preferred label that does. Labels above one that leads somewhere are never explored.
 */
export function* visibleTree<T extends Declaration>(search: Search<T>): Task<VisibleTree<T>> {
  const tree = growTree<T>(search);
  const ways: (readonly Group<T>[])[] = [];
  const ends: boolean[] = [];
  const { order } = search.policy;
  const endRank = order.rank(END);
  if (search.root >= 0 && (yield* find(search, search.root))) tree.addRoot(search.root);
  for (const node of tree.nodes) {
    const groups = search.groups(node);
    // Preferred labels come first, so what can shadow a label is in `leading` by its turn.
    let leading: readonly string[] = NO_LABELS;
    let allowed: Group<T>[] | undefined;
    let end: boolean | undefined;
    for (let i = 0; i <= groups.length; i++) {
      const group = groups[i];
      if (end === undefined && (group === undefined || endRank <= group.rank)) {
        end = search.matches(node).length > 0 && !isShadowed(order, leading, END);
        if (end) leading = [...leading, END];
      }
      if (group === undefined) break;
      let leads = false;
      if (!isShadowed(order, leading, group.label)) {
        if (group.targets === undefined) yield* search.expand(node, group);
        const targets = group.targets as readonly number[];
        for (let place = 0; place < targets.length; place++) {
          const target = targets[place] as number;
          if (!(search.leads(target) ?? (yield* find(search, target)))) continue;
          leads = true;
          tree.add(target, node, group, place);
        }
      }
      if (leads) {
        if (i + 1 < groups.length || end === undefined) leading = [...leading, group.label];
        allowed?.push(group);
      } else {
        allowed ??= groups.slice(0, i);
      }
    }
    ways[node] = allowed ?? groups;
    ends[node] = end === true;
    if (end === true) tree.hit(node);
  }
  return { ...tree, waysOn: (node) => ways[node], endsAt: (node) => ends[node] === true };
}

function isShadowed(
  order: { less(a: string, b: string): boolean },
  leading: readonly string[],
  label: string,
): boolean {
  for (const low of leading) if (order.less(low, label)) return true;
  return false;
}

/**
 * The shortest well-formed walk to every matching declaration; where several are of one length the
 * first by (label in the order's linear extension, name of the target) of their steps.
 */
export function* reachableTree<T extends Declaration>(
  search: Search<T>,
  limit: number = Number.POSITIVE_INFINITY,
): Task<PathTree<T>> {
  const tree = growTree<T>(search);
  if (search.root >= 0) tree.addRoot(search.root);
  for (const node of tree.nodes) {
    tree.hit(node);
    if (tree.nodes.length >= limit) continue;
    for (const group of search.groups(node)) {
      if (group.targets === undefined) yield* search.expand(node, group);
      const targets = group.targets as readonly number[];
      for (let place = 0; place < targets.length; place++) {
        tree.add(targets[place] as number, node, group, place);
      }
    }
  }
  return tree;
}
