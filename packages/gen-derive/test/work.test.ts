import { describe, expect, it } from "vitest";
import { FAMILIES, fleetFacts, fleetView } from "../bench/fleet.ts";
import { evaluate, program, type Rule, relation, rule, session, v } from "../src/index.ts";

const NODES = 2000;
const on = relation<[number]>("on");
const next = relation<[number, number]>("next");
const walk = program([
  rule({ name: "walk", when: [on(v("i")), next(v("i"), v("j"))], emit: on(v("j")) }),
]);
const chain = (length: number) => [on(0), ...Array.from({ length }, (_, at) => next(at, at + 1))];

describe("how much is looked at", () => {
  const input = { facts: fleetFacts(NODES), nodes: fleetView(NODES) };
  for (const { name, make } of FAMILIES.slice(0, 4)) {
    it(`rules that cannot match cost no row: ${name}`, () => {
      const rules = Array.from(
        { length: 300 },
        (_, at): Rule => make(at, at % 100 === 1 ? "ring-1" : `none-${at}`, ""),
      );
      const matching = rules.filter((_, at) => at % 100 === 1);
      const [all, few] = [rules, matching].map((some) => evaluate(program(some), input));
      expect(all?.actions).toEqual(few?.actions);
      expect(all?.actions.length).toBeGreaterThan(0);
      expect(all?.stats.visited).toBe(few?.stats.visited);
    });
  }

  it("a constant in any column is looked up, not searched for", () => {
    const made = program([rule({ name: "r", when: [next(v("i"), 1500)], emit: on(v("i")) })]);
    expect(evaluate(made, { facts: chain(NODES) }).stats.visited).toBeLessThan(4);
  });

  it("recursion grows with what is derived", () => {
    const [small, large] = [500, 2000].map(
      (length) => evaluate(walk, { facts: chain(length) }).stats,
    );
    expect(large?.rounds).toBe((small?.rounds ?? 0) + 1500);
    expect((large?.visited ?? 0) / (small?.visited ?? 1)).toBeLessThan(4.2);
  });

  it("an update looks at what it changes", () => {
    const open = session(walk, { facts: chain(NODES) });
    const before = open.result.stats.visited;
    open.retract(next(NODES - 3, NODES - 2));
    open.assert(next(NODES - 3, NODES - 2));
    expect(open.result.stats.visited - before).toBeLessThan(60);
    expect(open.result.tuples(on)).toHaveLength(NODES + 1);
  });
});
