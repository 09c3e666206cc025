import { intern } from "../data/interner.ts";
import type { Value } from "../data/value.ts";
import { DeriveError, type DeriveErrorCode } from "../error/derive-error.ts";
import { show } from "../error/show.ts";
import type { RuleContext } from "../language/context.ts";
import type { Head, SuppressRule } from "../language/head.ts";
import { type Atom, shapeOf } from "../language/relation.ts";
import { constant } from "../language/term.ts";
import { NODE } from "../program/bindings.ts";
import { headNames } from "../program/check-rule.ts";
import type { FunctionUnit, RelationCode, RuleCode } from "../program/linked.ts";
import { headProblem } from "../program/shape.ts";
import { createContext } from "./context.ts";
import {
  type Engine,
  type Instance,
  type Read,
  relationNamed,
  type Terminal,
  tableOf,
} from "./engine.ts";
import { threw } from "./join.ts";
import { noteShape, noteSuppression, noteWrite } from "./note.ts";
import { rowOf, type Table } from "./table.ts";

/** The values of the variables of a rule in a row of its `match` or `fire` relation. */
export function bindingOf(
  engine: Engine,
  code: RuleCode,
  table: Table,
  row: number,
): Record<string, Value> {
  const binding: Record<string, Value> = {};
  code.columns.forEach((name, at) => {
    const value = engine.interner.values[(table.columns[at] as number[])[row] as number] as Value;
    // Defined, not assigned: `__proto__` is a name like any other.
    Object.defineProperty(binding, name, { value, enumerable: true });
  });
  return binding;
}

/** Runs a function rule for one row of its input; puts what it reads down in `reads`. */
export function runFunction(
  engine: Engine,
  unit: FunctionUnit,
  row: number,
  reads: Map<string, Read>,
): Instance {
  const { rule } = unit.rule;
  const table = engine.tables[unit.input] as Table;
  const bindings = bindingOf(engine, unit.rule, table, row);
  const node = rule.at === undefined ? undefined : bindings[NODE];
  const supports: number[] = [];
  const terminals: Terminal[] = [];
  const { context, close } = createContext(engine, unit, bindings, reads);
  const outputs = outputsOf(unit, node, context, engine.linked.outputs);
  close();
  for (const output of outputs) {
    const bad = problemOf(output);
    if (bad !== undefined) throw outputError(unit, "bad-output", `returned something that ${bad}`);
    if ("relation" in output) {
      supports.push(...writeFact(engine, unit, output));
    } else if ("suppress" in output && "rule" in output.suppress) {
      supports.push(...writeSuppression(engine, unit, output as SuppressRule));
    } else terminals.push(output as Terminal);
  }
  return { supports: distinct(supports), reads: [...reads.values()], terminals };
}

function outputsOf(
  unit: FunctionUnit,
  node: Value | undefined,
  context: RuleContext,
  limit: number,
): readonly Head[] {
  const { rule } = unit.rule;
  const run = ("run" in rule ? rule.run : undefined) as
    | ((node: Value | undefined, context: RuleContext) => unknown)
    | undefined;
  let returned: unknown;
  const outputs: Head[] = [];
  try {
    returned = run?.call(rule, node, context);
    if (isIterable(returned)) {
      for (const output of returned) if (outputs.push(output as Head) > limit) break;
    }
  } catch (cause) {
    throw threw(unit, "The function", Object.values(context.bindings), cause);
  }
  if (outputs.length > limit) {
    const remedy = "Return less, or raise `limits.outputs`.";
    throw outputError(unit, "bad-output", `returned more than ${limit} things`, remedy);
  }
  if (returned === undefined || returned === null || isIterable(returned)) return outputs;
  const kind = returned instanceof Promise ? "a promise" : `${show(returned)}, which is no list`;
  throw outputError(unit, "bad-output", `returned ${kind}`);
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === "object" && value !== null && Symbol.iterator in value;
}

function problemOf(output: unknown): string | undefined {
  const problem = headProblem(output);
  if (problem !== undefined) return problem;
  const head = output as Head;
  const wild = "relation" in head && head.args.some((arg) => show(arg) === "_" && arg !== "_");
  const [name] = wild ? ["_"] : headNames(head);
  return name === undefined ? undefined : `holds the variable ${name}: a function returns values`;
}

/** An error about what a function rule returned. */
export function outputError(
  { rule }: Pick<FunctionUnit, "rule">,
  code: DeriveErrorCode,
  what: string,
  remedy = "Return a list of facts, actions, findings and suppressions.",
): DeriveError {
  const origins = rule.rule.origin === undefined ? {} : { origins: [rule.rule.origin] };
  const message = `Rule ${show(rule.name)} ${what}.`;
  return new DeriveError([{ code, message, remedy, rules: [rule.name], ...origins }]);
}

/** Numbers values that a function made, and counts the new ones. */
function internMade(engine: Engine, values: readonly unknown[]): number[] {
  const known = engine.interner.values.length;
  const tuple = values.map((value) => intern(engine.interner, constant(value)));
  engine.fresh += engine.interner.values.length - known;
  return tuple;
}

function writeFact(engine: Engine, unit: FunctionUnit, atom: Atom): [number, number] {
  const relation = relationNamed(engine, atom.relation, unit.rule.name);
  const code = engine.relations[relation] as RelationCode;
  noteShape(engine, relation, shapeOf(atom));
  if (code.arity === -1) code.arity = atom.args.length;
  if (code.arity !== atom.args.length) {
    const width = `a fact of ${code.name} with ${atom.args.length} columns; it has ${code.arity}`;
    throw outputError(unit, "arity", `returned ${width}`, "A relation has one number of columns.");
  }
  const target = noteWrite(engine, unit, relation);
  const tuple = internMade(engine, atom.args);
  if (target !== relation) {
    tuple.push(
      ...[unit.rule.priority, unit.rule.name].map((value) => intern(engine.interner, value)),
    );
  }
  return [target, rowOf(tableOf(engine, target, tuple.length), tuple)];
}

function writeSuppression(engine: Engine, unit: FunctionUnit, output: SuppressRule): number[] {
  const target = noteSuppression(engine, unit, output);
  if (target === undefined) return [];
  const tuple = internMade(engine, [...(output.at ?? []), output.reason, unit.rule.name]);
  return [target, rowOf(tableOf(engine, target, tuple.length), tuple)];
}

function distinct(pairs: readonly number[]): number[] {
  const seen = new Set<string>();
  const kept: number[] = [];
  for (let at = 0; at < pairs.length; at += 2) {
    const key = `${pairs[at]} ${pairs[at + 1]}`;
    if (seen.has(key)) continue;
    seen.add(key);
    kept.push(pairs[at] as number, pairs[at + 1] as number);
  }
  return kept;
}
