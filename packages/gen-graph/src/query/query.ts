import { notAGraph } from "../compile/not-a-graph.ts";
import { plainZero } from "../compile/plain-zero.ts";
import { show } from "../error/show.ts";
import type { LabelAutomaton } from "../labels/compile-labels.ts";
import { compileLabels } from "../labels/compile-labels.ts";
import type { LabelExpr } from "../labels/label-expr.ts";
import { bound } from "../walk/bound.ts";
import type { LabelledGraph } from "./labelled-graph.ts";
import { type ProductNode, searchProduct } from "./product.ts";
import { type PathBounds, type PreparedQuery, simpleWitnesses } from "./simple-witnesses.ts";

const LABELLED = "Pass { labelled }, or take labelledGraph or labelledFromGraphology.";

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
  return Array.from(distinctAnswers(graph, prepared(graph, query)), (found) => found.node);
}

/** The nearest answer (ties by key) with a shortest witness, or `undefined`. Stops there. */
export function queryFirst<N>(graph: LabelledGraph<N>, query: Query<N>): Witness<N> | undefined {
  for (const found of distinctAnswers(graph, prepared(graph, query))) return witnessOf(found);
  return undefined;
}

/**
 * Each answer of {@link queryAll}, in the same order, with one shortest witness (ties by label and
 * key); one at a time, as paths add up.
 */
export function queryWitnesses<N>(
  graph: LabelledGraph<N>,
  query: Query<N>,
): Generator<Witness<N>, void> {
  return witnesses(graph, prepared(graph, query));
}

/**
 * Every witness path that visits no node twice, one at a time, depth first, by label and key. There
 * may be exponentially many: bound them, or stop asking.
 */
export function queryPaths<N>(
  graph: LabelledGraph<N>,
  query: Query<N>,
): Generator<Witness<N>, void> {
  return simpleWitnesses(graph, prepared(graph, query));
}

/**
 * The query, checked: a bad expression or bound is refused by the call itself, not by the first step
 * of a generator that may be taken elsewhere.
 */
function prepared<N>(
  graph: LabelledGraph<N>,
  { from, follow, where, maxLength, limit }: Query<N>,
): PreparedQuery<N> {
  if (typeof graph?.labelled !== "function") {
    throw notAGraph(`This is not a labelled graph: ${show(graph)}.`, graph, LABELLED);
  }
  return {
    from: plainZero(from),
    automaton: automatonOf(follow),
    where: where ?? (() => true),
    maxLength: bound("maxLength", maxLength),
    limit: bound("limit", limit),
  };
}

function* witnesses<N>(
  graph: LabelledGraph<N>,
  query: PreparedQuery<N>,
): Generator<Witness<N>, void> {
  for (const found of distinctAnswers(graph, query)) yield witnessOf(found);
}

function* distinctAnswers<N>(
  graph: LabelledGraph<N>,
  { from, automaton, where, maxLength, limit }: PreparedQuery<N>,
): Generator<ProductNode<N>, void> {
  if (limit === 0) return;
  const seen = new Set<N>();
  for (const level of searchProduct(graph, automaton, from, maxLength)) {
    for (const found of level) {
      if (!automaton.accepts(found.state) || seen.has(found.node) || !where(found.node)) continue;
      seen.add(found.node);
      yield found;
      if (seen.size >= limit) return;
    }
  }
}

function automatonOf(follow: string | LabelExpr | LabelAutomaton): LabelAutomaton {
  if (typeof follow === "object" && follow?.kind === "label-automaton") return follow;
  return compileLabels(follow);
}

function witnessOf<N>(found: ProductNode<N>): Witness<N> {
  const path: Step<N>[] = [];
  for (let at = found; at.parent !== undefined; at = at.parent) {
    path.push({ source: at.parent.node, label: at.label, target: at.node });
  }
  return { node: found.node, path: path.reverse() };
}
