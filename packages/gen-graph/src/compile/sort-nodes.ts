import type { Key } from "./graph-input.ts";
import { orderable, sortByKey } from "./rank.ts";

/**
 * A copy by key, for walks that do not compile first: the order that compiling gives. Nodes that have
 * neither a key nor an order of their own (objects) stay as they were given.
 *
 * @throws GraphError `key-invalid`, `key-duplicate`.
 */
export function sortNodes<N>(nodes: Iterable<N>, key?: Key<N>): N[] {
  const list = [...nodes];
  if (list.length < 2) return list;
  if (key === undefined && !list.every(orderable)) return list;
  return Array.from(sortByKey(list, key), (i) => list[i] as N);
}
