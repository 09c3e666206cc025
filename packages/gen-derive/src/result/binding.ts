import type { Value } from "../data/value.ts";
import type { Engine } from "../engine/engine.ts";
import { bindingOf } from "../engine/run-function.ts";
import type { Table } from "../engine/table.ts";
import type { RuleCode } from "../program/linked.ts";

/** A firing of a rule: whom it is about, and the values of the variables that it keeps. */
export interface Firing {
  readonly rule: RuleCode;
  readonly row: number;
  readonly subject: readonly Value[];
  readonly bindings: Readonly<Record<string, Value>>;
}

/** A row of the `match` or `fire` relation of a rule as a firing. */
export function firingOf(engine: Engine, rule: RuleCode, relation: number, row: number): Firing {
  const table = engine.tables[relation] as Table;
  const bindings = bindingOf(engine, rule, table, row);
  const subject = rule.columns.slice(0, rule.subject).map((name) => bindings[name] as Value);
  return { rule, row, subject, bindings };
}
