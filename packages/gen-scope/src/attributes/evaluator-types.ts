import type { Attribute, Context, Input } from "./declare/types.ts";
import type { Instance } from "./inspect/instance.ts";
import type { AttributeCounts, Stats } from "./inspect/stats.ts";
import type { Why, WhyOptions } from "./inspect/why.ts";

/** The options of an evaluator. */
export interface EvaluatorOptions {
  /**
   * How many equations may be open on the JavaScript stack at once before evaluation goes on
   * without it. Lower it when equations themselves recurse deeply. @default 200
   */
  readonly maxDepth?: number;
  /** How nodes and arguments are called in messages. @default strings quoted, others by JSON */
  readonly show?: (value: unknown) => string;
}

/** A batch of edits: noted, and made together when the function that notes them returns. */
export interface Edits {
  /** Sets an input of a node. An equal value changes nothing. */
  set<Node, Value>(input: Input<Node, Value>, node: NoInfer<Node>, value: NoInfer<Value>): void;
  /** Takes the value away: the default holds again. */
  unset<Node, Value>(input: Input<Node, Value>, node: NoInfer<Node>): void;
  /** Removes all of a node, its inputs too; what read any of it is evaluated again when asked for. */
  dispose(node: unknown): void;
}

/** How far to look for dependents. */
export interface DependentsOptions {
  /** Also what reads the readers, and so on. @default false */
  readonly transitive?: boolean;
}

/**
 * Evaluates declared attributes on demand and keeps the values until an edit touches them.
 * Everything but `get` and `stats` is refused while an equation runs (`edit-during-evaluation`,
 * `inspection-during-evaluation`).
 */
export interface Evaluator extends Context, Edits {
  /** Makes several edits as one: all of them, or none when the function throws. */
  edit(edits: (tx: Edits) => void): void;
  /**
   * Frees what was computed for a node and is read by no other node, and returns how many instances
   * that were. Values elsewhere stay, and the node can be asked again: for builds that go through
   * many nodes once.
   */
  forget(node: unknown): number;
  /** Why an instance has its value: the tree of what it read. A failure is an answer too. */
  why<Node, Value>(
    attribute: Attribute<Node, Value>,
    node: NoInfer<Node>,
    arg?: undefined,
    options?: WhyOptions,
  ): Why;
  why<Node, Value, Arg>(
    attribute: Attribute<Node, Value, Arg>,
    node: NoInfer<Node>,
    arg: NoInfer<Arg>,
    options?: WhyOptions,
  ): Why;
  /** What an instance reads, each once, in order. */
  reads<Node, Value>(attribute: Attribute<Node, Value>, node: NoInfer<Node>): readonly Instance[];
  reads<Node, Value, Arg>(
    attribute: Attribute<Node, Value, Arg>,
    node: NoInfer<Node>,
    arg: NoInfer<Arg>,
  ): readonly Instance[];
  /** Which of the instances evaluated so far read this one, by name and node. Evaluates nothing. */
  dependents<Node, Value>(
    attribute: Attribute<Node, Value>,
    node: NoInfer<Node>,
    arg?: undefined,
    options?: DependentsOptions,
  ): readonly Instance[];
  dependents<Node, Value, Arg>(
    attribute: Attribute<Node, Value, Arg>,
    node: NoInfer<Node>,
    arg: NoInfer<Arg>,
    options?: DependentsOptions,
  ): readonly Instance[];
  /** A snapshot of all counts, or of one attribute's. */
  stats(): Stats;
  stats<Node, Value, Arg>(attribute: Attribute<Node, Value, Arg>): AttributeCounts;
}
