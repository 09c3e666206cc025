/**
 * An algebraic graph (Mokhov 2017, "Algebraic graphs with class", §3): every term of these four
 * constructors is a graph, and every graph is one. Plain data; terms may share subterms.
 */
export type Algebraic<N> =
  | { readonly kind: "empty" }
  | { readonly kind: "vertex"; readonly vertex: N }
  | { readonly kind: "overlay"; readonly left: Algebraic<N>; readonly right: Algebraic<N> }
  | { readonly kind: "connect"; readonly left: Algebraic<N>; readonly right: Algebraic<N> };

const EMPTY = Object.freeze({ kind: "empty" } as const);

/** The graph without vertices. Identity of both {@link overlay} and {@link connect}. */
export function empty<N = never>(): Algebraic<N> {
  return EMPTY;
}

/** The graph of one vertex and no edge. */
export function vertex<N>(node: N): Algebraic<N> {
  return { kind: "vertex", vertex: node };
}

/** The vertices and edges of both. Commutative, associative, idempotent. */
export function overlay<N>(left: Algebraic<N>, right: Algebraic<N>): Algebraic<N> {
  return { kind: "overlay", left, right };
}

/** Both, and an edge from each vertex of `left` to each vertex of `right`. Associative. */
export function connect<N>(left: Algebraic<N>, right: Algebraic<N>): Algebraic<N> {
  return { kind: "connect", left, right };
}

const KINDS: ReadonlySet<unknown> = new Set(["empty", "vertex", "overlay", "connect"]);

/** Was this built by the four constructors? */
export function isAlgebraic<N>(graph: unknown): graph is Algebraic<N> {
  return typeof graph === "object" && graph !== null && "kind" in graph && KINDS.has(graph.kind);
}
