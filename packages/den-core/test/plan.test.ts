import { readFileSync } from "node:fs";
import { schemaOf, validate } from "gen-schema";
import { describe, expect, it } from "vitest";
import { generateFleet } from "../bench/generate-fleet.ts";
import { planFleet, planPieces } from "../src/plan/plan.ts";
import { open } from "./support/open.ts";

const schema = schemaOf(
  JSON.parse(readFileSync(new URL("../schema/plan.schema.json", import.meta.url), "utf8")),
);
const layout = { root: "/fleet", out: "/fleet/den-out" };
const plan = (fleet: object): unknown => JSON.parse(JSON.stringify(planFleet(open(fleet), layout)));

describe("the plan", () => {
  it.each([
    ["an empty fleet", {}],
    [
      "a fleet with findings",
      {
        hosts: { "x86_64-linux": { a: { includes: ["nope"], excludes: ["x"] } } },
        aspects: { x: {} },
      },
    ],
    ["a generated fleet", generateFleet({ hosts: 6, aspects: 5 })],
  ])("of %s is what its schema says", (_name, fleet) => {
    expect(validate(schema, plan(fleet))).toEqual([]);
  });
  it("is refused by the schema when it is something else", () => {
    expect(validate(schema, { ...(plan({}) as object), version: 2 })).not.toEqual([]);
    expect(validate(schema, { ...(plan({}) as object), extra: 1 })).not.toEqual([]);
  });
  it("in pieces is the plan", () => {
    for (const fleet of [{}, generateFleet({ hosts: 3, aspects: 3 })]) {
      const text = [...planPieces(open(fleet), layout)].join("");
      expect(JSON.parse(text)).toEqual(plan(fleet));
    }
  });
  it("is the same bytes for the same fleet, in any order of files and keys", () => {
    const hosts = { hosts: { "x86_64-linux": { b: { includes: ["y", "x"] }, a: {} } } };
    const x = { aspects: { x: { nixos: { v: 1 } } } };
    const y = { aspects: { y: { includes: ["x"], nixos: { w: 1 } } } };
    const text = (fleet: object, fragments: Record<string, object>): string =>
      JSON.stringify(planFleet(open(fleet, fragments), layout));
    const one = text(hosts, { "m/x.ts": x, "m/y.ts": y });
    expect(text(hosts, { "m/x.ts": x, "m/y.ts": y })).toBe(one);
    const turned = { hosts: { "x86_64-linux": { a: {}, b: { includes: ["y", "x"] } } } };
    expect(text(turned, { "m/x.ts": x, "m/y.ts": y })).toBe(one);
  });
});
