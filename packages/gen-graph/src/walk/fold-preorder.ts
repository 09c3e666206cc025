import { plainZero } from "../compile/plain-zero.ts";
import { preorder, type Visit } from "./preorder.ts";
import { rowsOf, type WalkInput } from "./rows.ts";

/** What {@link foldPreorder} does at each node. */
export interface PreorderFold<N, A> {
  readonly roots: Iterable<N>;
  readonly initial: A;
  /** The accumulator after this node. Called once for each reached node, before its successors. */
  readonly visit: (accumulator: A, visit: Visit<N>) => A;
  /**
   * Where to go from a node, seeing the accumulator just after its visit: fewer successors, others,
   * or another order. @default all successors of the graph
   */
  readonly children?: (accumulator: A, node: N) => Iterable<N>;
}

/**
 * Folds a graph depth first: each node once, before its successors, left to right (as `preorder`).
 * With `children` the walk itself may depend on what has been accumulated.
 *
 * @example
 * foldPreorder(graph, { roots: ["a"], initial: 0, visit: (count) => count + 1 });
 */
export function foldPreorder<N, A>(graph: WalkInput<N>, fold: PreorderFold<N, A>): A {
  const { children } = fold;
  let accumulator = fold.initial;
  if (children === undefined) {
    for (const visit of preorder(graph, fold.roots)) accumulator = fold.visit(accumulator, visit);
    return accumulator;
  }
  const rows = rowsOf(graph, false);
  const seen = new Set<N>();
  const enter = (visit: Visit<N>): { node: N; rest: Iterator<N> } | undefined => {
    if (seen.has(visit.node)) return undefined;
    seen.add(visit.node);
    accumulator = fold.visit(accumulator, visit);
    return { node: visit.node, rest: children(accumulator, visit.node)[Symbol.iterator]() };
  };
  for (const start of rows.starts(fold.roots)) {
    const first = enter({ node: rows.node(start), depth: 0 });
    const stack = first === undefined ? [] : [first];
    for (let top = stack[0]; top !== undefined; top = stack[stack.length - 1]) {
      const next = top.rest.next();
      if (next.done === true) {
        stack.pop();
        continue;
      }
      const entered = enter({ node: plainZero(next.value), depth: stack.length, parent: top.node });
      if (entered !== undefined) stack.push(entered);
    }
  }
  return accumulator;
}
