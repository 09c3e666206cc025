import { compileTest } from "../match/compile-test.ts";
import type { Verdict } from "../match/verdict.ts";
import type { Selector } from "../selector/selector.ts";
import { isUnknown, orderOf, type View } from "../view/view.ts";
import { createSelection, type Selection } from "./selection.ts";

/** Tests every node of a view, in order. The selector is checked. */
export function selectFromView(selector: Selector, view: View): Selection {
  function* verdicts(): Generator<readonly [string, Verdict]> {
    const test = compileTest(selector, view);
    for (const id of [...new Set(view.nodes())].sort(orderOf(view))) yield [id, test(id)];
  }
  return createSelection({
    *matching() {
      for (const [id, verdict] of verdicts()) if (verdict === true) yield id;
    },
    *undecided() {
      for (const [id, verdict] of verdicts())
        if (isUnknown(verdict)) yield { id, reasons: verdict.reasons };
    },
  });
}
