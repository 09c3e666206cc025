import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Pipeline } from "../../src/pipeline/pipeline.ts";
import { chainsTo } from "../../src/pipeline/resolved.ts";
import { modulesOf, open } from "../support/open.ts";

const COUNT = 8;
const names = Array.from({ length: COUNT }, (_, index) => `a${index}`);
const some = fc.subarray(names, { maxLength: 3 });

/** Aspects that include later ones only, so that there is no circle; some exclude, some are parametric. */
const aspects = fc.array(
  fc.record({
    includes: fc.subarray(names),
    excludes: fc.subarray(names, { maxLength: 1 }),
    parametric: fc.boolean(),
  }),
  { minLength: COUNT, maxLength: COUNT },
);

const fleets = fc
  .record({
    aspects,
    fleet: some,
    host: some,
    user: some,
    hostExcludes: fc.subarray(names, { maxLength: 1 }),
  })
  .map(
    ({ aspects: declared, fleet, host, user, hostExcludes }) =>
      (userExcludes: readonly string[]) => ({
        includes: fleet,
        hosts: {
          "x86_64-linux": {
            h: {
              includes: host,
              excludes: hostExcludes,
              users: { u: { includes: user, excludes: userExcludes } },
            },
          },
        },
        aspects: Object.fromEntries(
          declared.map(({ includes, excludes, parametric }, index) => {
            const body = {
              includes: includes.filter((name) => Number(name.slice(1)) > index),
              excludes: excludes.filter((name) => Number(name.slice(1)) > index),
              nixos: { [`v${index}`]: true },
              homeManager: { [`h${index}`]: true },
            };
            return [`a${index}`, parametric && index % 2 === 0 ? () => body : body];
          }),
        ),
      }),
  );

/** Everything that can be told of who is at a scope, as data. */
function resolved(pipeline: Pipeline, id: string): unknown {
  const resolution = pipeline.evaluator.get(pipeline.resolution.resolution, id);
  return [...resolution.aspects].map(([name, { owners }]) => [
    name,
    [...owners].sort(),
    chainsTo(resolution, name, 200).map(String).sort(),
  ]);
}

describe("what a user has from its host and of its own", () => {
  it("is what walking everything again would find", () => {
    fc.assert(
      fc.property(fleets, (make) => {
        const quick = open(make([]));
        // An exclude of its own makes the scope walk everything; this one excludes nothing that is there.
        const slow = open(make(["nothing"]));
        expect(resolved(quick, "user:u@h")).toEqual(resolved(slow, "user:u@h"));
        expect(modulesOf(quick, "h")).toEqual(modulesOf(slow, "h"));
      }),
      { numRuns: 150 },
    );
  });
});
