import type { DeriveErrorCode, DeriveIssue } from "../error/derive-error.ts";
import { show } from "../error/show.ts";
import type { Condition } from "../language/condition.ts";
import type { Head } from "../language/head.ts";
import type { Rule } from "../language/rule.ts";
import { bindingsOf, innerNames, NODE, namesOf, outerNames, patternNames } from "./bindings.ts";
import { conditionProblem, headProblem, isRecord, partProblems } from "./shape.ts";
import { templateNames } from "./template.ts";

/** The heads of a rule as a list. */
export function headsOf(rule: Rule): readonly Head[] {
  if (!("emit" in rule)) return [];
  return Array.isArray(rule.emit) ? rule.emit : [rule.emit as Head];
}

/** An issue about one rule. */
export function ruleIssue(
  rule: Rule,
  code: DeriveErrorCode,
  message: string,
  remedy: string,
  more: Partial<DeriveIssue> = {},
): DeriveIssue {
  const origins = rule.origin === undefined ? {} : { origins: [rule.origin] };
  return { code, message, remedy, rules: [rule.name], ...origins, ...more };
}

/** What is wrong with the shape of a rule: data may come from anywhere, types or not. */
export function shapeIssues(rule: Rule, index: number): DeriveIssue[] {
  const bad = (message: string, remedy: string): DeriveIssue =>
    isRecord(rule) && typeof rule.name === "string"
      ? ruleIssue(rule, "bad-rule", message, remedy)
      : { code: "bad-rule", message, remedy, rules: [] };
  if (!isRecord(rule) || typeof rule.name !== "string") {
    return [bad(`Rule number ${index + 1} has no name.`, "Give it a name of its own.")];
  }
  const named = `Rule ${show(rule.name)}`;
  const issues: DeriveIssue[] = [];
  if ("emit" in rule === "run" in rule) {
    issues.push(bad(`${named} needs either \`then\` or \`run\`.`, "Say what it concludes."));
  }
  if ("run" in rule && typeof rule.run !== "function") {
    issues.push(bad(`${named} has a \`run\` that is no function.`, "Pass a function."));
  }
  const priority: unknown = rule.priority;
  if (priority !== undefined && !Number.isFinite(priority)) {
    issues.push(bad(`${named} has the priority ${show(priority)}.`, "Use a finite number."));
  }
  for (const [part, problem] of partProblems(rule as unknown as Record<string, unknown>)) {
    issues.push(bad(`${named} has a \`${part}\` that ${problem}.`, "Correct or remove it."));
  }
  const when: unknown = rule.when ?? [];
  if (!Array.isArray(when)) {
    return [...issues, bad(`${named} has a \`when\` that is no list.`, "Pass a list.")];
  }
  when.forEach((condition, at) => {
    const problem = conditionProblem(condition);
    if (problem === undefined) return;
    issues.push(bad(`Condition ${at + 1} of ${named} ${problem}.`, "Build it with the builders."));
  });
  headsOf(rule).forEach((head, at) => {
    const problem = headProblem(head);
    if (problem === undefined) return;
    issues.push(bad(`Head ${at + 1} of ${named} ${problem}.`, "Build it with the builders."));
  });
  return issues;
}

/** The variables that a head refers to. */
export function headNames(head: Head): string[] {
  if ("action" in head) {
    return head.build === undefined ? templateNames(head.data) : namesOf(head.reads ?? []);
  }
  if ("finding" in head) return templateNames(head.data);
  if ("suppress" in head) {
    const data = "action" in head.suppress ? templateNames(head.suppress.data) : [];
    return [...namesOf(head.at ?? []), ...data];
  }
  return namesOf(head.args);
}

/** The variables that must have a value for a condition to be evaluated, with what needs them. */
function required(condition: Condition, bindable: ReadonlySet<string>): [string, string][] {
  if ("reads" in condition) {
    return namesOf(condition.reads).map((name) => [name, `its guard ${show(condition.label)}`]);
  }
  if (!("not" in condition) && !("aggregate" in condition)) return [];
  const what = "not" in condition ? "a negation" : `its ${condition.aggregate}`;
  const inner = "not" in condition ? condition.not : condition.from;
  const local = new Set(inner.flatMap(patternNames));
  const tested = [...innerNames(inner)].filter((name) => !local.has(name));
  const summed = "of" in condition ? namesOf([condition.of]) : [];
  const outer = outerNames(condition, bindable);
  return [...new Set([...outer, ...tested, ...summed.filter((name) => !local.has(name))])].map(
    (name) => [name, what],
  );
}

/** Variables without a value (range restriction), and aggregates that bind what they range over. */
export function variableIssues(rule: Rule): DeriveIssue[] {
  const conditions = rule.when ?? [];
  const { bound, bindable } = bindingsOf(conditions, rule.at !== undefined);
  const missing = new Map<string, Set<string>>();
  const want = (name: string, by: string): void => {
    if (!bound.has(name)) missing.set(name, (missing.get(name) ?? new Set()).add(by));
  };
  const issues: DeriveIssue[] = [];
  for (const condition of conditions) {
    for (const [name, by] of required(condition, bindable)) want(name, by);
    if (!("aggregate" in condition)) continue;
    const into = condition.into.$var;
    if (!innerNames(condition.from).has(into) && into !== "_") continue;
    issues.push(
      ruleIssue(
        rule,
        "bad-rule",
        `Rule ${show(rule.name)} has a ${condition.aggregate} that binds ${show(into, true)}, over which it ranges itself.`,
        "Bind another variable.",
      ),
    );
  }
  for (const head of headsOf(rule)) {
    if ("relation" in head && head.args.some((arg) => isWildcard(arg))) want("_", "its head");
    for (const name of headNames(head)) want(name, "its head");
  }
  for (const name of namesOf(rule.subject ?? [])) want(name, "its subject");
  for (const [name, users] of missing) {
    const hint = name === NODE && rule.at === undefined ? " or give the rule an `at`" : "";
    issues.push(
      ruleIssue(
        rule,
        "unbound-variable",
        `Rule ${show(rule.name)} uses the variable ${name} in ${[...users].join(" and ")}, but no condition gives it a value.`,
        `Bind it in a positive pattern${hint}.`,
      ),
    );
  }
  return issues;
}

function isWildcard(term: unknown): boolean {
  return isRecord(term) && term.$var === "_";
}
