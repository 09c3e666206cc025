import { intern } from "../data/interner.ts";
import type { Head, SuppressRule } from "../language/head.ts";
import type { RelationShape } from "../language/relation.ts";
import type { FunctionRule, NodeRule, Rule } from "../language/rule.ts";
import { headsOf } from "./check-rule.ts";
import type { Draft } from "./link.ts";
import {
  atCode,
  atomCode,
  conditionCodes,
  createScope,
  type Scope,
  slotOf,
  termCode,
} from "./link-conditions.ts";
import type {
  AtomCode,
  ConditionCode,
  Declarations,
  NotCode,
  RelationCode,
  RuleCode,
} from "./linked.ts";
import { selectRelation } from "./registry.ts";

/**
 * The clauses of a rule. Its conditions derive its heads directly, or, when its bindings are kept,
 * `match`; `match` without what overrides or suppresses it derives `fire`; `fire` derives the heads.
 */
export function linkClauses(draft: Draft, code: RuleCode): void {
  const { rule } = code;
  const scope = createScope(draft.registry, draft.constants, rule.name);
  const at =
    rule.at === undefined
      ? undefined
      : atCode(scope, selectRelation(draft.registry, selectorOf(rule.at)));
  const conditions = conditionCodes(scope, rule.when ?? [], at);
  const heads = headsOf(rule);
  code.slots = scope.slots;
  for (const condition of conditions) code.conditions.push(condition);
  if (code.match === -1) {
    for (const head of heads) linkHead(draft, code, scope, head, conditions);
    return;
  }
  const columns = code.columns.map((name) => slotOf(scope, name));
  linkClause(draft, code, scope, { relation: code.match, terms: columns }, conditions);
  if (code.fire !== code.match) {
    const guards = guardsOf(draft, code, scope, columns.slice(0, code.subject));
    for (const guard of guards) code.conditions.push(guard);
    const matched = pattern(code.match, columns);
    linkClause(draft, code, scope, { relation: code.fire, terms: columns }, [matched, ...guards]);
  }
  for (const head of heads) linkHead(draft, code, scope, head, [pattern(code.fire, columns)]);
  if ("run" in rule) {
    draft.units.push({
      kind: "function",
      id: draft.units.length,
      rule: code,
      input: code.fire,
      declared: declarationsOf(rule),
    });
  }
}

function declarationsOf({ reads, absent, derives }: FunctionRule | NodeRule): Declarations {
  const names = (list: readonly (string | RelationShape)[] = []): Set<string> =>
    new Set(list.map((item) => (typeof item === "string" ? item : item.relation)));
  return {
    reads: reads === undefined && absent === undefined ? undefined : names(reads),
    absent: names(absent),
    derives: derives === undefined ? undefined : names(derives),
  };
}

function selectorOf(at: NonNullable<Rule["at"]>): Exclude<typeof at, string> {
  return typeof at === "string" ? { sel: "kind", kind: at } : at;
}

function pattern(relation: number, terms: readonly number[]): ConditionCode {
  return { op: "pattern", relation, terms, needs: [] };
}

/** Slots that nothing else refers to. */
function wildcards(scope: Scope, count: number): number[] {
  return Array.from({ length: count }, () => scope.slots.push(undefined) - 1);
}

/**
 * Not overridden, not suppressed. An overrider counts when its conditions hold, whether or not it is
 * overridden itself: a chain of ever more special rules leaves the most special one.
 */
function guardsOf(
  draft: Draft,
  code: RuleCode,
  scope: Scope,
  subject: readonly number[],
): NotCode[] {
  const guards = code.overriders.flatMap((name): NotCode[] => {
    const by = draft.codes.get(name);
    if (by === undefined) return [];
    const shared = by.subject === subject.length ? subject : [];
    const terms = [...shared, ...wildcards(scope, by.columns.length - shared.length)];
    const guard = { by: "override", rule: name } as const;
    return [{ op: "not", body: [pattern(by.match, terms)], needs: shared, guard }];
  });
  const suppressed = draft.suppressed.get(code.name);
  if (suppressed === undefined) return guards;
  const guard = { by: "suppress" } as const;
  const some = pattern(suppressed.some, [...subject, ...wildcards(scope, 2)]);
  const all = pattern(suppressed.all, wildcards(scope, 2));
  return [
    ...guards,
    { op: "not", body: [some], needs: subject, guard },
    { op: "not", body: [all], needs: [], guard },
  ];
}

function linkHead(
  draft: Draft,
  code: RuleCode,
  scope: Scope,
  head: Head,
  conditions: readonly ConditionCode[],
): void {
  if ("suppress" in head) {
    if ("rule" in head.suppress)
      linkSuppression(draft, code, scope, head as SuppressRule, conditions);
    return;
  }
  if (!("relation" in head)) return;
  const atom = atomCode(scope, head);
  const { candidates } = draft.registry.relations[atom.relation] as RelationCode;
  if (candidates === -1) {
    linkClause(draft, code, scope, atom, conditions);
    return;
  }
  const rank = [code.priority, code.name].map((value) => termCode(scope, value));
  const proposal = { relation: candidates, terms: [...atom.terms, ...rank] };
  linkClause(draft, code, scope, proposal, conditions);
}

function linkSuppression(
  draft: Draft,
  code: RuleCode,
  scope: Scope,
  head: SuppressRule,
  conditions: readonly ConditionCode[],
): void {
  const target = draft.suppressed.get(head.suppress.rule);
  if (target === undefined) return;
  const tail = [~intern(draft.constants, head.reason), ~intern(draft.constants, code.name)];
  const at = (head.at ?? []).map((term) => termCode(scope, term));
  const relation = head.at === undefined ? target.all : target.some;
  linkClause(draft, code, scope, { relation, terms: [...at, ...tail] }, conditions);
}

function linkClause(
  draft: Draft,
  rule: RuleCode,
  scope: Scope,
  head: AtomCode,
  conditions: readonly ConditionCode[],
): void {
  const clause = {
    id: draft.clauses.length,
    rule,
    head,
    conditions,
    slots: scope.slots,
    generating: conditions.some(({ op }) => op === "compute"),
    complex: conditions.some(isComplex),
  };
  draft.clauses.push(clause);
  rule.clauses.push(clause);
}

function isComplex(condition: ConditionCode): boolean {
  if (condition.op === "aggregate") return true;
  return (
    condition.op === "not" && (condition.body.length > 1 || condition.body[0]?.op !== "pattern")
  );
}
