export type { Constraint } from "./constraint/constraint.ts";
export { type CountConstraint, counts } from "./constraint/counts.ts";
export { type Exclusion, exclusive } from "./constraint/exclusive.ts";
export { type Provision, provided, provides } from "./constraint/provides.ts";
export {
  type CapabilityRequirement,
  type PatternRequirement,
  requires,
} from "./constraint/requires.ts";
export { type Opaque, opaque, type Scalar, type Value } from "./data/value.ts";
export type { Unsettled } from "./engine/nodes.ts";
export {
  type CycleStep,
  DeriveError,
  type DeriveErrorCode,
  type DeriveIssue,
} from "./error/derive-error.ts";
export { evaluate, type Input } from "./evaluate.ts";
export type { Question, WhyNot } from "./explain/ask-why-not.ts";
export type { Derivation, Support } from "./explain/derivation.ts";
export type { Failure } from "./explain/failure.ts";
export { type FormatOptions, formatWhy, formatWhyNot } from "./explain/format.ts";
export type { FailedRule } from "./explain/why-not.ts";
export { graphFacts } from "./graph-facts.ts";
export {
  type Aggregate,
  type AggregateOp,
  type Compute,
  type Condition,
  collect,
  compute,
  count,
  type Inner,
  type Matches,
  matches,
  max,
  min,
  type Not,
  not,
  sum,
  type Test,
  test,
} from "./language/condition.ts";
export type { LastOf, RuleContext } from "./language/context.ts";
export {
  type ActionHead,
  action,
  type FindingHead,
  finding,
  type Head,
  type Severity,
  type SuppressAction,
  type SuppressHead,
  type SuppressRule,
  suppress,
} from "./language/head.ts";
export {
  type Atom,
  enriched,
  type Fact,
  type Relation,
  type RelationOptions,
  type RelationShape,
  relation,
} from "./language/relation.ts";
export {
  type FunctionRule,
  type NodeRule,
  type Output,
  type PatternRule,
  type Rule,
  rule,
} from "./language/rule.ts";
export {
  _,
  type Bound,
  type Literal,
  lit,
  node,
  type Term,
  type Terms,
  type Variable,
  v,
} from "./language/term.ts";
export { checkProgram, type Program, program } from "./program/program.ts";
export type { Limits, ProgramOptions } from "./program/program-source.ts";
export type { Stratum } from "./program/strata.ts";
export type { Action, Finding } from "./result/conclusions.ts";
export type { Result, Stats } from "./result/result.ts";
export type { Suppression, SuppressionReason } from "./result/suppression.ts";
export { type Change, type Session, session } from "./session.ts";
