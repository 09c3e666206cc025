import { intern } from "../data/interner.ts";
import { codeUnits, type Value } from "../data/value.ts";
import type { Engine } from "../engine/engine.ts";
import type { Nodes } from "../engine/nodes.ts";
import { nearest } from "../error/nearest.ts";
import { show, showAtom } from "../error/show.ts";
import type { Atom, Fact } from "../language/relation.ts";
import { constant, isVariable } from "../language/term.ts";
import type { RelationCode, RuleCode } from "../program/linked.ts";
import { matchTemplate } from "./match-template.ts";
import { type Attempt, attempt, compareAttempts, type FailedRule, wantedBy } from "./why-not.ts";

/** What `whyNot` is asked about: a fact, a firing of a rule, or an action. */
export type Question =
  | Fact
  | Atom
  | { readonly rule: string; readonly subject?: readonly Value[] }
  | { readonly action: string; readonly data?: unknown };

/** Why something does not hold. */
export interface WhyNot {
  /** It holds after all: ask `why`. */
  readonly holds: boolean;
  /** One sentence. */
  readonly message: string;
  /** The rule that came nearest. */
  readonly nearest?: FailedRule;
  /** All rules that could have derived it, nearest first. */
  readonly rules: readonly FailedRule[];
  /** A name that may have been meant. */
  readonly suggestion?: string;
}

const HOLDS: WhyNot = { holds: true, message: "It holds.", rules: [] };

function answer(what: string, attempts: readonly Attempt[], otherwise: string): WhyNot {
  const sorted = [...attempts].sort(compareAttempts).map(({ failed }) => failed);
  const [first] = sorted;
  if (first === undefined) return { holds: false, message: otherwise, rules: [] };
  const [failure] = first.failures;
  const reason = failure?.message ?? "its conditions do not hold";
  const message = `${what}: rule ${show(first.rule)} came nearest, but ${reason}.`;
  return { holds: false, message, nearest: first, rules: sorted };
}

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
function returnedOther(
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

/** Why a rule does not fire, for a subject or at all. */
export function whyNotRule(
  engine: Engine,
  nodes: Nodes | undefined,
  name: string,
  subject: readonly Value[] | undefined,
): WhyNot {
  const rule = engine.linked.rules.find((one) => one.name === name);
  if (rule === undefined) {
    const names = engine.linked.rules.map((one) => one.name);
    const suggestion = nearest(name, names);
    const hint = suggestion === undefined ? {} : { suggestion };
    return { holds: false, message: `There is no rule ${show(name)}.`, rules: [], ...hint };
  }
  const columns = subjectColumns(rule);
  const slots: number[] = [];
  subject?.forEach((value, at) => {
    const name = columns[at];
    const slot = name === undefined ? -1 : rule.slots.indexOf(name);
    if (slot !== -1) slots[slot] = intern(engine.interner, value);
  });
  const failed = attempt(engine, nodes, rule, slots);
  if (failed === undefined) return HOLDS;
  const about = subject === undefined ? "" : ` for ${subject.map((one) => show(one)).join(", ")}`;
  return answer(`Rule ${show(name)} does not fire${about}`, [failed], "");
}

function subjectColumns({ rule, columns, subject }: RuleCode): readonly string[] {
  if (columns.length > 0) return columns.slice(0, subject);
  return rule.subject?.map(({ $var }) => $var) ?? (rule.at === undefined ? [] : ["node"]);
}

/** Why no rule says that something is to be done. */
export function whyNotAction(
  engine: Engine,
  nodes: Nodes | undefined,
  kind: string,
  data: unknown,
): WhyNot {
  const kinds = new Set<string>();
  const attempts = engine.linked.rules.flatMap((rule) =>
    rule.actions.flatMap((head): Attempt[] => {
      kinds.add(head.action);
      if (head.action !== kind) return [];
      const bindings = head.build === undefined ? matchTemplate(head.data, data) : new Map();
      if (bindings === undefined) return [];
      const slots: number[] = [];
      for (const [name, value] of bindings) {
        const slot = rule.slots.indexOf(name);
        if (slot !== -1) slots[slot] = intern(engine.interner, value);
      }
      const found = attempt(engine, nodes, rule, slots);
      return found === undefined ? [] : [found];
    }),
  );
  for (const unit of engine.linked.units) {
    if (unit.kind !== "function") continue;
    const instances = [...(engine.instances[unit.id]?.values() ?? [])];
    const said = instances.some(({ terminals }) =>
      terminals.some((one) => "action" in one && one.action === kind),
    );
    if (!said) continue;
    kinds.add(kind);
    attempts.push(returnedOther(engine, nodes, unit.rule, "such an action"));
  }
  const suggestion = kinds.has(kind) ? undefined : nearest(kind, [...kinds].sort(codeUnits));
  const found = answer(
    `No rule says ${kind}`,
    attempts,
    `No rule has an action ${show(kind)} that fits.`,
  );
  return suggestion === undefined ? found : { ...found, suggestion };
}
