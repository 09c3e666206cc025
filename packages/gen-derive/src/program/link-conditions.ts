import { type Interner, intern } from "../data/interner.ts";
import type { Condition, Inner } from "../language/condition.ts";
import { constant, isVariable } from "../language/term.ts";
import { bindingsOf, NODE, namesOf, outerNames } from "./bindings.ts";
import type { AtomCode, ConditionCode, TermCode } from "./linked.ts";
import { type Registry, selectRelation, userRelation } from "./registry.ts";

/** The variables of one rule while it is linked. */
export interface Scope {
  readonly registry: Registry;
  readonly constants: Interner;
  readonly rule: string;
  readonly slots: (string | undefined)[];
  readonly byName: Map<string, number>;
}

/** A scope without variables. */
export function createScope(registry: Registry, constants: Interner, rule: string): Scope {
  return { registry, constants, rule, slots: [], byName: new Map() };
}

/** The slot of a variable. */
export function slotOf(scope: Scope, name: string): number {
  const known = scope.byName.get(name);
  if (known !== undefined) return known;
  const slot = scope.slots.push(name) - 1;
  scope.byName.set(name, slot);
  return slot;
}

/** The code of a term. Every wildcard has a slot of its own. */
export function termCode(scope: Scope, term: unknown): TermCode {
  if (!isVariable(term)) return ~intern(scope.constants, constant(term));
  return term.$var === "_" ? scope.slots.push(undefined) - 1 : slotOf(scope, term.$var);
}

/** The code of a pattern over facts. */
export function atomCode(
  scope: Scope,
  atom: { readonly relation: string; readonly args: readonly unknown[] },
): AtomCode {
  const relation = userRelation(scope.registry, atom.relation, atom.args.length, scope.rule);
  return { relation, terms: atom.args.map((term) => termCode(scope, term)) };
}

function innerCode(scope: Scope, inner: Inner): ConditionCode {
  if ("test" in inner) {
    const slots = namesOf(inner.reads).map((name) => slotOf(scope, name));
    return { op: "test", slots, run: inner.test, label: inner.label, needs: slots, source: inner };
  }
  if ("relation" in inner) {
    return { op: "pattern", ...atomCode(scope, inner), needs: [], source: inner };
  }
  const relation = selectRelation(scope.registry, inner.selector);
  const terms = [termCode(scope, inner.select)];
  return { op: "pattern", relation, terms, needs: [], source: inner };
}

function conditionCode(
  scope: Scope,
  condition: Condition,
  bindable: ReadonlySet<string>,
): ConditionCode {
  const slotsOf = (names: readonly string[]): number[] => names.map((name) => slotOf(scope, name));
  if ("not" in condition) {
    const needs = slotsOf(outerNames(condition, bindable));
    const body = condition.not.map((inner) => innerCode(scope, inner));
    return { op: "not", body, needs, source: condition };
  }
  if ("compute" in condition) {
    const slots = slotsOf(namesOf(condition.reads));
    const into = termCode(scope, condition.into);
    const { compute: run, label } = condition;
    return { op: "compute", slots, into, run, label, needs: slots, source: condition };
  }
  if ("aggregate" in condition) {
    const summed = "of" in condition ? namesOf([condition.of]) : [];
    const outer = new Set(outerNames(condition, bindable));
    for (const name of summed) if (bindable.has(name)) outer.add(name);
    const needs = slotsOf([...outer]);
    const body = condition.from.map((inner) => innerCode(scope, inner));
    const of = "of" in condition ? termCode(scope, condition.of) : undefined;
    const into = termCode(scope, condition.into);
    return { op: "aggregate", kind: condition.aggregate, into, of, body, needs, source: condition };
  }
  return innerCode(scope, condition);
}

/** The codes of the conditions of a rule; with `at`, of its selector first. */
export function conditionCodes(
  scope: Scope,
  conditions: readonly Condition[],
  at: AtomCode | undefined,
): ConditionCode[] {
  const { bindable } = bindingsOf(conditions, at !== undefined);
  const codes = conditions.map((condition) => conditionCode(scope, condition, bindable));
  if (at === undefined) return codes;
  return [{ op: "pattern", ...at, needs: [] }, ...codes];
}

/** The pattern of the selector of a rule with `at`. */
export function atCode(scope: Scope, relation: number): AtomCode {
  return { relation, terms: [slotOf(scope, NODE)] };
}

/** The relations that a condition reads, with whether it needs them complete. */
export function readsOf(condition: ConditionCode): { relation: number; negative: boolean }[] {
  if (condition.op === "pattern") return [{ relation: condition.relation, negative: false }];
  if (condition.op !== "not" && condition.op !== "aggregate") return [];
  return condition.body.flatMap((inner) =>
    inner.op === "pattern" ? [{ relation: inner.relation, negative: true }] : [],
  );
}
