import { rowsOf, type WalkInput } from "./rows.ts";

/** One step of a pre-order walk. */
export interface Visit<N> {
  readonly node: N;
  /** How many edges from its root. */
  readonly depth: number;
  /** The node it was reached from; absent for a root. */
  readonly parent?: N;
}

/**
 * Depth first, each node before its successors, left to right, each node once (the first way to it
 * counts). Accessors keep their own order of successors; other forms go by key. Lazy: a node's
 * successors are asked for only when the walk goes on after it. Any depth.
 */
export function* preorder<N>(graph: WalkInput<N>, roots: Iterable<N>): Generator<Visit<N>, void> {
  const rows = rowsOf(graph, false);
  const seen = new Set<number>();
  for (const start of rows.starts(roots)) {
    if (seen.has(start)) continue;
    seen.add(start);
    yield { node: rows.node(start), depth: 0 };
    const stack = [{ index: start, next: 0 }];
    for (let top = stack[0]; top !== undefined; top = stack[stack.length - 1]) {
      const row = rows.row(top.index);
      if (top.next >= row.length) {
        stack.pop();
        continue;
      }
      const child = row[top.next++] as number;
      if (seen.has(child)) continue;
      seen.add(child);
      yield { node: rows.node(child), depth: stack.length, parent: rows.node(top.index) };
      stack.push({ index: child, next: 0 });
    }
  }
}
