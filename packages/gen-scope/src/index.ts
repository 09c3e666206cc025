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
  type Placement,
  type Sprout,
} from "./attributes/declare/higher-order.ts";
export { type InheritedOptions, inherited } from "./attributes/declare/inherited.ts";
export { type InputOptions, input } from "./attributes/declare/input.ts";
export { type KindOrder, kindOrder } from "./attributes/declare/kind-order.ts";
export { type ReferenceOptions, reference } from "./attributes/declare/reference.ts";
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
export {
  createEvaluator,
  type Edits,
  type Evaluator,
  type EvaluatorOptions,
} from "./attributes/evaluator.ts";
export type { Instance } from "./attributes/inspect/instance.ts";
export type { AttributeCounts, Counts, Stats } from "./attributes/inspect/stats.ts";
export type { Why, WhyOptions } from "./attributes/inspect/why.ts";
export {
  type ChainStep,
  ScopeError,
  type ScopeErrorCode,
  type ScopeIssue,
} from "./error/scope-error.ts";
