import { find } from "./find.ts";
import type { Found, TrailStep } from "./found.ts";
import type { Task } from "./imports.ts";
import type { Group } from "./product.ts";
import type { Declaration } from "./scope-graph.ts";
import type { Search } from "./search.ts";

/**
 * Every acyclic well-formed path to a match, one by one and depth first (rule R' of Néron et al.
 * 2015, Fig. 19). There may be very many of them: take as many as needed.
 */
export function* walkPaths<T extends Declaration>(
  search: Search<T>,
  run: <R>(task: Task<R>) => R,
): Generator<Found<T>, void, void> {
  const visited = new Set<number>();
  const nodes: number[] = [];
  const cursors: [number, number][] = [];
  const steps: TrailStep<T>[] = [];

  function* enter(node: number): Generator<Found<T>, void, void> {
    visited.add(search.scopeOf(node));
    nodes.push(node);
    cursors.push([0, 0]);
    const positions = search.matches(node);
    if (positions.length === 0) return;
    const trail = [...steps];
    for (const position of positions) {
      yield { scope: search.scopeOf(node), position, trail: () => trail };
    }
  }

  if (search.root >= 0 && run(find(search, search.root))) yield* enter(search.root);
  while (nodes.length > 0) {
    const node = nodes[nodes.length - 1] as number;
    const cursor = cursors[cursors.length - 1] as [number, number];
    const group: Group<T> | undefined = search.groups(node)[cursor[0]];
    if (group === undefined) {
      visited.delete(search.scopeOf(node));
      nodes.pop();
      cursors.pop();
      steps.pop();
      continue;
    }
    if (group.targets === undefined) run(search.expand(node, group));
    const at = cursor[1]++;
    const target = group.targets?.[at];
    if (target === undefined) {
      cursor[0]++;
      cursor[1] = 0;
    } else if (!visited.has(search.scopeOf(target)) && run(find(search, target))) {
      steps.push({ node, group, at });
      yield* enter(target);
    }
  }
}
