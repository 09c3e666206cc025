import { type Found, foundInTree, keyOf } from "./found.ts";
import { END } from "./label-order.ts";
import type { PathTree } from "./path-tree.ts";
import type { Group } from "./product.ts";
import type { Declaration } from "./scope-graph.ts";
import type { Search } from "./search.ts";
import type { VisibleTree } from "./visible.ts";

/**
 * For each visible declaration those that it shadows. The shortest path of a declaration that is
 * reachable but not visible leaves the most specific paths at one node, where it takes a label that
 * has a preferred one: the declarations on most specific paths over such labels are what shadows it.
 *
 * @param all the shortest paths to everything reachable.
 * @returns undefined when one of those paths would visit a scope twice: then paths must be compared
 * one by one.
 */
export function shadowsOf<T extends Declaration>(
  search: Search<T>,
  tree: VisibleTree<T>,
  visible: readonly Found<T>[],
  all: PathTree<T>,
): Found<T>[][] | undefined {
  const places = new Map(visible.map((one, i) => [keyOf(one), i]));
  const result: Found<T>[][] = visible.map(() => []);
  const byScope = new Map<number, number[]>();
  visible.forEach(({ scope }, i) => {
    const list = byScope.get(scope);
    if (list === undefined) byScope.set(scope, [i]);
    else list.push(i);
  });
  const exits = exitsOf(tree, all);
  const known = new Map<string, number[] | undefined>();
  for (const loser of foundInTree(search, all)) {
    if (places.has(keyOf(loser))) continue;
    const exit = exits.get(loser.node) ?? { node: loser.node, label: END };
    const key = `${exit.node}:${exit.label}`;
    if (!known.has(key)) known.set(key, winnersAt(search, tree, all, exit, byScope));
    const winners = known.get(key);
    if (winners === undefined) return undefined;
    for (const winner of winners) result[winner]?.push(loser);
  }
  return result;
}

/** Where a path leaves the most specific ones, and over which label. */
interface Exit {
  readonly node: number;
  readonly label: string;
}

/** The exits of all paths that have left before their last node. */
function exitsOf<T>(tree: VisibleTree<T>, all: PathTree<T>): Map<number, Exit> {
  const exits = new Map<number, Exit>();
  for (const node of all.nodes) {
    const group = all.groupOf(node);
    if (group === undefined) continue;
    const parent = all.parentOf(node);
    const earlier = exits.get(parent);
    if (earlier !== undefined) exits.set(node, earlier);
    else if (tree.waysOn(parent)?.includes(group) !== true) {
      exits.set(node, { node: parent, label: group.label });
    }
  }
  return exits;
}

/** The visible declarations on most specific paths that leave `exit.node` over a preferred label. */
function winnersAt<T extends Declaration>(
  search: Search<T>,
  tree: VisibleTree<T>,
  all: PathTree<T>,
  exit: Exit,
  byScope: ReadonlyMap<number, readonly number[]>,
): number[] | undefined {
  const { order } = search.policy;
  const winners = new Set<number>();
  const win = (node: number): void => {
    for (const place of byScope.get(search.scopeOf(node)) ?? []) winners.add(place);
  };
  const ways = tree.waysOn(exit.node);
  if (ways === undefined) return undefined;
  const visited = new Set<number>();
  for (let at = exit.node; at >= 0; at = all.parentOf(at)) {
    visited.add(search.scopeOf(at));
  }
  if (tree.endsAt(exit.node) && order.less(END, exit.label)) win(exit.node);
  const parent = new Map<number, number>();
  const todo: number[] = [];
  const follow = (from: number, group: Group<T>): void => {
    for (const target of group.targets ?? []) {
      if (search.leads(target) !== true || parent.has(target)) continue;
      parent.set(target, from);
      todo.push(target);
    }
  };
  for (const group of ways) {
    if (order.less(group.label, exit.label)) follow(exit.node, group);
  }
  for (const node of todo) {
    if (tree.endsAt(node)) {
      if (!isSimple(search, parent, exit.node, visited, node)) return undefined;
      win(node);
    }
    for (const group of tree.waysOn(node) ?? []) follow(node, group);
  }
  return [...winners];
}

function isSimple<T extends Declaration>(
  search: Search<T>,
  parent: ReadonlyMap<number, number>,
  root: number,
  visited: ReadonlySet<number>,
  node: number,
): boolean {
  const seen = new Set<number>();
  for (let at = node; ; at = parent.get(at) as number) {
    const scope = search.scopeOf(at);
    if (seen.has(scope) || visited.has(scope)) return false;
    seen.add(scope);
    if (parent.get(at) === root) return true;
  }
}
