import type { Engine } from "../engine/engine.ts";
import { join } from "../engine/join.ts";
import type { ClauseCode, RuleCode } from "../program/linked.ts";
import { planConditions } from "../program/plan-conditions.ts";

/** Whether the conditions of a rule hold for anything, overridden or not. */
export function firesAtAll(engine: Engine, rule: RuleCode): boolean {
  if (rule.match !== -1) return (engine.tables[rule.match]?.live ?? 0) > 0;
  const empty = rule.conditions.some(
    (one) => one.op === "pattern" && (engine.tables[one.relation]?.live ?? 0) === 0,
  );
  if (empty) return false;
  const plan = planConditions(rule.conditions, { first: -1, bound: new Set() });
  const clause = { rule } as ClauseCode;
  return join({ store: engine, clause, slots: [], before: false }, plan, undefined, () => true);
}
