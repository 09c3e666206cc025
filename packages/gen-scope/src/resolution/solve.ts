import { isReachableExact, isVisibleExact } from "./exact.ts";
import {
  type Competes,
  listPaths,
  type PathHit,
  type PathList,
  type PathNode,
  shadowing,
  visibleHits,
} from "./exhaustive.ts";
import { type Found, foundInTree, keyOf, type TrailStep } from "./found.ts";
import type { Task } from "./imports.ts";
import type { Declaration } from "./scope-graph.ts";
import type { Search } from "./search.ts";
import { shadowsOf } from "./shadows.ts";
import { reachableTree, visibleTree } from "./visible.ts";

/** What a search finds, by declaration, in order of discovery: shortest path first. */
export interface Solution<T> {
  readonly visible: readonly Found<T>[];
  /** Every reachable declaration. */
  reachable(): Task<readonly Found<T>[]>;
  /** For each visible declaration those it shadows: reachable, not visible, on their shortest path. */
  shadows(): Task<readonly (readonly Found<T>[])[]>;
}

/**
 * Solves a search by the calculus.
 *
 * @param competes which declaration shadows which, given a more specific path; without it each does.
 */
export function* solve<T extends Declaration>(
  search: Search<T>,
  budget: number,
  competes?: (winner: Found<T>, loser: Found<T>) => boolean,
): Task<Solution<T>> {
  if (competes !== undefined) return yield* solveExhaustively(search, budget, competes);
  const tree = yield* visibleTree(search);
  if (!isVisibleExact(search, tree)) return yield* solveExhaustively(search, budget);
  const visible = foundInTree(search, tree);
  return {
    visible,
    *reachable() {
      const all = yield* reachableTree(search);
      if (isReachableExact(search)) return foundInTree(search, all);
      return yield* (yield* solveExhaustively(search, budget)).reachable();
    },
    *shadows() {
      const all = yield* reachableTree(search);
      const shadows = isReachableExact(search) ? shadowsOf(search, tree, visible, all) : undefined;
      return shadows ?? (yield* (yield* solveExhaustively(search, budget)).shadows());
    },
  };
}

function* solveExhaustively<T extends Declaration>(
  search: Search<T>,
  budget: number,
  competes?: (winner: Found<T>, loser: Found<T>) => boolean,
): Task<Solution<T>> {
  const list = yield* listPaths(search, budget);
  const found = (hit: PathHit): Found<T> => foundInList(search, list, hit);
  const compete: Competes | undefined =
    competes === undefined ? undefined : (winner, loser) => competes(found(winner), found(loser));
  const winners = visibleHits(search, list, compete);
  const visible = shortest(search, list, winners);
  const all = shortest(search, list, list.hits);
  const key = (hit: PathHit): string => keyOf(found(hit));
  return {
    visible: visible.map(found),
    // biome-ignore lint/correctness/useYield: nothing is left to be resolved
    *reachable() {
      return all.map(found);
    },
    *shadows() {
      const places = new Map(visible.map((hit, i) => [key(hit), i]));
      const lists: PathHit[][] = visible.map(() => []);
      for (const loser of all) {
        if (places.has(key(loser))) continue;
        const by = shadowing(search, list, winners, loser, compete);
        for (const place of new Set(by.map((hit) => places.get(key(hit)) as number))) {
          lists[place]?.push(loser);
        }
      }
      return lists.map((hits) => hits.map(found));
    },
  };
}

/** Each declaration once, with its shortest path; of several the first. */
function shortest<T extends Declaration>(
  search: Search<T>,
  { paths }: PathList<T>,
  hits: readonly PathHit[],
): PathHit[] {
  const depth = (hit: PathHit): number => (paths[hit.path] as PathNode<T>).depth;
  const sorted = [...hits].sort(
    (a, b) => depth(a) - depth(b) || a.path - b.path || a.position - b.position,
  );
  const seen = new Set<string>();
  return sorted.filter((hit) => {
    const key = `${search.scopeOf((paths[hit.path] as PathNode<T>).node)}:${hit.position}`;
    return !seen.has(key) && seen.add(key);
  });
}

function foundInList<T extends Declaration>(
  search: Search<T>,
  { paths }: PathList<T>,
  hit: PathHit,
): Found<T> {
  return {
    scope: search.scopeOf((paths[hit.path] as PathNode<T>).node),
    position: hit.position,
    trail: () => {
      const steps: TrailStep<T>[] = [];
      let path = paths[hit.path] as PathNode<T>;
      while (path.group !== undefined) {
        const before = paths[path.parent] as PathNode<T>;
        steps.push({ node: before.node, group: path.group, at: path.at });
        path = before;
      }
      return steps.reverse();
    },
  };
}
