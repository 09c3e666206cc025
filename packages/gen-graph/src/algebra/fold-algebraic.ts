import { notAGraph } from "../compile/not-a-graph.ts";
import { show } from "../error/show.ts";
import { type Algebraic, isAlgebraic } from "./algebraic.ts";

const BUILD = "Build terms by `empty`, `vertex`, `overlay` and `connect`.";

/** What each constructor becomes. */
export interface AlgebraicFold<N, R> {
  readonly empty: R;
  readonly vertex: (node: N) => R;
  readonly overlay: (left: R, right: R) => R;
  readonly connect: (left: R, right: R) => R;
}

/**
 * Replaces each constructor by the given function, from the leaves up: the one way out of an
 * algebraic graph (Mokhov 2017, §5.3), into any other representation. A shared subterm is folded
 * once, so the functions should be pure. Any depth: explicit stack.
 *
 * @throws GraphError `not-a-graph` for what is no term.
 *
 * @example foldAlgebraic(g, { empty: 0, vertex: () => 1, overlay: (a, b) => a + b, connect: (a, b) => a + b })
 */
export function foldAlgebraic<N, R>(term: Algebraic<N>, fold: AlgebraicFold<N, R>): R {
  const shared = sharedTerms(term);
  const memo = new Map<Algebraic<N>, R>();
  const todo: (Algebraic<N> | undefined)[] = [term];
  const joins: Algebraic<N>[] = [];
  const values: R[] = [];
  while (todo.length > 0) {
    const current = todo.pop();
    if (current === undefined) {
      // Both operands of the innermost open join are done.
      const join = joins.pop() as Algebraic<N>;
      const right = values.pop() as R;
      const left = values.pop() as R;
      const value = join.kind === "connect" ? fold.connect(left, right) : fold.overlay(left, right);
      if (shared.has(join)) memo.set(join, value);
      values.push(value);
    } else if (current.kind === "empty") values.push(fold.empty);
    else if (current.kind === "vertex") values.push(fold.vertex(current.vertex));
    else if (memo.has(current)) values.push(memo.get(current) as R);
    else {
      joins.push(current);
      todo.push(undefined, current.right, current.left);
    }
  }
  return values[0] as R;
}

/** The overlays and connects that occur more than once. */
function sharedTerms<N>(term: Algebraic<N>): Set<Algebraic<N>> {
  const seen = new Set<Algebraic<N>>();
  const shared = new Set<Algebraic<N>>();
  const todo = [term];
  while (todo.length > 0) {
    const current = todo.pop() as Algebraic<N>;
    if (!isAlgebraic(current))
      throw notAGraph(`This is not a term: ${show(current)}.`, current, BUILD);
    if (current.kind !== "overlay" && current.kind !== "connect") continue;
    if (seen.has(current)) {
      shared.add(current);
      continue;
    }
    seen.add(current);
    todo.push(current.right, current.left);
  }
  return shared;
}
