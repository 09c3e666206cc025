import { ScopeError } from "../error/scope-error.ts";
import { find } from "./find.ts";
import type { Task } from "./imports.ts";
import { END } from "./label-order.ts";
import type { Group } from "./product.ts";
import type { Declaration } from "./scope-graph.ts";
import type { Search } from "./search.ts";

/** A path from the root of a search that visits no scope twice. */
export interface PathNode<T> {
  readonly node: number;
  /** Position of its prefix in the list; -1 at the root. */
  readonly parent: number;
  readonly group: Group<T> | undefined;
  readonly at: number;
  readonly depth: number;
  /** One past the last path that continues this one. */
  end: number;
}

/** A path to a declaration: the position of the path in the list, that of the declaration in its scope. */
export interface PathHit {
  readonly path: number;
  readonly position: number;
}

/** Every path that can still lead to a match, depth first: continuations follow their prefix. */
export interface PathList<T> {
  readonly paths: readonly PathNode<T>[];
  readonly hits: readonly PathHit[];
}

/** Does the first shadow the second, given a more specific path? Positions are relative to the scopes. */
export type Competes = (winner: PathHit, loser: PathHit) => boolean;

/**
 * All acyclic well-formed paths of a search (rules N', T' and R' of Néron et al. 2015, Fig. 19),
 * but for those that no continuation leads to a match.
 *
 * @throws ScopeError `search-budget` beyond `budget` paths.
 */
export function* listPaths<T extends Declaration>(
  search: Search<T>,
  budget: number,
): Task<PathList<T>> {
  const paths: PathNode<T>[] = [];
  const hits: PathHit[] = [];
  const visited = new Set<number>();
  const stack: number[] = [];
  const cursors: [number, number][] = [];
  const enter = (node: number, group: Group<T> | undefined, at: number): void => {
    if (paths.length >= budget) throw overBudget(budget);
    const parent = stack[stack.length - 1] ?? -1;
    for (const position of search.matches(node)) hits.push({ path: paths.length, position });
    visited.add(search.scopeOf(node));
    stack.push(paths.length);
    cursors.push([0, 0]);
    paths.push({ node, parent, group, at, depth: stack.length - 1, end: 0 });
  };

  if (search.root >= 0 && (yield* find(search, search.root))) enter(search.root, undefined, 0);
  while (stack.length > 0) {
    const path = paths[stack[stack.length - 1] as number] as PathNode<T>;
    const cursor = cursors[cursors.length - 1] as [number, number];
    const group = search.groups(path.node)[cursor[0]];
    if (group === undefined) {
      path.end = paths.length;
      visited.delete(search.scopeOf(path.node));
      stack.pop();
      cursors.pop();
      continue;
    }
    if (group.targets === undefined) yield* search.expand(path.node, group);
    const at = cursor[1]++;
    const target = group.targets?.[at];
    if (target === undefined) {
      cursor[0]++;
      cursor[1] = 0;
    } else if (!visited.has(search.scopeOf(target)) && (yield* find(search, target))) {
      enter(target, group, at);
    }
  }
  return { paths, hits };
}

/** The hits on most specific paths (rule V'), most specific part by part from the far end. */
export function visibleHits<T extends Declaration>(
  search: Search<T>,
  { paths, hits }: PathList<T>,
  competes: Competes | undefined,
): PathHit[] {
  const { order } = search.policy;
  const parts: Map<string, PathHit[]>[] = paths.map(() => new Map());
  for (const hit of hits) add(parts[hit.path] as Map<string, PathHit[]>, END, [hit]);
  const survivors = (path: number): PathHit[] => {
    const own = parts[path] as Map<string, PathHit[]>;
    const result: PathHit[] = [];
    for (const [label, list] of own) {
      const stronger = [...own].filter(([other]) => order.less(other, label));
      for (const hit of list) {
        const isShadowed = stronger.some(([, others]) =>
          competes === undefined ? others.length > 0 : others.some((one) => competes(one, hit)),
        );
        if (!isShadowed) result.push(hit);
      }
    }
    return result;
  };
  for (let path = paths.length - 1; path > 0; path--) {
    const { parent, group } = paths[path] as PathNode<T>;
    add(parts[parent] as Map<string, PathHit[]>, (group as Group<T>).label, survivors(path));
    parts[path] = new Map();
  }
  return paths.length === 0 ? [] : survivors(0);
}

/** Which of `winners` have a path that is more specific than `loser` and compete with it? */
export function shadowing<T extends Declaration>(
  search: Search<T>,
  { paths }: PathList<T>,
  winners: readonly PathHit[],
  loser: PathHit,
  competes: Competes | undefined,
): PathHit[] {
  const { order } = search.policy;
  /** The label by which the first path leaves `prefix`. */
  const stepAfter = (prefix: number, path: number): string => {
    let at = path;
    if (at === prefix) return END;
    for (;;) {
      const { parent, group } = paths[at] as PathNode<T>;
      if (parent === prefix) return (group as Group<T>).label;
      at = parent;
    }
  };
  return winners.filter((winner) => {
    if (competes?.(winner, loser) === false) return false;
    let common = loser.path;
    for (;;) {
      const { end, parent } = paths[common] as PathNode<T>;
      if (common <= winner.path && winner.path < end) break;
      common = parent;
    }
    return order.less(stepAfter(common, winner.path), stepAfter(common, loser.path));
  });
}

function add(parts: Map<string, PathHit[]>, label: string, hits: readonly PathHit[]): void {
  if (hits.length === 0) return;
  const list = parts.get(label);
  if (list === undefined) parts.set(label, [...hits]);
  else for (const hit of hits) list.push(hit);
}

function overBudget(budget: number): ScopeError {
  return new ScopeError([
    {
      code: "search-budget",
      message: `The graph is cyclic where this policy has to compare single paths, and has more than ${budget} of them.`,
      remedy:
        "Prefer labels so that imports never outrank what leads back to them, let `path` allow leaving out steps, give `groupBy` instead of `shadows`, or raise `budget`.",
      culprits: [],
    },
  ]);
}
