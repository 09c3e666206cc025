import type {
  Atom,
  Condition,
  Fact,
  Head,
  Inner,
  Rule,
  RuleContext,
  Value,
} from "../../src/index.ts";
import { type Binding, type Database, ground, inner, keyOf, type Selects, solve } from "./solve.ts";

/** What a function rule of a test reads and writes: the oracle has to be told. */
export interface Reads {
  readonly reads: readonly string[];
  readonly absent: readonly string[];
  readonly writes: readonly string[];
}

export interface NaiveInput {
  readonly rules: readonly Rule[];
  readonly facts: readonly Fact[];
  /** By relation: how many leading columns are its key. */
  readonly keys?: Readonly<Record<string, number>>;
  readonly functions?: Readonly<Record<string, Reads>>;
  readonly selects?: Selects;
}

export interface NaiveResult {
  readonly facts: readonly string[];
  readonly actions: readonly string[];
  /** Rule and subject of every firing that was overridden or suppressed. */
  readonly stopped: readonly string[];
}

const headsOf = (rule: Rule): readonly Head[] =>
  "emit" in rule ? (Array.isArray(rule.emit) ? rule.emit : [rule.emit as Head]) : [];

const subjectOf = (rule: Rule): string[] =>
  rule.subject?.map(({ $var }) => $var) ?? (rule.at === undefined ? [] : ["node"]);

function readsOf(conditions: readonly Condition[]): { name: string; negative: boolean }[] {
  const named = (
    list: readonly Inner[],
    negative: boolean,
  ): { name: string; negative: boolean }[] =>
    list.flatMap((one) => ("relation" in one ? [{ name: one.relation, negative }] : []));
  return conditions.flatMap((one) => {
    if ("not" in one) return named(one.not, true);
    if ("aggregate" in one) return named(one.from, true);
    return "relation" in one ? named([one], false) : [];
  });
}

/**
 * The specification as code: strata by counting upwards, every rule of a stratum tried again on all
 * facts until nothing changes, no index, no delta. Undefined when there are no strata.
 */
export function naive(input: NaiveInput): NaiveResult | undefined {
  const { rules, keys = {}, functions = {}, selects = () => [] } = input;
  const keyed = (name: string): number => keys[name] ?? (name.startsWith("enriched:") ? 1 : 0);
  const writes = (rule: Rule): string[] => [
    ...headsOf(rule).flatMap((head) => ("relation" in head ? [head.relation] : [])),
    ...(functions[rule.name]?.writes ?? []),
  ];
  const ranked = new Set(
    rules.flatMap((rule) =>
      (rule.priority ?? 0) === 0 ? [] : writes(rule).filter((name) => keyed(name) > 0),
    ),
  );
  const edges: [from: string, to: string, step: 0 | 1][] = [];
  for (const rule of rules) {
    const { name } = rule;
    for (const { name: read, negative } of readsOf(rule.when ?? [])) {
      edges.push([`r ${read}`, `match ${name}`, negative ? 1 : 0]);
    }
    for (const read of functions[name]?.reads ?? []) edges.push([`r ${read}`, `fire ${name}`, 0]);
    for (const read of functions[name]?.absent ?? []) edges.push([`r ${read}`, `fire ${name}`, 1]);
    edges.push([`match ${name}`, `fire ${name}`, 0]);
    for (const other of rule.overrides ?? []) edges.push([`match ${name}`, `fire ${other}`, 1]);
    for (const head of headsOf(rule)) {
      if ("suppress" in head && "rule" in head.suppress) {
        edges.push([`fire ${name}`, `fire ${head.suppress.rule}`, 1]);
      }
    }
    for (const write of writes(rule))
      edges.push([`fire ${name}`, `r ${write}`, ranked.has(write) ? 1 : 0]);
  }
  const stratum = new Map<string, number>();
  const at = (node: string): number => stratum.get(node) ?? 0;
  for (let changed = true; changed; ) {
    changed = false;
    for (const [from, to, step] of edges) {
      if (at(to) >= at(from) + step) continue;
      stratum.set(to, at(from) + step);
      changed = true;
      if (at(to) > edges.length + 1) return undefined;
    }
  }
  return run(input, { at, ranked, keyed, selects, functions });
}

interface Setting {
  readonly at: (node: string) => number;
  readonly ranked: ReadonlySet<string>;
  readonly keyed: (name: string) => number;
  readonly selects: Selects;
  readonly functions: Readonly<Record<string, Reads>>;
}

