import { expect, it } from "vitest";
import { defineFleet, definePolicy } from "../../src/index.ts";
import { findingsOf, open } from "../support/open.ts";

/** What a function may return instead of effects: each is told, and none ends the evaluation. */
const cases: readonly (readonly [returned: unknown, code: string, message: string])[] = [
  [{ effect: "enrich" }, "DEN_POLICY_SHAPE", "without a record of values"],
  [{ effect: "enrich", values: 3 }, "DEN_POLICY_SHAPE", "without a record of values"],
  [{ effect: "include" }, "DEN_POLICY_SHAPE", "include of no aspect"],
  [{ effect: "exclude", aspect: {} }, "DEN_UNKNOWN_ASPECT", "by its value"],
  [{ effect: "configure", aspect: "a" }, "DEN_POLICY_SHAPE", "without a record of settings"],
  [{ effect: "enforce", aspect: "a", settings: [1] }, "DEN_POLICY_SHAPE", "without a record"],
  [{ effect: "route" }, "DEN_POLICY_SHAPE", "two classes"],
  [{ effect: "provide" }, "DEN_POLICY_SHAPE", "a class and a module"],
  [{ effect: "instantiate" }, "DEN_POLICY_SHAPE", "a name and a class"],
  [{ effect: "spawn" }, "DEN_POLICY_SHAPE", "a kind and a name"],
  [{ effect: "channel" }, "DEN_POLICY_SHAPE", "what and to which"],
  [{ effect: "varBackend" }, "DEN_POLICY_SHAPE", "no backend"],
  [{ effect: "assert" }, "DEN_POLICY_SHAPE", "a truth value and a message"],
  [{ effect: "zap" }, "DEN_POLICY_SHAPE", "no effect"],
  ["include", "DEN_POLICY_SHAPE", "no effect"],
];

it.each(cases)("%j from a function is told", (returned, code, message) => {
  const pipeline = open(
    defineFleet({
      hosts: { "x86_64-linux": { web1: { includes: ["a"] } } },
      aspects: { a: { nixos: { x: 1 } } },
      policies: { broken: definePolicy("host", () => [returned] as never) },
    }),
  );
  const found = findingsOf(pipeline).filter((finding) => finding.code === code);
  expect(found.map((finding) => finding.message).join("\n")).toContain(message);
});
