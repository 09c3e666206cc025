import fc from "fast-check";
import { compileIndex, matches, type Selector, sel, select } from "gen-select";
import { describe, expect, it } from "vitest";
import { truth } from "./oracle.ts";
import { selectors, viewOf, type World, worlds } from "./world.ts";

const RUNS = process.env.SLOW === "1" ? 20_000 : 400;
const VALUE = { yes: 1, unknown: 0.5, no: 0 } as const;

function answers(selector: Selector, world: World): string[] {
  const view = viewOf(world);
  return [...world.keys()].map((id) => matches(selector, id, view).answer);
}

describe("matching", () => {
  it("agrees with the obvious reading, unknown answers included", () => {
    fc.assert(
      fc.property(selectors(false), worlds(true), (selector, world) => {
        const view = viewOf(world);
        for (const id of world.keys()) {
          expect([id, VALUE[matches(selector, id, view).answer]]).toEqual([
            id,
            truth(selector, id, view),
          ]);
        }
      }),
      { numRuns: RUNS },
    );
  });

  it("gives the same answer and reasons in any order of operands", () => {
    fc.assert(
      fc.property(
        fc
          .array(selectors(true, 2), { minLength: 2, maxLength: 4 })
          .chain((of) =>
            fc.tuple(fc.constant(of), fc.shuffledSubarray(of, { minLength: of.length })),
          ),
        worlds(true),
        ([of, shuffled], world) => {
          const view = viewOf(world);
          for (const join of [sel.all, sel.any]) {
            for (const id of world.keys()) {
              expect(matches(join(...shuffled), id, view)).toEqual(matches(join(...of), id, view));
            }
          }
        },
      ),
      { numRuns: RUNS / 2 },
    );
  });

  const law = (
    name: string,
    build: (a: Selector, b: Selector, c: Selector) => readonly [Selector, Selector],
  ): void => {
    it(`obeys ${name}`, () => {
      fc.assert(
        fc.property(
          selectors(true, 2),
          selectors(true, 2),
          selectors(true, 2),
          worlds(true),
          (a, b, c, world) => {
            const [left, right] = build(a, b, c);
            expect(answers(left, world)).toEqual(answers(right, world));
          },
        ),
        { numRuns: RUNS / 4 },
      );
    });
  };
  const { all, any, not } = sel;
  law("De Morgan, all", (a, b) => [not(all(a, b)), any(not(a), not(b))]);
  law("De Morgan, any", (a, b) => [not(any(a, b)), all(not(a), not(b))]);
  law("distribution of all over any", (a, b, c) => [all(a, any(b, c)), any(all(a, b), all(a, c))]);
  law("distribution of any over all", (a, b, c) => [any(a, all(b, c)), all(any(a, b), any(a, c))]);
  law("idempotence, all", (a) => [all(a, a), a]);
  law("idempotence, any", (a) => [any(a, a), a]);
  law("double negation", (a) => [not(not(a)), a]);
  law("associativity", (a, b, c) => [all(a, all(b, c)), all(all(a, b), c)]);
  law("absorption", (a, b) => [any(a, all(a, b)), a]);
  law("units", (a) => [all(a, sel.star, all()), any(a, any())]);
  law("steps over any", (a, b) => [sel.has(any(a, b)), any(sel.has(a), sel.has(b))]);
  law("steps as sugar", (a, b) => [sel.child(a, b), all(b, sel.parent(a))]);
  law("`!=` as not `=`", () => [sel.attr("a", "!=", 1), not(sel.attr("a", "=", 1))]);
});

describe("select", () => {
  it("finds over an index what it finds over a view: ids, count, undecided with reasons", () => {
    fc.assert(
      fc.property(selectors(true), worlds(true), (selector, world) => {
        const view = viewOf(world);
        const ids = [...world.keys()].sort();
        const expected = ids.filter((id) => matches(selector, id, view).answer === "yes");
        const open = ids.flatMap((id) => {
          const match = matches(selector, id, view);
          return match.answer === "unknown" ? [{ id, reasons: match.reasons }] : [];
        });
        for (const source of [view, compileIndex(view)]) {
          const found = select(selector, source);
          expect(found.ids()).toEqual(expected);
          expect([...found.undecided()]).toEqual(open);
          expect(found.count()).toBe(expected.length);
          expect(found.first()).toBe(expected[0]);
        }
      }),
      { numRuns: RUNS },
    );
  });
});
