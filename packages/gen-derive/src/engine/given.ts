import { intern, lookup } from "../data/interner.ts";
import { DeriveError, type DeriveIssue } from "../error/derive-error.ts";
import { show, showAtom } from "../error/show.ts";
import { type Atom, type Fact, shapeOf } from "../language/relation.ts";
import { constant, isVariable } from "../language/term.ts";
import type { RelationCode } from "../program/linked.ts";
import { patternProblem } from "../program/shape.ts";
import { type Engine, relationNamed, tableOf } from "./engine.ts";
import { noteShape } from "./note.ts";
import { derive, promote, support, takeBack } from "./rows.ts";
import { findRow, rowOf } from "./table.ts";

/** The priority and the writer of a given fact of a ranked relation. */
const GIVEN_RANK = [0, null] as const;

function badFact(message: string, remedy: string): DeriveIssue {
  return { code: "bad-fact", message, remedy, rules: [] };
}

/** What is wrong with a fact; undefined when nothing is. */
function factIssue(engine: Engine, fact: Fact | Atom): DeriveIssue | undefined {
  const problem = patternProblem(fact);
  if (problem !== undefined) {
    return badFact(`A fact ${problem}: ${show(fact)}.`, "Use { relation, args }.");
  }
  const { relation, args } = fact;
  const variable = args.find(isVariable);
  if (variable !== undefined) {
    const message = `The fact ${showAtom(fact)} holds the variable ${show(variable)}.`;
    return badFact(message, "Facts hold values.");
  }
  const known = engine.byName.get(relation);
  const arity = known === undefined ? -1 : (engine.relations[known]?.arity ?? -1);
  if (arity === -1 || arity === args.length) return undefined;
  return {
    code: "arity",
    message: `The fact ${showAtom(fact)} has ${args.length} columns, but its relation has ${arity}.`,
    remedy: "A relation has one number of columns.",
    rules: [],
    facts: [fact as Fact],
  };
}

/** Takes facts as given; all that is wrong with any of them. */
export function giveAll(engine: Engine, facts: Iterable<Fact | Atom>): DeriveIssue[] {
  const issues: DeriveIssue[] = [];
  for (const fact of facts) {
    const issue = factIssue(engine, fact);
    if (issue !== undefined) issues.push(issue);
    else {
      try {
        give(engine, fact);
      } catch (error) {
        if (!(error instanceof DeriveError)) throw error;
        for (const one of error.issues) issues.push(one);
      }
    }
  }
  return issues;
}

/** Takes a fact as given. Says whether it was not before. @throws DeriveError `bad-value` */
function give(engine: Engine, fact: Fact | Atom): boolean {
  const relation = relationNamed(engine, fact.relation);
  const code = engine.relations[relation] as RelationCode;
  noteShape(engine, relation, shapeOf(fact));
  if (code.arity === -1) code.arity = fact.args.length;
  const tuple = fact.args.map((arg) => intern(engine.interner, constant(arg)));
  const target = code.candidates === -1 ? relation : code.candidates;
  if (target !== relation) {
    for (const value of GIVEN_RANK) tuple.push(intern(engine.interner, value));
  }
  const table = tableOf(engine, target, tuple.length);
  const row = rowOf(table, tuple);
  let rows = engine.given.get(target);
  if (rows === undefined) {
    rows = new Set();
    engine.given.set(target, rows);
  }
  if (rows.has(row)) return false;
  rows.add(row);
  support(engine, target, row, 1);
  return true;
}

/** Takes a given fact back. Says whether it was given. */
export function takeGiven(engine: Engine, fact: Fact | Atom): boolean {
  const relation = engine.byName.get(fact.relation);
  if (relation === undefined) return false;
  const { candidates } = engine.relations[relation] as RelationCode;
  const target = candidates === -1 ? relation : candidates;
  const values = [...fact.args.map(constant), ...(target === relation ? [] : GIVEN_RANK)];
  const tuple = values.map((value) => lookup(engine.interner, value) ?? -1);
  const table = engine.tables[target];
  if (table === undefined || tuple.includes(-1) || table.arity !== tuple.length) return false;
  const row = findRow(table, tuple);
  if (row === -1 || engine.given.get(target)?.delete(row) !== true) return false;
  support(engine, target, row, -1);
  return true;
}

/** Facts of relations that no rule knows hold as they are given. */
export function settleUnknown(engine: Engine): void {
  for (const relation of engine.pending.keys()) {
    if (relation >= engine.linked.relations.length) settleRelation(engine, relation);
  }
  promote(engine);
}

function settleRelation(engine: Engine, relation: number): void {
  const table = engine.tables[relation];
  if (table === undefined) return;
  for (const row of engine.pending.get(relation) ?? []) {
    if ((table.extern[row] as number) > 0) derive(engine, relation, table, row);
    else takeBack(engine, relation, table, row);
  }
  engine.pending.delete(relation);
}
