import type { DeriveIssue } from "../error/derive-error.ts";
import { nearest } from "../error/nearest.ts";
import { show } from "../error/show.ts";
import type { Rule } from "../language/rule.ts";
import { headsOf, ruleIssue } from "./check-rule.ts";

function suggest(name: string, known: Iterable<string>): Pick<DeriveIssue, "suggestion"> {
  const suggestion = nearest(name, known);
  return suggestion === undefined ? {} : { suggestion };
}

/** Rules that share a name. */
export function duplicateIssues(rules: readonly Rule[]): DeriveIssue[] {
  const byName = new Map<string, Rule[]>();
  for (const rule of rules) byName.set(rule.name, [...(byName.get(rule.name) ?? []), rule]);
  return [...byName.values()].flatMap((same) => {
    const first = same[0] as Rule;
    if (same.length === 1) return [];
    const origins = same.flatMap(({ origin }) => origin ?? []);
    return ruleIssue(
      first,
      "duplicate-rule",
      `${same.length} rules are named ${show(first.name)}.`,
      "Give each a name of its own.",
      origins.length > 0 ? { origins } : {},
    );
  });
}

/** References to rules and strata that do not exist. */
export function referenceIssues(rules: readonly Rule[], strata: readonly string[]): DeriveIssue[] {
  const names = new Set(rules.map(({ name }) => name));
  const unknownRule = (rule: Rule, verb: string, name: string): DeriveIssue =>
    ruleIssue(
      rule,
      "unknown-rule",
      `Rule ${show(rule.name)} ${verb} ${show(name)}, which is no rule of this program.`,
      "Name a rule of the program.",
      suggest(name, names),
    );
  return rules.flatMap((rule) => {
    const issues: DeriveIssue[] = [];
    for (const name of rule.overrides ?? []) {
      if (!names.has(name)) issues.push(unknownRule(rule, "overrides", name));
    }
    for (const head of headsOf(rule)) {
      if (!("suppress" in head) || !("rule" in head.suppress)) continue;
      if (!names.has(head.suppress.rule)) {
        issues.push(unknownRule(rule, "suppresses", head.suppress.rule));
      }
    }
    if (rule.stratum !== undefined && !strata.includes(rule.stratum)) {
      issues.push(
        ruleIssue(
          rule,
          "unknown-stratum",
          `Rule ${show(rule.name)} is in the stratum ${show(rule.stratum)}, which is not declared.`,
          strata.length === 0
            ? "Declare it in the `strata` of the program."
            : `The strata are ${strata.map((name) => show(name)).join(", ")}.`,
          suggest(rule.stratum, strata),
        ),
      );
    }
    return issues;
  });
}
