import { strongComponents } from "gen-graph";
import { END } from "./label-order.ts";
import type { PathTree } from "./path-tree.ts";
import type { Declaration } from "./scope-graph.ts";
import type { Search } from "./search.ts";
import type { VisibleTree } from "./visible.ts";

/*
 * The calculus speaks of paths that visit no scope twice (Néron et al. 2015, Fig. 19, the set 𝕊); the
 * fast search speaks of walks. Where it cannot be told that both give the same answer, `exhaustive.ts`
 * enumerates the paths instead.
 *
 * Let a walk that leads from scope v over a preferred label l' come back to a scope w that was
 * visited at or before v, and leave w last over the label l. When well-formedness survives leaving
 * out steps, w itself could have gone on over l, so a most specific path through w took no label
 * above l there. If the policy is “descending”, l is below every label that such a path can have
 * taken at w: then there is no such walk, and “some walk leads on over l'” is the same as “some path
 * does”. Without that, it is enough that the walk leaves the strong component of v at once.
 */

/** Are the hits of `tree` exactly the visible declarations of the calculus, by its shortest paths? */
export function isVisibleExact<T extends Declaration>(
  search: Search<T>,
  tree: VisibleTree<T>,
): boolean {
  const { shape } = search.policy;
  if (!isSimple(search, tree)) return false;
  if (shape.subwordClosed && shape.descending) return true;
  const components = exploredComponents(search);
  if (components.acyclic) return true;
  return shape.subwordClosed && tree.nodes.every((node) => leavesAtOnce(search, node, components));
}

/** Are the hits of `tree` exactly the reachable declarations, by their shortest paths? */
export function isReachableExact<T extends Declaration>(search: Search<T>): boolean {
  // The shortest walk repeats no scope when the part between could be left out.
  return search.policy.shape.subwordClosed || exploredComponents(search).acyclic;
}

/** Does no path of the tree to a hit visit a scope twice? */
function isSimple<T extends Declaration>(search: Search<T>, tree: PathTree<T>): boolean {
  if (!search.repeatsScopes()) return true;
  const byScope = new Map<number, number[]>();
  const onPath = new Set<number>();
  for (const hit of tree.hits) {
    for (let node = hit.node; node >= 0 && !onPath.has(node); node = tree.parentOf(node)) {
      onPath.add(node);
      const scope = search.scopeOf(node);
      const nodes = byScope.get(scope);
      if (nodes === undefined) byScope.set(scope, [node]);
      else nodes.push(node);
    }
  }
  if (byScope.size === onPath.size) return true;
  const span = spans(tree);
  for (const nodes of byScope.values()) {
    for (const above of nodes) {
      for (const below of nodes) {
        if (above === below) continue;
        const [start, end] = span.get(above) as [number, number];
        const [at] = span.get(below) as [number, number];
        if (start < at && at < end) return false;
      }
    }
  }
  return true;
}

/** For each node of a tree the interval of its descendants in a depth-first numbering. */
function spans<T>(tree: PathTree<T>): Map<number, [number, number]> {
  const sizes = new Map<number, number>();
  for (const node of tree.nodes.toReversed()) {
    const size = (sizes.get(node) ?? 0) + 1;
    sizes.set(node, size);
    const parent = tree.parentOf(node);
    if (parent >= 0) sizes.set(parent, (sizes.get(parent) ?? 0) + size);
  }
  const result = new Map<number, [number, number]>();
  const free = new Map<number, number>();
  for (const node of tree.nodes) {
    const parent = tree.parentOf(node);
    const start = parent < 0 ? 0 : (free.get(parent) as number);
    const end = start + (sizes.get(node) as number);
    if (parent >= 0) free.set(parent, end);
    free.set(node, start + 1);
    result.set(node, [start, end]);
  }
  return result;
}

interface ExploredComponents {
  readonly acyclic: boolean;
  /** The same number for scopes that reach each other. */
  of(scope: number): number;
}

/** Strong components of the scopes and edges that the search has looked at. */
function exploredComponents<T extends Declaration>(search: Search<T>): ExploredComponents {
  const edges: [number, number][] = [];
  for (let node = 0; node < search.size(); node++) {
    const from = search.scopeOf(node);
    for (const group of search.exploredGroups(node) ?? []) {
      for (const target of group.targets ?? []) edges.push([from, search.scopeOf(target)]);
    }
  }
  const components = strongComponents({ edges });
  const numbers = new Map<number, number>();
  components.forEach((members, i) => {
    for (const member of members) numbers.set(member, i);
  });
  return {
    acyclic: components.every((members) => members.length === 1),
    of: (scope) => numbers.get(scope) ?? -1,
  };
}

/** Does every label that shadows another one here lead on outside of the component of this scope? */
function leavesAtOnce<T extends Declaration>(
  search: Search<T>,
  node: number,
  components: ExploredComponents,
): boolean {
  const { order } = search.policy;
  const groups = search.groups(node);
  const home = components.of(search.scopeOf(node));
  return groups.every((group) => {
    const leading = (group.targets ?? []).filter((target) => search.leads(target) === true);
    if (leading.length === 0) return true;
    const shadows =
      order.less(group.label, END) || groups.some((other) => order.less(group.label, other.label));
    return !shadows || leading.some((target) => components.of(search.scopeOf(target)) !== home);
  });
}
