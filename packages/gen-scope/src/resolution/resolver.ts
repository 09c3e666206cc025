import type { Answer, Resolution, VisibleAnswer } from "./answer.ts";
import type { Task } from "./imports.ts";
import { makeAnswer, makeVisible } from "./make-answer.ts";
import { explainMissing } from "./missing.ts";
import { once } from "./once.ts";
import { checkQuery, DEFAULT_BUDGET, type Query } from "./query.ts";
import {
  DEFAULT_RELATION,
  type Declaration,
  type Reference,
  type ScopeGraph,
} from "./scope-graph.ts";
import { createSearches, type Matcher, type Search } from "./search.ts";
import { type Found, type Solution, solve } from "./solve.ts";
import { reachableTree } from "./visible.ts";
import { createWorkspace, type Workspace } from "./workspace.ts";

/** Answers queries about one graph, and remembers what it learned about it. */
export interface Resolver<T extends Declaration = Declaration> {
  /**
   * @throws ScopeError `query-invalid`; `edge-invalid`, `declaration-invalid`, `reference-invalid`
   * when the graph answers something else than described; `search-budget`.
   */
  resolve(query: Query<T>): Resolution<T>;
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
  const workspace = createWorkspace(graph);
  return {
    resolve: (query) => {
      checkQuery(query);
      return resolveIn(workspace, query);
    },
    resolveReference: (reference, query) => {
      workspace.index.referenceId(reference);
      const full: Query<T> = {
        ...query,
        from: reference.scope,
        match: reference.name,
        ...(reference.relation === undefined ? {} : { relation: reference.relation }),
        seenImports: [...(query.seenImports ?? []), reference.id],
      };
      checkQuery(full);
      return resolveIn(workspace, full);
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

/** Declarations that compete, and what became of them. */
interface Part<T extends Declaration> {
  readonly group: string;
  readonly search: Search<T>;
  readonly solution: Solution<T>;
}

function resolveIn<T extends Declaration>(workspace: Workspace<T>, query: Query<T>): Resolution<T> {
  const { index, declarationOf } = workspace;
  const { policy, match, groupBy, shadows } = query;
  const relation = query.relation ?? DEFAULT_RELATION;
  const budget = query.budget ?? DEFAULT_BUDGET;
  const imports = workspace.importsOf(policy, relation, budget);
  const seen = Array.from(query.seenImports ?? [], (id) => index.seenId(id));
  const run = <R>(task: Task<R>): R => imports.run(task, seen);
  const from = index.id(query.from);
  const searches = createSearches({ index, imports, policy, from });
  const all = searches(workspace.matching(relation, match));

  const competes =
    shadows === undefined
      ? undefined
      : (a: Found<T>, b: Found<T>): boolean =>
          shadows(declarationOf(relation, a), declarationOf(relation, b));
  const part = (group: string, search: Search<T>): Part<T> => ({
    group,
    search,
    solution: run(solve(search, budget, competes)),
  });
  const groups =
    groupBy === undefined
      ? undefined
      : matchersBy(all, run(reachableTree(all)).hits, (found) =>
          groupBy(declarationOf(relation, found)),
        );
  const parts =
    groups === undefined
      ? [part("", all)]
      : groups.map(([group, matcher]) => part(group, searches(matcher)));

  const answer = (
    { search, group }: Pick<Part<T>, "search" | "group">,
    found: Found<T>,
  ): Answer<T> => makeAnswer(workspace, search, found, relation, group);
  const visibleBy = parts.map((one): VisibleAnswer<T>[] => {
    const lists = once(() => run(one.solution.shadows()));
    return one.solution.visible.map((found, i) =>
      makeVisible(answer(one, found), () => (lists()[i] ?? []).map((lost) => answer(one, lost))),
    );
  });
  const visible = visibleBy.flat();
  const ambiguous = visibleBy.flatMap((list) => tied(list, shadows));
  const reachable = once(() =>
    parts.flatMap((one) => run(one.solution.reachable()).map((found) => answer(one, found))),
  );
  const missing = once(() =>
    run(
      explainMissing(all, {
        index,
        imports,
        relation,
        name: typeof match === "string" ? match : undefined,
        anywhere: (anyPath) =>
          createSearches({ index, imports, policy: anyPath, from })(
            workspace.matching(relation, match),
          ),
        answer: (search, found) => {
          const declaration = declarationOf(relation, found);
          return answer({ search, group: groupBy?.(declaration) ?? "" }, found);
        },
      }),
    ),
  );
  return {
    status: visible.length === 0 ? "unresolved" : ambiguous.length > 0 ? "ambiguous" : "resolved",
    visible,
    ambiguous,
    get reachable() {
      return reachable();
    },
    get missing() {
      return visible.length === 0 ? missing() : undefined;
    },
  };
}

/** Those of the visible declarations that compete with another one. */
function tied<T extends Declaration>(
  list: readonly VisibleAnswer<T>[],
  shadows: Query<T>["shadows"],
): readonly VisibleAnswer<T>[] {
  if (list.length < 2 || shadows === undefined) return list.length < 2 ? [] : list;
  return list.filter((a) =>
    list.some(
      (b) =>
        a !== b && (shadows(a.declaration, b.declaration) || shadows(b.declaration, a.declaration)),
    ),
  );
}

/** For each group, in code-unit order, a matcher of its declarations. */
function matchersBy<T extends Declaration>(
  search: Search<T>,
  hits: readonly { readonly node: number; readonly position: number }[],
  groupOf: (found: Found<T>) => string,
): [string, Matcher][] {
  const groups = new Map<string, Map<number, number[]>>();
  for (const { node, position } of hits) {
    const scope = search.scopeOf(node);
    const group = groupOf({ scope, position, trail: () => [] });
    const scopes = groups.get(group) ?? new Map<number, number[]>();
    groups.set(group, scopes);
    const positions = scopes.get(scope);
    if (positions === undefined) scopes.set(scope, [position]);
    else positions.push(position);
  }
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([group, scopes]) => [group, (scope) => scopes.get(scope) ?? []]);
}
