import { describe, expect, it } from "vitest";
import { generateFleet } from "../bench/generate-fleet.ts";
import { open } from "./support/open.ts";

/** What asking for one host of a fleet of some size evaluates. */
function oneHost(hosts: number): { readonly evaluations: number; readonly runs: number } {
  const fleet = open(generateFleet({ hosts }));
  expect(fleet.evaluator.stats().evaluations).toBe(0);
  fleet.evaluator.get(fleet.outputs.host, "host:host00003");
  return { evaluations: fleet.evaluator.stats().evaluations, runs: fleet.binder.runs() };
}

describe("one host costs one host", () => {
  it("the same number of evaluations in a fleet of 10, 1,000 and 10,000", () => {
    const small = oneHost(10);
    expect(small.evaluations).toBeGreaterThan(100);
    expect(oneHost(1_000)).toEqual(small);
    expect(oneHost(10_000)).toEqual(small);
  });
  it("content that looks the same is computed once", () => {
    const fleet = open(generateFleet({ hosts: 40 }));
    for (const host of fleet.model.hostNames)
      fleet.evaluator.get(fleet.outputs.host, `host:${host}`);
    const functions = 29 + 1 + 5;
    // Those that read the host run for each; the others once for each value of what they read.
    expect(fleet.binder.runs()).toBeLessThan(functions + 40 * 8);
  });
});
