import type { Key } from "./graph-input.ts";
import { compareValues, orderable } from "./rank.ts";

/**
 * A copy by key, for walks that do not compile first. Nodes that have neither a key nor an order of
 * their own (objects) stay as they were given.
 */
export function sortNodes<N>(nodes: Iterable<N>, key?: Key<N>): N[] {
  const list = [...nodes];
  if (list.length < 2) return list;
  if (key !== undefined) {
    const keys = new Map(list.map((node) => [node, key(node)]));
    return list.sort((a, b) => compareValues(keys.get(a), keys.get(b)));
  }
  return list.every(orderable) ? list.sort(compareValues) : list;
}
