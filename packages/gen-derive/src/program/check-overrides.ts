import { findCycles } from "gen-graph";
import type { CycleStep, DeriveIssue } from "../error/derive-error.ts";
import { show } from "../error/show.ts";
import type { Rule } from "../language/rule.ts";
import { NODE } from "./bindings.ts";
import { headsOf, ruleIssue } from "./check-rule.ts";

/** The variables that say what one firing of a rule is about. */
export function subjectOf(rule: Rule): readonly string[] {
  if (rule.subject !== undefined) return [...new Set(rule.subject.map(({ $var }) => $var))];
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
  return [...cycles, ...subjects, ...rules.flatMap((rule) => suppressIssues(rule, byName))];
}

/** Suppressions that name more or fewer values than the subject of their rule has. */
function suppressIssues(rule: Rule, byName: ReadonlyMap<string, Rule>): DeriveIssue[] {
  return headsOf(rule).flatMap((head) => {
    if (!("suppress" in head) || !("rule" in head.suppress) || head.at === undefined) return [];
    const target = byName.get(head.suppress.rule);
    if (target === undefined) return [];
    const subject = subjectOf(target);
    if (subject.length === head.at.length) return [];
    const about = subject.length === 0 ? "has no subject" : `is about ${subject.join(", ")}`;
    return ruleIssue(
      rule,
      "override-subject",
      `Rule ${show(rule.name)} suppresses ${show(target.name)} for ${head.at.length} values, but that ${about}.`,
      "Give one value for each variable of its subject, or no `at`.",
    );
  });
}
