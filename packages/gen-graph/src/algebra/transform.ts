import { type Algebraic, connect, empty, overlay, vertex } from "./algebraic.ts";
import { vertices } from "./derived.ts";
import { foldAlgebraic } from "./fold-algebraic.ts";

/** Every edge the other way round: swaps the operands of `connect`, leaves `overlay` (§5.2). */
export function flip<N>(term: Algebraic<N>): Algebraic<N> {
  return foldAlgebraic<N, Algebraic<N>>(term, {
    empty: empty(),
    vertex,
    overlay,
    connect: (left, right) => connect(right, left),
  });
}

/** Puts a graph in the place of each vertex. */
export function bindVertices<N, M>(
  term: Algebraic<N>,
  replace: (node: N) => Algebraic<M>,
): Algebraic<M> {
  return foldAlgebraic<N, Algebraic<M>>(term, {
    empty: empty(),
    vertex: replace,
    overlay,
    connect,
  });
}

/** Renames vertices; those that get one name become one vertex. */
export function mapVertices<N, M>(term: Algebraic<N>, rename: (node: N) => M): Algebraic<M> {
  return bindVertices(term, (node) => vertex(rename(node)));
}

/** Keeps the vertices that pass, and the edges between them. */
export function induce<N>(term: Algebraic<N>, keep: (node: N) => boolean): Algebraic<N> {
  return bindVertices(term, (node) => (keep(node) ? vertex(node) : empty<N>()));
}

/** Takes one vertex and its edges out. */
export function removeVertex<N>(term: Algebraic<N>, node: N): Algebraic<N> {
  return induce(term, (other) => !sameValue(other, node));
}

/** Draws the vertices that pass together to one. */
export function mergeVertices<N>(
  term: Algebraic<N>,
  which: (node: N) => boolean,
  into: N,
): Algebraic<N> {
  return mapVertices(term, (node) => (which(node) ? into : node));
}

/** Splits one vertex into several, each with all its edges. */
export function splitVertex<N>(term: Algebraic<N>, node: N, parts: Iterable<N>): Algebraic<N> {
  // One subterm for all places, so it is shared.
  const split = vertices(parts);
  return bindVertices(term, (other) => (sameValue(other, node) ? split : vertex(other)));
}

/** `Map` identity: `1` is not `"1"`, NaN is itself. */
function sameValue(a: unknown, b: unknown): boolean {
  return a === b || Object.is(a, b);
}
