import { intern } from "../data/interner.ts";
import { codeUnits } from "../data/value.ts";
import type { Engine } from "../engine/engine.ts";
import type { Nodes } from "../engine/nodes.ts";
import { nearest } from "../error/nearest.ts";
import { show } from "../error/show.ts";
import { answer, type WhyNot } from "./ask-why-not.ts";
import { matchTemplate } from "./match-template.ts";
import { type Attempt, attempt } from "./why-not.ts";
import { returnedOther } from "./why-not-fact.ts";

/** Why no rule says that something is to be done. */
export function whyNotAction(
  engine: Engine,
  nodes: Nodes | undefined,
  kind: string,
  data: unknown,
): WhyNot {
  const kinds = new Set<string>();
  const attempts = engine.linked.rules.flatMap((rule) =>
    rule.actions.flatMap((head): Attempt[] => {
      kinds.add(head.action);
      if (head.action !== kind) return [];
      const bindings = head.build === undefined ? matchTemplate(head.data, data) : new Map();
      if (bindings === undefined) return [];
      const slots: number[] = [];
      for (const [name, value] of bindings) {
        const slot = rule.slots.indexOf(name);
        if (slot !== -1) slots[slot] = intern(engine.interner, value);
      }
      const found = attempt(engine, nodes, rule, slots);
      return found === undefined ? [] : [found];
    }),
  );
  for (const unit of engine.linked.units) {
    if (unit.kind !== "function") continue;
    const instances = [...(engine.instances[unit.id]?.values() ?? [])];
    const said = instances.some(({ terminals }) =>
      terminals.some((one) => "action" in one && one.action === kind),
    );
    if (!said) continue;
    kinds.add(kind);
    attempts.push(returnedOther(engine, nodes, unit.rule, "such an action"));
  }
  const suggestion = kinds.has(kind) ? undefined : nearest(kind, [...kinds].sort(codeUnits));
  const found = answer(
    `No rule says ${kind}`,
    attempts,
    `No rule has an action ${show(kind)} that fits.`,
  );
  return suggestion === undefined ? found : { ...found, suggestion };
}
