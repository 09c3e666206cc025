import fc from "fast-check";
import {
  type Atom,
  action,
  type Condition,
  collect,
  compute,
  count,
  type Fact,
  type Head,
  type Inner,
  max,
  min,
  not,
  type Rule,
  rule,
  sum,
  suppress,
  test,
  v,
} from "../../src/index.ts";
import type { Reads } from "./naive.ts";

/** Relations of random programs, with their numbers of columns. `k` is keyed by its first column. */
export const ARITY: Readonly<Record<string, number>> = { a: 1, b: 1, c: 2, d: 2, e: 2, k: 2, s: 1 };
export const KEYS: Readonly<Record<string, number>> = { k: 1 };
const RELATIONS = Object.keys(ARITY);
const VARIABLES = ["x", "y", "z"];

export interface RandomProgram {
  readonly rules: readonly Rule[];
  readonly facts: readonly Fact[];
  readonly functions: Readonly<Record<string, Reads>>;
}

const value = fc.integer({ min: 0, max: 3 });
const variable = fc.constantFrom(...VARIABLES).map((name) => v<number>(name));
const term = fc.oneof({ weight: 5, arbitrary: variable }, { weight: 1, arbitrary: value });
const relation = fc.constantFrom(...RELATIONS);

const atom: fc.Arbitrary<Atom> = relation.chain((name) =>
  fc
    .array(term, { minLength: ARITY[name] as number, maxLength: ARITY[name] as number })
    .map((args) => ({ relation: name, args })),
);

export const fact: fc.Arbitrary<Fact> = relation.chain((name) =>
  fc
    .array(value, { minLength: ARITY[name] as number, maxLength: ARITY[name] as number })
    .map((args) => ({ relation: name, args })),
);

/** Which nodes the three selectors of random programs match: "0" … "3" are the nodes. */
export const SELECTED: Readonly<Record<string, readonly string[]>> = {
  even: ["0", "2"],
  odd: ["1", "3"],
  none: [],
};

function bound(body: readonly Atom[]): string[] {
  return [
    ...new Set(
      body.flatMap(({ args }) =>
        args.flatMap((arg) =>
          typeof arg === "object" && arg !== null && "$var" in arg ? [String(arg.$var)] : [],
        ),
      ),
    ),
  ];
}

/** Replaces variables that have no value by constants. */
function close(names: readonly string[], args: readonly unknown[]): unknown[] {
  return args.map((arg, at) =>
    typeof arg === "object" && arg !== null && "$var" in arg && !names.includes(String(arg.$var))
      ? at % 4
      : arg,
  );
}

const guard: fc.Arbitrary<(names: readonly string[]) => Condition[]> = fc.oneof(
  fc.constant(() => []),
  atom.map((one) => () => [not(one)]),
  fc.tuple(atom, atom).map(([one, two]) => () => [not(one, two)]),
  fc.constant((names: readonly string[]) => {
    const [first] = names;
    return first === undefined ? [] : [test([v<number>(first)], (n) => n !== 1, "is not 1")];
  }),
  fc.constant((names: readonly string[]) => {
    const [first] = names;
    return first === undefined ? [] : [compute(v("w"), [v<number>(first)], (n) => (n + 1) % 4)];
  }),
  fc
    .tuple(fc.constantFrom(count, sum, min, max, collect), atom, variable)
    .map(([op, from, of]) => (): Condition[] => [
      op === count
        ? count(v("w"), from)
        : (op as typeof sum)(v("w"), bound([from]).includes(of.$var) ? of : 2, from as Inner),
    ]),
);

const head = (names: readonly string[]): fc.Arbitrary<Head> =>
  fc.oneof(
    {
      weight: 4,
      arbitrary: atom.map(
        (one): Head => ({ ...one, args: close(names, one.args) as Atom["args"] }),
      ),
    },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom("go", "stop")
        .map((kind) => action(kind, { on: names.map((name) => v(name)) })),
    },
  );

