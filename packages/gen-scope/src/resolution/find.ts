import type { Task } from "./imports.ts";
import type { Declaration } from "./scope-graph.ts";
import type { Search } from "./search.ts";

/**
 * Does some walk from `start` come to a matching declaration? Depth first, preferred labels first,
 * and no further than the first one found. Every node that was visited knows its answer afterwards,
 * so all questions about one search together cost no more than one traversal: when something is
 * found, all nodes that are still open in Tarjan's sense reach it too; a component that closes
 * before that reaches nothing.
 */
export function* find<T extends Declaration>(search: Search<T>, start: number): Task<boolean> {
  const known = search.leads(start);
  if (known !== undefined) return known;
  const open: number[] = [];
  const low: number[] = [];
  const path: number[] = [];
  const groupAt: number[] = [];
  const targetAt: number[] = [];

  const enter = (node: number): boolean => {
    const matches = search.matches(node);
    search.place[node] = open.length;
    low.push(open.length);
    open.push(node);
    path.push(node);
    groupAt.push(0);
    targetAt.push(0);
    return matches.length > 0;
  };
  const found = (): true => {
    for (const node of open) search.setLeads(node, true);
    return true;
  };

  try {
    if (enter(start)) return found();
    while (path.length > 0) {
      const top = path.length - 1;
      const node = path[top] as number;
      const group = search.groups(node)[groupAt[top] as number];
      if (group === undefined) {
        path.pop();
        groupAt.pop();
        targetAt.pop();
        const at = search.place[node] as number;
        const lowest = low[at] as number;
        if (lowest === at) {
          for (const closed of open.splice(at)) search.setLeads(closed, false);
          low.length = at;
        } else {
          const parent = search.place[path[top - 1] as number] as number;
          low[parent] = Math.min(low[parent] as number, lowest);
        }
        continue;
      }
      if (group.targets === undefined) yield* search.expand(node, group);
      const target = group.targets?.[targetAt[top] as number];
      if (target === undefined) {
        groupAt[top] = (groupAt[top] as number) + 1;
        targetAt[top] = 0;
        continue;
      }
      targetAt[top] = (targetAt[top] as number) + 1;
      const answer = search.leads(target);
      if (answer === true) return found();
      if (answer === false) continue;
      const at = search.place[target] ?? -1;
      if (at < 0) {
        if (enter(target)) return found();
      } else {
        const here = search.place[node] as number;
        low[here] = Math.min(low[here] as number, at);
      }
    }
    return false;
  } finally {
    // Nothing is left open, but when the graph itself failed.
    for (const node of open) if (search.leads(node) === undefined) search.place[node] = -1;
  }
}
