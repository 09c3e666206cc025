import { findCycles } from "gen-graph";
import type { CycleStep, DeriveIssue } from "../error/derive-error.ts";
import { show } from "../error/show.ts";
import type { Rule } from "../language/rule.ts";
import { NODE } from "./bindings.ts";
import { ruleIssue } from "./check-rule.ts";

/** The variables that say what one firing of a rule is about. */
export function subjectOf(rule: Rule): readonly string[] {
  if (rule.subject !== undefined) return rule.subject.map(({ $var }) => $var);
  return rule.at === undefined ? [] : [NODE];
}

/**
 * Mutual or cyclic overrides, one issue for each entangled group, and overrides between rules whose
 * subjects cannot be compared.
 */
export function overrideIssues(rules: readonly Rule[]): DeriveIssue[] {
  const byName = new Map(rules.map((rule) => [rule.name, rule]));
  const edges = rules.flatMap((rule) =>
    (rule.overrides ?? []).flatMap((name): [string, string][] =>
      byName.has(name) ? [[rule.name, name]] : [],
    ),
  );
  const cycles = findCycles({ nodes: byName.keys(), edges }).map(
    ({ path, members }): DeriveIssue => {
      const steps = path.map((from, at): CycleStep => {
        const to = path[(at + 1) % path.length] as string;
        return { from, to, rule: from, negative: true };
      });
      const text = [...path, path[0] as string].map((name) => show(name)).join(" overrides ");
      const origins = members.flatMap((name) => byName.get(name)?.origin ?? []);
      return {
        code: "override-cycle",
        message: `Rules override each other in a circle: ${text}.`,
        remedy: "Decide which one wins and drop the other `overrides`.",
        rules: members,
        cycle: steps,
        ...(origins.length > 0 ? { origins } : {}),
      };
    },
  );
  const subjects = edges.flatMap(([name, target]) => {
    const rule = byName.get(name) as Rule;
    const [own, others] = [subjectOf(rule), subjectOf(byName.get(target) as Rule)];
    if (own.length === others.length || own.length === 0 || others.length === 0) return [];
    return ruleIssue(
      rule,
      "override-subject",
      `Rule ${show(name)} is about ${own.join(", ")} and overrides ${show(target)}, which is about ${others.join(", ")}.`,
      "Give both rules a `subject` of the same length, or one of them none.",
    );
  });
  return [...cycles, ...subjects];
}
