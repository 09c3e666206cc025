import type { Answer, Step, VisibleAnswer } from "./answer.ts";
import type { Found, TrailStep } from "./found.ts";
import type { GraphContext } from "./graph-context.ts";
import { once } from "./once.ts";
import type { Product } from "./product.ts";
import type { Declaration } from "./scope-graph.ts";

type Scopes<T extends Declaration> = Pick<Product<T>, "scopeOf">;

/** What was found, as a reader gets it; its path is made when first read. */
export function makeAnswer<T extends Declaration>(
  { index, declarationOf }: GraphContext<T>,
  scopes: Scopes<T>,
  found: Found<T>,
  relation: string,
  group: string,
): Answer<T> {
  const path = once(() => found.trail().map((step) => makeStep(index, scopes, step)));
  return {
    declaration: declarationOf(relation, found),
    scope: index.scope(found.scope),
    relation,
    group,
    get path() {
      return path();
    },
  };
}

/** A visible answer; what it shadows is found out when first read. */
export function makeVisible<T extends Declaration>(
  answer: Answer<T>,
  shadows: () => readonly Answer<T>[],
): VisibleAnswer<T> {
  const { declaration, scope, relation, group } = answer;
  const list = once(shadows);
  return {
    declaration,
    scope,
    relation,
    group,
    get path() {
      return answer.path;
    },
    get shadows() {
      return list();
    },
  };
}

/** One edge of a path as data. */
export function makeStep<T extends Declaration>(
  index: GraphContext<T>["index"],
  scopes: Scopes<T>,
  { node, group, at }: TrailStep<T>,
): Step<T> {
  const step = {
    from: index.scope(scopes.scopeOf(node)),
    label: group.label,
    to: index.scope(scopes.scopeOf(group.targets?.[at] as number)),
  };
  const via = group.via?.[at];
  if (via === undefined) return step;
  const { declaration, declaredIn } = via.target;
  const reference = index.reference(via.reference).id;
  return { ...step, via: { reference, declaration, scope: index.scope(declaredIn) } };
}
