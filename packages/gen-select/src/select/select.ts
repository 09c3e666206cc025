import { isIndex, type SelectIndex } from "../index/compile-index.ts";
import { checkSelector } from "../selector/check-selector.ts";
import type { Selector } from "../selector/selector.ts";
import type { View } from "../view/view.ts";
import { selectFromIndex } from "./select-from-index.ts";
import { selectFromView } from "./select-from-view.ts";
import type { Selection } from "./selection.ts";

/**
 * The nodes that match a selector: over an index by set algebra, over a bare view by looking at each
 * node. Both give the same nodes in the same order. An index answers for the moment of iteration;
 * it refuses to go on after an update.
 * @throws SelectError when the selector is not one; on iteration, `index-changed`
 */
export function select(selector: Selector, source: View | SelectIndex): Selection {
  checkSelector(selector);
  return isIndex(source) ? selectFromIndex(selector, source) : selectFromView(selector, source);
}
