import type { AggregateCode, ComputeCode, NotCode, TermCode, TestCode } from "./linked.ts";

/** Walks the rows of a relation that agree with what is known, and binds the rest. */
export interface ScanStep {
  readonly op: "scan";
  readonly condition: number;
  readonly relation: number;
  readonly arity: number;
  /** Columns whose value is known before, and the terms it comes from. */
  readonly known: readonly number[];
  /** Names the index on these columns. */
  readonly index: string;
  readonly terms: readonly TermCode[];
  /** Pairs column, slot: what a row binds. */
  readonly binds: readonly number[];
  /** Pairs column, slot: a variable that the same pattern bound further left. */
  readonly repeats: readonly number[];
}

export interface NotStep {
  readonly op: "not";
  readonly condition: number;
  readonly code: NotCode;
  readonly plan: Plan;
}

export interface TestStep {
  readonly op: "test";
  readonly condition: number;
  readonly code: TestCode;
}

export interface ComputeStep {
  readonly op: "compute";
  readonly condition: number;
  readonly code: ComputeCode;
  /** Whether `into` has a value already, which must then be equal. */
  readonly bound: boolean;
}

export interface AggregateStep {
  readonly op: "aggregate";
  readonly condition: number;
  readonly code: AggregateCode;
  readonly plan: Plan;
  readonly bound: boolean;
}

export type Step = ScanStep | NotStep | TestStep | ComputeStep | AggregateStep;

/** The conditions of a clause in an order in which they can be evaluated. */
export interface Plan {
  readonly steps: readonly Step[];
  /** The conditions that cannot be evaluated with what is bound. */
  readonly open: readonly number[];
  /** Every slot with a value at the end. */
  readonly bound: ReadonlySet<number>;
}
