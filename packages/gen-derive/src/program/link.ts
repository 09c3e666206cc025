import { createInterner, type Interner } from "../data/interner.ts";
import type { DeriveIssue } from "../error/derive-error.ts";
import { show } from "../error/show.ts";
import type { Condition, Inner } from "../language/condition.ts";
import { shapeOf, shapeOnly } from "../language/relation.ts";
import type { Rule } from "../language/rule.ts";
import { subjectOf } from "./check-overrides.ts";
import { headsOf } from "./check-rule.ts";
import type { Learned } from "./learned.ts";
import { linkClauses } from "./link-clauses.ts";
import { linkDependencies } from "./link-dependencies.ts";
import { linkRule } from "./link-rule.ts";
import type { ClauseCode, Linked, RelationCode, RuleCode, UnitCode } from "./linked.ts";
import type { ProgramSource } from "./program-source.ts";
import { addRelation, createRegistry, declare, type Registry, userRelation } from "./registry.ts";
import { registryIssues } from "./registry-issues.ts";
import { stratify } from "./stratify.ts";

/** A program while it is linked. */
export interface Draft {
  readonly registry: Registry;
  readonly constants: Interner;
  readonly rules: RuleCode[];
  readonly codes: Map<string, RuleCode>;
  readonly clauses: ClauseCode[];
  readonly units: UnitCode[];
  /** By rule: who overrides it. */
  readonly overriders: ReadonlyMap<string, readonly string[]>;
  /** Rules that others suppress: the relations that say so, for some subjects and altogether. */
  readonly suppressed: Map<string, { readonly some: number; readonly all: number }>;
  readonly byRule: ReadonlyMap<string, Rule>;
}

/** How much one run of a function may return, when nothing else is said. */
const OUTPUTS = 1_000_000;

/** What linking comes to. */
export type LinkResult =
  | { readonly ok: true; readonly linked: Linked }
  | { readonly ok: false; readonly issues: readonly DeriveIssue[] };

/**
 * Turns rules into clauses over numbered relations, and orders these into components and levels.
 * Overriding becomes negation of the overrider's conditions, suppression negation of a relation,
 * priorities a choice among candidates: so that stratification answers for all of them.
 */
export function link(source: ProgramSource, learned: Learned): LinkResult {
  const { rules, options } = source;
  const shapes = [...(options.relations ?? []), ...learned.shapes.values()];
  const draft: Draft = {
    registry: createRegistry(shapes),
    constants: createInterner(),
    rules: [],
    codes: new Map(),
    clauses: [],
    units: [],
    overriders: overridersOf(rules),
    suppressed: new Map(),
    byRule: new Map(rules.map((rule) => [rule.name, rule])),
  };
  for (const rule of rules) declareShapes(draft.registry, rule);
  addSuppressed(draft, learned);
  addCandidates(draft, rules, learned);
  for (const rule of rules) {
    const code = linkRule(draft, rule);
    draft.rules.push(code);
    draft.codes.set(rule.name, code);
  }
  for (const code of draft.rules) linkClauses(draft, code);
  const closed =
    options.closed === true ? (options.relations ?? []).map((shape) => shape.relation) : undefined;
  const issues = registryIssues(draft.registry, closed);
  if (issues.length > 0) return { ok: false, issues };
  widenCandidates(draft.registry.relations);
  const dependencies = linkDependencies(draft, options.strata ?? [], learned);
  const levels = stratify(draft, dependencies);
  if (!levels.ok) return levels;
  const { relations, byName } = draft.registry;
  const linked: Linked = {
    relations,
    byName,
    rules: draft.rules,
    clauses: draft.clauses,
    units: draft.units,
    dependencies,
    levels: levels.levels,
    constants: draft.constants,
    freshValues: options.limits?.freshValues,
    outputs: options.limits?.outputs ?? OUTPUTS,
    closed,
  };
  return { ok: true, linked };
}

function overridersOf(rules: readonly Rule[]): Map<string, string[]> {
  const overriders = new Map<string, string[]>();
  for (const { name, overrides } of rules) {
    for (const target of new Set(overrides)) {
      overriders.set(target, [...(overriders.get(target) ?? []), name].sort());
    }
  }
  return overriders;
}

/** What patterns, and the declarations of function rules, say about their relations. */
function declareShapes(registry: Registry, rule: Rule): void {
  const patterns = [...(rule.when ?? []).flatMap(patternsOf), ...headsOf(rule)];
  for (const pattern of patterns) {
    const shape = "relation" in pattern ? shapeOf(pattern) : undefined;
    if (shape !== undefined) declare(registry, shape, rule.name);
  }
  if (!("run" in rule)) return;
  for (const item of [...(rule.reads ?? []), ...(rule.absent ?? []), ...(rule.derives ?? [])]) {
    if (typeof item === "string") userRelation(registry, item, undefined, rule.name);
    else declare(registry, shapeOnly(item), rule.name);
  }
}

function patternsOf(condition: Condition): readonly (Condition | Inner)[] {
  if ("not" in condition) return condition.not;
  return "aggregate" in condition ? condition.from : [condition];
}

function addSuppressed(draft: Draft, learned: Learned): void {
  const targets = new Set([...learned.suppresses.values()].flatMap((names) => [...names]));
  for (const rule of draft.byRule.values()) {
    for (const head of headsOf(rule)) {
      if ("suppress" in head && "rule" in head.suppress) targets.add(head.suppress.rule);
    }
  }
  for (const rule of targets) {
    const target = draft.byRule.get(rule);
    if (target === undefined) continue;
    const { relations } = draft.registry;
    const name = `suppressing ${show(rule)}`;
    const some = addRelation(relations, name, "suppress", subjectOf(target).length + 2, { rule });
    const all = addRelation(relations, name, "suppress", 2, { rule });
    draft.suppressed.set(rule, { some, all });
  }
}

/** A keyed relation that a rule with a priority writes takes candidates first. */
function addCandidates(draft: Draft, rules: readonly Rule[], learned: Learned): void {
  const { registry } = draft;
  const ranked = new Set(learned.ranked);
  for (const rule of rules) {
    if ((rule.priority ?? 0) === 0) continue;
    for (const head of headsOf(rule)) if ("relation" in head) ranked.add(head.relation);
    if (!("run" in rule)) continue;
    for (const item of rule.derives ?? []) {
      ranked.add(typeof item === "string" ? item : item.relation);
    }
  }
  for (const name of ranked) {
    const output = userRelation(registry, name, undefined, undefined);
    const code = registry.relations[output] as RelationCode;
    if (code.key === 0) continue;
    const input = addRelation(registry.relations, name, "candidates", -1);
    code.candidates = input;
    draft.units.push({ kind: "rank", id: draft.units.length, input, output });
  }
}

/** Candidates carry the priority and the name of who proposes them. */
function widenCandidates(relations: readonly RelationCode[]): void {
  for (const { candidates, arity } of relations) {
    if (candidates !== -1) (relations[candidates] as RelationCode).arity = arity + 2;
  }
}
