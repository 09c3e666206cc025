export { GraphError, type GraphErrorCode, type GraphIssue } from "./error/graph-error.ts";
export { DEAD } from "./labels/build-table.ts";
export {
  type CompileLabelsOptions,
  compileLabels,
  type LabelAutomaton,
} from "./labels/compile-labels.ts";
export {
  altLabels,
  anyLabel,
  bothLabels,
  type LabelExpr,
  label,
  noLabels,
  notLabels,
  optLabels,
  plusLabels,
  seqLabels,
  starLabels,
  unitLabels,
} from "./labels/label-expr.ts";
export { labelsOf } from "./labels/labels-of.ts";
export { parseLabels } from "./labels/parse-labels.ts";
export { printLabels } from "./labels/print-labels.ts";
