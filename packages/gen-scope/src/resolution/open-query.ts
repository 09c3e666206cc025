import type { Found } from "./found.ts";
import type { GraphContext } from "./graph-context.ts";
import type { Imports, Task } from "./imports.ts";
import { DEFAULT_BUDGET, type Query } from "./query.ts";
import type { ResolutionPolicy } from "./resolution-policy.ts";
import { DEFAULT_RELATION, type Declaration } from "./scope-graph.ts";
import { createSearches, type Matcher, type Search } from "./search.ts";

/** One query under way. */
export interface OpenQuery<T extends Declaration> {
  readonly context: GraphContext<T>;
  readonly query: Query<T>;
  readonly relation: string;
  readonly budget: number;
  readonly imports: Imports<T>;
  /** The name that is looked for, when it is a name. */
  readonly name: string | undefined;
  run<R>(task: Task<R>): R;
  /** A search of the query's policy; all of them share what they explore. */
  search(matcher?: Matcher): Search<T>;
  /** The same question by another policy. */
  searchBy(policy: ResolutionPolicy): Search<T>;
  groupOf(found: Found<T>): string;
}

export function openQuery<T extends Declaration>(
  context: GraphContext<T>,
  query: Query<T>,
): OpenQuery<T> {
  const { index } = context;
  const { policy, match, groupBy } = query;
  const relation = query.relation ?? DEFAULT_RELATION;
  const budget = query.budget ?? DEFAULT_BUDGET;
  const imports = context.importsOf(policy, relation, budget);
  const seen = Array.from(query.seenImports ?? [], (id) => index.seenId(id));
  const from = index.id(query.from);
  const searches = createSearches({ index, imports, policy, from });
  const matcher = context.matching(relation, match);
  return {
    context,
    query,
    relation,
    budget,
    imports,
    name: typeof match === "string" ? match : undefined,
    run: (task) => imports.run(task, seen),
    search: (other = matcher) => searches(other),
    searchBy: (other) => createSearches({ index, imports, policy: other, from })(matcher),
    groupOf: (found) => groupBy?.(context.declarationOf(relation, found)) ?? "",
  };
}
