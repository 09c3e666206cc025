import { expect, it } from "vitest";
import * as surface from "../src/index.ts";

it("exports exactly this", () => {
  expect(Object.keys(surface).sort()).toEqual([
    "DeriveError",
    "_",
    "action",
    "checkProgram",
    "collect",
    "compute",
    "count",
    "counts",
    "enriched",
    "evaluate",
    "exclusive",
    "finding",
    "formatWhy",
    "formatWhyNot",
    "lit",
    "matches",
    "max",
    "min",
    "node",
    "not",
    "opaque",
    "program",
    "provided",
    "provides",
    "relation",
    "requires",
    "rule",
    "session",
    "sum",
    "suppress",
    "test",
    "v",
  ]);
});
