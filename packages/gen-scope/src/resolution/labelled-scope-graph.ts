import type { LabelledGraph } from "gen-graph";
import type { Declaration, Scope, ScopeGraph } from "./scope-graph.ts";

/**
 * A scope graph over the labelled edges of gen-graph: of `labelledGraph` (triples), or of
 * `labelledFromGraphology` (a graphology graph whose edges have a label attribute).
 *
 * @example
 * labelledScopeGraph(labelledFromGraphology(graph), (scope) => graph.getNodeAttribute(scope, "declarations"));
 */
export function labelledScopeGraph<T extends Declaration>(
  graph: LabelledGraph<Scope>,
  declarations: (scope: Scope, relation: string) => Iterable<T>,
): ScopeGraph<T> {
  return { edges: (scope) => graph.labelled(scope) ?? [], declarations };
}