function run({ rules, facts }: NaiveInput, setting: Setting): NaiveResult {
  const { at, ranked, keyed, selects } = setting;
  const db: Database = new Map();
  const candidates = new Map<string, { fact: Fact; priority: number }[]>();
  const give = (fact: Fact, priority: number): boolean => {
    if (!ranked.has(fact.relation)) {
      const known = db.has(keyOf(fact));
      db.set(keyOf(fact), fact);
      return !known;
    }
    const list = candidates.get(fact.relation) ?? [];
    candidates.set(fact.relation, list);
    if (list.some((one) => keyOf(one.fact) === keyOf(fact) && one.priority === priority))
      return false;
    list.push({ fact, priority });
    return true;
  };
  for (const fact of facts) give(fact, 0);
  const suppressed: { rule: string; at: string | undefined }[] = [];
  const matchesOf = (rule: Rule): Binding[] => {
    const nodes =
      rule.at === undefined
        ? [undefined]
        : selects(typeof rule.at === "string" ? { sel: "kind", kind: rule.at } : rule.at);
    return nodes.flatMap((node) =>
      solve(rule.when ?? [], db, node === undefined ? {} : { node }, selects),
    );
  };
  const subject = (rule: Rule, binding: Binding): string =>
    JSON.stringify(subjectOf(rule).map((name) => binding[name]));
  const stops = (rule: Rule, binding: Binding): boolean =>
    rules.some(
      (other) =>
        other.overrides?.includes(rule.name) === true &&
        matchesOf(other).some(
          (by) =>
            subjectOf(other).length !== subjectOf(rule).length ||
            subject(other, by) === subject(rule, binding),
        ),
    ) ||
    suppressed.some(
      (one) =>
        one.rule === rule.name && (one.at === undefined || one.at === subject(rule, binding)),
    );
  const firings = (rule: Rule): { binding: Binding; heads: readonly Head[] }[] =>
    matchesOf(rule)
      .filter((binding) => !stops(rule, binding))
      .map((binding) => ({
        binding,
        heads: "run" in rule ? call(rule, binding, db) : headsOf(rule),
      }));
  const top = Math.max(
    0,
    ...rules.flatMap(({ name }) => [at(`fire ${name}`), ...[...ranked].map((r) => at(`r ${r}`))]),
  );
  for (let level = 0; level <= top; level++) {
    for (const name of ranked) {
      if (at(`r ${name}`) !== level) continue;
      const list = candidates.get(name) ?? [];
      const key = ({ args }: Fact): string => JSON.stringify(args.slice(0, keyed(name)));
      for (const { fact, priority } of list) {
        if (list.every((other) => key(other.fact) !== key(fact) || other.priority <= priority))
          db.set(keyOf(fact), fact);
      }
    }
    for (let changed = true; changed; ) {
      changed = false;
      for (const rule of rules) {
        if (at(`fire ${rule.name}`) !== level) continue;
        for (const { binding, heads } of firings(rule)) {
          for (const head of heads) {
            if ("relation" in head) {
              const fact = { relation: head.relation, args: ground(head.args, binding) };
              if (give(fact, rule.priority ?? 0)) changed = true;
            } else if ("suppress" in head && "rule" in head.suppress) {
              const target =
                head.at === undefined ? undefined : JSON.stringify(ground(head.at, binding));
              const known = suppressed.some(
                (one) => one.rule === (head.suppress as { rule: string }).rule && one.at === target,
              );
              if (known) continue;
              suppressed.push({ rule: head.suppress.rule, at: target });
              changed = true;
            }
          }
        }
      }
    }
  }
  const actions = new Set<string>();
  const stopped = new Set<string>();
  for (const rule of rules) {
    for (const binding of matchesOf(rule)) {
      if (stops(rule, binding)) stopped.add(JSON.stringify([rule.name, subject(rule, binding)]));
    }
    for (const { binding, heads } of firings(rule)) {
      for (const head of heads) {
        if (!("action" in head)) continue;
        const data = fill(head.data, binding);
        actions.add(JSON.stringify([head.action, data, rule.name, subject(rule, binding)]));
      }
    }
  }
  return {
    facts: [...db.keys()].sort(),
    actions: [...actions].sort(),
    stopped: [...stopped].sort(),
  };
}

function fill(template: unknown, binding: Binding): unknown {
  return JSON.parse(
    JSON.stringify(template ?? null, (_, value: unknown) =>
      typeof value === "object" && value !== null && "$var" in value
        ? binding[String(value.$var)]
        : value,
    ),
  );
}

function call(rule: Rule, binding: Binding, db: Database): readonly Head[] {
  const read = (pattern: Atom): readonly Value[][] => {
    const found = inner([pattern], db, {}, () => []);
    return found.length === 0 ? [] : found.map((one) => ground(pattern.args, one));
  };
  const context = {
    bindings: binding,
    has: (pattern: Atom) => read(pattern).length > 0,
    absent: (pattern: Atom) => read(pattern).length === 0,
    all: (pattern: Atom) => read(pattern),
    get: (pattern: Atom) => read(pattern)[0],
    value: (pattern: Atom) => read(pattern)[0]?.at(-1),
  } as unknown as RuleContext;
  const run =
    "run" in rule
      ? (rule.run as (node: unknown, c: RuleContext) => Iterable<Head> | undefined)
      : undefined;
  return [...(run?.(binding.node, context) ?? [])];
}
