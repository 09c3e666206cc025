export { compile } from "./compile/compile.ts";
export type { CompiledGraph } from "./compile/compiled-graph.ts";
export type {
  Accessors,
  Dangling,
  EdgeList,
  GraphInput,
  GraphologyLike,
  Keyed,
  ReverseAccessors,
} from "./compile/graph-input.ts";
export { strongComponents } from "./components/strong-components.ts";
export type { Csr } from "./csr/csr.ts";
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
export type { Cycle } from "./order/cycle.ts";
export { generations } from "./order/generations.ts";
export {
  findCycles,
  type OrderResult,
  topologicalOrder,
  tryTopologicalOrder,
} from "./order/topological-order.ts";
