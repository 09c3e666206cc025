import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DeriveError, evaluate, program, type Result, relation, session } from "../src/index.ts";
import { naive } from "./oracle/naive.ts";
import { everything, observe, selects, view } from "./oracle/observe.ts";
import { fact, KEYS, type RandomProgram, randomProgram } from "./oracle/programs.ts";

const RUNS = process.env.SLOW === "1" ? 5000 : 300;
const relations = [relation("k", { key: 1 })];

function run({ rules, facts }: Pick<RandomProgram, "rules" | "facts">): Result | DeriveError {
  try {
    const made = program(rules, { relations });
    return evaluate(made, { facts, nodes: view, onConflict: "report" });
  } catch (error) {
    if (error instanceof DeriveError) return error;
    throw error;
  }
}

const oracle = (random: RandomProgram): ReturnType<typeof naive> =>
  naive({ ...random, keys: KEYS, selects });

describe("against the naive oracle", () => {
  it("derives the same facts and actions, and stops the same firings; or both refuse", () => {
    let [accepted, refused] = [0, 0];
    fc.assert(
      fc.property(randomProgram(false), (random) => {
        const expected = oracle(random);
        const found = run(random);
        if (found instanceof DeriveError) {
          refused++;
          // Sums over lists are refused by the engine only.
          if (found.code === "bad-aggregate") return;
          expect(expected, found.message).toBeUndefined();
          expect(found.code).toBe("negative-cycle");
        } else {
          accepted++;
          expect(expected).toBeDefined();
          expect(observe(found)).toEqual(expected);
        }
      }),
      { numRuns: RUNS },
    );
    expect(accepted).toBeGreaterThan(RUNS / 4);
    expect(refused).toBeGreaterThan(0);
  });

  it("finds out what functions read and write, whether or not they say so", () => {
    let accepted = 0;
    fc.assert(
      fc.property(randomProgram(true), (random) => {
        const expected = oracle(random);
        const found = run(random);
        if (found instanceof DeriveError) {
          if (found.code === "bad-aggregate") return;
          expect(expected, found.message).toBeUndefined();
        } else if (expected !== undefined) {
          accepted++;
          expect(observe(found)).toEqual(expected);
        }
      }),
      { numRuns: RUNS },
    );
    expect(accepted).toBeGreaterThan(RUNS / 10);
  });
});

describe("independence", () => {
  it("does not depend on the order of rules, facts, conditions or heads", () => {
    const shuffled = randomProgram(true).chain((random) =>
      fc
        .tuple(
          fc.shuffledSubarray([...random.rules], { minLength: random.rules.length }),
          fc.shuffledSubarray([...random.facts], { minLength: random.facts.length }),
          fc.boolean(),
        )
        .map(([rules, facts, reversed]) => {
          const turned = rules.map((one) => ({
            ...one,
            ...(one.when === undefined || !reversed ? {} : { when: [...one.when].reverse() }),
            ...("emit" in one && Array.isArray(one.emit) && reversed
              ? { emit: [...one.emit].reverse() }
              : {}),
          }));
          return { random, other: { ...random, rules: turned as typeof rules, facts } };
        }),
    );
    fc.assert(
      fc.property(shuffled, ({ random, other }) => {
        const [one, two] = [run(random), run(other)];
        if (one instanceof DeriveError || two instanceof DeriveError) {
          expect(two).toBeInstanceOf(DeriveError);
          expect(one).toBeInstanceOf(DeriveError);
          expect((two as DeriveError).issues).toEqual((one as DeriveError).issues);
        } else expect(observe(two)).toEqual(observe(one));
      }),
      { numRuns: RUNS },
    );
  });
});

describe("sessions", () => {
  const edits = fc.array(
    fc.record({
      assert: fc.array(fact, { maxLength: 3 }),
      retract: fc.array(fact, { maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 5 },
  );
  for (const functions of [false, true]) {
    it(`equals evaluation from nothing after any updates${functions ? ", with functions" : ""}`, () => {
      fc.assert(
        fc.property(randomProgram(functions), edits, ({ rules, facts }, changes) => {
          if (run({ rules, facts }) instanceof DeriveError) return;
          const made = program(rules, { relations });
          const open = session(made, { facts, nodes: view, onConflict: "report" });
          let given = [...facts];
          const keyOf = (one: unknown): string => JSON.stringify(one);
          for (const change of changes) {
            const gone = new Set(change.retract.map(keyOf));
            const next = [...given.filter((one) => !gone.has(keyOf(one))), ...change.assert];
            const scratch = run({ rules, facts: next });
            if (scratch instanceof DeriveError) {
              expect(() => open.update(change)).toThrow(DeriveError);
              continue;
            }
            given = next;
            expect(everything(open.update(change))).toEqual(everything(scratch));
          }
        }),
        { numRuns: RUNS },
      );
    });
  }
});
