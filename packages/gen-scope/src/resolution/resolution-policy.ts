import { compileLabels, type LabelAutomaton, type LabelExpr } from "gen-graph";
import { refuse } from "../error/scope-error.ts";
import { END, type LabelOrder, labelOrder, labelOrderOf } from "./label-order.ts";
import { type PolicyShape, policyShape } from "./policy-shape.ts";

/** Which paths are well-formed, and which are preferred: the two parameters of the calculus. */
export interface ResolutionPolicy {
  /** The expression of well-formed paths, as written. */
  readonly path: string;
  readonly order: LabelOrder;
  readonly automaton: LabelAutomaton;
  readonly shape: PolicyShape;
}

/**
 * Compiles a policy.
 *
 * @param path a label expression of gen-graph, e.g. `"P* I*"`: the well-formedness predicate WF of
 * Néron et al. (2015, Fig. 2), as a regular expression since van Antwerpen et al. (2016, §2.4).
 * @param order a {@link labelOrder} text such as `"$ < I < P"`, or pairs `[preferred, other]`. It
 * induces the specificity order of paths (Fig. 2, Lex1 and Lex2): two paths are compared where they
 * first take different steps, by the labels of those two steps. Steps of one label to different
 * scopes, or of labels without an order, leave the paths incomparable.
 *
 * @example const policy = resolutionPolicy("P* I*", "$ < I < P");
 * @throws GraphError `labels-syntax`; ScopeError `order-syntax`, `order-cycle`, `label-reserved`
 * when `$` is used as the label of an edge.
 */
export function resolutionPolicy(
  path: string | LabelExpr,
  order: string | Iterable<readonly [string, string]> = "",
): ResolutionPolicy {
  const automaton = compileLabels(path);
  if (automaton.alphabet.includes(END)) {
    refuse([
      {
        code: "label-reserved",
        message: `The path expression ${JSON.stringify(automaton.source)} uses the label "$".`,
        remedy: 'Rename it: "$" is the end of the path, and has a place in the order only.',
        culprits: [END],
      },
    ]);
  }
  const compiled = typeof order === "string" ? labelOrder(order) : labelOrderOf(order);
  return Object.freeze({
    path: automaton.source,
    order: compiled,
    automaton,
    shape: policyShape(automaton, compiled),
  });
}
