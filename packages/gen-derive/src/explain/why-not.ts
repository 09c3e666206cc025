import { intern } from "../data/interner.ts";
import { codeUnits, type Value } from "../data/value.ts";
import type { Engine } from "../engine/engine.ts";
import { unify } from "../engine/evaluate-clause.ts";
import { join } from "../engine/join.ts";
import type { Nodes } from "../engine/nodes.ts";
import type { AtomCode, ClauseCode, RuleCode } from "../program/linked.ts";
import type { Plan } from "../program/plan.ts";
import { planConditions } from "../program/plan-conditions.ts";
import { type Failure, failureOf } from "./failure.ts";
import { bindingsOfSlots } from "./ground.ts";

/** A rule that could have derived something but did not, and the conditions that failed. */
export interface FailedRule {
  readonly rule: string;
  readonly origin?: string;
  /** The values of its variables in the attempt that came nearest. */
  readonly bindings: Readonly<Record<string, Value>>;
  /** The conditions that fail; the first one is the one to look at. */
  readonly failures: readonly Failure[];
  /** How many conditions hold. */
  readonly satisfied: number;
}

/** One attempt to fire a rule. */
export interface Attempt {
  readonly failed: FailedRule;
  /** How far it is from firing: fewer failing conditions first. */
  readonly distance: number;
}

/** The slots for a head that should hold; undefined when a constant in it disagrees. */
export function wantedBy(
  engine: Engine,
  head: AtomCode,
  values: readonly unknown[],
): number[] | undefined {
  const tuple = values.map((value) => intern(engine.interner, value));
  const slots: number[] = [];
  return unify(head, tuple, slots) ? slots : undefined;
}

function run(
  engine: Engine,
  rule: RuleCode,
  plan: Plan,
  start: readonly number[],
): number[] | undefined {
  const slots = [...start];
  const clause = { rule } as ClauseCode;
  let found: number[] | undefined;
  join({ store: engine, clause, slots, before: false }, plan, undefined, (solution) => {
    found = [...solution];
    return true;
  });
  return found;
}

/**
 * How near a rule came to firing for what is wanted: with the conditions left out one at a time;
 * when no single one is to blame, without every condition that cannot be satisfied together with the
 * ones before it.
 * Undefined when all conditions hold.
 */
export function attempt(
  engine: Engine,
  nodes: Nodes | undefined,
  rule: RuleCode,
  start: readonly number[],
): Attempt | undefined {
  const { conditions } = rule;
  const bound = new Set<number>();
  start.forEach((value, slot) => {
    if (value !== undefined) bound.add(slot);
  });
  const whole = planConditions(conditions, { first: -1, bound });
  if (run(engine, rule, whole, start) !== undefined) return undefined;
  let best: { slots: readonly number[]; failing: readonly number[] } | undefined;
  for (let at = 0; at < conditions.length; at++) {
    const plan = planConditions(conditions, { first: -1, bound, without: new Set([at]) });
    const failing = [at, ...plan.open];
    if (best !== undefined && best.failing.length <= failing.length) continue;
    const slots = run(engine, rule, plan, start);
    if (slots !== undefined) best = { slots, failing };
  }
  best ??= furthest(engine, rule, bound, start);
  const { slots, failing } = best;
  const failures = failing.map((at) =>
    failureOf(engine, nodes, rule, conditions[at] as RuleCode["conditions"][number], slots),
  );
  const origin = rule.rule.origin === undefined ? {} : { origin: rule.rule.origin };
  const bindings = bindingsOfSlots(engine, rule, slots);
  const satisfied = conditions.length - failing.length;
  return {
    failed: { rule: rule.name, ...origin, bindings, failures, satisfied },
    distance: failing.length,
  };
}

/** Satisfies what can be satisfied, leaving out each condition at which it gets stuck. */
function furthest(
  engine: Engine,
  rule: RuleCode,
  bound: ReadonlySet<number>,
  start: readonly number[],
): { slots: readonly number[]; failing: readonly number[] } {
  const without = new Set<number>();
  for (;;) {
    const plan = planConditions(rule.conditions, { first: -1, bound, without });
    const stuck = stuckAt(engine, rule, plan, start);
    if (typeof stuck === "object") {
      return { slots: stuck, failing: [...without, ...plan.open].sort((a, b) => a - b) };
    }
    without.add(stuck);
  }
}

/** The slots of a solution; or the condition at which the longest beginning of a plan gets stuck. */
function stuckAt(
  engine: Engine,
  rule: RuleCode,
  plan: Plan,
  start: readonly number[],
): readonly number[] | number {
  let slots = start;
  for (let length = 1; length <= plan.steps.length; length++) {
    const part = { ...plan, steps: plan.steps.slice(0, length) };
    const found = run(engine, rule, part, start);
    if (found === undefined) return plan.steps[length - 1]?.condition ?? -1;
    slots = found;
  }
  return slots;
}

/** Attempts by distance, then by how much holds, then by rule. */
export function compareAttempts(a: Attempt, b: Attempt): number {
  return (
    a.distance - b.distance ||
    b.failed.satisfied - a.failed.satisfied ||
    codeUnits(a.failed.rule, b.failed.rule)
  );
}
