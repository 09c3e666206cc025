export { explain } from "./explain/explain.ts";
export { culprits, type Explanation, printExplanation } from "./explain/explanation.ts";
export { compileIndex, type SelectIndex } from "./index/compile-index.ts";
export { type Dependencies, dependencies } from "./logic/dependencies.ts";
export { type Example, type ExampleNode, exampleView } from "./logic/draft.ts";
export { type Decision, disjoint, implies } from "./logic/implies.ts";
export { normalise } from "./logic/normalise.ts";
export { type SelectorNames, selectorNames } from "./logic/selector-names.ts";
export { compareSpecificity, type Specificity, specificity } from "./logic/specificity.ts";
export { type Match, matcher, matches } from "./match/matches.ts";
export { select } from "./select/select.ts";
export type { Selection, Undecided } from "./select/selection.ts";
export { SelectError, type SelectErrorCode, type SelectIssue } from "./select-error.ts";
export { checkSelector, MAX_DEPTH, selectorIssues } from "./selector/check-selector.ts";
export { escapeGlob } from "./selector/glob.ts";
export { reviveSelector } from "./selector/revive-selector.ts";
export { type AttrTest, type AttrTests, type SelectorBuilders, sel } from "./selector/sel.ts";
export type {
  AllSelector,
  AnySelector,
  AttrEquals,
  AttrExists,
  AttrIn,
  AttrOp,
  AttrOrder,
  AttrSelector,
  AttrText,
  Axis,
  AxisSelector,
  ChildSelector,
  DescendantSelector,
  KindSelector,
  NameSelector,
  NotSelector,
  NthSelector,
  Reads,
  Scalar,
  Selector,
  StarSelector,
  TagSelector,
  ViaSelector,
  WhenSelector,
  WhenTest,
  WhenView,
} from "./selector/selector.ts";
export { type ParseOptions, parseSelector } from "./text/parse-selector.ts";
export { printSelector } from "./text/print-selector.ts";
export {
  type GraphologyNodes,
  type GraphologyViewOptions,
  graphologyView,
} from "./view/graphology-view.ts";
export { totalView } from "./view/total-view.ts";
export { isUnknown, type Unknown, unknown, type View, type ViewEdge } from "./view/view.ts";
