import { describe, expect, it } from "vitest";
import {
  _,
  action,
  evaluate,
  graphFacts,
  not,
  program,
  type Rule,
  type RuleContext,
  relation,
  rule,
  v,
} from "../src/index.ts";
import { issuesOf } from "./support.ts";

const p = relation<[string]>("p");
const q = relation<[string]>("q");
const x = v<string>("x");

describe("strata", () => {
  it("list what is evaluated together, in order", () => {
    const edge = relation<[string, string]>("edge");
    const made = program([
      rule({ name: "z", when: [p(x), not(q(x))], emit: action("alone") }),
      rule({ name: "b", when: [edge(x, _), p(x)], emit: q(x) }),
      rule({ name: "a", when: [q(x)], emit: p(x) }),
    ]);
    expect(
      made.strata.map(({ rules, relations, recursive }) => ({ rules, relations, recursive })),
    ).toEqual([
      { rules: ["a", "b"], relations: ["p", "q"], recursive: true },
      { rules: ["z"], relations: [], recursive: false },
    ]);
  });

  it("that are named see the earlier ones complete, even through functions that say nothing", () => {
    const seen: boolean[] = [];
    const rules: Rule[] = [
      rule({
        name: "a",
        stratum: "late",
        run: (__, { has }) => {
          seen.push(has(p("x")));
          return [];
        },
      }),
      rule({ name: "z", stratum: "early", run: () => [p("x")] }),
      rule({ name: "m", stratum: "middle", emit: q("x") }),
    ];
    for (const order of [rules, [...rules].reverse()]) {
      seen.length = 0;
      evaluate(program(order, { strata: ["early", "middle", "late"] }));
      expect(new Set(seen)).toEqual(new Set([true]));
    }
  });

  it("may share a relation when nobody reads it too early", () => {
    const rules = [
      rule({ name: "one", stratum: "early", emit: p("1") }),
      rule({ name: "two", stratum: "late", emit: p("2") }),
      rule({ name: "all", when: [p(x)], emit: action("saw", x) }),
    ];
    expect(
      evaluate(program(rules, { strata: ["early", "late"] })).actions.map(({ data }) => data),
    ).toEqual(["1", "2"]);
    const early = rule({ name: "early", stratum: "early", when: [p(x)], emit: q(x) });
    expect(issuesOf(() => program([...rules, early], { strata: ["early", "late"] }))[0]?.code).toBe(
      "stratum-order",
    );
  });
});

describe("closed programs", () => {
  const options = { closed: true, relations: [p, q] };
  const made = program([rule({ name: "r", when: [p(x)], emit: q(x) })], options);

  it("know their relations, and enriched keys", () => {
    expect(
      evaluate(made, { facts: [p("a"), { relation: "enriched:k", args: ["n", 1] }] }).tuples(q),
    ).toEqual([["a"]]);
  });

  it("refuse facts of others", () => {
    expect(
      issuesOf(() => evaluate(made, { facts: [{ relation: "pp", args: ["a"] }] }))[0],
    ).toMatchObject({ code: "unknown-relation", suggestion: "p" });
  });

  it("refuse functions that read or write others", () => {
    const run = (one: (context: RuleContext) => unknown): unknown =>
      evaluate(
        program([rule({ name: "f", run: (__, context) => one(context) as never })], options),
      );
    expect(issuesOf(() => run(() => [{ relation: "r", args: [] }]))[0]).toMatchObject({
      code: "unknown-relation",
      rules: ["f"],
    });
    expect(
      issuesOf(() => run(({ has }) => (has({ relation: "r", args: [] }) ? [] : [])))[0]?.code,
    ).toBe("unknown-relation");
  });
});

describe("programs", () => {
  it("do not notice later changes of their rules", () => {
    const when = [p(x)];
    const mine = { name: "r", when, emit: [q(x)] };
    const made = program([mine]);
    when.push(p("never"));
    mine.emit.length = 0;
    expect(evaluate(made, { facts: [p("a")] }).tuples(q)).toEqual([["a"]]);
  });

  it("take rules that are objects of classes", () => {
    class Marker {
      readonly name = "marker";
      run(): { relation: string; args: string[] }[] {
        return [{ relation: "q", args: [this.name] }];
      }
    }
    expect(evaluate(program([new Marker() as never])).tuples(q)).toEqual([["marker"]]);
  });

  it("refuse facts that say different things about their relation", () => {
    const [one, two] = [
      relation<[string, string]>("k", { key: 1 }),
      relation<[string, string]>("k", { key: 2 }),
    ];
    const facts = [one("a", "b"), two("c", "d")];
    expect(issuesOf(() => evaluate(program([]), { facts }))[0]?.code).toBe("relation-conflict");
    const odd = relation<[string, number]>("enriched:k", { columns: ["node", "value"] });
    expect(evaluate(program([]), { facts: [odd("n", 1)] }).tuples(odd)).toEqual([["n", 1]]);
  });

  it("refuse odd parts of rules", () => {
    const odd = {
      name: "r",
      emit: q("a"),
      overrides: "r",
      subject: ["x"],
      stratum: 1,
      at: 2,
      origin: 3,
      derives: [4],
    };
    expect(issuesOf(() => program([odd as never])).map(({ message }) => message)).toEqual([
      'Rule "r" has a `overrides` that is no list of names of rules.',
      'Rule "r" has a `subject` that is no list of named variables.',
      'Rule "r" has a `derives` that is no list of relations.',
      'Rule "r" has a `stratum` that is no name.',
      'Rule "r" has a `origin` that is no text.',
      'Rule "r" has a `at` that is neither a selector nor a kind.',
    ]);
  });
});

describe("contexts", () => {
  it("do not answer once their function returned", () => {
    let kept: RuleContext | undefined;
    evaluate(
      program([
        rule({
          name: "f",
          run: (__, context) => {
            kept = context;
            return [];
          },
        }),
      ]),
    );
    expect(issuesOf(() => kept?.has(p("a")))[0]).toMatchObject({
      code: "stale-result",
      rules: ["f"],
    });
  });
});

describe("graphs", () => {
  it("are facts, whatever their form", () => {
    const edge = relation<[from: string, to: string]>("edge");
    const next = new Map([
      ["a", ["b", "c"]],
      ["b", ["c"]],
    ]);
    const facts = graphFacts(edge, { nodes: ["a", "b", "c"], successors: (id) => next.get(id) });
    expect(facts).toEqual([
      { relation: "edge", args: ["a", "b"] },
      { relation: "edge", args: ["a", "c"] },
      { relation: "edge", args: ["b", "c"] },
    ]);
    expect(graphFacts(edge, { edges: [["a", "b"]] })).toHaveLength(1);
  });
});
