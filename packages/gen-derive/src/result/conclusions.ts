import { canonical } from "../data/canonical.ts";
import { codeUnits, type Value } from "../data/value.ts";
import type { Engine, Terminal } from "../engine/engine.ts";
import { sortedRows } from "../engine/facts.ts";
import { threw } from "../engine/join.ts";
import { fill } from "../error/show.ts";
import type { ActionHead, FindingHead, Severity, SuppressAction } from "../language/head.ts";
import { constant } from "../language/term.ts";
import type { RuleCode } from "../program/linked.ts";
import { hasTerms, instantiate } from "../program/template.ts";
import { type Firing, firingOf } from "./binding.ts";

/** Something to be done, and which rule said so. */
export interface Action {
  readonly kind: string;
  readonly data: unknown;
  readonly rule: string;
  /** What the firing was about: the node, for a rule with `at`. */
  readonly subject: readonly Value[];
  readonly priority: number;
  readonly origin?: string;
}

/** A remark about the facts. */
export interface Finding {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly remedy?: string;
  readonly rule: string;
  readonly subject: readonly Value[];
  /** What the message is about: the finding's `data`, or the variables of the message. */
  readonly data: unknown;
  readonly origin?: string;
}

/** A suppression of actions that some firing asked for. */
export interface ActionFilter {
  readonly action: string;
  readonly data: unknown;
  readonly at: readonly Value[] | undefined;
  readonly reason: string;
  readonly rule: string;
}

/** What all firings conclude besides facts. */
export interface Conclusions {
  readonly actions: readonly Action[];
  readonly findings: readonly Finding[];
  readonly filters: readonly ActionFilter[];
}

function filled(template: unknown, firing: Firing): unknown {
  return hasTerms(template) ? instantiate(template, firing.bindings) : template;
}

function originOf({ rule }: RuleCode): { origin?: string } {
  return rule.origin === undefined ? {} : { origin: rule.origin };
}

function actionOf(firing: Firing, head: ActionHead): Action {
  const { rule, bindings, subject } = firing;
  let data: unknown;
  if (head.build === undefined) data = filled(head.data, firing);
  else {
    const values = (head.reads ?? []).map(({ $var }) => bindings[$var] as Value);
    try {
      data = head.build(...values);
    } catch (cause) {
      throw threw({ rule }, `The action ${head.action}`, values, cause);
    }
  }
  const { name, priority } = rule;
  return { kind: head.action, data, rule: name, subject, priority, ...originOf(rule) };
}

function findingOf(firing: Firing, head: FindingHead): Finding {
  const { rule, bindings, subject } = firing;
  const { finding: code, severity = "error", message, remedy } = head;
  return {
    code,
    severity,
    message: fill(message, bindings),
    ...(remedy === undefined ? {} : { remedy: fill(remedy, bindings) }),
    rule: rule.name,
    subject,
    data: "data" in head ? filled(head.data, firing) : bindings,
    ...originOf(rule),
  };
}

function filterOf(firing: Firing, { suppress, at, reason }: SuppressAction): ActionFilter {
  const target = at?.map((term) => filled(constant(term), firing) as Value);
  const data = filled(suppress.data, firing);
  return { action: suppress.action, data, at: target, reason, rule: firing.rule.name };
}

const SOURCE: unique symbol = Symbol("gen-derive.source");

/** Where an action or finding comes from. */
export interface ConclusionSource {
  readonly engine: Engine;
  readonly rule: RuleCode;
  readonly row: number;
}

/** The firing behind an action or finding that a result handed out. */
export function sourceOf(of: object): ConclusionSource | undefined {
  return (of as { [SOURCE]?: ConclusionSource })[SOURCE];
}

/** Unseen: an action is plain data, but can still be asked about. */
function mark<T extends object>(of: T, engine: Engine, { rule, row }: Firing): T {
  return Object.defineProperty(of, SOURCE, { value: { engine, rule, row } });
}

/**
 * What the firings that hold now conclude: actions by priority (highest first), rule and subject;
 * findings by rule and subject. Equal findings of one rule count once.
 */
export function conclusionsOf(engine: Engine): Conclusions {
  const actions: Action[] = [];
  const findings = new Map<string, Finding>();
  const filters: ActionFilter[] = [];
  const add = (firing: Firing, head: Terminal): void => {
    if ("action" in head) actions.push(mark(actionOf(firing, head), engine, firing));
    else if ("suppress" in head) filters.push(filterOf(firing, head));
    else {
      const found = mark(findingOf(firing, head), engine, firing);
      const form = canonical([...found.subject]);
      const subject = "key" in form ? form.key : "";
      findings.set(JSON.stringify([found.code, found.message, found.rule, subject]), found);
    }
  };
  const rules = engine.linked.rules.filter(
    (rule) => rule.fire !== -1 && (engine.tables[rule.fire]?.live ?? 0) > 0,
  );
  rules.sort((a, b) => b.priority - a.priority || codeUnits(a.name, b.name));
  const unitOf = new Map(
    engine.linked.units.flatMap((unit) =>
      unit.kind === "function" ? [[unit.rule, unit.id] as const] : [],
    ),
  );
  for (const rule of rules) {
    const heads = [...rule.actions, ...rule.findings, ...rule.suppressions];
    const unit = unitOf.get(rule);
    if (heads.length === 0 && unit === undefined) continue;
    for (const row of sortedRows(engine, rule.fire)) {
      const firing = firingOf(engine, rule, rule.fire, row);
      for (const head of heads) add(firing, head);
      const returned = unit === undefined ? undefined : engine.instances[unit]?.get(row);
      for (const head of returned?.terminals ?? []) add(firing, head);
    }
  }
  const sorted = [...findings.values()].sort((a, b) => codeUnits(a.rule, b.rule));
  return { actions, findings: sorted, filters };
}
