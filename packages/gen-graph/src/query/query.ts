import type { LabelAutomaton } from "../labels/compile-labels.ts";
import { compileLabels } from "../labels/compile-labels.ts";
import type { LabelExpr } from "../labels/label-expr.ts";
import { bound } from "../walk/bound.ts";
import type { LabelledGraph } from "./labelled-graph.ts";
import { type ProductNode, searchProduct } from "./product.ts";
import { type PathBounds, simpleWitnesses } from "./simple-witnesses.ts";

/** One labelled step of a witness path. */
export interface Step<N> {
  readonly source: N;
  readonly label: string;
  readonly target: N;
}

/** An answer and a path that shows why it is one; an empty path when it is the start itself. */
export interface Witness<N> {
  readonly node: N;
  readonly path: readonly Step<N>[];
}

/** What to look for: where from, along which labels, and what an answer must be. */
export interface Query<N> extends PathBounds {
  readonly from: N;
  /** A label expression such as `"P* I?"`, or one built or compiled before. */
  readonly follow: string | LabelExpr | LabelAutomaton;
  /** Which nodes count as answers. Others are still walked through. @default all */
  readonly where?: ((node: N) => boolean) | undefined;
}

/**
 * All nodes at the end of a walk from `from` whose labels spell a word of `follow`; each once, nearest
 * first, then by key. Walks may come back to a node; each (node, automaton state) is entered once, so
 * cycles are safe and exact: O(|edges| · |states|). A node is asked for its edges only when some
 * continuation can still be accepted.
 */
export function queryAll<N>(graph: LabelledGraph<N>, query: Query<N>): N[] {
  return Array.from(distinctAnswers(graph, query), (found) => found.node);
}

/** The nearest answer (ties by key) with a shortest witness, or `undefined`. Stops there. */
export function queryFirst<N>(graph: LabelledGraph<N>, query: Query<N>): Witness<N> | undefined {
  for (const found of answers(graph, query)) return witnessOf(found);
  return undefined;
}

/**
 * Each answer of {@link queryAll}, in the same order, with one shortest witness (ties by label and
 * key); one at a time, as paths add up.
 */
export function* queryWitnesses<N>(
  graph: LabelledGraph<N>,
  query: Query<N>,
): Generator<Witness<N>, void> {
  for (const found of distinctAnswers(graph, query)) yield witnessOf(found);
}

/**
 * Every witness path that visits no node twice, one at a time, depth first, by label and key. There
 * may be exponentially many: bound them, or stop asking.
 */
export function* queryPaths<N>(
  graph: LabelledGraph<N>,
  query: Query<N>,
): Generator<Witness<N>, void> {
  yield* simpleWitnesses(graph, automatonOf(query.follow), query.from, query.where, query);
}

function* distinctAnswers<N>(
  graph: LabelledGraph<N>,
  query: Query<N>,
): Generator<ProductNode<N>, void> {
  const seen = new Set<N>();
  for (const found of answers(graph, query)) {
    if (seen.has(found.node)) continue;
    seen.add(found.node);
    yield found;
  }
}

function* answers<N>(graph: LabelledGraph<N>, query: Query<N>): Generator<ProductNode<N>, void> {
  const automaton = automatonOf(query.follow);
  const maxLength = bound("maxLength", query.maxLength);
  for (const level of searchProduct(graph, automaton, query.from, maxLength)) {
    for (const found of level) {
      if (
        automaton.accepts(found.state) &&
        (query.where === undefined || query.where(found.node))
      ) {
        yield found;
      }
    }
  }
}

function automatonOf(follow: string | LabelExpr | LabelAutomaton): LabelAutomaton {
  if (typeof follow === "string" || follow.kind !== "label-automaton") return compileLabels(follow);
  return follow;
}

function witnessOf<N>(found: ProductNode<N>): Witness<N> {
  const path: Step<N>[] = [];
  for (let at = found; at.parent !== undefined; at = at.parent) {
    path.push({ source: at.parent.node, label: at.label, target: at.node });
  }
  return { node: found.node, path: path.reverse() };
}
