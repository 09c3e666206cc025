import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { definePolicy, policy } from "../../src/index.ts";
import { aspectsOf, open } from "../support/open.ts";

const COUNT = 7;
const names = Array.from({ length: COUNT }, (_, index) => `a${index}`);

/** Random includes and excludes, and policies that include or exclude where something is there or is not. */
const declarations = fc.record({
  aspects: fc.array(
    fc.record({ includes: fc.subarray(names), excludes: fc.subarray(names, { maxLength: 1 }) }),
    {
      minLength: COUNT,
      maxLength: COUNT,
    },
  ),
  host: fc.subarray(names, { maxLength: 2 }),
  fleet: fc.subarray(names, { maxLength: 1 }),
  hostExcludes: fc.subarray(names, { maxLength: 1 }),
  // From lower to higher numbers only, so that no policy can depend on its own effect.
  policies: fc.array(
    fc.record({
      on: fc.nat(COUNT - 2),
      absent: fc.boolean(),
      include: fc.boolean(),
      target: fc.nat(COUNT - 1),
    }),
    { maxLength: 3 },
  ),
});

function fleetOf(
  {
    aspects,
    host,
    fleet,
    hostExcludes,
    policies,
  }: typeof declarations extends fc.Arbitrary<infer T> ? T : never,
  turn: boolean,
): object {
  const order = <T>(entries: [string, T][]): Record<string, T> =>
    Object.fromEntries(turn ? entries.reverse() : entries);
  return {
    includes: fleet,
    hosts: { "x86_64-linux": { h: { includes: host, excludes: hostExcludes } } },
    aspects: order(
      aspects.map(({ includes, excludes }, index): [string, object] => {
        const later = (list: readonly string[]): string[] =>
          list.filter((name) => Number(name.slice(1)) > index);
        return [`a${index}`, { includes: later(includes), excludes: later(excludes), nixos: {} }];
      }),
    ),
    policies: order([
      ...policies
        .filter(({ on, target }) => target > on)
        .map(({ on, absent, include, target }, index): [string, object] => [
          `p${index}`,
          definePolicy("host", absent ? { absent: [`a${on}`] } : { present: [`a${on}`] }, [
            include ? policy.include(`a${target}`) : policy.exclude(`a${target}`),
          ]),
        ]),
      ...names.map((name): [string, object] => [
        `seen ${name}`,
        definePolicy("host", { present: [name] }, [policy.enrich({ [name]: true })]),
      ]),
    ]),
  };
}

describe("presence, as policies see it", () => {
  it("is what the walk finds in the end, whatever the order of declarations", () => {
    fc.assert(
      fc.property(declarations, (declared) => {
        const outcomes = [false, true].map((turn) => {
          const pipeline = open(fleetOf(declared, turn));
          const { findings, effects } = pipeline.evaluator.get(
            pipeline.decided.decisions,
            "host:h",
          );
          // A circle through an absence is refused: then there is nothing to compare.
          if (findings.some((finding) => finding.code === "DEN_POLICY_CYCLE")) return "circle";
          const seen = effects.flatMap(({ effect }) =>
            effect.effect === "enrich" ? Object.keys(effect.values) : [],
          );
          const there = aspectsOf(pipeline, "host:h");
          expect(seen.sort()).toEqual([...there].sort());
          return there;
        });
        expect(outcomes[1]).toEqual(outcomes[0]);
      }),
      { numRuns: 120 },
    );
  });
});
