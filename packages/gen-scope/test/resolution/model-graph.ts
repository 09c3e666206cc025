import type { Declaration, Query, Resolution, ScopeGraph } from "gen-scope";
import { createResolver, type ResolutionPolicy } from "gen-scope";
import type { Calculus, Expected, Model } from "./oracle.ts";

/** A declaration of a model: it knows its position there. */
export interface Placed extends Declaration {
  readonly position: number;
}

/** A model as the accessors that the package asks for. */
export function modelGraph(model: Model): ScopeGraph<Placed> {
  return {
    edges: (scope) => [
      ...model.edges
        .filter(([from]) => from === scope)
        .map(([, label, target]) => ({ label, target })),
      ...(model.imports ?? [])
        .filter(([from]) => from === scope)
        .map(([, label, id]) => ({
          label,
          reference: { id, name: "", scope: "", ...model.references?.[id] },
        })),
    ],
    declarations: (scope) =>
      model.declarations.flatMap(([place, name, names], position) =>
        place === scope
          ? [
              {
                name,
                position,
                id: `${position}`,
                ...(names === undefined ? {} : { scope: names }),
              },
            ]
          : [],
      ),
  };
}

/** The policy's parameters as the oracle takes them; well-formedness is given again as a JS pattern. */
export function calculusOf(policy: ResolutionPolicy, wellFormed: RegExp): Calculus {
  return { wellFormed, less: policy.order.less, rank: policy.order.rank };
}

/** What the package says, in the oracle's words. */
export function actual(model: Model, query: Query<Placed>): Omit<Expected, "paths"> {
  return told(createResolver(modelGraph(model)).resolve(query));
}

/** A result in the oracle's words. */
export function told(result: Resolution<Placed>): Omit<Expected, "paths"> {
  const show = (answer: Resolution<Placed>["reachable"][number]): string =>
    `${answer.declaration.position}${answer.path.map(({ label, to }) => ` ${label}>${to}`).join("")}`;
  return {
    reachable: result.reachable.map(show),
    visible: result.visible.map(show),
    shadows: result.visible
      .flatMap(({ declaration, shadows }) =>
        shadows.map((loser) => `${declaration.position} > ${show(loser)}`),
      )
      .sort(),
  };
}
