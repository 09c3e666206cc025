import * as fc from "fast-check";
import { expect, it } from "vitest";
import { sortStrings } from "../src/compile/sort-strings.ts";
import { RUNS } from "./support.ts";

const indices = (count: number): Uint32Array => Uint32Array.from({ length: count }, (_, i) => i);

it("sorts by code units, whatever the strings", () => {
  const text = fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.string({ unit: "binary", maxLength: 6 }),
    fc.string({ unit: fc.constantFrom("a", "\u0000", "\u00fe", "\u00ff", "\u0100"), maxLength: 9 }),
    fc.nat({ max: 5000 }).map((n) => `host:${n}`),
    fc.nat({ max: 99 }).map((n) => `a long common prefix ${n}`),
  );
  fc.assert(
    fc.property(
      fc.uniqueArray(text, { maxLength: 300 }),
      fc.string({ maxLength: 5 }),
      (list, prefix) => {
        const values = list.map((value) => prefix + value);
        const sorted = indices(values.length);
        sortStrings(values, sorted);
        expect(Array.from(sorted, (i) => values[i])).toEqual([...values].sort());
      },
    ),
    { numRuns: RUNS / 3 },
  );
});

it("sorts many alike strings, and keeps duplicates together", () => {
  const values = Array.from({ length: 5000 }, (_, i) => `host:${(i * 7919) % 5000}`);
  values.push(...values.slice(0, 200));
  const sorted = indices(values.length);
  sortStrings(values, sorted);
  expect(Array.from(sorted, (i) => values[i])).toEqual([...values].sort());
});
