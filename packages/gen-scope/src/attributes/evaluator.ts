import type { AnyAttribute, Attribute, Context, Input } from "./declare/types.ts";
import { findCell } from "./engine/cell.ts";
import { disposeNode, forgetNode } from "./engine/drop.ts";
import { inputSlot, refuseWhileEvaluating, setInput } from "./engine/edit.ts";
import type { Engine } from "./engine/engine.ts";
import { readersOf, readsOf } from "./engine/link.ts";
import { inspect, read, slotOf } from "./engine/read.ts";
import { refusal } from "./failure/refusal.ts";
import { type Instance, instanceOf } from "./inspect/instance.ts";
import { type AttributeCounts, allStats, attributeStats, type Stats } from "./inspect/stats.ts";
import { type Why, type WhyOptions, whyOf } from "./inspect/why.ts";
import { show } from "./show.ts";

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
  /** Sets an input of a node. */
  set<Node, Value>(input: Input<Node, Value>, node: NoInfer<Node>, value: NoInfer<Value>): void;
  /** Takes the value away: the default holds again. */
  unset<Node, Value>(input: Input<Node, Value>, node: NoInfer<Node>): void;
  /** Removes all of a node, its inputs too. */
  dispose(node: unknown): void;
}

/** Evaluates declared attributes on demand and keeps the values until an edit touches them. */
export interface Evaluator extends Context, Edits {
  /** Makes several edits as one: all of them, or none when the function throws. */
  edit(edits: (tx: Edits) => void): void;
  /** Frees what was computed for a node and is read by no other node. Returns how many instances. */
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
  /** What an instance reads, in order. */
  reads<Node, Value>(attribute: Attribute<Node, Value>, node: NoInfer<Node>): readonly Instance[];
  reads<Node, Value, Arg>(
    attribute: Attribute<Node, Value, Arg>,
    node: NoInfer<Node>,
    arg: NoInfer<Arg>,
  ): readonly Instance[];
  /** Which of the instances evaluated so far read this one. Evaluates nothing. */
  dependents<Node, Value>(
    attribute: Attribute<Node, Value>,
    node: NoInfer<Node>,
  ): readonly Instance[];
  dependents<Node, Value, Arg>(
    attribute: Attribute<Node, Value, Arg>,
    node: NoInfer<Node>,
    arg: NoInfer<Arg>,
  ): readonly Instance[];
  /** A snapshot of all counts, or of one attribute's. */
  stats(): Stats;
  stats<Node, Value, Arg>(attribute: Attribute<Node, Value, Arg>): AttributeCounts;
}

/**
 * Makes an evaluator. Attributes need no registration: it takes up each declaration when it is
 * first read. Several evaluators share declarations and nothing else.
 *
 * @throws ScopeError `option-invalid`
 */
export function createEvaluator(options: EvaluatorOptions = {}): Evaluator {
  const { maxDepth = 200 } = options;
  if (!Number.isInteger(maxDepth) || maxDepth < 1) {
    throw refusal({
      code: "option-invalid",
      message: `maxDepth is ${show(maxDepth)}.`,
      remedy: "Give a whole number of at least 1, or leave it out.",
      culprits: ["maxDepth"],
    });
  }
  const get = (attribute: AnyAttribute, node: unknown, arg?: unknown): unknown =>
    read(engine, attribute, node, arg);
  const engine: Engine = {
    slots: new Map(),
    lastSlot: undefined,
    stack: [],
    marks: [],
    flux: undefined,
    current: undefined,
    run: 0,
    runs: 0,
    depth: 0,
    maxDepth,
    signal: undefined,
    suspend: new Error("Evaluation is suspended and begins again; let this error pass."),
    poisoned: new Map(),
    context: { get } as Context,
    show: options.show ?? show,
  };

  const apply = (edits: readonly (() => void)[]): void => {
    for (const edit of edits) edit();
  };
  const note = (edits: (() => void)[]): Edits => ({
    set(input, node, value) {
      const slot = inputSlot(engine, input);
      edits.push(() => setInput(engine, slot, node, { pending: true, set: true, value }));
    },
    unset(input, node) {
      const slot = inputSlot(engine, input);
      edits.push(() =>
        setInput(engine, slot, node, { pending: true, set: false, value: undefined }),
      );
    },
    dispose(node) {
      edits.push(() => disposeNode(engine, node));
    },
  });
  const one = (what: string, edit: (tx: Edits) => void): void => {
    refuseWhileEvaluating(engine, what);
    const edits: (() => void)[] = [];
    edit(note(edits));
    refuseWhileEvaluating(engine, what);
    apply(edits);
  };

  const evaluator = {
    get,
    set: (input, node, value) => one("set", (tx) => tx.set(input, node, value)),
    unset: (input, node) => one("unset", (tx) => tx.unset(input, node)),
    dispose: (node) => one("dispose", (tx) => tx.dispose(node)),
    edit: (edits) => one("edit", edits),
    forget(node) {
      refuseWhileEvaluating(engine, "forget");
      return forgetNode(engine, node);
    },
    why(attribute: AnyAttribute, node: unknown, arg?: unknown, options: WhyOptions = {}) {
      const cell = inspect(engine, attribute, node, arg);
      return whyOf(cell, options.depth ?? Number.POSITIVE_INFINITY, engine.show);
    },
    reads: (attribute: AnyAttribute, node: unknown, arg?: unknown) =>
      readsOf(inspect(engine, attribute, node, arg)).map(instanceOf),
    dependents(attribute: AnyAttribute, node: unknown, arg?: unknown) {
      const cell = findCell(slotOf(engine, attribute), node, arg);
      return cell === undefined ? [] : readersOf(cell).map(instanceOf);
    },
    stats: (attribute?: AnyAttribute) =>
      attribute === undefined ? allStats(engine) : attributeStats(engine, attribute),
  } as Evaluator;
  return Object.freeze(evaluator);
}
