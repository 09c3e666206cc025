export type { Accessor } from "./attributes/declare/accessor.ts";
export {
  attribute,
  type KeyOption,
  type ParameterOptions,
} from "./attributes/declare/attribute.ts";
export { type CircularOptions, circular } from "./attributes/declare/circular.ts";
export {
  type CollectionOptions,
  type Contribution,
  collection,
} from "./attributes/declare/collection.ts";
export {
  type HigherOrder,
  type HigherOrderOptions,
  higherOrder,
} from "./attributes/declare/higher-order.ts";
export { type InheritedOptions, inherited } from "./attributes/declare/inherited.ts";
export { type InputOptions, input } from "./attributes/declare/input.ts";
export { type KindOrder, kindOrder } from "./attributes/declare/kind-order.ts";
export type { Placement, Sprout } from "./attributes/declare/placement.ts";
export { type ReferenceOptions, reference } from "./attributes/declare/reference.ts";
export { type BoundedLattice, subsets } from "./attributes/declare/subsets.ts";
export type {
  AnyAttribute,
  ArgumentKey,
  Attribute,
  AttributeKind,
  AttributeOptions,
  Context,
  Equation,
  Input,
  Lattice,
} from "./attributes/declare/types.ts";
export { createEvaluator } from "./attributes/evaluator.ts";
export type {
  DependentsOptions,
  Edits,
  Evaluator,
  EvaluatorOptions,
} from "./attributes/evaluator-types.ts";
export type { Instance } from "./attributes/inspect/instance.ts";
export type { AttributeCounts, Counts, Stats } from "./attributes/inspect/stats.ts";
export type { Why, WhyOptions } from "./attributes/inspect/why.ts";
export {
  type ChainStep,
  ScopeError,
  type ScopeErrorCode,
  type ScopeIssue,
} from "./error/scope-error.ts";
export type {
  Answer,
  FailedImport,
  Missing,
  Resolution,
  Step,
  VisibleAnswer,
} from "./resolution/answer.ts";
export {
  type BuiltScopeGraph,
  type ImportName,
  type ScopeGraphBuilder,
  scopeGraph,
} from "./resolution/build-scope-graph.ts";
export { formatPath } from "./resolution/format-path.ts";
export { type LabelOrder, labelOrder, labelOrderOf } from "./resolution/label-order.ts";
export { labelledScopeGraph } from "./resolution/labelled-scope-graph.ts";
export type { NearName } from "./resolution/nearest-names.ts";
export { only } from "./resolution/only.ts";
export type { PolicyShape } from "./resolution/policy-shape.ts";
export { presets } from "./resolution/presets.ts";
export type { Query } from "./resolution/query.ts";
export { type ResolutionPolicy, resolutionPolicy } from "./resolution/resolution-policy.ts";
export {
  createResolver,
  type ReferenceQuery,
  type Resolver,
  resolve,
} from "./resolution/resolver.ts";
export type {
  Declaration,
  DirectEdge,
  NominalEdge,
  Reference,
  Scope,
  ScopeEdge,
  ScopeGraph,
} from "./resolution/scope-graph.ts";
