import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Atom,
  type Condition,
  type Derivation,
  DeriveError,
  evaluate,
  type Fact,
  type Inner,
  program,
  type Result,
  type Rule,
  relation,
  type Value,
} from "../src/index.ts";
import { selects, view } from "./oracle/observe.ts";
import { fact, KEYS, randomProgram } from "./oracle/programs.ts";
import { ground, keyOf, solve } from "./oracle/solve.ts";

const RUNS = process.env.SLOW === "1" ? 3000 : 200;
const relations = Object.entries(KEYS).map(([name, key]) => relation(name, { key }));

function run(rules: readonly Rule[], facts: readonly Fact[]): Result | undefined {
  try {
    return evaluate(program(rules, { relations }), { facts, nodes: view, onConflict: "report" });
  } catch (error) {
    if (error instanceof DeriveError) return undefined;
    throw error;
  }
}

const database = (result: Result): Map<string, Fact> =>
  new Map(result.facts().map((one) => [keyOf(one), one]));

/** Whether the conditions of a rule, but for some, hold for a binding: by nested loops. */
function holds(
  rule: Rule,
  result: Result,
  bindings: Record<string, Value>,
  but: readonly unknown[] = [],
): boolean {
  if (rule.at !== undefined && !but.includes("at")) {
    const nodes = selects(rule.at);
    if (!nodes.some((one) => bindings.node === undefined || bindings.node === one)) return false;
  }
  const when = (rule.when ?? []).filter((one) => !but.includes(one));
  return solve(when as Condition[], database(result), bindings, selects).length > 0;
}

describe("why", () => {
  it("is a tree of steps that are each right, and ends in what was given", () => {
    let explained = 0;
    fc.assert(
      fc.property(randomProgram(false), ({ rules, facts }) => {
        const result = run(rules, facts);
        if (result === undefined) return;
        const given = new Set(facts.map(keyOf));
        const byName = new Map(rules.map((one) => [one.name, one]));
        const state = new Map<Derivation, "open" | "done">();
        const check = (one: Derivation): void => {
          if (state.get(one) === "done") return;
          expect(state.get(one), "a circle").toBeUndefined();
          state.set(one, "open");
          const of = one.of as Fact;
          explained++;
          expect(result.has(of)).toBe(true);
          if (one.rule === undefined) expect(given.has(keyOf(of))).toBe(true);
          else {
            const rule = byName.get(one.rule) as Rule;
            expect(holds(rule, result, { ...one.bindings })).toBe(true);
            const heads = "emit" in rule ? [rule.emit].flat() : [];
            const derived = heads.flatMap((head) =>
              "relation" in head
                ? [{ relation: head.relation, args: ground(head.args, { ...one.bindings }) }]
                : [],
            );
            expect(derived.map(keyOf)).toContain(keyOf(of));
          }
          for (const support of one.because) if (support.kind === "fact") check(support.derivation);
          state.set(one, "done");
        };
        for (const one of result.facts()) check(result.why(one) as Derivation);
      }),
      { numRuns: RUNS },
    );
    expect(explained).toBeGreaterThan(RUNS);
  });

  it("is there for every action", () => {
    fc.assert(
      fc.property(randomProgram(true), ({ rules, facts }) => {
        for (const action of run(rules, facts)?.actions ?? []) {
          const why = run(rules, facts);
          expect(why?.why(action)).toBeUndefined();
        }
        const result = run(rules, facts);
        for (const action of result?.actions ?? []) {
          expect(result?.why(action)).toMatchObject({ of: action, rule: action.rule });
        }
      }),
      { numRuns: RUNS / 4 },
    );
  });
});

describe("whyNot", () => {
  it("holds exactly for what holds; without its failing conditions the nearest rule would fire", () => {
    let failures = 0;
    fc.assert(
      fc.property(
        randomProgram(false),
        fc.array(fact, { minLength: 10, maxLength: 10 }),
        ({ rules, facts }, questions) => {
          const result = run(rules, facts);
          if (result === undefined) return;
          for (const asked of questions) {
            const answer = result.whyNot(asked);
            expect(answer.holds).toBe(result.has(asked));
            for (const { rule: name, failures: failed, bindings } of answer.rules) {
              const rule = rules.find((one) => one.name === name) as Rule;
              if (
                failed.some(({ condition, kind }) => condition === undefined && kind !== "selector")
              )
                continue;
              failures++;
              const but = failed.map(({ condition }) => condition ?? "at");
              expect(holds(rule, result, { ...bindings }, but)).toBe(true);
            }
          }
        },
      ),
      { numRuns: RUNS },
    );
    expect(failures).toBeGreaterThan(RUNS / 4);
  });

  it("the missing fact it names would make the rule fire, when nothing else is in the way", () => {
    fc.assert(
      fc.property(randomProgram(false), fact, ({ rules, facts }, asked) => {
        const result = run(rules, facts);
        const [first] = result?.whyNot(asked).rules ?? [];
        const failure = first?.failures[0];
        if (first === undefined || failure?.kind !== "no-fact" || first.failures.length > 1) return;
        const pattern = failure.pattern as Atom;
        if (pattern.args.some((arg) => typeof arg === "object")) return;
        const rule = rules.find((one) => one.name === first.rule) as Rule;
        const db = new Map(database(result as Result));
        db.set(keyOf(pattern), pattern as Fact);
        const rest = (rule.when ?? []).filter(
          (one): one is Inner => "relation" in one || "select" in one,
        );
        expect(solve(rest, db, { ...first.bindings }, selects).length).toBeGreaterThan(0);
      }),
      { numRuns: RUNS },
    );
  });
});
