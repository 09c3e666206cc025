import { compareValues, intern } from "../data/interner.ts";
import type { Value } from "../data/value.ts";
import { DeriveError } from "../error/derive-error.ts";
import { show } from "../error/show.ts";
import type { AggregateStep } from "../program/plan.ts";
import { join, type Run } from "./join.ts";

/** The number of the value of an aggregate for what is bound; undefined when it has none. */
export function aggregate(run: Run, step: AggregateStep): number | undefined {
  const { interner } = run.store;
  const { kind, of } = step.code;
  if (kind === "count") {
    let count = 0;
    join(run, step.plan, undefined, () => {
      count++;
      return false;
    });
    return intern(interner, count);
  }
  const values: number[] = [];
  join(run, step.plan, undefined, (slots) => {
    if (of !== undefined) values.push(of < 0 ? ~of : (slots[of] as number));
    return false;
  });
  if (kind === "sum") return sum(run, values);
  const order = (a: number, b: number): number => compareValues(interner, a, b);
  if (kind === "collect") {
    const distinct = [...new Set(values)].sort(order);
    return intern(
      interner,
      distinct.map((id) => interner.values[id] as Value),
    );
  }
  let best = values[0];
  if (best === undefined) return undefined;
  for (const id of values) {
    const difference = order(id, best);
    if (kind === "min" ? difference < 0 : difference > 0) best = id;
  }
  return best;
}

/** Sums smallest first, so that rounding does not depend on the order of facts. */
function sum(run: Run, values: number[]): number {
  const { interner } = run.store;
  const sorted = values.sort((a, b) => compareValues(interner, a, b));
  let total: number | bigint | undefined;
  for (const id of sorted) {
    const value = interner.values[id] as Value;
    if (typeof value !== "number" && typeof value !== "bigint") throw notSummable(run, value);
    if (total === undefined) total = value;
    else if (typeof total !== typeof value) throw notSummable(run, value);
    else total = (total as number) + (value as number);
  }
  return intern(interner, total ?? 0);
}

function notSummable({ clause: { rule } }: Run, value: Value): DeriveError {
  const origins = rule.rule.origin === undefined ? {} : { origins: [rule.rule.origin] };
  return new DeriveError([
    {
      code: "bad-aggregate",
      message: `Rule ${show(rule.name)} sums up ${show(value)}.`,
      remedy: "A sum is over numbers, or over bigints, and not over both.",
      rules: [rule.name],
      ...origins,
    },
  ]);
}