const patternRule = (name: string): fc.Arbitrary<Rule> =>
  fc
    .tuple(
      fc.array(atom, { minLength: 1, maxLength: 3 }),
      guard,
      fc.option(fc.constantFrom(...Object.keys(SELECTED)), { freq: 8 }),
    )
    .chain(([body, more, selector]) => {
      const names = bound(body);
      const extra = more(names);
      const all = extra.some((one) => "into" in one) ? [...names, "w"] : names;
      return fc
        .record({
          emit: fc.array(head(all), { minLength: 1, maxLength: 2 }),
          subject: fc.boolean(),
          priority: fc.constantFrom(0, 0, 0, 1, -1),
        })
        .map(({ emit, subject, priority }) => {
          const at = selector === null ? {} : { at: { sel: "tag", tag: selector } as const };
          const first = names[0];
          const own = subject && first !== undefined ? { subject: [v(first)] } : { subject: [] };
          return rule({ name, ...at, when: [...body, ...extra], emit, priority, ...own });
        });
    });

/** A function that copies what it reads, perhaps unless something is there. */
const functionRule = (name: string): fc.Arbitrary<{ rule: Rule; reads: Reads }> =>
  fc
    .record({
      from: fc.constantFrom("a", "b", "s"),
      unless: fc.option(fc.constantFrom("a", "b", "s")),
      to: fc.constantFrom("a", "b", "s", "k"),
      offset: value,
      at: fc.boolean(),
      declare: fc.boolean(),
    })
    .map(({ from, unless, to, offset, at, declare }) => {
      const reads = { reads: [from], absent: unless === null ? [] : [unless], writes: [to] };
      const run = (
        _node: unknown,
        context: Parameters<Extract<Rule, { run: unknown }>["run"]>[1],
      ): Head[] => {
        const found = context.all({ relation: from, args: [v("x")] });
        return found.flatMap(([n]): Head[] => {
          const next = ((n as number) + offset) % 4;
          if (unless !== null && !context.absent({ relation: unless, args: [next] })) return [];
          const args = to === "k" ? [next, n as number] : [next];
          return [{ relation: to, args }, action("ran", { next })];
        });
      };
      const declared = declare
        ? { reads: reads.reads, absent: reads.absent, derives: reads.writes }
        : {};
      const made: Rule = at
        ? { name, at: { sel: "tag", tag: "odd" }, run, ...declared }
        : { name, run, ...declared };
      return { rule: made, reads };
    });

/** Overrides run from earlier to later rules only, so that they cannot be cyclic. */
function withOverrides(rules: readonly Rule[], picks: readonly number[]): Rule[] {
  return rules.map((one, at) => {
    const target = picks[at] === undefined ? undefined : rules[at + 1 + (picks[at] as number)];
    return target === undefined ? one : { ...one, overrides: [target.name] };
  });
}

export const randomProgram = (withFunctions: boolean): fc.Arbitrary<RandomProgram> =>
  fc
    .record({
      rules: fc
        .integer({ min: 1, max: 6 })
        .chain((n) => fc.tuple(...Array.from({ length: n }, (_, at) => patternRule(`r${at}`)))),
      functions: withFunctions
        ? fc
            .integer({ min: 1, max: 3 })
            .chain((n) => fc.tuple(...Array.from({ length: n }, (_, at) => functionRule(`f${at}`))))
        : fc.constant<{ rule: Rule; reads: Reads }[]>([]),
      picks: fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 4 }),
      suppressed: fc.option(fc.record({ from: atom, rule: fc.integer({ min: 0, max: 5 }) }), {
        freq: 4,
      }),
      facts: fc.array(fact, { maxLength: 12 }),
    })
    .map(({ rules, functions, picks, suppressed, facts }) => {
      const all = withOverrides([...rules, ...functions.map((one) => one.rule)], picks);
      const target = suppressed === null ? undefined : all[suppressed.rule];
      if (suppressed !== null && target !== undefined) {
        const names = bound([suppressed.from]);
        const width = target.subject?.length ?? (target.at === undefined ? 0 : 1);
        const at = width === 1 && names[0] !== undefined ? { at: [v(names[0])] } : {};
        const stop = suppress({ rule: target.name }, { ...at, reason: "because" });
        all.push(rule({ name: "stopper", when: [suppressed.from], emit: stop }));
      }
      return {
        rules: all,
        facts,
        functions: Object.fromEntries(functions.map((one) => [one.rule.name, one.reads])),
      };
    });
