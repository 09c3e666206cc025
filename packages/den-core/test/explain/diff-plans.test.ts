import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { generateFleet } from "../../bench/generate-fleet.ts";
import { diffPlans } from "../../src/diff/diff-plans.ts";
import { definePolicy, policy } from "../../src/index.ts";
import { planFleet } from "../../src/plan/plan.ts";
import { open } from "../support/open.ts";

const layout = { root: "/fleet", out: "/fleet/den-out" };
const planOf = (fleet: object) => planFleet(open(fleet), layout);
const linux = (hosts: object) => ({ hosts: { "x86_64-linux": hosts } });

describe("content in the plan", () => {
  it("is equal for equal content, and told apart by the route that places it", () => {
    const routedBy = (name: string) =>
      planOf({
        ...linux({ a: { includes: ["x"] } }),
        classes: { mine: { kinds: ["host"] } },
        aspects: { x: { mine: { v: 1 } } },
        policies: {
          move: definePolicy("host", [
            policy.route({
              from: "mine",
              to: "nixos",
              guard: ({ config }) =>
                (config as Record<string, Record<string, unknown>>)[name]?.enable,
            }),
          ]),
        },
      });
    const [one, same, other] = [routedBy("p"), routedBy("p"), routedBy("q")];
    expect(diffPlans(one, same).outputs).toEqual([]);
    expect(diffPlans(one, other).outputs).toMatchObject([
      { output: "nixosConfigurations.a", changed: [{ aspect: "x", class: "mine" }] },
    ]);
  });
});

describe("diffPlans", () => {
  it("finds nothing between a plan and itself, whatever the fleet", () => {
    for (const hosts of [0, 1, 7]) {
      const plan = planOf(generateFleet({ hosts, aspects: 4 }));
      const diff = diffPlans(plan, JSON.parse(JSON.stringify(plan)));
      expect(diff).toMatchObject({ outputs: [], entities: [], affected: [] });
      expect(diff.untouched).toHaveLength(hosts);
    }
  });
  it("names a change of the machine itself", () => {
    const at = (system: string, extra: object = {}) =>
      planOf({ hosts: { [system]: { a: extra } } });
    expect(diffPlans(at("x86_64-linux"), at("aarch64-linux")).outputs).toMatchObject([
      { facts: ["system"] },
    ]);
    expect(diffPlans(at("x86_64-linux"), at("x86_64-linux", { hostName: "b" })).affected).toEqual([
      "a",
    ]);
  });
  it("tells an order of modules that changed", () => {
    const fleet = (includes: string[]) =>
      planOf({
        ...linux({ a: { includes } }),
        aspects: { x: { nixos: { l: [1] } }, y: { nixos: { l: [2] } } },
      });
    expect(diffPlans(fleet(["x", "y"]), fleet(["y", "x"])).outputs).toMatchObject([
      { reordered: true, added: [], removed: [], changed: [] },
    ]);
  });
  it("every host is affected exactly where what it includes differs, both ways alike", () => {
    const names = ["a", "b", "c"];
    const aspects = ["x", "y", "__proto__"];
    const includes = fc.tuple(...names.map(() => fc.subarray(aspects)));
    const fleet = (of: readonly string[][]) =>
      planOf({
        ...linux(Object.fromEntries(names.map((name, i) => [name, { includes: of[i] }]))),
        aspects: Object.fromEntries(aspects.map((name) => [name, { nixos: { [`v-${name}`]: 1 } }])),
      });
    fc.assert(
      fc.property(includes, includes, (a, b) => {
        const [before, after] = [fleet(a), fleet(b)];
        const expected = names.filter((_, i) => a[i]?.join() !== b[i]?.join());
        expect(diffPlans(before, after).affected).toEqual(expected);
        expect(diffPlans(after, before).affected).toEqual(expected);
        expect(diffPlans(before, after).untouched).toEqual(
          names.filter((name) => !expected.includes(name)),
        );
      }),
      { numRuns: 40 },
    );
  });
});
