import { createProduct, type Product, type ProductOptions } from "./product.ts";
import type { Declaration } from "./scope-graph.ts";

/** Positions of the matching declarations of a scope. */
export type Matcher = (scope: number) => readonly number[];

/** A product, and what is looked for in it. */
export interface Search<T extends Declaration> extends Product<T> {
  /** Matching declarations, when a path may end here. */
  matches(node: number): readonly number[];
  /** Does some walk from here come to a matching declaration? Undefined: not known yet. */
  leads(node: number): boolean | undefined;
  setLeads(node: number, answer: boolean): void;
  /** For {@link find}: where a node is among the open ones, -1 before it is visited. */
  readonly place: number[];
}

const NONE: readonly number[] = Object.freeze([]);

/** Makes searches from one scope that share what they explore, each with its own idea of a match. */
export function createSearches<T extends Declaration>(
  options: ProductOptions<T>,
): (matcher: Matcher) => Search<T> {
  const product = createProduct(options);
  return (matcher) => {
    const matchLists: (readonly number[] | undefined)[] = [];
    const answers: (boolean | undefined)[] = [];
    const place: number[] = [];
    const grow = (): void => {
      while (place.length < product.size()) {
        matchLists.push(undefined);
        answers.push(undefined);
        place.push(-1);
      }
    };
    return {
      ...product,
      place,
      matches: (node) => {
        if (node >= place.length) grow();
        let list = matchLists[node];
        if (list === undefined) {
          list = product.accepts(node) ? matcher(product.scopeOf(node)) : NONE;
          matchLists[node] = list;
        }
        return list;
      },
      leads: (node) => answers[node],
      setLeads: (node, answer) => {
        if (node >= place.length) grow();
        answers[node] = answer;
      },
    };
  };
}
