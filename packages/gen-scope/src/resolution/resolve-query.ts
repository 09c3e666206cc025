import type { Answer, Resolution, VisibleAnswer } from "./answer.ts";
import type { Found } from "./found.ts";
import { makeAnswer, makeVisible } from "./make-answer.ts";
import { explainMissing } from "./missing.ts";
import { once } from "./once.ts";
import type { OpenQuery } from "./open-query.ts";
import type { Query } from "./query.ts";
import type { Declaration } from "./scope-graph.ts";
import type { Matcher, Search } from "./search.ts";
import { type Solution, solve } from "./solve.ts";
import { reachableTree } from "./visible.ts";

/** Declarations that compete with each other, and what became of them. */
interface Part<T extends Declaration> {
  readonly search: Search<T>;
  readonly solution: Solution<T>;
}

/** Answers a query: visible declarations at once, the rest when it is read. */
export function resolveQuery<T extends Declaration>(opened: OpenQuery<T>): Resolution<T> {
  const { context, query, relation, run } = opened;
  const { shadows } = query;
  const competes =
    shadows === undefined
      ? undefined
      : (a: Found<T>, b: Found<T>): boolean =>
          shadows(context.declarationOf(relation, a), context.declarationOf(relation, b));
  const parts = searchesOf(opened).map((search): Part<T> => {
    return { search, solution: run(solve(search, opened.budget, competes)) };
  });
  const answer = (search: Search<T>, found: Found<T>): Answer<T> =>
    makeAnswer(context, search, found, relation, opened.groupOf(found));
  const visibleBy = parts.map(({ search, solution }): VisibleAnswer<T>[] => {
    const lists = once(() => run(solution.shadows()));
    return solution.visible.map((found, i) =>
      makeVisible(answer(search, found), () =>
        (lists()[i] ?? []).map((loser) => answer(search, loser)),
      ),
    );
  });
  const visible = visibleBy.flat();
  const ambiguous = visibleBy.flatMap((list) => tied(list, shadows));
  const reachable = once(() =>
    parts.flatMap(({ search, solution }) =>
      run(solution.reachable()).map((found) => answer(search, found)),
    ),
  );
  const missing = once(() => run(explainMissing(opened, answer)));
  return {
    status: visible.length === 0 ? "unresolved" : ambiguous.length > 0 ? "ambiguous" : "resolved",
    from: query.from,
    name: opened.name,
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

/** One search for each group of declarations, in code-unit order. */
function searchesOf<T extends Declaration>(opened: OpenQuery<T>): Search<T>[] {
  const all = opened.search();
  if (opened.query.groupBy === undefined) return [all];
  const groups = new Map<string, Map<number, number[]>>();
  for (const { node, position } of opened.run(reachableTree(all)).hits) {
    const scope = all.scopeOf(node);
    const group = opened.groupOf({ scope, position, trail: () => [] });
    const scopes = groups.get(group) ?? new Map<number, number[]>();
    groups.set(group, scopes);
    const positions = scopes.get(scope);
    if (positions === undefined) scopes.set(scope, [position]);
    else positions.push(position);
  }
  const none: readonly number[] = [];
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([, scopes]): Matcher =>
        (scope) =>
          scopes.get(scope) ?? none,
    )
    .map((matcher) => opened.search(matcher));
}

/** Those of the visible declarations that compete with another one. */
function tied<T extends Declaration>(
  list: readonly VisibleAnswer<T>[],
  shadows: Query<T>["shadows"],
): readonly VisibleAnswer<T>[] {
  if (list.length < 2) return [];
  if (shadows === undefined) return list;
  const compete = (a: T, b: T): boolean => a !== b && (shadows(a, b) || shadows(b, a));
  return list.filter((a) => list.some((b) => compete(a.declaration, b.declaration)));
}
