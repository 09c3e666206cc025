import type { AnyAttribute, Context } from "./declare/types.ts";
import { findCell } from "./engine/cell.ts";
import { forgetNode } from "./engine/drop.ts";
import { refuseWhileEvaluating } from "./engine/edit.ts";
import { createEngine, type Engine } from "./engine/engine.ts";
import { readsOf } from "./engine/link.ts";
import { inspect, read, slotOf } from "./engine/read.ts";
import { transact } from "./engine/transaction.ts";
import type { DependentsOptions, Edits, Evaluator, EvaluatorOptions } from "./evaluator-types.ts";
import { refusal } from "./failure/refusal.ts";
import { dependentsOf } from "./inspect/dependents.ts";
import { instanceOf } from "./inspect/instance.ts";
import { allStats, attributeStats } from "./inspect/stats.ts";
import { type WhyOptions, whyOf } from "./inspect/why.ts";
import { careful, show } from "./show.ts";

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
  const context = Object.freeze({ get }) as Context;
  const engine: Engine = createEngine(
    context,
    maxDepth,
    options.show === undefined ? show : careful(options.show),
  );
  const outside = (what: string): void =>
    refuseWhileEvaluating(engine, what, "inspection-during-evaluation");

  const evaluator = {
    get,
    set: (input, node, value) => transact(engine, "set", (tx) => tx.set(input, node, value)),
    unset: (input, node) => transact(engine, "unset", (tx) => tx.unset(input, node)),
    dispose: (node) => transact(engine, "dispose", (tx) => tx.dispose(node)),
    edit: (edits: (tx: Edits) => void) => transact(engine, "edit", edits),
    forget(node) {
      refuseWhileEvaluating(engine, "forget");
      return forgetNode(engine, node);
    },
    why(attribute: AnyAttribute, node: unknown, arg?: unknown, options: WhyOptions = {}) {
      outside("why");
      const cell = inspect(engine, attribute, node, arg);
      return whyOf(cell, options.depth ?? Number.POSITIVE_INFINITY, engine.show);
    },
    reads(attribute: AnyAttribute, node: unknown, arg?: unknown) {
      outside("reads");
      return readsOf(inspect(engine, attribute, node, arg)).map(instanceOf);
    },
    dependents(
      attribute: AnyAttribute,
      node: unknown,
      arg?: unknown,
      { transitive = false }: DependentsOptions = {},
    ) {
      outside("dependents");
      const cell = findCell(slotOf(engine, attribute), node, arg);
      return cell === undefined ? [] : dependentsOf(cell, transitive);
    },
    stats: (attribute?: AnyAttribute) =>
      attribute === undefined ? allStats(engine) : attributeStats(engine, attribute),
  } as Evaluator;
  return Object.freeze(evaluator);
}
