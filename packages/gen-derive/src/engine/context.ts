import { intern } from "../data/interner.ts";
import type { Value } from "../data/value.ts";
import type { LastOf, RuleContext } from "../language/context.ts";
import type { Atom } from "../language/relation.ts";
import { constant, isVariable } from "../language/term.ts";
import type { FunctionUnit } from "../program/linked.ts";
import { patternProblem } from "../program/shape.ts";
import { type Engine, type Read, relationNamed } from "./engine.ts";
import { compareRows, valuesOf } from "./facts.ts";
import { noteRead } from "./note.ts";
import { outputError } from "./run-function.ts";
import { bucketOf, findRow, indexOn, LIVE } from "./table.ts";

/** Pairs of columns that must be equal: a variable that occurs twice. */
function repeatsOf(pattern: Atom): number[] {
  const first = new Map<string, number>();
  return pattern.args.flatMap((term, column) => {
    if (!isVariable(term) || term.$var === "_") return [];
    const known = first.get(term.$var);
    if (known === undefined) first.set(term.$var, column);
    return known === undefined ? [] : [known, column];
  });
}

/** What a function rule reads through; every read is put down in `reads`. */
export function createContext(
  engine: Engine,
  unit: FunctionUnit,
  bindings: Readonly<Record<string, Value>>,
  reads: Map<string, Read>,
): { readonly context: RuleContext; readonly close: () => void } {
  let open = true;
  const read = (
    pattern: Atom,
    negative: boolean,
    most = Number.POSITIVE_INFINITY,
  ): { relation: number; rows: number[] } => {
    if (!open) {
      const remedy = "Read everything before the function returns.";
      throw outputError(unit, "stale-result", "read through its context after it returned", remedy);
    }
    const problem = patternProblem(pattern);
    if (problem !== undefined)
      throw outputError(unit, "bad-rule", `asks for something that ${problem}`);
    const relation = relationNamed(engine, pattern.relation, unit.rule.name);
    noteRead(engine, unit, relation, negative);
    const columns: number[] = [];
    const values: number[] = [];
    pattern.args.forEach((term, column) => {
      if (isVariable(term)) return;
      columns.push(column);
      values.push(intern(engine.interner, constant(term)));
    });
    const key = `${relation} ${negative} ${columns.join()} ${values.join()}`;
    reads.set(key, { relation, columns, values, width: pattern.args.length, negative });
    return { relation, rows: rowsOf(engine, relation, pattern, columns, values, most) };
  };
  const first = (pattern: Atom): Value[] | undefined => {
    const { relation, rows } = read(pattern, false);
    const table = engine.tables[relation];
    let best: number | undefined;
    for (const row of rows) {
      if (table === undefined || best === undefined) best = row;
      else if (compareRows(engine, table, row, best) < 0) best = row;
    }
    return best === undefined ? undefined : valuesOf(engine, relation, best);
  };
  const context: RuleContext = {
    bindings,
    has: (pattern) => read(pattern, false, 1).rows.length > 0,
    absent: (pattern) => read(pattern, true, 1).rows.length === 0,
    get: <T extends readonly Value[]>(pattern: Atom<T>) => first(pattern) as T | undefined,
    value: <T extends readonly Value[]>(pattern: Atom<T>) =>
      first(pattern)?.at(-1) as LastOf<T> | undefined,
    all: <T extends readonly Value[]>(pattern: Atom<T>) => {
      const { relation, rows } = read(pattern, false);
      const table = engine.tables[relation];
      if (table === undefined) return [];
      rows.sort((a, b) => compareRows(engine, table, a, b));
      return rows.map((row) => valuesOf(engine, relation, row) as unknown as T);
    },
  };
  const close = (): void => {
    open = false;
  };
  return { context, close };
}

/** The rows that hold and fit a pattern, in no order, but no more than `most`. */
export function rowsOf(
  engine: Engine,
  relation: number,
  pattern: Atom,
  columns: readonly number[],
  values: readonly number[],
  most: number = Number.POSITIVE_INFINITY,
): number[] {
  const table = engine.tables[relation];
  if (table === undefined || table.arity !== pattern.args.length) return [];
  let rows: readonly number[] = table.all;
  if (columns.length === table.arity) {
    const row = findRow(table, values);
    rows = row === -1 ? [] : [row];
  } else if (columns.length > 0) rows = bucketOf(indexOn(table, columns, columns.join()), values);
  const repeats = repeatsOf(pattern);
  const found: number[] = [];
  search: for (const row of rows) {
    if (table.state[row] !== LIVE) continue;
    for (let at = 0; at < repeats.length; at += 2) {
      const left = table.columns[repeats[at] as number] as number[];
      const right = table.columns[repeats[at + 1] as number] as number[];
      if (left[row] !== right[row]) continue search;
    }
    found.push(row);
    if (found.length >= most) break;
  }
  return found;
}
