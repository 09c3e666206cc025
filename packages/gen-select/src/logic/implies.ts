import { compileTest } from "../match/compile-test.ts";
import type { Selector } from "../selector/selector.ts";
import { type Example, exampleView, toExample } from "./draft.ts";
import { createKeyOf } from "./key-of.ts";
import { createLattice } from "./lattice.ts";
import { normalise } from "./normalise.ts";
import { solve } from "./solve.ts";

/**
 * What can be said about all views at once: it holds; it does not, with an example to show it; or it
 * could not be decided, with the reason. `yes` and `no` are always right.
 */
export type Decision =
  | { readonly answer: "yes" }
  | { readonly answer: "no"; readonly example: Example }
  | { readonly answer: "unknown"; readonly reason: string };

const STEPS = 40_000;

/** Whether no node of any view that knows all answers matches. */
function impossible(selector: Selector): Decision {
  let example: Example | undefined;
  const outcome = solve(selector, { steps: STEPS }, (draft) => {
    example = toExample(draft);
    return (
      example !== undefined && compileTest(selector, exampleView(example))(example.node) === true
    );
  });
  if (outcome === "none") return { answer: "yes" };
  if ("open" in outcome || example === undefined) {
    return {
      answer: "unknown",
      reason: "open" in outcome ? outcome.open : "the example needs one id twice",
    };
  }
  return { answer: "no", example };
}

/**
 * Whether every node that matches `a` matches `b`, in every view whose accessors all know their
 * answers. Decides all combinations of tests of the node itself, and most steps; predicates of `when`
 * are opaque, and what several steps ask of each other may stay open.
 * @throws SelectError when one of them is not a selector
 */
export function implies(a: Selector, b: Selector): Decision {
  const [left, right] = [normalise(a), normalise(b)];
  if (createLattice(createKeyOf()).below(left, right)) return { answer: "yes" };
  return impossible({ sel: "all", of: [left, { sel: "not", of: right }] });
}

/**
 * Whether no node can match both, in any view whose accessors all know their answers. Decides as much
 * as {@link implies}.
 * @throws SelectError when one of them is not a selector
 */
export function disjoint(a: Selector, b: Selector): Decision {
  return impossible({ sel: "all", of: [normalise(a), normalise(b)] });
}
