import type { Key, Keyed } from "../compile/graph-input.ts";
import { refuseUnknown } from "../compile/index-of.ts";
import { plainZero } from "../compile/plain-zero.ts";
import { topologicalOrder } from "../order/topological-order.ts";
import { createLists } from "./lists.ts";
import { makeRoom } from "./pearce-kelly.ts";

/** What {@link DynamicOrder.addEdge} answers. */
export type EdgeResult<N> =
  | { readonly ok: true; readonly added: boolean }
  | { readonly ok: false; readonly cycle: readonly N[] };

/** A graph that stays acyclic, and an order of it that is repaired, not recomputed, at each edge. */
export interface DynamicOrder<N> {
  /** Adds a node without edges; `false` when it was there. */
  addNode(node: N): boolean;
  /**
   * Adds an edge, and its ends when they are new. `added` is false when it was there. An edge that
   * would close a cycle is refused, leaves everything as it was, and the cycle is given in order:
   * from the target along existing edges to the source.
   */
  addEdge(source: N, target: N): EdgeResult<N>;
  /** `false` when it was not there. */
  removeEdge(source: N, target: N): boolean;
  /** Takes a node and all its edges out; `false` when it was not there. */
  removeNode(node: N): boolean;
  hasNode(node: N): boolean;
  hasEdge(source: N, target: N): boolean;
  /**
   * Is `a` before `b` in the maintained order? It is whenever a path leads from `a` to `b`. O(1).
   * @throws GraphError `unknown-node`
   */
  isBefore(a: N, b: N): boolean;
  /** The maintained order: a topological one, which depends on the history of insertions. O(n log n). */
  current(): N[];
  /** The order that `topologicalOrder` gives for the same graph: free of history. O(n log n + m). */
  order(): N[];
  readonly nodeCount: number;
  readonly edgeCount: number;
  /** The nodes, in order of insertion. With `successors` this makes it a graph for every algorithm. */
  readonly nodes: Iterable<N>;
  /** Where the edges of a node lead. @throws GraphError `unknown-node` */
  successors(node: N): N[];
  readonly key?: Key<N> | undefined;
}

/**
 * An incremental topological order (Pearce & Kelly 2006, "A dynamic topological sort algorithm for
 * directed acyclic graphs"). An edge that agrees with the order costs O(1); another costs a search
 * of the affected region only: the nodes between its two ends. Removing never costs a reordering.
 * It accepts and refuses exactly what a batch order of all edges so far would.
 */
export function dynamicOrder<N>({ key }: Keyed<N> = {}): DynamicOrder<N> {
  const ids = new Map<N, number>();
  const nodeOf: (N | undefined)[] = [];
  const free: number[] = [];
  const lists = createLists();
  /** Place in the order of each id. Places of removed nodes are not used again; they may have gaps. */
  const place: number[] = [];
  let firstPlace = 0;
  let lastPlace = 0;
  let edgeCount = 0;

  /** A new node goes to the end, or (as the source of an edge to an old one) to the start. */
  const idOf = (node: N, atStart = false): number => {
    const known = ids.get(node);
    if (known !== undefined) return known;
    const id = free.pop() ?? nodeOf.length;
    ids.set(node, id);
    nodeOf[id] = plainZero(node);
    place[id] = atStart ? --firstPlace : lastPlace++;
    lists.clear(id);
    return id;
  };
  const checkKnown = (...nodes: N[]): void => {
    const unknown = nodes.filter((node) => !ids.has(node));
    refuseUnknown(unknown, ids.keys(), key, "Add it first.");
  };
  const removeEdge = (source: number, target: number): boolean => {
    if (!lists.remove(source, target)) return false;
    edgeCount--;
    return true;
  };
  const named = (id: number): N => nodeOf[id] as N;

  return {
    addNode: (node) => {
      const fresh = !ids.has(node);
      idOf(node);
      return fresh;
    },
    addEdge: (source, target) => {
      const before = ids.get(source);
      const after = ids.get(target);
      if (before === undefined || after === undefined) {
        // A new node has no edges, so nothing but an edge to itself can close a cycle.
        if (sameValue(source, target)) return { ok: false, cycle: [plainZero(source)] };
        const from = idOf(source, after !== undefined);
        lists.add(from, after ?? idOf(target));
        edgeCount++;
        return { ok: true, added: true };
      }
      if (before === after) return { ok: false, cycle: [plainZero(source)] };
      if (lists.has(before, after)) return { ok: true, added: false };
      const cycle = makeRoom(lists, place, before, after);
      if (cycle !== undefined) return { ok: false, cycle: cycle.map(named) };
      lists.add(before, after);
      edgeCount++;
      return { ok: true, added: true };
    },
    removeEdge: (source, target) => {
      const [from, to] = [ids.get(source), ids.get(target)];
      return from !== undefined && to !== undefined && removeEdge(from, to);
    },
    removeNode: (node) => {
      const id = ids.get(node);
      if (id === undefined) return false;
      for (const to of [...lists.out(id)]) removeEdge(id, to);
      for (const from of [...lists.into(id)]) removeEdge(from, id);
      ids.delete(node);
      nodeOf[id] = undefined;
      free.push(id);
      return true;
    },
    hasNode: (node) => ids.has(node),
    hasEdge: (source, target) => {
      const [from, to] = [ids.get(source), ids.get(target)];
      return from !== undefined && to !== undefined && lists.has(from, to);
    },
    isBefore: (a, b) => {
      const [first, second] = [ids.get(a), ids.get(b)];
      if (first === undefined || second === undefined) checkKnown(a, b);
      return (place[first as number] as number) < (place[second as number] as number);
    },
    current: () => {
      const all = [...ids.values()];
      return all.sort((a, b) => (place[a] as number) - (place[b] as number)).map(named);
    },
    order: () =>
      topologicalOrder<N>({
        nodes: ids.keys(),
        successors: (node) => Array.from(lists.out(ids.get(node) as number), named),
        key,
      }),
    get nodeCount() {
      return ids.size;
    },
    get edgeCount() {
      return edgeCount;
    },
    nodes: { [Symbol.iterator]: () => ids.keys() },
    key,
    successors: (node) => {
      checkKnown(node);
      return Array.from(lists.out(ids.get(node) as number), named);
    },
  };
}

/** `Map` identity: `1` is not `"1"`, NaN is itself. */
function sameValue(a: unknown, b: unknown): boolean {
  return a === b || Object.is(a, b);
}
