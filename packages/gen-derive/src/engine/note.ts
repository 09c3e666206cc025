import { DeriveError, refuse } from "../error/derive-error.ts";
import { nearest } from "../error/nearest.ts";
import { show } from "../error/show.ts";
import type { SuppressRule } from "../language/head.ts";
import { type RelationShape, shapeOnly } from "../language/relation.ts";
import { learn } from "../program/learned.ts";
import { unitNode } from "../program/link-dependencies.ts";
import type { Component, FunctionUnit, RelationCode } from "../program/linked.ts";
import { conflictIssue } from "../program/registry.ts";
import type { Engine } from "./engine.ts";
import { outputError } from "./run-function.ts";
import { TooEarly } from "./too-early.ts";

function componentOf(engine: Engine, unit: FunctionUnit): Component {
  return engine.places.componentOf.get(unitNode(unit.id)) as Component;
}

/**
 * Takes note of what a fact says about its relation, when the program does not know that yet.
 * @throws DeriveError `relation-conflict` when facts say different things
 */
export function noteShape(
  engine: Engine,
  relation: number,
  shape: RelationShape | undefined,
): void {
  if (shape === undefined) return;
  const { key, writers, name } = engine.relations[relation] as RelationCode;
  if ((shape.key ?? key) === key && (shape.writers ?? writers) === writers) return;
  const known = engine.learned.shapes.get(name);
  if (known === undefined) {
    engine.learned.shapes.set(name, shapeOnly(shape));
    engine.stale = true;
  } else refuse([conflictIssue(known, shape, [])]);
}

/**
 * Takes note that a function read a relation. If that does not come before the function, it may be
 * incomplete: the run ends, and everything starts again in a better order. So nothing that a function
 * says after reading too early is ever believed, and no order of runs can show.
 * @throws DeriveError `undeclared-read`
 */
export function noteRead(
  engine: Engine,
  unit: FunctionUnit,
  relation: number,
  negative: boolean,
): void {
  const { name } = unit.rule;
  const what = (engine.relations[relation] as RelationCode).name;
  const { declared } = unit;
  if (declared.reads !== undefined) {
    const known = declared.absent.has(what) || (!negative && declared.reads.has(what));
    if (!known) {
      const list = negative ? "absent" : "reads";
      throw outputError(
        unit,
        "undeclared-read",
        `reads ${negative ? "the absence of " : ""}${show(what)}, which it does not declare`,
        `Add it to \`${list}\`, or declare nothing.`,
      );
    }
    return;
  }
  const own = componentOf(engine, unit);
  learn(negative ? engine.learned.absences : engine.learned.reads, name, what);
  const source = engine.places.componentOf.get(relation);
  // A relation without a component has no writers as far as anyone knows.
  if (source === undefined || source.level < own.level) return;
  if (source === own && !negative) return;
  engine.stale = true;
  throw new TooEarly(what);
}

/**
 * Takes note that a function wrote a relation, and says which relation takes the fact: that itself,
 * or its candidates.
 * @throws DeriveError `undeclared-write`
 */
export function noteWrite(engine: Engine, unit: FunctionUnit, relation: number): number {
  const { name, priority } = unit.rule;
  const { derives } = unit.declared;
  const code = engine.relations[relation] as RelationCode;
  const target = code.candidates === -1 ? relation : code.candidates;
  if (derives !== undefined) {
    if (!derives.has(code.name)) {
      throw outputError(
        unit,
        "undeclared-write",
        `derives ${show(code.name)}, which it does not declare`,
        "Add it to `derives`, or declare nothing.",
      );
    }
  } else if (learn(engine.learned.writes, name, code.name)) {
    const own = componentOf(engine, unit);
    const later = engine.places.componentOf.get(target);
    const early = later === undefined || later.level <= own.level;
    if (early || engine.tracking) engine.stale = true;
  }
  if (code.key > 0 && priority !== 0 && code.candidates === -1) {
    engine.learned.ranked.add(code.name);
    engine.stale = true;
  }
  return target;
}

/**
 * The relation that takes a suppression; undefined while the program does not know that its rule
 * can be suppressed, which it then learns.
 * @throws DeriveError `unknown-rule`, `override-subject`
 */
export function noteSuppression(
  engine: Engine,
  unit: FunctionUnit,
  { suppress, at }: SuppressRule,
): number | undefined {
  const { linked, relations, learned } = engine;
  const target = linked.rules.find(({ name }) => name === suppress.rule);
  if (target === undefined) {
    const suggestion = nearest(
      suppress.rule,
      linked.rules.map(({ name }) => name),
    );
    throw new DeriveError([
      {
        code: "unknown-rule",
        message: `Rule ${show(unit.rule.name)} suppresses ${show(suppress.rule)}, which is no rule of this program.`,
        remedy: "Name a rule of the program.",
        rules: [unit.rule.name],
        ...(suggestion === undefined ? {} : { suggestion }),
      },
    ]);
  }
  if (at !== undefined && at.length !== target.subject) {
    throw outputError(
      unit,
      "override-subject",
      `suppresses ${show(target.name)} for ${at.length} values, but its subject has ${target.subject}`,
      "Give one value for each variable of its subject, or no `at`.",
    );
  }
  if (learn(learned.suppresses, unit.rule.name, target.name)) engine.stale = true;
  const width = at === undefined ? 2 : target.subject + 2;
  const all = relations.filter(({ role, rule }) => role === "suppress" && rule === target.name);
  return (at === undefined ? all[1] : all.find(({ arity }) => arity === width))?.id;
}
