import type { Atom, Condition, Fact, Inner, Value, Variable } from "../../src/index.ts";

/** Facts by their text. */
export type Database = Map<string, Fact>;
export type Binding = Record<string, Value>;
/** Which nodes a selector matches. */
export type Selects = (selector: unknown) => readonly string[];

export function keyOf({ relation, args }: { relation: string; args: readonly unknown[] }): string {
  return JSON.stringify([relation, args]);
}

const isVar = (term: unknown): term is Variable =>
  typeof term === "object" && term !== null && "$var" in term;

/** The binding extended by a row for a pattern; undefined when it does not fit. */
function fit(
  args: readonly unknown[],
  row: readonly Value[],
  binding: Binding,
): Binding | undefined {
  if (args.length !== row.length) return undefined;
  const next = { ...binding };
  for (const [at, term] of args.entries()) {
    const value = row[at] as Value;
    if (!isVar(term)) {
      if (JSON.stringify(term) !== JSON.stringify(value)) return undefined;
    } else if (term.$var !== "_") {
      if (term.$var in next && JSON.stringify(next[term.$var]) !== JSON.stringify(value)) {
        return undefined;
      }
      next[term.$var] = value;
    }
  }
  return next;
}

function rowsOf(
  condition: Atom | Extract<Inner, { select: unknown }>,
  db: Database,
  selects: Selects,
): (readonly Value[])[] {
  if ("select" in condition) return selects(condition.selector).map((id) => [id]);
  return [...db.values()]
    .filter((fact) => fact.relation === condition.relation)
    .map(({ args }) => args);
}

const argsOf = (condition: Atom | Extract<Inner, { select: unknown }>): readonly unknown[] =>
  "select" in condition ? [condition.select] : condition.args;

const names = (terms: readonly unknown[]): string[] =>
  terms.flatMap((term) => (isVar(term) && term.$var !== "_" ? [term.$var] : []));

/** All bindings that satisfy patterns and tests: nested loops, in the order they stand in. */
export function inner(
  conditions: readonly Inner[],
  db: Database,
  start: Binding,
  selects: Selects,
): Binding[] {
  let bindings = [start];
  for (const one of conditions) {
    if ("test" in one) continue;
    bindings = bindings.flatMap((binding) =>
      rowsOf(one, db, selects).flatMap((row) => {
        const next = fit(argsOf(one), row, binding);
        return next === undefined ? [] : [next];
      }),
    );
  }
  return bindings.filter((binding) =>
    conditions.every(
      (one) => !("test" in one) || one.test(...names(one.reads).map((n) => binding[n] as Value)),
    ),
  );
}

const order = (a: Value, b: Value): number =>
  typeof a === typeof b
    ? (a as number) < (b as number)
      ? -1
      : a === b
        ? 0
        : 1
    : typeof a === "number"
      ? -1
      : 1;

/** All bindings that satisfy the conditions of a rule: positive ones first, the rest when it can. */
export function solve(
  conditions: readonly Condition[],
  db: Database,
  start: Binding,
  selects: Selects,
): Binding[] {
  const positive = conditions.filter((one): one is Inner => "relation" in one || "select" in one);
  const bindable = new Set([
    ...Object.keys(start),
    ...positive.flatMap((one) => ("test" in one ? [] : names(argsOf(one)))),
    ...conditions.flatMap((one) => ("into" in one ? [one.into.$var] : [])),
  ]);
  const outer = (from: readonly Inner[], into?: string): string[] =>
    [...new Set(from.flatMap((one) => names("test" in one ? one.reads : argsOf(one))))].filter(
      (name) => bindable.has(name) && name !== into,
    );
  let bindings = inner(positive, db, start, selects);
  let rest = conditions.filter((one) => !("relation" in one || "select" in one));
  while (rest.length > 0) {
    const bound = new Set(bindings.flatMap((binding) => Object.keys(binding)));
    const ready = rest.find((one) => {
      if ("reads" in one) return names(one.reads).every((name) => bound.has(name));
      if ("not" in one) return outer(one.not).every((name) => bound.has(name));
      return "from" in one && outer(one.from, one.into.$var).every((name) => bound.has(name));
    });
    if (bindings.length === 0 || ready === undefined) return [];
    rest = rest.filter((one) => one !== ready);
    bindings = bindings.flatMap((binding) => {
      if ("test" in ready) {
        return ready.test(...names(ready.reads).map((n) => binding[n] as Value)) ? [binding] : [];
      }
      if ("not" in ready) {
        const known = Object.fromEntries(outer(ready.not).map((n) => [n, binding[n] as Value]));
        return inner(ready.not, db, known, selects).length === 0 ? [binding] : [];
      }
      let value: Value | undefined;
      if ("compute" in ready)
        value = ready.compute(...names(ready.reads).map((n) => binding[n] as Value));
      else if ("from" in ready) {
        const known = Object.fromEntries(
          outer(ready.from, ready.into.$var).map((n) => [n, binding[n] as Value]),
        );
        const found = inner(ready.from, db, known, selects);
        const summed = found.map(
          (one) =>
            (isVar(ready.of) ? (one[ready.of.$var] ?? binding[ready.of.$var]) : ready.of) as Value,
        );
        summed.sort(order);
        if (ready.aggregate === "count") value = found.length;
        else if (ready.aggregate === "sum") value = (summed as number[]).reduce((a, b) => a + b, 0);
        else if (ready.aggregate === "min") value = summed[0];
        else if (ready.aggregate === "max") value = summed.at(-1);
        else
          value = summed.filter(
            (one, at) => at === 0 || JSON.stringify(one) !== JSON.stringify(summed[at - 1]),
          );
      }
      const into = "into" in ready ? ready.into.$var : "";
      if (value === undefined) return [];
      if (into in binding)
        return JSON.stringify(binding[into]) === JSON.stringify(value) ? [binding] : [];
      return [{ ...binding, [into]: value }];
    });
  }
  return bindings;
}

/** A pattern with the values of a binding. */
export function ground(args: readonly unknown[], binding: Binding): Value[] {
  return args.map((term) => (isVar(term) ? binding[term.$var] : term) as Value);
}
