import { END } from "./label-order.ts";
import type { Declaration } from "./scope-graph.ts";
import type { Group, Search } from "./search.ts";
import type { Found, TrailStep } from "./solve.ts";
import type { Choice, VisibleTree } from "./visible.ts";

/**
 * For each visible declaration those that it shadows. The shortest path of a declaration that is
 * reachable but not visible leaves the most specific paths at one node, where it takes a label that
 * has a preferred one: the declarations on most specific paths over such labels are what shadows it.
 *
 * @returns undefined when one of those paths would visit a scope twice: then paths must be compared
 * one by one.
 */
export function shadowsOf<T extends Declaration>(
  search: Search<T>,
  tree: VisibleTree<T>,
  visible: readonly Found<T>[],
  reachable: readonly Found<T>[],
): Found<T>[][] | undefined {
  const places = new Map(visible.map((one, i) => [keyOf(one), i]));
  const result: Found<T>[][] = visible.map(() => []);
  const byScope = new Map<number, number[]>();
  visible.forEach(({ scope }, i) => {
    byScope.set(scope, [...(byScope.get(scope) ?? []), i]);
  });
  const known = new Map<string, number[] | undefined>();
  for (const loser of reachable) {
    if (places.has(keyOf(loser))) continue;
    const exit = leaves(tree, search, loser.trail());
    if (exit === undefined) return undefined;
    const key = `${exit.node}:${exit.label}`;
    if (!known.has(key)) known.set(key, winnersAt(search, tree, exit, byScope));
    const winners = known.get(key);
    if (winners === undefined) return undefined;
    for (const winner of winners) result[winner]?.push(loser);
  }
  return result;
}

/** Where a path leaves the most specific ones, and over which label; the scopes it has visited by then. */
interface Exit {
  readonly node: number;
  readonly label: string;
  readonly visited: ReadonlySet<number>;
}

function leaves<T extends Declaration>(
  tree: VisibleTree<T>,
  search: Search<T>,
  trail: readonly TrailStep<T>[],
): Exit | undefined {
  const visited = new Set<number>();
  for (const step of trail) {
    visited.add(search.scopeOf(step.node));
    const choice = tree.choices.get(step.node);
    if (choice === undefined) return undefined;
    if (!choice.groups.includes(step.group)) {
      return { node: step.node, label: step.group.label, visited };
    }
  }
  const last = trail[trail.length - 1];
  const node = last === undefined ? search.root : (last.group.targets?.[last.at] as number);
  visited.add(search.scopeOf(node));
  const choice = tree.choices.get(node);
  return choice === undefined || choice.end ? undefined : { node, label: END, visited };
}

/** The visible declarations on most specific paths that leave `exit.node` over a preferred label. */
function winnersAt<T extends Declaration>(
  search: Search<T>,
  tree: VisibleTree<T>,
  exit: Exit,
  byScope: ReadonlyMap<number, readonly number[]>,
): number[] | undefined {
  const { order } = search.policy;
  const winners = new Set<number>();
  const win = (node: number): void => {
    for (const place of byScope.get(search.scopeOf(node)) ?? []) winners.add(place);
  };
  const choice = tree.choices.get(exit.node) as Choice<T>;
  if (choice.end && order.less(END, exit.label)) win(exit.node);
  const parent = new Map<number, number>();
  const todo: number[] = [];
  const follow = (from: number, group: Group<T>): void => {
    for (const target of group.targets ?? []) {
      if (search.leads(target) !== true || parent.has(target)) continue;
      parent.set(target, from);
      todo.push(target);
    }
  };
  for (const group of choice.groups) {
    if (order.less(group.label, exit.label)) follow(exit.node, group);
  }
  for (const node of todo) {
    const { groups, end } = tree.choices.get(node) as Choice<T>;
    if (end) {
      if (!isSimple(search, parent, exit, node)) return undefined;
      win(node);
    }
    for (const group of groups) follow(node, group);
  }
  return [...winners];
}

function isSimple<T extends Declaration>(
  search: Search<T>,
  parent: ReadonlyMap<number, number>,
  exit: Exit,
  node: number,
): boolean {
  const seen = new Set<number>();
  for (let at = node; ; at = parent.get(at) as number) {
    const scope = search.scopeOf(at);
    if (seen.has(scope) || exit.visited.has(scope)) return false;
    seen.add(scope);
    if (parent.get(at) === exit.node) return true;
  }
}

function keyOf<T>({ scope, position }: Found<T>): string {
  return `${scope}:${position}`;
}
