import type { Found } from "./found.ts";
import { createImports, type ImportResult, type Imports, type Task } from "./imports.ts";
import { createMayLead } from "./may-lead.ts";
import type { ResolutionPolicy } from "./resolution-policy.ts";
import type { Declaration, ScopeGraph } from "./scope-graph.ts";
import { createScopeIndex, type ScopeIndex } from "./scope-index.ts";
import { createSearches, type Matcher } from "./search.ts";
import { solve } from "./solve.ts";

/** What all queries about one graph share. */
export interface GraphContext<T extends Declaration> {
  readonly index: ScopeIndex<T>;
  /** Positions of the declarations of a relation that match. */
  matching(relation: string, match: string | ((declaration: T) => boolean) | undefined): Matcher;
  declarationOf(relation: string, found: Found<T>): T;
  /** Imports by name, resolved by this policy; `relation` is that of references without one. */
  importsOf(policy: ResolutionPolicy, relation: string, budget: number): Imports<T>;
}

export function createGraphContext<T extends Declaration>(graph: ScopeGraph<T>): GraphContext<T> {
  const index = createScopeIndex(graph);
  const known = new Map<ResolutionPolicy, Map<string, Imports<T>>>();

  const matching: GraphContext<T>["matching"] = (relation, match) => {
    if (typeof match === "string") return (scope) => index.named(scope, relation, match);
    return (scope) => {
      const found: number[] = [];
      index.declarations(scope, relation).forEach((declaration, position) => {
        if (match === undefined || match(declaration)) found.push(position);
      });
      return found;
    };
  };

  const declarationOf: GraphContext<T>["declarationOf"] = (relation, { scope, position }) =>
    index.declarations(scope, relation)[position] as T;

  const makeImports = (policy: ResolutionPolicy, fallback: string, budget: number): Imports<T> => {
    const mayLead = createMayLead(index, policy.automaton, fallback);
    const imports: Imports<T> = createImports(index, budget, function* (reference): Task<
      ImportResult<T>
    > {
      const relation = reference.relation ?? fallback;
      const search = createSearches({
        index,
        imports,
        policy,
        from: index.id(reference.scope),
        mayMatter: (other, state) => mayLead(other, state, relation, reference.name),
      })(matching(relation, reference.name));
      const { visible } = yield* solve(search, budget);
      const targets = visible.flatMap((found) => {
        const declaration = declarationOf(relation, found);
        if (declaration.scope === undefined) return [];
        return [{ scope: index.id(declaration.scope), declaration, declaredIn: found.scope }];
      });
      return { targets, visible: visible.length };
    });
    return imports;
  };

  return {
    index,
    matching,
    declarationOf,
    importsOf: (policy, relation, budget) => {
      const byKey = known.get(policy) ?? new Map<string, Imports<T>>();
      known.set(policy, byKey);
      const key = `${budget} ${relation}`;
      const imports = byKey.get(key) ?? makeImports(policy, relation, budget);
      byKey.set(key, imports);
      return imports;
    },
  };
}
