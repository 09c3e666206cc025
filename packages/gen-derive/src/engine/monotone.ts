import { DeriveError } from "../error/derive-error.ts";
import { show, showAtom } from "../error/show.ts";
import type { FunctionUnit, RelationCode } from "../program/linked.ts";
import type { Engine } from "./engine.ts";
import { factOf } from "./facts.ts";

/**
 * A function that takes part in recursion returned a fact and, when more facts held, did not: what
 * it returned depends on the absence of something that depends on it.
 */
export function droppedError(
  engine: Engine,
  unit: FunctionUnit,
  relation: number,
  row: number,
): DeriveError {
  const { name, rule } = unit.rule;
  const { role } = engine.relations[relation] as RelationCode;
  const fact = factOf(engine, relation, row, role === "candidates" ? 2 : 0);
  const origins = rule.origin === undefined ? {} : { origins: [rule.origin] };
  return new DeriveError([
    {
      code: "not-monotone",
      message: `Rule ${show(name)} returned ${showAtom(fact)} and, once more was known, no longer did; but what it reads depends on what it returns.`,
      remedy: "Read absence with `absent`, which shows the cycle, and break that cycle.",
      rules: [name],
      facts: [fact],
      ...origins,
    },
  ]);
}
