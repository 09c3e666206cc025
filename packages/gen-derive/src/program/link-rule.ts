import { placeholders } from "../error/show.ts";
import type { ActionHead, FindingHead, Head, SuppressAction } from "../language/head.ts";
import type { Rule } from "../language/rule.ts";
import { bindingsOf } from "./bindings.ts";
import { subjectOf } from "./check-overrides.ts";
import { headNames, headsOf } from "./check-rule.ts";
import type { Draft } from "./link.ts";
import type { RuleCode } from "./linked.ts";
import { addRelation } from "./registry.ts";

/** A rule and the relations that keep its bindings, without its clauses. */
export function linkRule(draft: Draft, rule: Rule): RuleCode {
  const heads = headsOf(rule);
  const actions = heads.filter((head): head is ActionHead => "action" in head);
  const findings = heads.filter((head): head is FindingHead => "finding" in head);
  const suppressions = heads.filter(
    (head): head is SuppressAction => "suppress" in head && "action" in head.suppress,
  );
  const overriders = draft.overriders.get(rule.name) ?? [];
  const guarded = overriders.length > 0 || draft.suppressed.has(rule.name);
  const terminal = actions.length + findings.length + suppressions.length > 0 || "run" in rule;
  const kept = guarded || terminal || rule.stratum !== undefined || overridesSome(rule);
  const subject = subjectOf(rule);
  const { relations } = draft.registry;
  const columns = kept ? columnsOf(rule, heads, subject) : [];
  const name = { rule: rule.name };
  const match = kept ? addRelation(relations, rule.name, "match", columns.length, name) : -1;
  const fire = guarded ? addRelation(relations, rule.name, "fire", columns.length, name) : match;
  return {
    index: draft.rules.length,
    name: rule.name,
    rule,
    priority: rule.priority ?? 0,
    columns,
    subject: new Set(subject).size,
    match,
    fire,
    overriders,
    clauses: [],
    conditions: [],
    slots: [],
    bound: bindingsOf(rule.when ?? [], rule.at !== undefined).bound,
    actions,
    findings,
    suppressions,
  };
}

function overridesSome(rule: Rule): boolean {
  return rule.overrides !== undefined && rule.overrides.length > 0;
}

/** The subject first, then what the heads need; a function may need everything. */
function columnsOf(rule: Rule, heads: readonly Head[], subject: readonly string[]): string[] {
  const { bound } = bindingsOf(rule.when ?? [], rule.at !== undefined);
  const texts = heads.flatMap((head) =>
    "finding" in head ? placeholders(`${head.message}${head.remedy ?? ""}`) : [],
  );
  const used = "run" in rule ? bound : [...heads.flatMap(headNames), ...texts];
  const rest = [...used].filter((name) => name !== "_" && bound.has(name)).sort();
  return [...new Set([...subject, ...rest])];
}
