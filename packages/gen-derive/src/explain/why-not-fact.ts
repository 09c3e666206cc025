import type { Engine } from "../engine/engine.ts";
import type { Nodes } from "../engine/nodes.ts";
import { nearest } from "../error/nearest.ts";
import { showAtom } from "../error/show.ts";
import type { Atom, Fact } from "../language/relation.ts";
import { constant, isVariable } from "../language/term.ts";
import type { RelationCode, RuleCode } from "../program/linked.ts";
import { answer, type WhyNot } from "./ask-why-not.ts";
import { type Attempt, attempt, wantedBy } from "./why-not.ts";

/** Why a fact does not hold. Variables in it mean "any". */
export function whyNotFact(engine: Engine, nodes: Nodes | undefined, fact: Fact | Atom): WhyNot {
  const relation = engine.byName.get(fact.relation);
  const names = engine.relations.flatMap(({ role, name }) => (role === "user" ? [name] : []));
  const writers = relation === undefined ? [] : writersOf(engine, relation);
  if (relation === undefined || writers.length === 0) {
    const suggestion = relation === undefined ? nearest(fact.relation, names) : undefined;
    const hint = suggestion === undefined ? {} : { suggestion };
    const message = `No rule derives ${fact.relation}, and ${showAtom(fact)} was not given.`;
    return { holds: false, message, rules: [], ...hint };
  }
  const values = fact.args.map((term) => (isVariable(term) ? ANY : constant(term)));
  const attempts = writers.flatMap(({ rule, head }): Attempt[] => {
    if (head === undefined) return [returnedOther(engine, nodes, rule, showAtom(fact))];
    const atom = { ...head, terms: head.terms.slice(0, values.length) };
    const open = { ...atom, terms: atom.terms.filter((_, at) => values[at] !== ANY) };
    const wanted = wantedBy(
      engine,
      open,
      values.filter((value) => value !== ANY),
    );
    if (wanted === undefined) return [headDisagrees(rule, fact)];
    const found = attempt(engine, nodes, rule, wanted);
    return [found ?? outRanked(rule)];
  });
  return answer(`${showAtom(fact)} does not hold`, attempts, "No rule derives it.");
}

const ANY: unique symbol = Symbol("any");

interface Writer {
  readonly rule: RuleCode;
  readonly head: { readonly relation: number; readonly terms: readonly number[] } | undefined;
}

/** The rules that may derive facts of a relation; without a head: functions. */
function writersOf(engine: Engine, relation: number): Writer[] {
  const { candidates, name } = engine.relations[relation] as RelationCode;
  const target = candidates === -1 ? relation : candidates;
  const clauses = engine.linked.clauses.flatMap(({ rule, head }): Writer[] =>
    head.relation === target ? [{ rule, head }] : [],
  );
  const functions = engine.linked.units.flatMap((unit): Writer[] => {
    if (unit.kind !== "function") return [];
    const { rule } = unit.rule;
    const declared = "run" in rule ? rule.derives : undefined;
    const listed = declared?.some((one) => (typeof one === "string" ? one : one.relation) === name);
    const learned = engine.learned.writes.get(rule.name)?.has(name);
    return listed === true || learned === true ? [{ rule: unit.rule, head: undefined }] : [];
  });
  return [...clauses, ...functions];
}

function headDisagrees(rule: RuleCode, fact: Fact | Atom): Attempt {
  const message = `its head does not fit ${showAtom(fact)}`;
  const failed = { rule: rule.name, bindings: {}, satisfied: 0 };
  return {
    failed: { ...failed, failures: [{ kind: "unknown", message }] },
    distance: rule.conditions.length + 1,
  };
}

function outRanked(rule: RuleCode): Attempt {
  const message = `its priority ${rule.priority} is below that of another rule`;
  const satisfied = rule.conditions.length;
  return {
    failed: {
      rule: rule.name,
      bindings: {},
      failures: [{ kind: "suppressed", message }],
      satisfied,
    },
    distance: 0,
  };
}

/** A function: its conditions may fail, or it ran and returned something else. */
export function returnedOther(
  engine: Engine,
  nodes: Nodes | undefined,
  rule: RuleCode,
  what: string,
): Attempt {
  const failed = attempt(engine, nodes, rule, []);
  if (failed !== undefined) return { ...failed, distance: failed.distance + 1 };
  const message = `no run of it returned ${what}`;
  const satisfied = rule.conditions.length;
  return {
    failed: { rule: rule.name, bindings: {}, failures: [{ kind: "unknown", message }], satisfied },
    distance: 1,
  };
}
