import { intern } from "../data/interner.ts";
import type { Value } from "../data/value.ts";
import type { Engine } from "../engine/engine.ts";
import type { Nodes } from "../engine/nodes.ts";
import { nearest } from "../error/nearest.ts";
import { show } from "../error/show.ts";
import type { RuleCode } from "../program/linked.ts";
import { answer, HOLDS, type WhyNot } from "./ask-why-not.ts";
import { attempt } from "./why-not.ts";

/** Why a rule does not fire, for a subject or at all. */
export function whyNotRule(
  engine: Engine,
  nodes: Nodes | undefined,
  name: string,
  subject: readonly Value[] | undefined,
): WhyNot {
  const rule = engine.linked.rules.find((one) => one.name === name);
  if (rule === undefined) {
    const names = engine.linked.rules.map((one) => one.name);
    const suggestion = nearest(name, names);
    const hint = suggestion === undefined ? {} : { suggestion };
    return { holds: false, message: `There is no rule ${show(name)}.`, rules: [], ...hint };
  }
  const columns = subjectColumns(rule);
  const slots: number[] = [];
  subject?.forEach((value, at) => {
    const name = columns[at];
    const slot = name === undefined ? -1 : rule.slots.indexOf(name);
    if (slot !== -1) slots[slot] = intern(engine.interner, value);
  });
  const failed = attempt(engine, nodes, rule, slots);
  if (failed === undefined) return HOLDS;
  const about = subject === undefined ? "" : ` for ${subject.map((one) => show(one)).join(", ")}`;
  return answer(`Rule ${show(name)} does not fire${about}`, [failed], "");
}

function subjectColumns({ rule, columns, subject }: RuleCode): readonly string[] {
  if (columns.length > 0) return columns.slice(0, subject);
  return rule.subject?.map(({ $var }) => $var) ?? (rule.at === undefined ? [] : ["node"]);
}
