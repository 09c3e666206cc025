import type { Answer, Resolution } from "./answer.ts";
import { createGraphContext } from "./graph-context.ts";
import { makeAnswer } from "./make-answer.ts";
import { openQuery } from "./open-query.ts";
import { checkQuery, type Query } from "./query.ts";
import { resolveQuery } from "./resolve-query.ts";
import type { Declaration, Reference, ScopeGraph } from "./scope-graph.ts";
import { walkPaths } from "./walk-paths.ts";

/** Answers queries about one graph, and remembers what it learned about it. */
export interface Resolver<T extends Declaration = Declaration> {
  /**
   * @throws ScopeError `query-invalid`; `edge-invalid`, `declaration-invalid`, `reference-invalid`
   * when the graph answers something else than described; `search-budget`.
   */
  resolve(query: Query<T>): Resolution<T>;
  /**
   * Every well-formed path to a matching declaration that visits no scope twice, depth first, as it
   * is asked for: there may be exponentially many. Throws like `resolve`.
   */
  paths(query: Query<T>): Generator<Answer<T>, void, void>;
  /**
   * Looks up a reference (rule X of Néron et al. 2015, Fig. 3): by its name, from its scope, without
   * using it as an import. Throws like `resolve`.
   */
  resolveReference(reference: Reference, query: ReferenceQuery<T>): Resolution<T>;
}

/** What a reference does not say itself. */
export type ReferenceQuery<T extends Declaration = Declaration> = Pick<
  Query<T>,
  "policy" | "relation" | "shadows" | "seenImports" | "budget"
>;

/**
 * A resolver for many queries about one graph: the graph is asked once for each scope, and an import
 * is resolved once for each way in which it depends on imports under way. The graph must not change
 * as long as the resolver, or a lazy part of a result, is used.
 */
export function createResolver<T extends Declaration>(graph: ScopeGraph<T>): Resolver<T> {
  const context = createGraphContext(graph);
  return {
    resolve: (query) => {
      checkQuery(query);
      return resolveQuery(openQuery(context, query));
    },
    paths: (query) => {
      checkQuery(query);
      const opened = openQuery(context, query);
      const search = opened.search();
      return (function* (): Generator<Answer<T>, void, void> {
        for (const found of walkPaths(search, opened.run)) {
          yield makeAnswer(context, search, found, opened.relation, opened.groupOf(found));
        }
      })();
    },
    resolveReference: (reference, query) => {
      context.index.referenceId(reference);
      const full: Query<T> = {
        ...query,
        from: reference.scope,
        match: reference.name,
        ...(reference.relation === undefined ? {} : { relation: reference.relation }),
      };
      checkQuery(full);
      const seenImports = [...(full.seenImports ?? []), reference.id];
      return resolveQuery(openQuery(context, { ...full, seenImports }));
    },
  };
}

/** One query about a graph. For several, {@link createResolver} asks the graph only once. */
export function resolve<T extends Declaration>(
  graph: ScopeGraph<T>,
  query: Query<T>,
): Resolution<T> {
  return createResolver(graph).resolve(query);
}
