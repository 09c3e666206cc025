export {
  type Algebraic,
  connect,
  empty,
  overlay,
  vertex,
} from "./algebra/algebraic.ts";
export {
  biclique,
  circuit,
  clique,
  connects,
  edge,
  edges,
  forest,
  graph,
  overlays,
  path,
  star,
  type Tree,
  tree,
  vertices,
} from "./algebra/derived.ts";
export { type AlgebraicFold, foldAlgebraic } from "./algebra/fold-algebraic.ts";
export { toAlgebraic } from "./algebra/to-algebraic.ts";
export {
  bindVertices,
  flip,
  induce,
  mapVertices,
  mergeVertices,
  removeVertex,
  splitVertex,
} from "./algebra/transform.ts";
export { type ClosureOptions, transitiveClosure } from "./closure/transitive-closure.ts";
export { transitiveReduction } from "./closure/transitive-reduction.ts";
export { compile } from "./compile/compile.ts";
export type { CompiledGraph } from "./compile/compiled-graph.ts";
export type { GraphData } from "./compile/graph-data.ts";
export type {
  Accessors,
  Dangling,
  EdgeList,
  GraphInput,
  GraphologyLike,
  Key,
  Keyed,
  ReverseAccessors,
} from "./compile/graph-input.ts";
export { type Condensation, condensation } from "./components/condensation.ts";
export { strongComponents } from "./components/strong-components.ts";
export type { Csr } from "./csr/csr.ts";
export { dominators } from "./dominators/dominators.ts";
export {
  type DynamicOrder,
  dynamicOrder,
  type EdgeResult,
} from "./dynamic/dynamic-order.ts";
export { GraphError, type GraphErrorCode, type GraphIssue } from "./error/graph-error.ts";
export { decodeKey, encodeKey } from "./graphology/encode-key.ts";
export {
  type LabelledGraphologyLike,
  labelledFromGraphology,
} from "./graphology/labelled-from-graphology.ts";
export { type ToGraphologyOptions, toGraphology } from "./graphology/to-graphology.ts";
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
export {
  type LabelledEdge,
  type LabelledGraph,
  labelledGraph,
} from "./query/labelled-graph.ts";
export {
  type Query,
  queryAll,
  queryFirst,
  queryPaths,
  queryWitnesses,
  type Step,
  type Witness,
} from "./query/query.ts";
export type { PathBounds } from "./query/simple-witnesses.ts";
export { type DiffOptions, diff, type GraphDiff, sameGraph } from "./structure/diff.ts";
export { leaves, roots } from "./structure/ends.ts";
export { isAcyclic } from "./structure/is-acyclic.ts";
export { toData } from "./structure/to-data.ts";
export { transpose } from "./structure/transpose.ts";
export { foldPreorder, type PreorderFold } from "./walk/fold-preorder.ts";
export { preorder, type Visit } from "./walk/preorder.ts";
export { canReach, impact, type ReachOptions, reachable } from "./walk/reachable.ts";
export type { Walkable, WalkInput } from "./walk/rows.ts";
export { type ShortestPathOptions, shortestPath } from "./walk/shortest-path.ts";
export { type SimplePathOptions, simplePaths } from "./walk/simple-paths.ts";
export { type WeightedPath, weightedPath } from "./walk/weighted-path.ts";
