import { codeUnits } from "../data/value.ts";
import type { ClauseCode, Linked } from "./linked.ts";

/** Rules and relations that are evaluated together. */
export interface Stratum {
  /** The relations that become complete here. */
  readonly relations: readonly string[];
  /** The rules evaluated here. */
  readonly rules: readonly string[];
  /** Whether they depend on each other. */
  readonly recursive: boolean;
  /** How many strata come before at least: strata of one level do not depend on each other. */
  readonly level: number;
}

/** Whether a clause derives what its rule is there for, and not only keeps its bindings. */
function concludes({ relations }: Linked, { head, rule }: ClauseCode): boolean {
  const role = relations[head.relation]?.role;
  if (role !== "match" && role !== "fire") return true;
  const kept = [rule.match, rule.fire];
  const others = rule.clauses.some((one) => !kept.includes(one.head.relation));
  return head.relation === rule.fire && !others && !("run" in rule.rule);
}

/** The strata of a program that hold rules, in an order of evaluation. */
export function computedStrata(linked: Linked): Stratum[] {
  const strata: Stratum[] = [];
  for (const level of linked.levels) {
    for (const component of level) {
      const rules = new Set(
        component.clauses.filter((one) => concludes(linked, one)).map(({ rule }) => rule.name),
      );
      for (const unit of component.units) if (unit.kind === "function") rules.add(unit.rule.name);
      if (rules.size === 0) continue;
      const relations = component.relations.flatMap((id) => {
        const code = linked.relations[id];
        return code?.role === "user" ? [code.name] : [];
      });
      strata.push({
        relations: relations.sort(codeUnits),
        rules: [...rules].sort(codeUnits),
        recursive: component.recursive,
        level: component.level,
      });
    }
  }
  const text = ({ relations, rules }: Stratum): string => [...relations, ...rules].join();
  return strata.sort((a, b) => a.level - b.level || codeUnits(text(a), text(b)));
}
