import { codeUnits } from "../data/value.ts";
import type { Engine } from "../engine/engine.ts";
import { factOf, sortedRows } from "../engine/facts.ts";
import { findRow, LIVE, tupleOf } from "../engine/table.ts";
import { show } from "../error/show.ts";
import type { RuleCode } from "../program/linked.ts";
import { firingOf } from "./binding.ts";
import type { Suppression, SuppressionReason } from "./suppression.ts";

/** Rows of a relation by the values of their first columns. */
function groupRows(engine: Engine, relation: number, width: number): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  const table = engine.tables[relation];
  if (table === undefined) return groups;
  for (const row of table.all) {
    if (table.state[row] !== LIVE) continue;
    const key = tupleOf(table, row).slice(0, width).join();
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
}

/** Firings whose conditions hold, but which were overridden or suppressed. */
export function stoppedFirings(engine: Engine): Suppression[] {
  return engine.linked.rules.flatMap((rule) =>
    rule.fire === rule.match ? [] : suppressedOf(engine, rule),
  );
}

function suppressedOf(engine: Engine, rule: RuleCode): Suppression[] {
  const matched = engine.tables[rule.match];
  if (matched === undefined) return [];
  const fired = engine.tables[rule.fire];
  const stopped = sortedRows(engine, rule.match).filter((row) => {
    const other = fired === undefined ? -1 : findRow(fired, tupleOf(matched, row));
    return other === -1 || fired?.state[other] !== LIVE;
  });
  if (stopped.length === 0) return [];
  const overriders = rule.overriders.flatMap((name) => {
    const by = engine.linked.rules.find((one) => one.name === name);
    if (by === undefined) return [];
    const width = by.subject === rule.subject ? rule.subject : 0;
    return [{ name, width, subjects: groupRows(engine, by.match, width) }];
  });
  const suppressors = engine.relations
    .filter((one) => one.role === "suppress" && one.rule === rule.name)
    .map(({ id, arity }) => ({ id, width: arity - 2, subjects: groupRows(engine, id, arity - 2) }));
  return stopped.map((row) => {
    const tuple = tupleOf(matched, row);
    const { subject } = firingOf(engine, rule, rule.match, row);
    const about = subject.length === 0 ? "" : ` for ${subject.map((one) => show(one)).join(", ")}`;
    const reasons = overriders.flatMap(({ name, width, subjects }): SuppressionReason[] =>
      subjects.has(tuple.slice(0, width).join())
        ? [
            {
              code: "overridden",
              by: [name],
              message: `Rule ${show(name)} overrides it${width === 0 ? "" : about}.`,
            },
          ]
        : [],
    );
    for (const { id, width, subjects } of suppressors) {
      for (const found of subjects.get(tuple.slice(0, width).join()) ?? []) {
        const [reason, by] = factOf(engine, id, found).args.slice(width) as [string, string];
        const message = `Rule ${show(by)} suppresses it${width === 0 ? "" : about}: ${reason}`;
        reasons.push({ code: "suppressed", by: [by], message });
      }
    }
    reasons.sort((a, b) => codeUnits(a.message, b.message));
    return { rule: rule.name, subject, reasons };
  });
}
